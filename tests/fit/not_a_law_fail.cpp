// SPDX-License-Identifier: BSL-1.0
// t2: expects constraints not satisfied|law<L>
#include <t2/t2.hpp>

struct my_law {  // says neither its variables nor its coefficients
  using value_type = double;
  double E, A, alpha;
};

auto fitted() {
  return t2::fit::least<my_law>(t2::fit::dataset<>{}, t2::fit::squared{}, t2::fit::linear_residual);
}
