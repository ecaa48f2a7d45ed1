// SPDX-License-Identifier: BSL-1.0
// Accuracy from task loss: the sigmoid of the OLMo ladder and of Llama 3, and its logarithmic variant.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::exp, math::log1p
#include <t2/core/quantity.hpp>  // nats
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// Accuracy falls from a ceiling to a floor as the task loss grows.
/// @formula   Acc(L) = b + a / (1 + exp(-k (L - x0)))
/// @param     a  [1] in [-1, 0], b  [1] in [0, 1]: ceiling b, floor b + a   @param  k  [1/unit of L] >= 0
/// @param     x0  the loss of the midpoint   @param  nats L, in the unit of x0: the published sets take bits per byte
/// @return    accuracy [1]
/// @errors    NaN gives NaN
/// @accuracy  <= 16 ulp of the larger term (tests/law/forms_test.cpp)
/// @source    Bhagia et al. 2024, arXiv:2412.04403, step 2; Llama 3, arXiv:2407.21783, the same form
template <real Real = double>
struct sigmoid {
  Real a;
  Real x0;
  Real k;
  Real b;

  using value_type = Real;
  static constexpr bool higher_is_better = true;
  template <class Other>
  using rebind = sigmoid<Other>;
  using variables = variable_list<nats>;
  using parameters = parameter_list<parameter<"a", &sigmoid::a, role::other, bounds{-1, 0}>,
                                    parameter<"x0", &sigmoid::x0, role::other, bounds{-10, 20}>,
                                    parameter<"k", &sigmoid::k, role::other, bounds{0, 100}>,
                                    parameter<"b", &sigmoid::b, role::other, bounds{0, 1}>>;
  static constexpr form about{"sigmoid", "accuracy [1]", "Acc(L) = b + a / (1 + exp(-k (L - x0)))",
                              "Bhagia et al. 2024, arXiv:2412.04403, step 2", "law.forms"};

  template <lane L>
  [[nodiscard]] T2_HD promote_t<Real, L> operator()(t2::nats<L> const& loss) const {
    using T = promote_t<Real, L>;
    return T(T(b) + T(a) / (T(1) + math::exp(T(-T(k) * (T(loss.value) - T(x0))))));
  }
};

/// The variant that keeps falling: linear in L for large L.
/// @formula   Acc(L) = 1 - a log(1 - 1 / (1 + exp(-k (L - x0)))) = 1 + a log(1 + exp(k (L - x0)))
/// @param     a  [1] <= 0   @param  k  [1/unit of L] >= 0   @param  x0  the loss of the bend   @param  nats L, in its
///            unit
/// @return    accuracy [1], not bounded below
/// @errors    NaN gives NaN
/// @accuracy  <= 16 ulp of the larger term (tests/law/forms_test.cpp)
/// @source    Bhagia et al. 2024, arXiv:2412.04403, the authors' code
template <real Real = double>
struct log_sigmoid {
  Real a;
  Real x0;
  Real k;

  using value_type = Real;
  static constexpr bool higher_is_better = true;
  template <class Other>
  using rebind = log_sigmoid<Other>;
  using variables = variable_list<nats>;
  using parameters = parameter_list<parameter<"a", &log_sigmoid::a, role::other, bounds{-10, 0}>,
                                    parameter<"x0", &log_sigmoid::x0, role::other, bounds{-10, 20}>,
                                    parameter<"k", &log_sigmoid::k, role::other, bounds{0, 100}>>;
  static constexpr form about{"log-sigmoid", "accuracy [1]", "Acc(L) = 1 + a log(1 + exp(k (L - x0)))",
                              "Bhagia et al. 2024, arXiv:2412.04403, the authors' code", "law.forms"};

  template <lane L>
  [[nodiscard]] T2_HD promote_t<Real, L> operator()(t2::nats<L> const& loss) const {
    using T = promote_t<Real, L>;
    T const x = T(T(k) * (T(loss.value) - T(x0)));
    T const low = math::select(x < T(0), x, T(-x));
    return T(T(1) + T(a) * (math::select(x < T(0), T(0), x) + math::log1p(math::exp(low))));
  }
};

}  // namespace t2::inline v0::law
