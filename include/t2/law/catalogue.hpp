// SPDX-License-Identifier: BSL-1.0
// The catalogue: every law of the library as a list of types, for lists, tests and reports. A new law is one line here.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/architecture.hpp>               // the quantities by name
#include <t2/core/quantity.hpp>                   // variable_list
#include <t2/law/compose.hpp>                     // sum
#include <t2/law/difficulty/beta_mean.hpp>        // beta_mean
#include <t2/law/difficulty/beta_regression.hpp>  // beta_regression
#include <t2/law/difficulty/gamma.hpp>            // gamma
#include <t2/law/difficulty/log_normal.hpp>       // log_normal
#include <t2/law/form.hpp>                        // form
#include <t2/law/law.hpp>                         // law
#include <t2/law/link/exponential_error.hpp>      // exponential_error
#include <t2/law/link/power_link.hpp>             // power_link
#include <t2/law/link/sigmoid.hpp>                // sigmoid, log_sigmoid
#include <t2/law/loss/broken_power.hpp>           // broken_power
#include <t2/law/loss/centred_kaplan.hpp>         // centred_kaplan
#include <t2/law/loss/chinchilla.hpp>             // chinchilla
#include <t2/law/loss/compute_power.hpp>          // compute_power
#include <t2/law/loss/coupled.hpp>                // coupled
#include <t2/law/loss/data_constrained.hpp>       // data_constrained
#include <t2/law/loss/farseer.hpp>                // farseer
#include <t2/law/loss/kaplan.hpp>                 // kaplan and its kin
#include <t2/law/loss/overtrained.hpp>            // overtrained
#include <t2/law/loss/precision.hpp>              // precision, quantisation_penalty
#include <t2/law/loss/sparse_weights.hpp>         // sparse_weights
#include <t2/law/moe/fine_grained.hpp>            // fine_grained
#include <t2/law/moe/joint_experts.hpp>           // joint_experts
#include <t2/law/moe/routed.hpp>                  // routed
#include <t2/law/moe/sparse_experts.hpp>          // sparse_experts
#include <t2/law/power_of_compute.hpp>            // power_of_compute
#include <t2/law/sampling/beta_failure.hpp>       // beta_failure
#include <t2/law/sampling/compute_samples.hpp>    // compute_samples
#include <t2/law/sampling/coverage_power.hpp>     // coverage_power
#include <t2/law/sampling/sampling_gain.hpp>      // sampling_gain
#include <t2/law/task_accuracy.hpp>               // task_accuracy
#include <t2/law/task_loss.hpp>                   // task_loss

#include <string_view>
#include <type_traits>

