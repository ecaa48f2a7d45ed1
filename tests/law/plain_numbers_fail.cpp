// SPDX-License-Identifier: BSL-1.0
// t2: expects no match for call|no matching function for call
#include <t2/t2.hpp>

using namespace t2;

double loss() {
  law::chinchilla const law{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
  return law(7e9, 2e12);
}
