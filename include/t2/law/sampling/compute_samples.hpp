// SPDX-License-Identifier: BSL-1.0
// A score by training compute and samples, with their interaction.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::exp, math::log
#include <t2/core/quantity.hpp>  // flops, samples
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// Compute and samples are worth less to each other where delta > 0.
/// @formula   log(-log Q) = log A + alpha log C + beta log k + delta log C log k
/// @param     A  [nats] > 0   @param  alpha, beta, delta  [1]; alpha, beta < 0 where compute and samples help
/// @param     flops C > 0, samples k > 0
/// @return    -log Q [nats], Q the score (normalised for chance where the task is multiple choice)
/// @errors    C or k < 0 or NaN gives NaN
/// @accuracy  <= 16 ulp times the size of the exponent (tests/law/forms_test.cpp)
/// @source    Krajewski et al. 2025, arXiv:2512.08894, eq. (5)
template <real Real = double>
struct compute_samples {
  Real A;
  Real alpha;
  Real beta;
  Real delta;

  using value_type = Real;
  template <class Other>
  using rebind = compute_samples<Other>;
  using variables = variable_list<flops, samples>;
  using parameters = parameter_list<parameter<"A", &compute_samples::A, role::other, bounds{1e-30, 1e30}>,
                                    parameter<"alpha", &compute_samples::alpha, role::other, bounds{-3, 3}>,
                                    parameter<"beta", &compute_samples::beta, role::other, bounds{-3, 3}>,
                                    parameter<"delta", &compute_samples::delta, role::other, bounds{-1, 1}>>;
  static constexpr form about{"compute-samples", "-log of a score [nats]",
                              "log(-log Q) = log A + alpha log C + beta log k + delta log C log k",
                              "Krajewski et al. 2025, arXiv:2512.08894, eq. (5)", "law.forms"};

  template <lane C, lane K>
  [[nodiscard]] T2_HD promote_t<Real, C, K> operator()(t2::flops<C> const& c, t2::samples<K> const& k) const {
    using T = promote_t<Real, C, K>;
    T const log_c = math::log(T(c.value)), log_k = math::log(T(k.value));
    return T(T(A) * math::exp(T(T(alpha) * log_c + log_k * (T(beta) + T(delta) * log_c))));
  }
};

}  // namespace t2::inline v0::law
