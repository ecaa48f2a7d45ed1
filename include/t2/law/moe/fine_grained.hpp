// SPDX-License-Identifier: BSL-1.0
// The loss of a mixture of experts by size, tokens and granularity of the experts.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/architecture.hpp>  // granularity
#include <t2/core/config.hpp>        // T2_HD
#include <t2/core/math.hpp>          // math::pow
#include <t2/core/quantity.hpp>      // params, tokens
#include <t2/core/real.hpp>          // lane, promote_t, real
#include <t2/law/form.hpp>           // form
#include <t2/law/parameter.hpp>      // parameter_list

namespace t2::inline v0::law {

/// Finer experts shrink the size term only.
/// @formula   L(N, D, G) = c + (g / G^gamma + a) / N^alpha + b / D^beta,  G = d_ff / d_expert; g = 0 is a dense model
/// @param     c, g, a, b  [nats/token], >= 0   @param  gamma, alpha, beta  [1], > 0
/// @param     params N > 0: TOTAL without embeddings, all experts counted (the published set has 64); tokens D > 0;
///            granularity G > 0
/// @return    [nats/token]
/// @errors    N, D or G < 0 or NaN gives NaN
/// @accuracy  <= 64 ulp of the largest term (tests/law/forms_test.cpp)
/// @source    Krajewski et al. 2024, arXiv:2402.07871, eq. (9)
template <real Real = double>
struct fine_grained {
  Real c;
  Real g;
  Real gamma;
  Real a;
  Real alpha;
  Real b;
  Real beta;

  using value_type = Real;
  template <class Other>
  using rebind = fine_grained<Other>;
  using variables = variable_list<params, tokens, granularity>;
  using parameters = parameter_list<
      parameter<"c", &fine_grained::c, role::coefficient>, parameter<"g", &fine_grained::g, role::coefficient>,
      parameter<"gamma", &fine_grained::gamma, role::exponent>, parameter<"a", &fine_grained::a, role::coefficient>,
      parameter<"alpha", &fine_grained::alpha, role::exponent>, parameter<"b", &fine_grained::b, role::coefficient>,
      parameter<"beta", &fine_grained::beta, role::exponent>>;
  static constexpr form about{"fine-grained", "loss [nats/token]",
                              "L(N, D, G) = c + (g / G^gamma + a) / N^alpha + b / D^beta",
                              "Krajewski et al. 2024, arXiv:2402.07871, eq. (9)", "law.forms"};

  template <lane N, lane D, lane G>
  [[nodiscard]] T2_HD promote_t<Real, N, D, G> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::granularity<G> const& fine) const {
    using T = promote_t<Real, N, D, G>;
    T const by_size = T((T(g) * math::pow(T(fine.value), T(-T(gamma))) + T(a)) * math::pow(T(n.value), T(-T(alpha))));
    return T(T(c) + by_size + T(b) * math::pow(T(d.value), T(-T(beta))));
  }
};

}  // namespace t2::inline v0::law
