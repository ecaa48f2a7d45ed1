// SPDX-License-Identifier: BSL-1.0
// The loss of low-precision training, and what quantisation after training adds.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/architecture.hpp>  // weight_bits, activation_bits, cache_bits, post_bits
#include <t2/core/config.hpp>        // T2_HD
#include <t2/core/math.hpp>          // math::exp, math::expm1, math::pow
#include <t2/core/quantity.hpp>      // params, tokens
#include <t2/core/real.hpp>          // lane, promote_t, real
#include <t2/law/form.hpp>           // form
#include <t2/law/parameter.hpp>      // parameter_list

namespace t2::inline v0::law {

/// The loss of a model trained in low precision: fewer bits act like fewer parameters.
/// @formula   L = E + A Neff^-alpha + B D^-beta,  Neff = N prod over x in w, a, kv of (1 - exp(n_x - P_x / g_x))
/// @param     E, A, B  [nats/token] >= 0   @param  alpha, beta  [1], > 0
/// @param     g_w, g_a, g_kv  [bits] > 0; n_w, n_a, n_kv  [1]: the offsets, which the printed fit carries
/// @param     params N > 0, without embeddings; tokens D > 0; weight_bits, activation_bits, cache_bits P > n_x g_x
/// @return    [nats/token]
/// @errors    a precision of so few bits that its factor is not positive gives NaN; N or D < 0 or NaN gives NaN
/// @accuracy  <= 64 ulp of the largest term (tests/law/forms_test.cpp)
/// @source    Kumar et al. 2024, arXiv:2411.04330, with the offsets of appendix K; training cost 6 N D P / 16
template <real Real = double>
struct precision {
  Real E;
  Real A;
  Real B;
  Real alpha;
  Real beta;
  Real g_w;
  Real n_w;
  Real g_a;
  Real n_a;
  Real g_kv;
  Real n_kv;

  using value_type = Real;
  template <class Other>
  using rebind = precision<Other>;
  using variables = variable_list<params, tokens, weight_bits, activation_bits, cache_bits>;
  using parameters =
      parameter_list<parameter<"E", &precision::E, role::coefficient>, parameter<"A", &precision::A, role::coefficient>,
                     parameter<"B", &precision::B, role::coefficient>,
                     parameter<"alpha", &precision::alpha, role::exponent>,
                     parameter<"beta", &precision::beta, role::exponent>,
                     parameter<"g_w", &precision::g_w, role::other, bounds{0.01, 100}>,
                     parameter<"n_w", &precision::n_w, role::other, bounds{-10, 10}>,
                     parameter<"g_a", &precision::g_a, role::other, bounds{0.01, 100}>,
                     parameter<"n_a", &precision::n_a, role::other, bounds{-10, 10}>,
                     parameter<"g_kv", &precision::g_kv, role::other, bounds{0.01, 100}>,
                     parameter<"n_kv", &precision::n_kv, role::other, bounds{-10, 10}>>;
  static constexpr form about{"precision", "loss [nats/token]",
                              "L = E + A Neff^-alpha + B D^-beta, Neff = N (1 - exp(n_w - P_w/g_w)) (1 - exp(n_a - "
                              "P_a/g_a)) (1 - exp(n_kv - P_kv/g_kv))",
                              "Kumar et al. 2024, arXiv:2411.04330, with appendix K", "law.forms"};

  template <lane N, lane D, lane W, lane A_, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, W, A_, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                                 t2::weight_bits<W> const& w,
                                                                 t2::activation_bits<A_> const& a,
                                                                 t2::cache_bits<K> const& kv) const {
    using T = promote_t<Real, N, D, W, A_, K>;
    T const kept =
        T(share(T(w.value), T(g_w), T(n_w)) * share(T(a.value), T(g_a), T(n_a)) * share(T(kv.value), T(g_kv), T(n_kv)));
    T const by_size = T(T(A) * math::pow(T(T(n.value) * kept), T(-T(alpha))));
    return T(T(E) + by_size + T(B) * math::pow(T(d.value), T(-T(beta))));
  }

  /// The share of parameters that count at P bits.
  template <lane T>
  [[nodiscard]] T2_HD static T share(T const& bits, T const& scale, T const& offset) {
    T const kept = T(-math::expm1(T(offset - bits / scale)));
    return math::select(kept > T(0), kept, not_a_number<T>());
  }
};

/// What quantising the weights after training adds to the loss: the more, the longer the model was trained.
/// @formula   d = CT D^gamma_D / N^gamma_N exp(b - P / g_post);  add it: chinchilla + quantisation_penalty
/// @param     CT  [nats/token] >= 0   @param  gamma_D, gamma_N  [1], > 0   @param  g_post  [bits] > 0   @param  b  [1]
/// @param     params N > 0, tokens D > 0, post_bits P
/// @return    [nats/token]
/// @errors    N or D < 0 or NaN gives NaN
/// @accuracy  <= 64 ulp (tests/law/forms_test.cpp)
/// @source    Kumar et al. 2024, arXiv:2411.04330, eq. (2), trained in 16 bits or more, with the offset of appendix K
template <real Real = double>
struct quantisation_penalty {
  Real CT;
  Real gamma_D;
  Real gamma_N;
  Real g_post;
  Real b;

  using value_type = Real;
  template <class Other>
  using rebind = quantisation_penalty<Other>;
  using variables = variable_list<params, tokens, post_bits>;
  using parameters = parameter_list<parameter<"CT", &quantisation_penalty::CT, role::coefficient>,
                                    parameter<"gamma_D", &quantisation_penalty::gamma_D, role::exponent>,
                                    parameter<"gamma_N", &quantisation_penalty::gamma_N, role::exponent>,
                                    parameter<"g_post", &quantisation_penalty::g_post, role::other, bounds{0.01, 100}>,
                                    parameter<"b", &quantisation_penalty::b, role::other, bounds{-10, 10}>>;
  static constexpr form about{"quantisation-penalty", "added loss [nats/token]",
                              "d = CT D^gamma_D / N^gamma_N exp(b - P / g_post)",
                              "Kumar et al. 2024, arXiv:2411.04330, eq. (2) and appendix K", "law.forms"};

  template <lane N, lane D, lane P>
  [[nodiscard]] T2_HD promote_t<Real, N, D, P> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::post_bits<P> const& p) const {
    using T = promote_t<Real, N, D, P>;
    T const trained = T(math::pow(T(d.value), T(gamma_D)) * math::pow(T(n.value), T(-T(gamma_N))));
    return T(T(CT) * trained * math::exp(T(T(b) - T(p.value) / T(g_post))));
  }
};

}  // namespace t2::inline v0::law
