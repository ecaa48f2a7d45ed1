// SPDX-License-Identifier: BSL-1.0
// What a one-stage fit minimises, with its gradient and Gauss-Newton matrix by dual numbers in two short chains.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/dual.hpp>          // dual
#include <t2/core/jet.hpp>           // jet
#include <t2/core/math.hpp>          // math::exp, math::log, math::sqrt
#include <t2/core/quantity.hpp>      // params, tokens, samples, nats
#include <t2/core/real.hpp>          // value_t
#include <t2/fit/dataset.hpp>        // dataset
#include <t2/fit/nonlinear.hpp>      // parameters_t
#include <t2/fit/objective.hpp>      // curve
#include <t2/fit/task/points.hpp>    // task_points
#include <t2/fit/task/prior.hpp>     // prior
#include <t2/law/task_accuracy.hpp>  // task_accuracy
#include <t2/law/task_loss.hpp>      // metrics
#include <t2/optimize/newton.hpp>    // box

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// rho(r) = sigma^2 (sqrt(1 + (r/sigma)^2) - 1): r^2/2 near 0, sigma |r| far off, smooth between.
struct soft_absolute {
  double sigma = 0.02;
  [[nodiscard]] constexpr soft_absolute relaxed(double factor) const { return {sigma * factor}; }
  [[nodiscard]] constexpr double width() const { return sigma; }
  template <real Real>
  [[nodiscard]] curve<Real> operator()(Real const& r) const {
    Real const scaled = Real(r / Real(sigma)), root = math::sqrt(Real(Real(1) + scaled * scaled));
    // root - 1 without cancellation
    Real const rise = Real(scaled * scaled / (root + Real(1)));
    return {Real(Real(sigma) * Real(sigma) * rise), Real(r / root), Real(Real(1) / (root * root * root))};
  }
};

namespace detail {
/// The mean NLL of each checkpoint: -log pass@k at the least k, exact at k = 1; from pass@k where that is all there is.
template <real Real>
[[nodiscard]] dataset<Real> mean_nll(task_points<Real> const& data) {
  dataset<Real> out;
  std::size_t const ks = data.samples.size();
  auto const j =
      static_cast<std::size_t>(std::min_element(data.samples.begin(), data.samples.end()) - data.samples.begin());
  for (std::size_t c = 0; c < data.checkpoints(); ++c) {
    out.params.push_back(data.params[c]);
    out.tokens.push_back(data.tokens[c]);
    Real const loss =
        data.negative_log.empty() ? Real(-math::log(data.pass[c * ks + j])) : data.negative_log[c * ks + j];
    out.value.push_back(math::max(Real(loss + math::log(data.samples[j])), Real(1e-6)));
  }
  return out;
}

// Coefficients and exponents that are bounded below by 0 are searched by their logarithm.
template <law::law Loss, law::difficulty Difficulty>
class task_objective {
 public:
  using L = law::task_accuracy<Loss, Difficulty>;
  using Real = value_t<L>;
  static constexpr int size = law::parameter_count<L>, of_loss = law::parameter_count<Loss>;
  static constexpr int of_difficulty = law::parameter_count<Difficulty>;
  using coordinates = std::array<Real, static_cast<std::size_t>(size)>;
  using box_type = std::array<law::bounds, static_cast<std::size_t>(size)>;

  /// @param  weight  of each checkpoint; empty: 1
  task_objective(task_points<Real> const& data, box_type const& limits, double sigma, std::vector<prior> priors,
                 double prior_weight, std::vector<Real> weight = {})
      : data_(&data),
        rho_{sigma},
        priors_(std::move(priors)),
        prior_weight_(prior_weight),
        limits_(limits),
        weight_(std::move(weight)) {}