namespace t2::inline v0::law {

/// One law of the catalogue: its type and what it says about itself.
template <law L>
struct listed {
  using law_type = L;
  static constexpr form about = L::about;
};

// Compositions with a name of their own.
template <class Real>
struct listed_t2_loss {
  using law_type = sum<chinchilla<Real>, sampling_gain<Real>>;
  static constexpr form about{"t2-loss", "mean over questions of -log pass@k [nats]",
                              "L(N, D, k) = E + A / N^alpha + B / D^beta + G / k^gamma",
                              "Roberts et al. 2026, arXiv:2604.01411, approach 1", "law.compose"};
};
template <class Real>
struct listed_t2_accuracy {
  using law_type = task_accuracy<chinchilla<Real>>;
  static constexpr form about{
      "t2-accuracy", "mean over questions of pass@k [1]",
      "pass@k = 1 - B(a, b + k) / B(a, b), a = mu nu, b = (1 - mu) nu, L = E + A / N^alpha + B / D^beta, "
      "mu = theta2 / (1 + exp(theta1 (L - theta0))), nu = exp(theta3 + theta4 L)",
      "Roberts et al. 2026, arXiv:2604.01411, approach 2", "law.task_accuracy"};
};
template <class Real>
struct listed_coupled {
  using law_type = task_accuracy<coupled<Real>, log_normal<Real>>;
  static constexpr form about{
      "coupled", "mean over questions of pass@k [1]",
      "pass@k = E[1 - (1 - e^-Y)^k], Y = mu + w (exp(s z - s^2/2) - 1), z ~ N(0, 1), w = min(a + b mu, mu), "
      "mu = A0 (N/3e8)^-alpha + B0 (D/6e10)^-beta (N/3e8)^c",
      "this library, docs", "law.difficulty.spread"};
};
template <class Real>
struct listed_coupled_loss {
  using law_type = task_loss<coupled<Real>, log_normal<Real>>;
  static constexpr form about{"coupled-loss", "mean over questions of -log pass@k [nats]",
                              "L = E[-log(1 - (1 - e^-Y)^k)], Y and mu as in coupled; L = mu at k = 1",
                              "this library, docs", "law.difficulty.spread"};
};

template <class... Listed>
struct catalogue_list {
  static constexpr int size = sizeof...(Listed);
};

/// Every law, in the order of their folders.
template <class Real>
using catalogue = catalogue_list<
    listed<chinchilla<Real>>, listed<data_constrained<Real>>, listed<overtrained<Real>>, listed<kaplan_size<Real>>,
    listed<kaplan_data<Real>>, listed<kaplan_compute<Real>>, listed<kaplan<Real>>, listed<kaplan_steps<Real>>,
    listed<compute_power<Real>>, listed<broken_power<Real>>, listed<farseer<Real>>, listed<precision<Real>>,
    listed<quantisation_penalty<Real>>, listed<sparse_weights<Real>>, listed<coupled<Real>>,
    listed<centred_kaplan<Real>>, listed<routed<Real>>, listed<fine_grained<Real>>, listed<sparse_experts<Real>>,
    listed<joint_experts<Real>>, listed<sigmoid<Real>>, listed<log_sigmoid<Real>>, listed<exponential_error<Real>>,
    listed<power_link<Real>>, listed<sampling_gain<Real>>, listed<coverage_power<Real>>, listed<beta_failure<Real>>,
    listed<compute_samples<Real>>, listed<log_normal<Real>>, listed<gamma<Real>>, listed<beta_mean<Real>>,
    listed<beta_regression<Real>>, listed_t2_loss<Real>, listed_t2_accuracy<Real>, listed_coupled<Real>,
    listed_coupled_loss<Real>, listed<power_of_compute<Real>>>;

/// Calls visit(listed) for each law: `typename std::decay_t<decltype(each)>::law_type` is its type, `each.about` its
/// words.
template <class Real = double, class Visit>
constexpr void for_each_form(Visit&& visit) {
  [&]<class... Listed>(catalogue_list<Listed...>) { (visit(Listed{}), ...); }(catalogue<Real>{});
}

/// A variable's name and unit, as lists and data files call it.
struct variable_name {
  std::string_view name;
  std::string_view unit;
};

template <template <class> class Quantity>
[[nodiscard]] constexpr variable_name name_of() {
  using Q = Quantity<double>;
  if constexpr (std::is_same_v<Q, params<double>>)
    return {"params", "parameters"};
  else if constexpr (std::is_same_v<Q, tokens<double>>)
    return {"tokens", "tokens"};
  else if constexpr (std::is_same_v<Q, unique_tokens<double>>)
    return {"unique_tokens", "tokens"};
  else if constexpr (std::is_same_v<Q, samples<double>>)
    return {"samples", "samples"};
  else if constexpr (std::is_same_v<Q, nats<double>>)
    return {"loss", "nats"};
  else if constexpr (std::is_same_v<Q, flops<double>>)
    return {"flops", "FLOP"};
  else if constexpr (std::is_same_v<Q, tokens_per_param<double>>)
    return {"tokens_per_param", "tokens/parameter"};
  else if constexpr (std::is_same_v<Q, steps<double>>)
    return {"steps", "1"};
  else if constexpr (std::is_same_v<Q, experts<double>>)
    return {"experts", "1"};
  else if constexpr (std::is_same_v<Q, granularity<double>>)
    return {"granularity", "1"};
  else if constexpr (std::is_same_v<Q, sparsity<double>>)
    return {"sparsity", "1"};
  else if constexpr (std::is_same_v<Q, weight_bits<double>>)
    return {"weight_bits", "bits"};
  else if constexpr (std::is_same_v<Q, activation_bits<double>>)
    return {"activation_bits", "bits"};
  else if constexpr (std::is_same_v<Q, cache_bits<double>>)
    return {"cache_bits", "bits"};
  else if constexpr (std::is_same_v<Q, post_bits<double>>)
    return {"post_bits", "bits"};
  else
    return {"?", "?"};
}

/// Calls visit(variable_name) for each variable of a law, in the order of its call operator.
template <law L, class Visit>
constexpr void for_each_variable(Visit&& visit) {
  [&]<template <class> class... Q>(variable_list<Q...>) { (visit(name_of<Q>()), ...); }(typename L::variables{});
}

}  // namespace t2::inline v0::law
