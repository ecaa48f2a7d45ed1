// SPDX-License-Identifier: BSL-1.0
// A loss whose data exponent itself depends on the size.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::exp, math::log, math::pow
#include <t2/core/quantity.hpp>  // params, tokens
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// Both the scale and the exponent of the data term are functions of the size.
/// @formula   L(N, D) = exp(a3 N^gamma + b3) + exp(a2 N^beta + b2) D^(-exp(a1 N^alpha + b1))
/// @param     a1, b1, a2, b2, a3, b3, alpha, beta, gamma  [1], any; published with a1, a3, beta < 0
/// @param     params N > 0, without embeddings; tokens D > 0
/// @return    [bits/character] with the published coefficients, not nats per token
/// @errors    N or D < 0 or NaN gives NaN. No constant floor: the first term vanishes as N grows where a3 < 0. With
///            the printed digits there is a best N at C = 6 N D up to about 1e22 FLOP and none from 1e23: bound any search
/// @accuracy  <= 1e3 ulp: sums of large exponents (tests/law/forms_test.cpp)
/// @source    Farseer 2025, arXiv:2506.10972, eq. (3)
template <real Real = double>
struct farseer {
  Real a1;
  Real b1;
  Real a2;
  Real b2;
  Real a3;
  Real b3;
  Real alpha;
  Real beta;
  Real gamma;

  using value_type = Real;
  template <class Other>
  using rebind = farseer<Other>;
  using variables = variable_list<params, tokens>;
  using parameters = parameter_list<parameter<"a1", &farseer::a1, role::other, bounds{-5, 5}>,
                                    parameter<"b1", &farseer::b1, role::other, bounds{-10, 10}>,
                                    parameter<"a2", &farseer::a2, role::other, bounds{-200, 200}>,
                                    parameter<"b2", &farseer::b2, role::other, bounds{-50, 50}>,
                                    parameter<"a3", &farseer::a3, role::other, bounds{-5, 5}>,
                                    parameter<"b3", &farseer::b3, role::other, bounds{-10, 10}>,
                                    parameter<"alpha", &farseer::alpha, role::other, bounds{-1, 1}>,
                                    parameter<"beta", &farseer::beta, role::other, bounds{-1, 1}>,
                                    parameter<"gamma", &farseer::gamma, role::other, bounds{-1, 1}>>;
  static constexpr form about{"farseer", "loss [bits/character]",
                              "L(N, D) = exp(a3 N^gamma + b3) + exp(a2 N^beta + b2) D^(-exp(a1 N^alpha + b1))",
                              "Farseer 2025, arXiv:2506.10972, eq. (3)", "law.forms"};

  template <lane N, lane D>
  [[nodiscard]] T2_HD promote_t<Real, N, D> operator()(t2::params<N> const& n, t2::tokens<D> const& d) const {
    using T = promote_t<Real, N, D>;
    T const size = T(n.value);
    T const floor = math::exp(T(T(a3) * math::pow(size, T(gamma)) + T(b3)));
    T const scale = T(T(a2) * math::pow(size, T(beta)) + T(b2));
    T const exponent = math::exp(T(T(a1) * math::pow(size, T(alpha)) + T(b1)));
    return T(floor + math::exp(T(scale - exponent * math::log(T(d.value)))));
  }
};

}  // namespace t2::inline v0::law