  [[nodiscard]] static constexpr bool by_log(int i) {
    return L::parameters::kind(i) != law::role::other && L::parameters::box(i).lower >= 0;
  }
  [[nodiscard]] optimize::box<Real, size> box() const {
    optimize::box<Real, size> out;
    for (int i = 0; i < size; ++i) {
      law::bounds const b = limits_[static_cast<std::size_t>(i)];
      out.lower[i] = by_log(i) ? math::log(Real(std::max(b.lower, least))) : Real(b.lower);
      out.upper[i] = by_log(i) ? math::log(Real(std::min(b.upper, 1e12))) : Real(b.upper);
      out.longest_step[i] = Real(1);
    }
    return out;
  }
  /// A start in the coordinates of the search, inside the box.
  [[nodiscard]] coordinates inside(parameters_t<L> const& parameters) const {
    optimize::box<Real, size> const b = box();
    coordinates out;
    for (int i = 0; i < size; ++i) {
      auto const at = static_cast<std::size_t>(i);
      Real const x = by_log(i) ? math::log(math::max(parameters[at], Real(least))) : parameters[at];
      out[at] = math::min(math::max(x, b.lower[i]), b.upper[i]);
    }
    return out;
  }
  void load(L& law, Real const* x) const {
    Real parameters[size];
    for (int i = 0; i < size; ++i) {
      parameters[i] = by_log(i) ? math::exp(x[i]) : x[i];
      law::bounds const b = limits_[static_cast<std::size_t>(i)];
      if (b.lower == b.upper)
        parameters[i] = Real(b.lower);
      else if (by_log(i) && !(parameters[i] > Real(least * 1.0001)))
        parameters[i] = Real(b.lower);
    }
    law::load(law, static_cast<Real const*>(parameters));
  }

  [[nodiscard]] Real value(Real const* x) const {
    L law{};
    load(law, x);
    Real total(0);
    std::vector<law::task_metrics<Real>> m(data_->samples.size());
    for (std::size_t c = 0; c < data_->checkpoints(); ++c) {
      Real const weight = weight_of(c);
      if (weight == Real(0)) continue;
      nats<Real> const mu(law.loss(params<Real>(data_->params[c]), tokens<Real>(data_->tokens[c])));
      law::metrics(law.difficulty, mu, data_->samples.data(), static_cast<int>(m.size()), m.data());
      for (std::size_t j = 0; j < m.size(); ++j) {
        std::size_t const at = c * m.size() + j;
        total += Real(weight * rho_(residual(m[j].pass, data_->pass[at])).value);
        if (!data_->negative_log.empty())
          total += Real(weight * rho_(residual(m[j].negative_log, data_->negative_log[at])).value);
      }
    }
    jet<Real, size> out = jet<Real, size>::zero();
    add_priors(x, out);
    return Real(total + out.value);
  }

  [[nodiscard]] jet<Real, size> operator()(Real const* x) const {
    using LossDual = dual<Real, of_loss>;
    using TaskDual = dual<Real, 1 + of_difficulty>;
    L plain{};
    load(plain, x);
    Real parameters[size];
    law::store(plain, parameters);
    LossDual of_location[of_loss];
    for (int i = 0; i < of_loss; ++i) {
      of_location[i] = LossDual(parameters[i]);
      of_location[i].partial[i] = by_log(i) ? parameters[i] : Real(1);
    }
    TaskDual of_questions[of_difficulty];
    for (int i = 0; i < of_difficulty; ++i) {
      of_questions[i] = TaskDual(parameters[of_loss + i]);
      of_questions[i].partial[1 + i] = by_log(of_loss + i) ? parameters[of_loss + i] : Real(1);
    }
    law::rebind_t<Loss, LossDual> loss{};
    law::rebind_t<Difficulty, TaskDual> difficulty{};
    law::load(loss, static_cast<LossDual const*>(of_location));
    law::load(difficulty, static_cast<TaskDual const*>(of_questions));

    jet<Real, size> out = jet<Real, size>::zero();
    std::vector<law::task_metrics<TaskDual>> m(data_->samples.size());
    for (std::size_t c = 0; c < data_->checkpoints(); ++c) {
      Real const weight = weight_of(c);
      if (weight == Real(0)) continue;
      LossDual const mu = loss(params<LossDual>(data_->params[c]), tokens<LossDual>(data_->tokens[c]));
      nats<TaskDual> const location(TaskDual::variable(mu.value, 0));
      law::metrics(difficulty, location, data_->samples.data(), static_cast<int>(m.size()), m.data());
      for (std::size_t j = 0; j < m.size(); ++j) {
        std::size_t const at = c * m.size() + j;
        add(m[j].pass, data_->pass[at], mu, weight, out);
        if (!data_->negative_log.empty()) add(m[j].negative_log, data_->negative_log[at], mu, weight, out);
      }
    }
    for (int p = 0; p < size; ++p)
      for (int q = 0; q < p; ++q) out.hessian[q][p] = out.hessian[p][q];
    add_priors(x, out);
    return out;
  }

