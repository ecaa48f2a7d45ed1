// SPDX-License-Identifier: BSL-1.0
// The laws of Kaplan et al. 2020: the loss by size, by data, by compute, by size and data, and by size and time. One
// header, since they are one idea with the same letters, and five more would be more than the folder holds.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/architecture.hpp>  // steps
#include <t2/core/config.hpp>        // T2_HD
#include <t2/core/math.hpp>          // math::pow
#include <t2/core/quantity.hpp>      // params, tokens, flops
#include <t2/core/real.hpp>          // lane, promote_t, real
#include <t2/law/form.hpp>           // form
#include <t2/law/parameter.hpp>      // parameter_list

namespace t2::inline v0::law {

/// The loss of N non-embedding parameters with data and time to spare.
/// @formula   L(N) = (Nc / N)^alpha_N
/// @param     Nc > 0, in the unit of N   @param  alpha_N  [1], > 0   @param  params N > 0
/// @return    [nats/token]
/// @errors    N < 0 or NaN gives NaN
/// @accuracy  <= 8 ulp times log(Nc / N) (tests/law/forms_test.cpp)
/// @source    Kaplan et al. 2020, arXiv:2001.08361, eq. (1.1)
template <real Real = double>
struct kaplan_size {
  Real Nc;
  Real alpha_N;

  using value_type = Real;
  template <class Other>
  using rebind = kaplan_size<Other>;
  using variables = variable_list<params>;
  using parameters = parameter_list<parameter<"Nc", &kaplan_size::Nc, role::other, bounds{1, 1e30}>,
                                    parameter<"alpha_N", &kaplan_size::alpha_N, role::exponent>>;
  static constexpr form about{"kaplan-size", "loss [nats/token]", "L(N) = (Nc / N)^alpha_N",
                              "Kaplan et al. 2020, arXiv:2001.08361, eq. (1.1)", "law.forms"};

  template <lane V>
  [[nodiscard]] T2_HD promote_t<Real, V> operator()(t2::params<V> const& x) const {
    using T = promote_t<Real, V>;
    return math::pow(T(T(Nc) / T(x.value)), T(alpha_N));
  }
};

/// The loss of D tokens with size to spare and early stopping.
/// @formula   L(D) = (Dc / D)^alpha_D
/// @param     Dc > 0, in the unit of D   @param  alpha_D  [1], > 0   @param  tokens D > 0
/// @return    [nats/token]
/// @errors    D < 0 or NaN gives NaN
/// @accuracy  <= 8 ulp times log(Dc / D) (tests/law/forms_test.cpp)
/// @source    Kaplan et al. 2020, arXiv:2001.08361, eq. (1.2)
template <real Real = double>
struct kaplan_data {
  Real Dc;
  Real alpha_D;

  using value_type = Real;
  template <class Other>
  using rebind = kaplan_data<Other>;
  using variables = variable_list<tokens>;
  using parameters = parameter_list<parameter<"Dc", &kaplan_data::Dc, role::other, bounds{1, 1e30}>,
                                    parameter<"alpha_D", &kaplan_data::alpha_D, role::exponent>>;
  static constexpr form about{"kaplan-data", "loss [nats/token]", "L(D) = (Dc / D)^alpha_D",
                              "Kaplan et al. 2020, arXiv:2001.08361, eq. (1.2)", "law.forms"};

  template <lane V>
  [[nodiscard]] T2_HD promote_t<Real, V> operator()(t2::tokens<V> const& x) const {
    using T = promote_t<Real, V>;
    return math::pow(T(T(Dc) / T(x.value)), T(alpha_D));
  }
};

/// The loss of the compute spent best, in FLOP.
/// @formula   L(C) = (Cc / C)^alpha_C
/// @param     Cc > 0, in the unit of C   @param  alpha_C  [1], > 0   @param  flops C > 0
/// @return    [nats/token]
/// @errors    C < 0 or NaN gives NaN
/// @accuracy  <= 8 ulp times log(Cc / C) (tests/law/forms_test.cpp)
/// @source    Kaplan et al. 2020, arXiv:2001.08361, eq. (1.3)
template <real Real = double>
struct kaplan_compute {
  Real Cc;
  Real alpha_C;

  using value_type = Real;
  template <class Other>
  using rebind = kaplan_compute<Other>;
  using variables = variable_list<flops>;
  using parameters = parameter_list<parameter<"Cc", &kaplan_compute::Cc, role::other, bounds{1, 1e30}>,
                                    parameter<"alpha_C", &kaplan_compute::alpha_C, role::exponent>>;
  static constexpr form about{"kaplan-compute", "loss [nats/token]", "L(C) = (Cc / C)^alpha_C",
                              "Kaplan et al. 2020, arXiv:2001.08361, eq. (1.3)", "law.forms"};

