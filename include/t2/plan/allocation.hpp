// SPDX-License-Identifier: BSL-1.0
// A plan: N, D and k, what they achieve, what limits them and how sure the solver is.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, law.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/dual.hpp>      // dual
#include <t2/core/math.hpp>      // math::exp, math::log
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // real, value_t
#include <t2/law/law.hpp>        // law, evaluate

#include <string_view>

namespace t2::inline v0::plan {

/// What limits a plan; several hold at once. The limits of the paper's problem have a flag each; every limit that binds,
/// these among them, is in the list of names, in the order of `allocation::prices`.
struct binding {
  static constexpr int most = 8;

  bool train = false;        ///< the budget called "train": 6 N D = C_train
  bool inference = false;    ///< the budget called "inference": 2 N k = C_inference
  bool min_samples = false;  ///< k is held at its least value
  bool search = false;       ///< a variable is at an end of the range that was searched: the law has no optimum inside
  char const* name[most] = {};
  int count = 0;

  T2_HD void add(char const* limit) {
    if (count < most) name[count++] = limit;
  }
  [[nodiscard]] T2_HD char const* const* begin() const { return name; }
  [[nodiscard]] T2_HD char const* const* end() const { return name + count; }
  /// Position in the list, -1 for a limit that does not bind.
  [[nodiscard]] int find(std::string_view limit) const {
    for (int i = 0; i < count; ++i)
      if (name[i] == limit) return i;
    return -1;
  }
};

/// What a reader of a plan must know before using it.
struct cautions {
  bool samples_below_one = false;  ///< k < 1: the budget does not pay one whole sample
  bool not_certified = false;      ///< global scan: the optimum is not proven
};

/// How close to the optimum a plan is known to be. For a certified plan value - gap is a lower bound of every feasible
/// value (losses); the residual is the relative imbalance of the marginal terms.
template <real Real>
struct certificate {
  bool certified = false;
  Real residual = Real(0);
  Real gap = Real(0);
};

/// One plan.
template <real Real>
struct allocation {
  t2::params<Real> params;    ///< N [parameters]
  t2::tokens<Real> tokens;    ///< D [tokens]
  t2::samples<Real> samples;  ///< k [samples]
  Real value;                 ///< of the law: nats for a loss, 1 for pass@k
  plan::binding binding;
  plan::cautions cautions;
  plan::certificate<Real> certificate;
  /// Shadow prices: change of the value per relative change of each budget, dvalue / dlog C; 0 where it does not bind.
  Real by_train;
  Real by_inference;
  /// The same for every limit that binds, in the order of `binding.name`: dvalue / dlog(limit), of a least N by that N.
  Real prices[plan::binding::most];

  /// Shadow price of a limit by name, 0 for one that does not bind.
  [[nodiscard]] Real price(std::string_view limit) const {
    int const i = binding.find(limit);
    return i < 0 ? Real(0) : prices[i];
  }
  T2_HD void add_price(char const* limit, Real const& change) {
    if (binding.count < plan::binding::most) prices[binding.count] = change;
    binding.add(limit);
  }

  [[nodiscard]] Real tokens_per_param() const { return Real(tokens.value / params.value); }
};

namespace detail {

/// The law's value and its slopes with respect to log N, log D and log k.
template <law::law L>
[[nodiscard]] dual<value_t<L>, 3> slopes(L const& law, value_t<L> const& log_n, value_t<L> const& log_d,
                                         value_t<L> const& log_k) {
  using Dual = dual<value_t<L>, 3>;
  return law::evaluate(law, params<Dual>(math::exp(Dual::variable(log_n, 0))),
                       tokens<Dual>(math::exp(Dual::variable(log_d, 1))),
                       samples<Dual>(math::exp(Dual::variable(log_k, 2))));
}

/// Fills in value and shadow prices of a plan on both budgets. By the envelope theorem only the variables that a budget
/// moves count: D with training, k with inference, or, where k is held, N and with it D.
template <law::law L>
void appraise(L const& law, allocation<value_t<L>>& plan) {
  using Real = value_t<L>;
  dual<Real, 3> const f = slopes(law, math::log(plan.params.value), math::log(plan.tokens.value), math::log(plan.samples.value));
  plan.value = f.value;
  plan.by_train = f.partial[1];
  plan.by_inference = !plan.binding.inference    ? Real(0)
                      : plan.binding.min_samples ? Real(f.partial[0] - f.partial[1])
                                                 : f.partial[2];
  plan.cautions.samples_below_one = plan.samples.value < Real(1);
  plan.binding.count = 0;
  if (plan.binding.train) plan.add_price("train", plan.by_train);
  if (plan.binding.inference) plan.add_price("inference", plan.by_inference);
  if (plan.binding.min_samples)
    plan.add_price("min_samples", Real(f.partial[2] - (plan.binding.inference ? plan.by_inference : Real(0))));
  if (plan.binding.search) plan.add_price("search", Real(0));
}
}  // namespace detail
}  // namespace t2::inline v0::plan
