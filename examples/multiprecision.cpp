// SPDX-License-Identifier: BSL-1.0
// The same law, plan and pass@k in 50 digits: what rounding does to them in double, float and half a page of code.
//
// t2: needs boost
// t2: prints N* at 5.76e23 FLOP: 72248702500.38221434549573505025971619771 parameters
// t2: prints pass@1000 of 3 in a million: 0.002997003994007988015976031952063904127808
#include <t2/passk/unbiased.hpp>
#include <t2/t2.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cstdio>
#include <string>

using namespace t2;
using wide = boost::multiprecision::cpp_bin_float_50;

// N* of Chinchilla's law in any real type: the coefficients are decimals as printed, rounded once into that type.
template <real Real>
Real best_size() {
  auto const law = law::published::find("besiroglu-2024")->law<Real>();
  auto const best = plan::solve(law, budget::training<Real>{flops<Real>(decimal<Real>(576, 21))});
  return best ? best->params.value : not_a_number<Real>();
}

template <real Real>
void compare(char const* type) {
  wide const exact = best_size<wide>();
  wide const relative = (wide(best_size<Real>()) - exact) / exact;
  std::printf("N* in %-12s differs by %8.1e, rounding of the type is %.1e\n", type, static_cast<double>(fabs(relative)),
              static_cast<double>(epsilon<Real>()));
}

int main() {
  std::printf("N* at 5.76e23 FLOP: %s parameters\n", best_size<wide>().str(40).c_str());
  compare<float>("float");
  compare<double>("double");
  compare<long double>("long double");

  // pass@k of a rare success: 3 of 1,000,000 samples, k = 1000. The formula with factorials fails here in double.
  wide const pass = passk::unbiased(wide(1000000), wide(3), wide(1000));
  double const quick = passk::unbiased(1000000, 3, 1000);
  std::printf("pass@1000 of 3 in a million: %s\n", pass.str(40).c_str());
  std::printf("in double: %.17g, relative error %.1e\n", quick, static_cast<double>(fabs((wide(quick) - pass) / pass)));
}