  template <lane V>
  [[nodiscard]] T2_HD promote_t<Real, V> operator()(t2::flops<V> const& x) const {
    using T = promote_t<Real, V>;
    return math::pow(T(T(Cc) / T(x.value)), T(alpha_C));
  }
};

/// The loss of N parameters trained on D tokens, over-fitting included.
/// @formula   L(N, D) = ((Nc / N)^(alpha_N / alpha_D) + Dc / D)^alpha_D
/// @param     Nc [parameters], Dc [tokens] > 0   @param  alpha_N, alpha_D  [1], > 0
/// @param     params N > 0, without embeddings; tokens D > 0
/// @return    [nats/token]; without a floor
/// @errors    N or D < 0 or NaN gives NaN
/// @accuracy  <= 64 ulp (tests/law/forms_test.cpp)
/// @source    Kaplan et al. 2020, arXiv:2001.08361, eq. (1.5)
template <real Real = double>
struct kaplan {
  Real Nc;
  Real Dc;
  Real alpha_N;
  Real alpha_D;

  using value_type = Real;
  template <class Other>
  using rebind = kaplan<Other>;
  using variables = variable_list<params, tokens>;
  using parameters = parameter_list<parameter<"Nc", &kaplan::Nc, role::other, bounds{1, 1e30}>,
                                    parameter<"Dc", &kaplan::Dc, role::other, bounds{1, 1e30}>,
                                    parameter<"alpha_N", &kaplan::alpha_N, role::exponent>,
                                    parameter<"alpha_D", &kaplan::alpha_D, role::exponent>>;
  static constexpr form about{"kaplan", "loss [nats/token]",
                              "L(N, D) = ((Nc / N)^(alpha_N / alpha_D) + Dc / D)^alpha_D",
                              "Kaplan et al. 2020, arXiv:2001.08361, eq. (1.5)", "law.forms"};

  template <lane N, lane D>
  [[nodiscard]] T2_HD promote_t<Real, N, D> operator()(t2::params<N> const& n, t2::tokens<D> const& d) const {
    using T = promote_t<Real, N, D>;
    T const by_size = math::pow(T(T(Nc) / T(n.value)), T(T(alpha_N) / T(alpha_D)));
    return math::pow(T(by_size + T(Dc) / T(d.value)), T(alpha_D));
  }
};

/// The loss after S steps at the critical batch size or above.
/// @formula   L(N, S) = (Nc / N)^alpha_N + (Sc / S)^alpha_S
/// @param     Nc [parameters], Sc [steps] > 0   @param  alpha_N, alpha_S  [1], > 0
/// @param     params N > 0, without embeddings; steps S > 0
/// @return    [nats/token]
/// @errors    N or S < 0 or NaN gives NaN
/// @accuracy  <= 64 ulp (tests/law/forms_test.cpp)
/// @source    Kaplan et al. 2020, arXiv:2001.08361, eq. (1.6)
template <real Real = double>
struct kaplan_steps {
  Real Nc;
  Real Sc;
  Real alpha_N;
  Real alpha_S;

  using value_type = Real;
  template <class Other>
  using rebind = kaplan_steps<Other>;
  using variables = variable_list<params, steps>;
  using parameters = parameter_list<parameter<"Nc", &kaplan_steps::Nc, role::other, bounds{1, 1e30}>,
                                    parameter<"Sc", &kaplan_steps::Sc, role::other, bounds{1, 1e30}>,
                                    parameter<"alpha_N", &kaplan_steps::alpha_N, role::exponent>,
                                    parameter<"alpha_S", &kaplan_steps::alpha_S, role::exponent>>;
  static constexpr form about{"kaplan-steps", "loss [nats/token]", "L(N, S) = (Nc / N)^alpha_N + (Sc / S)^alpha_S",
                              "Kaplan et al. 2020, arXiv:2001.08361, eq. (1.6)", "law.forms"};

  template <lane N, lane S>
  [[nodiscard]] T2_HD promote_t<Real, N, S> operator()(t2::params<N> const& n, t2::steps<S> const& s) const {
    using T = promote_t<Real, N, S>;
    return T(math::pow(T(T(Nc) / T(n.value)), T(alpha_N)) + math::pow(T(T(Sc) / T(s.value)), T(alpha_S)));
  }
};

}  // namespace t2::inline v0::law
