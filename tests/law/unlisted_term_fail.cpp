// SPDX-License-Identifier: BSL-1.0
// t2: expects a term names a member or a variable that the law does not list
#include <t2/t2.hpp>

using namespace t2;

struct forgetful {
  double A, alpha;
  using value_type = double;
  using variables = variable_list<params>;
  using parameters = law::parameter_list<law::parameter<"A", &forgetful::A, law::role::coefficient>>;  // and alpha?
  static constexpr auto terms =
      law::power_terms<parameters, variables, law::power<&forgetful::A, &forgetful::alpha, params>>();
};
