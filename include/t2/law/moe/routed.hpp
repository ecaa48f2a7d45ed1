// SPDX-License-Identifier: BSL-1.0
// The loss of routed models by size and experts.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/architecture.hpp>          // experts
#include <t2/core/config.hpp>                // T2_HD
#include <t2/core/math.hpp>                  // math::exp, math::log
#include <t2/core/quantity.hpp>              // params
#include <t2/core/real.hpp>                  // lane, promote_t, real
#include <t2/law/form.hpp>                   // form
#include <t2/law/moe/effective_experts.hpp>  // effective_experts
#include <t2/law/parameter.hpp>              // parameter_list

namespace t2::inline v0::law {

/// Bilinear in the logarithms of size and effective experts.
/// @formula   log10 L = a log10 N + b log10 Eh + c log10 N log10 Eh + d,  Eh = effective_experts(E, Es, Em)
/// @param     a, b, c, d  [1], in base 10   @param  Es, Em  [experts]
/// @param     params N > 0: those used per token; experts E >= 1
/// @return    [nats/token], at the paper's 1.3e11 tokens
/// @errors    N < 0, E < 1 or NaN gives NaN
/// @accuracy  <= 64 ulp (tests/law/forms_test.cpp)
/// @source    Clark et al. 2022, arXiv:2202.01169, the bilinear law with saturation
template <real Real = double>
struct routed {
  Real a;
  Real b;
  Real c;
  Real d;
  Real Es;
  Real Em;

  using value_type = Real;
  template <class Other>
  using rebind = routed<Other>;
  using variables = variable_list<params, experts>;
  using parameters = parameter_list<
      parameter<"a", &routed::a, role::other, bounds{-1, 1}>, parameter<"b", &routed::b, role::other, bounds{-1, 1}>,
      parameter<"c", &routed::c, role::other, bounds{-1, 1}>, parameter<"d", &routed::d, role::other, bounds{-5, 5}>,
      parameter<"Es", &routed::Es, role::other, bounds{0.1, 100}>,
      parameter<"Em", &routed::Em, role::other, bounds{1, 1e4}>>;
  static constexpr form about{
      "routed", "loss [nats/token]",
      "log10 L = a log10 N + b log10 Eh + c log10 N log10 Eh + d, 1/Eh = 1/(E - 1 + 1/(1/Es - 1/Em)) + 1/Em",
      "Clark et al. 2022, arXiv:2202.01169", "law.forms"};

  template <lane N, lane E>
  [[nodiscard]] T2_HD promote_t<Real, N, E> operator()(t2::params<N> const& n, t2::experts<E> const& e) const {
    using T = promote_t<Real, N, E>;
    T const ten = math::log(T(10)), log_n = T(math::log(T(n.value)) / ten);
    T const log_e = T(math::log(effective_experts(T(e.value), T(Es), T(Em))) / ten);
    return math::exp(T(ten * (T(a) * log_n + T(b) * log_e + T(c) * log_n * log_e + T(d))));
  }
};

}  // namespace t2::inline v0::law
