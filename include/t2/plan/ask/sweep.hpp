// SPDX-License-Identifier: BSL-1.0
// The two-budget optimum along many budgets, several side by side in a batch.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, exec, law.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::exp, math::log, math::select, math::any_of
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // lane, value_t
#include <t2/core/status.hpp>    // status
#include <t2/exec/backend.hpp>   // backend
#include <t2/exec/lane.hpp>      // load, store
#include <t2/law/power_sum.hpp>  // separable, variable_index

#include <cstddef>
#include <span>

namespace t2::inline v0::plan {

namespace detail {
// How many terms a law has in a variable; its own function, as nvcc does not take a lambda in a concept.
template <law::separable L>
[[nodiscard]] consteval int terms_in(int variable) {
  int count = 0;
  for (int t = 0; t < L::terms.size; ++t)
    count += L::terms[t].exponent >= 0 && L::terms[t].variable == variable ? 1 : 0;
  return count;
}
}  // namespace detail

/// A law of one term in N, one in D and one in k, such as chinchilla + sampling_gain.
template <class L>
concept three_term_law = law::separable<L> && (L::variables::size == 3) &&
                         (detail::terms_in<L>(law::detail::variable_index<params>(typename L::variables{})) == 1) &&
                         (detail::terms_in<L>(law::detail::variable_index<tokens>(typename L::variables{})) == 1) &&
                         (detail::terms_in<L>(law::detail::variable_index<samples>(typename L::variables{})) == 1);

namespace detail {
// log(exponent coefficient) and exponent of the term of each variable.
template <real Real>
struct marginal_term {
  Real log_weight;
  Real exponent;
};

template <three_term_law L>
struct sweep_kernel {
  using value_type = value_t<L>;
  marginal_term<value_type> term[3];
  value_type const* train;
  value_type const* inference;
  value_type* params_out;

  explicit sweep_kernel(L const& law) {
    value_type coefficients[law::parameter_count<L>];
    law::store(law, coefficients);
    constexpr int position[3] = {law::detail::variable_index<params>(typename L::variables{}),
                                 law::detail::variable_index<tokens>(typename L::variables{}),
                                 law::detail::variable_index<samples>(typename L::variables{})};
    for (int v = 0; v < 3; ++v)
      for (int t = 0; t < L::terms.size; ++t)
        if (L::terms[t].exponent >= 0 && L::terms[t].variable == position[v]) {
          value_type const e = coefficients[L::terms[t].exponent];
          term[v] = {math::log(value_type(coefficients[L::terms[t].coefficient] * e)), e};
        }
  }

  // Halley's method on h(u) = alpha u + log(e^(beta u + b) + e^(gamma u + g)) - a: the second derivative is free, and
  // from the start, which lies right of the root, h is convex and increasing. What a step leaves is of the order of its
  // cube.
  template <lane V = value_type>
  T2_HD void operator()(std::size_t i) const {
    V const c_train = exec::load<V>(train + i), c_inference = exec::load<V>(inference + i);
    V const alpha = V(term[0].exponent), beta = V(term[1].exponent), gamma = V(term[2].exponent);
    V const a = V(term[0].log_weight);
    V const b = V(V(term[1].log_weight) - beta * math::log(V(c_train * V(value_type(1) / value_type(6)))));
    V const g = V(V(term[2].log_weight) - gamma * math::log(V(c_inference * V(value_type(0.5)))));
    V const by_data = V((a - b) / (alpha + beta)), by_samples = V((a - g) / (alpha + gamma));
    V u = math::select(by_samples < by_data, by_samples, by_data);
    V const difference = V(beta - gamma),
            enough = V(math::exp(value_type(math::log(epsilon<value_type>()) / value_type(4))));
    for (int step = 0; step < 12; ++step) {
      V const x = V(beta * u + b), y = V(gamma * u + g);
      auto const x_above = y < x;
      V const gap = math::select(x_above, V(y - x), V(x - y));
      V const ratio = math::exp(gap);
      V const share = V(V(value_type(1)) / (V(value_type(1)) + ratio));  // of the larger term
      V const h = V((alpha * u - a) + math::select(x_above, x, y) - math::log(share));
      V const rest = V(ratio * share);  // of the smaller one
      V const slope = V(alpha + gamma + difference * math::select(x_above, share, rest));
      V const bend = V(V(value_type(0.5)) * difference * difference * share * rest);
      V const move = V(h * slope / (slope * slope - h * bend));
      u = V(u - move);
      if (!math::any_of(enough < math::abs(move))) break;
    }
    exec::store(params_out + i, math::exp(u));
  }
};
}  // namespace detail

/// N* for many pairs of budgets; D* = train / (6 N*) and k* = inference / (2 N*).
/// @param   law  all coefficients and exponents > 0, else N* is NaN or infinite (`solve` says which is missing)
/// @shape   train, inference, params [n]
/// @return  ok, size_mismatch (nothing written) or a backend's failure
/// @accuracy log N* to 1e-13 in double (tests/plan/ask/ask_test.cpp)
template <exec::backend Exec, three_term_law L>
[[nodiscard]] status sweep(Exec const& ex, L const& law, std::span<value_t<L> const> train,
                           std::span<value_t<L> const> inference, std::span<value_t<L>> params) {
  if (train.size() != params.size()) return {.code = errc::size_mismatch, .argument = "train"};
  if (inference.size() != params.size()) return {.code = errc::size_mismatch, .argument = "inference"};
  detail::sweep_kernel<L> kernel(law);
  kernel.train = train.data();
  kernel.inference = inference.data();
  kernel.params_out = params.data();
  return exec::for_each_index(ex, params.size(), kernel, exec::written{params.data(), params.size()});
}

}  // namespace t2::inline v0::plan
