// SPDX-License-Identifier: BSL-1.0
// pass@k of a task: a location (a law of N and D) and a difficulty (how questions spread around it), any with any.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>                    // T2_HD
#include <t2/core/quantity.hpp>                  // nats, pick, samples
#include <t2/core/real.hpp>                      // promote_t, value_t
#include <t2/law/difficulty/beta_regression.hpp>  // beta_regression
#include <t2/law/law.hpp>                        // law, evaluate, rebind_t
#include <t2/law/parameter.hpp>                  // nested_parameters

#include <concepts>

namespace t2::inline v0::law {
namespace detail {
template <class Variables>
struct with_samples;
template <template <class> class... Q>
struct with_samples<variable_list<Q...>> {
  using type = variable_list<Q..., samples>;
};
}  // namespace detail

/// T2 approach 2 with its defaults: the mean over questions of pass@k.
/// @formula   pass@k(N, D) = difficulty(location = loss(N, D), k)
/// @param     loss  the location [nats], a law of N and D   @param  difficulty  a law of pass@k over (nats, samples)
/// @return    [1], in [0, 1]; `tails` gives the complement with its own accuracy
/// @errors    NaN where the location or k is outside its domain
/// @source    Roberts et al. 2026, arXiv:2604.01411, approach 2
template <law Loss, class Difficulty = beta_regression<value_t<Loss>>>
  requires std::same_as<value_t<Loss>, value_t<Difficulty>>
struct task_accuracy {
  Loss loss;
  Difficulty difficulty;

  using value_type = value_t<Loss>;
  using variables = typename detail::with_samples<typename Loss::variables>::type;
  using parameters = nested_parameters<"loss", &task_accuracy::loss, Loss, "difficulty", &task_accuracy::difficulty,
                                       Difficulty>;
  template <class Real, class L = Loss, class D = Difficulty>
  using rebind = task_accuracy<rebind_t<L, Real>, rebind_t<D, Real>>;
  static constexpr bool higher_is_better = true;

  /// pass@k and 1 - pass@k.
  template <class... Args>
  [[nodiscard]] T2_HD pass_miss<promote_t<value_type, typename Args::value_type...>> tails(Args const&... args) const {
    using T = promote_t<value_type, typename Args::value_type...>;
    return difficulty.tails(nats<T>(evaluate(loss, args...)), samples<T>(pick<samples>(args...).value));
  }

  template <class... Args>
  [[nodiscard]] T2_HD promote_t<value_type, typename Args::value_type...> operator()(Args const&... args) const {
    return tails(args...).pass;
  }
};

}  // namespace t2::inline v0::law
