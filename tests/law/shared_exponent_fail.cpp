// SPDX-License-Identifier: BSL-1.0
// t2: expects two terms share a coefficient or an exponent
#include <t2/t2.hpp>

using namespace t2;

struct one_exponent {  // A / N^alpha + B / D^alpha
  double A, B, alpha;
  using value_type = double;
  using variables = variable_list<params, tokens>;
  using parameters = law::parameter_list<law::parameter<"A", &one_exponent::A, law::role::coefficient>,
                                         law::parameter<"B", &one_exponent::B, law::role::coefficient>,
                                         law::parameter<"alpha", &one_exponent::alpha, law::role::exponent>>;
  static constexpr auto terms =
      law::power_terms<parameters, variables, law::power<&one_exponent::A, &one_exponent::alpha, params>,
                       law::power<&one_exponent::B, &one_exponent::alpha, tokens>>();
};
