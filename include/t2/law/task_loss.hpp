// SPDX-License-Identifier: BSL-1.0
// The mean over questions of -log pass@k: the sibling of task_accuracy for the other metric.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>        // T2_HD
#include <t2/core/quantity.hpp>      // nats, pick, samples
#include <t2/core/real.hpp>          // promote_t, value_t
#include <t2/law/law.hpp>            // law, evaluate, rebind_t
#include <t2/law/parameter.hpp>      // nested_parameters
#include <t2/law/task_accuracy.hpp>  // task_accuracy, with_samples

#include <concepts>

namespace t2::inline v0::law {

/// How questions spread around a location: a law of pass@k over (nats, samples) with its tails and its other metric.
template <class T>
concept difficulty = law<T> && requires(T const& d, nats<value_t<T>> const& location, samples<value_t<T>> const& k) {
  d.tails(location, k).miss;
  { d.mean_negative_log_pass(location, k) } -> std::convertible_to<value_t<T>>;
};

/// Both metrics of a difficulty; one that needs a quadrature gives them at the cost of one by its member `metrics`.
template <class Difficulty, class T>
[[nodiscard]] T2_HD task_metrics<T> metrics(Difficulty const& difficulty, nats<T> const& location,
                                            samples<T> const& k) {
  if constexpr (requires { difficulty.metrics(location, k); }) {
    return difficulty.metrics(location, k);
  } else {
    pass_miss<T> const both = difficulty.tails(location, k);
    return {both.pass, both.miss, difficulty.mean_negative_log_pass(location, k)};
  }
}

/// The same for several k at one location.
template <class Difficulty, class T, class K>
T2_HD void metrics(Difficulty const& difficulty, nats<T> const& location, K const* k, int count, task_metrics<T>* out) {
  if constexpr (requires { difficulty.metrics(location, k, count, out); }) {
    difficulty.metrics(location, k, count, out);
  } else {
    for (int j = 0; j < count; ++j) out[j] = metrics(difficulty, location, samples<T>(T(k[j])));
  }
}

/// The loss of a task at k samples per question.
/// @formula   L(N, D, k) = E[-log pass@k] over the questions of difficulty(location = loss(N, D)); k -> infinity: 0
/// @param     loss  the location [nats], a law of N and D   @param  difficulty  of the questions around it
/// @return    [nats]; meaningless once 1 - pass@k falls below one over the number of questions
/// @errors    NaN where the location or k is outside its domain
/// @source    this library, docs; the metric: Roberts et al. 2026, arXiv:2604.01411, approach 1
template <law Loss, class Difficulty>
  requires std::same_as<value_t<Loss>, value_t<Difficulty>>
struct task_loss {
  Loss loss;
  Difficulty difficulty;

  using value_type = value_t<Loss>;
  using variables = typename detail::with_samples<typename Loss::variables>::type;
  using parameters =
      nested_parameters<"loss", &task_loss::loss, Loss, "difficulty", &task_loss::difficulty, Difficulty>;
  template <class Real, class L = Loss, class D = Difficulty>
  using rebind = task_loss<rebind_t<L, Real>, rebind_t<D, Real>>;

  template <class... Args>
  [[nodiscard]] T2_HD promote_t<value_type, typename Args::value_type...> operator()(Args const&... args) const {
    using T = promote_t<value_type, typename Args::value_type...>;
    return difficulty.mean_negative_log_pass(nats<T>(evaluate(loss, args...)),
                                             samples<T>(pick<samples>(args...).value));
  }
};

}  // namespace t2::inline v0::law
