// SPDX-License-Identifier: BSL-1.0
// The loss of a model with unstructured weight sparsity.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/architecture.hpp>  // sparsity
#include <t2/core/config.hpp>        // T2_HD
#include <t2/core/math.hpp>          // math::pow
#include <t2/core/quantity.hpp>      // params, tokens
#include <t2/core/real.hpp>          // lane, promote_t, real
#include <t2/law/form.hpp>           // form
#include <t2/law/parameter.hpp>      // parameter_list

namespace t2::inline v0::law {

/// Sparsity acts on the size term only; its gain shrinks as the model is trained longer.
/// @formula   L(S, N, D) = (aS (1 - S)^bS + cS) N^-bN + (aD / D)^bD + c
/// @param     aS, cS, c  [nats], >= 0   @param  bS, bN, bD  [1], > 0   @param  aD  in the unit of D, > 0
/// @param     params N > 0: NON-ZERO parameters; tokens D > 0; sparsity S in [0, 1)
/// @return    the loss of the task in the paper's unit
/// @errors    N or D < 0, S > 1 or NaN gives NaN
/// @accuracy  <= 64 ulp of the largest term (tests/law/forms_test.cpp)
/// @source    Frantar et al. 2023, arXiv:2309.08520
template <real Real = double>
struct sparse_weights {
  Real aS;
  Real bS;
  Real cS;
  Real bN;
  Real aD;
  Real bD;
  Real c;

  using value_type = Real;
  template <class Other>
  using rebind = sparse_weights<Other>;
  using variables = variable_list<params, tokens, sparsity>;
  using parameters = parameter_list<
      parameter<"aS", &sparse_weights::aS, role::coefficient>, parameter<"bS", &sparse_weights::bS, role::exponent>,
      parameter<"cS", &sparse_weights::cS, role::coefficient>, parameter<"bN", &sparse_weights::bN, role::exponent>,
      parameter<"aD", &sparse_weights::aD, role::other, bounds{1, 1e30}>,
      parameter<"bD", &sparse_weights::bD, role::exponent>, parameter<"c", &sparse_weights::c, role::coefficient>>;
  static constexpr form about{"sparse-weights", "loss [nats]",
                              "L(S, N, D) = (aS (1 - S)^bS + cS) N^-bN + (aD / D)^bD + c",
                              "Frantar et al. 2023, arXiv:2309.08520", "law.forms"};

  template <lane N, lane D, lane S>
  [[nodiscard]] T2_HD promote_t<Real, N, D, S> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::sparsity<S> const& s) const {
    using T = promote_t<Real, N, D, S>;
    T const dense = T(T(1) - T(s.value));
    T const by_size = T((T(aS) * math::pow(dense, T(bS)) + T(cS)) * math::pow(T(n.value), T(-T(bN))));
    return T(by_size + math::pow(T(T(aD) / T(d.value)), T(bD)) + T(c));
  }
};

}  // namespace t2::inline v0::law
