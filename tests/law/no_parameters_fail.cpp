// SPDX-License-Identifier: BSL-1.0
// t2: expects no type named .parameters|constraints not satisfied
#include <t2/t2.hpp>

using namespace t2;

struct bare {  // its variables, but no parameters
  double A, alpha;
  using value_type = double;
  using variables = variable_list<params>;
};

auto sum() { return law::chinchilla<double>{} + bare{}; }
