// SPDX-License-Identifier: BSL-1.0
// t2: expects posynomial_cost|constraints not satisfied
#include <t2/t2.hpp>

using namespace t2;

struct stepped {  // whole nodes of 8: no sum of powers, so no certified plan
  using value_type = double;
  static constexpr cost::unit measured_in = cost::unit::gpu_hour;
  template <class N, class D, class K>
  double operator()(params<N> const& n, tokens<D> const& d, samples<K> const&) const {
    return math::floor(double(n.value * d.value / 1e21)) * 8;
  }
};

auto plan_of(law::chinchilla<double> const& law) {
  return plan::solve(law, plan::subject_to(plan::at_most(stepped{}, 1e4, "cluster")));
}
