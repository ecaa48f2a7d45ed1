// SPDX-License-Identifier: BSL-1.0
// The loss where tokens run out and are repeated: the data wall.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::exp, math::expm1, math::log, math::select
#include <t2/core/quantity.hpp>  // params, tokens, unique_tokens
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// The Chinchilla law in effective sizes: repeated tokens, and parameters beyond what the distinct tokens can feed,
/// count for less and less. Bind the distinct tokens to plan: law::bind(law, unique_tokens{25e9}).
/// @formula   L = E + A / N'^alpha + B / D'^beta
///            D' = U + U RD (1 - exp(-R / RD)),  R = max(D/U - 1, 0)
///            N' = V + V RN (1 - exp(-S / RN)),  S = max(N/V - 1, 0),  V = min(N, (G U)^(beta/alpha) G),
///            G = (alpha A / (beta B))^(1 / (alpha + beta)); V is the size that U tokens are the optimum for
/// @param     E, A, B  [nats/token], >= 0   @param  alpha, beta  [1], > 0
/// @param     RD, RN  [1], > 0: repetitions after which another one adds 1/e of the first; D' is below U (1 + RD)
/// @param     params N > 0, tokens D > 0, unique_tokens U > 0; U above D counts as D: no token is seen twice
/// @return    [nats/token]; no interior optimum beyond the wall is promised, and D beyond it gains next to nothing
/// @errors    N, D or U < 0 or NaN gives NaN
/// @accuracy  <= 16 ulp of the largest term (tests/law/forms_test.cpp)
/// @source    Muennighoff et al. 2023, arXiv:2305.16264, section 3 and the authors' function
template <real Real = double>
struct data_constrained {
  Real E;
  Real A;
  Real B;
  Real alpha;
  Real beta;
  Real RD;
  Real RN;

  using value_type = Real;
  template <class Other>
  using rebind = data_constrained<Other>;
  using variables = variable_list<params, tokens, unique_tokens>;
  using parameters = parameter_list<parameter<"E", &data_constrained::E, role::coefficient>,
                                    parameter<"A", &data_constrained::A, role::coefficient>,
                                    parameter<"B", &data_constrained::B, role::coefficient>,
                                    parameter<"alpha", &data_constrained::alpha, role::exponent>,
                                    parameter<"beta", &data_constrained::beta, role::exponent>,
                                    parameter<"RD", &data_constrained::RD, role::other, bounds{1e-3, 1e4}>,
                                    parameter<"RN", &data_constrained::RN, role::other, bounds{1e-3, 1e4}>>;

  static constexpr form about{"data-constrained", "loss [nats/token]",
                              "L = E + A / N'^alpha + B / D'^beta, D' = U (1 + RD (1 - exp(-(D/U - 1) / RD))), N' "
                              "likewise beyond the size that U tokens feed",
                              "Muennighoff et al. 2023, arXiv:2305.16264", "law.forms"};

  /// What `amount` is worth where only `distinct` of it is new: distinct (1 + decay (1 - exp(-repeats / decay))).
  template <lane T>
  [[nodiscard]] T2_HD static T effective(T const& amount, T const& distinct, T const& decay) {
    T const repeats = T(amount / distinct - T(1));
    T const worn = T(distinct - distinct * decay * math::expm1(T(-repeats / decay)));
    return math::select(repeats > T(0), worn, amount);
  }

  /// V: the parameters that `distinct` tokens are compute-optimal for.
  template <lane T>
  [[nodiscard]] T2_HD T fed(T const& distinct) const {
    T const log_balance = T(math::log(T((T(alpha) * T(A)) / (T(beta) * T(B)))) / (T(alpha) + T(beta)));
    return math::exp(T((log_balance + math::log(distinct)) * (T(beta) / T(alpha)) + log_balance));
  }

  template <lane N, lane D, lane U>
  [[nodiscard]] T2_HD promote_t<Real, N, D, U> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::unique_tokens<U> const& u) const {
    using T = promote_t<Real, N, D, U>;
    T const size = T(n.value), seen = T(d.value), stock = T(u.value);
    T const distinct = math::select(stock < seen, stock, seen);
    T const useful = fed(distinct);
    T const data = effective(seen, distinct, T(RD));
    T const model = math::select(useful < size, effective(size, useful, T(RN)), size);
    T const loss = T(T(E) + T(A) * math::pow(model, T(-T(alpha))) + T(B) * math::pow(data, T(-T(beta))));
    return math::select(stock > T(0), loss, not_a_number<T>());
  }
};

}  // namespace t2::inline v0::law
