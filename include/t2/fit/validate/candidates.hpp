// SPDX-License-Identifier: BSL-1.0
// The task laws that a validation compares: approach 1, approach 2, and one-stage fits of any location and difficulty.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/math.hpp>                   // math::exp
#include <t2/core/quantity.hpp>               // params, tokens, samples
#include <t2/core/real.hpp>                   // real, value_t
#include <t2/core/status.hpp>                 // result
#include <t2/fit/least.hpp>                   // least
#include <t2/fit/task/one_stage.hpp>          // one_stage
#include <t2/fit/task/points.hpp>             // task_points, at_samples
#include <t2/fit/task_accuracy.hpp>           // fit_task_accuracy
#include <t2/law/compose.hpp>                 // operator+
#include <t2/law/loss/chinchilla.hpp>         // chinchilla
#include <t2/law/sampling/sampling_gain.hpp>  // sampling_gain
#include <t2/law/task_accuracy.hpp>           // task_accuracy
#include <t2/law/task_loss.hpp>               // task_loss

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace t2::inline v0::fit {

/// A fitted task law that predicts both metrics.
template <class Accuracy, class Loss>
struct task_prediction {
  Accuracy accuracy;
  Loss loss;

  template <class Real>
  [[nodiscard]] Real pass(params<Real> const& n, tokens<Real> const& d, samples<Real> const& k) const {
    return accuracy(n, d, k);
  }
  template <class Real>
  [[nodiscard]] Real negative_log(params<Real> const& n, tokens<Real> const& d, samples<Real> const& k) const {
    return loss(n, d, k);
  }
};

/// e^-loss: what approach 1, which has no mean pass@k, is compared by. By Jensen's inequality it is too small.
template <class Law>
struct exp_of_minus {
  Law law;
  template <class... Args>
  [[nodiscard]] value_t<Law> operator()(Args const&... args) const {
    return math::exp(value_t<Law>(-law::evaluate(law, args...)));
  }
};

/// Approach 1, squares on -log pass@k, fitted to k <= most_k.
struct approach_1 {
  double most_k = 1024;

  template <real Real>
  [[nodiscard]] auto operator()(task_points<Real> const& data) const {
    using form = decltype(law::chinchilla<Real>{} + law::sampling_gain<Real>{});
    using prediction = task_prediction<exp_of_minus<form>, form>;
    std::vector<Real> few;
    for (Real const& k : data.samples)
      if (!(k > Real(most_k))) few.push_back(k);
    if (data.negative_log.empty()) return result<prediction>(status{.code = errc::empty, .argument = "negative_log"});
    auto const fitted = least<form>(at_samples(data, few).of(metric::negative_log_pass), squared{}, linear_residual);
    return fitted ? result<prediction>(prediction{{fitted->law}, fitted->law}) : result<prediction>(fitted.error());
  }
};

/// Approach 2 in its two stages, squares on pass@k; its -log pass@k is the exact expectation under its Beta law.
struct approach_2 {
  template <real Real>
  [[nodiscard]] auto operator()(task_points<Real> const& data) const {
    using accuracy = law::task_accuracy<law::chinchilla<Real>>;
    using loss = law::task_loss<law::chinchilla<Real>, law::beta_regression<Real>>;
    using prediction = task_prediction<accuracy, loss>;
    auto const fitted = fit_task_accuracy(detail::mean_nll(data), data.of(metric::pass));
    if (!fitted) return result<prediction>(fitted.error());
    return result<prediction>(prediction{fitted->law(), {fitted->location.law, fitted->difficulty.law}});
  }
};

/// A one-stage fit of any location and difficulty.
/// @param  k  the samples that are fitted; empty: all of the data
template <law::law Loss, law::difficulty Difficulty>
struct one_stage_candidate {
  using law_type = law::task_accuracy<Loss, Difficulty>;
  using Real = value_t<Loss>;
  one_stage_options options{};
  std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<law_type>)> limits = default_box<law_type>();
  std::vector<Real> k = {Real(1), Real(4), Real(16), Real(64), Real(256), Real(1024)};

  [[nodiscard]] auto operator()(task_points<Real> const& data) const {
    using prediction = task_prediction<law_type, law::task_loss<Loss, Difficulty>>;
    one_stage_options quiet = options;
    quiet.check_priors = false;
    auto const fitted = one_stage<Loss, Difficulty>(k.empty() ? data : at_samples(data, k), quiet, limits);
    return fitted ? result<prediction>(prediction{fitted->law, fitted->loss()}) : result<prediction>(fitted.error());
  }
};

}  // namespace t2::inline v0::fit