  /// Mean of |prediction / observation - 1| of -log pass@k; 0 where it was not observed.
  [[nodiscard]] Real negative_log_error(L const& law) const {
    Real error(0);
    for (std::size_t i = 0; i < data_->negative_log.size(); ++i) {
      std::size_t const c = i / data_->samples.size(), j = i % data_->samples.size();
      Real const mu = law.loss(params<Real>(data_->params[c]), tokens<Real>(data_->tokens[c]));
      Real const m = law.difficulty.mean_negative_log_pass(nats<Real>(mu), samples<Real>(data_->samples[j]));
      error += Real(math::abs(Real(m / data_->negative_log[i] - Real(1))) /
                    Real(static_cast<double>(data_->negative_log.size())));
    }
    return error;
  }

 private:
  static constexpr double least = 1e-9;  // the logarithm of a coefficient of 0

  [[nodiscard]] static Real residual(Real const& prediction, Real const& observation) {
    return math::log(Real(prediction / observation));
  }

  [[nodiscard]] Real weight_of(std::size_t checkpoint) const {
    return weight_.empty() ? Real(1) : weight_[checkpoint];
  }

  template <class TaskDual, class LossDual>
  void add(TaskDual const& prediction, Real const& observation, LossDual const& mu, Real const& weight,
           jet<Real, size>& out) const {
    Real const r = residual(prediction.value, observation);
    curve<Real> const f = rho_(r);
    Real const bend = r == Real(0) ? Real(1) : Real(f.first / r);
    Real slope[size];
    for (int i = 0; i < of_loss; ++i) slope[i] = Real(prediction.partial[0] * mu.partial[i] / prediction.value);
    for (int i = 0; i < of_difficulty; ++i) slope[of_loss + i] = Real(prediction.partial[1 + i] / prediction.value);
    out.value += Real(weight * f.value);
    for (int p = 0; p < size; ++p) {
      out.gradient[p] += Real(weight * f.first * slope[p]);
      for (int q = 0; q <= p; ++q) out.hessian[p][q] += Real(weight * bend * slope[p] * slope[q]);
    }
  }

  void add_priors(Real const* x, jet<Real, size>& out) const {
    for (prior const& p : priors_) {
      int const i = L::parameters::find(p.name);
      Real const parameter = by_log(i) ? math::exp(x[i]) : x[i];
      Real const at = p.logarithmic ? math::log(parameter) : parameter;
      Real const turn = by_log(i) == p.logarithmic ? Real(1) : p.logarithmic ? Real(Real(1) / parameter) : parameter;
      Real const off = Real((at - Real(p.centre_coordinate())) / Real(p.deviation));
      Real const slope = Real(turn / Real(p.deviation));
      out.value += Real(Real(prior_weight_) * off * off);
      out.gradient[i] += Real(Real(2 * prior_weight_) * off * slope);
      out.hessian[i][i] += Real(Real(2 * prior_weight_) * slope * slope);
    }
  }

  task_points<Real> const* data_;
  soft_absolute rho_;
  std::vector<prior> priors_;
  double prior_weight_;
  box_type limits_;
  std::vector<Real> weight_;
};
}  // namespace detail

}  // namespace t2::inline v0::fit
