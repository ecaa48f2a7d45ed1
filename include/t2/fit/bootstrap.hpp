// SPDX-License-Identifier: BSL-1.0
// The bootstrap: what the fit would have been on other runs.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, exec, random, law, optimize.
#pragma once

#include <t2/core/real.hpp>               // value_t, to_double
#include <t2/core/status.hpp>             // result, status
#include <t2/exec/backend.hpp>            // backend, for_each_index, written
#include <t2/fit/dataset.hpp>             // observe, range
#include <t2/fit/fitted.hpp>              // fitted
#include <t2/fit/nonlinear.hpp>           // parameters_t, nonlinear_objective
#include <t2/fit/objective.hpp>           // loss_function, residual_function
#include <t2/fit/separable/fit.hpp>           // separable_objective
#include <t2/law/power_sum.hpp>           // separable
#include <t2/optimize/newton.hpp>         // newton
#include <t2/random/resample.hpp>         // bootstrap_weights

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace t2::inline v0::fit {

/// What a bootstrap draw resamples.
enum class resample : std::uint8_t {
  runs,       ///< runs or checkpoints: noise of training
  questions,  ///< questions: noise of the benchmark
  both        ///< one after the other, independently
};

/// Number of draws, seed and what is drawn. Draw d depends on (seed, d) only.
struct bootstrap_options {
  std::size_t draws = 1000;
  std::uint64_t seed = 0;
  resample what = resample::both;
};

/// Refitted parameters, one row a draw.
template <real Real, std::size_t Size>
struct bootstrap_draws {
  std::vector<std::array<Real, Size>> rows;
  std::size_t failed = 0;  ///< draws whose refit gave no usable number; they are left out of `rows`

  /// The percentile interval of a parameter.
  /// @param  level  coverage, in (0, 1)   @return  low and high; NaN without draws
  [[nodiscard]] range<Real> interval(std::size_t parameter, double level) const {
    std::vector<Real> sorted;
    for (auto const& row : rows) sorted.push_back(row[parameter]);
    return percentile_interval(std::move(sorted), level);
  }

  /// The same of any numbers derived from the draws.
  [[nodiscard]] static range<Real> percentile_interval(std::vector<Real> values, double level) {
    if (values.empty()) return {not_a_number<Real>(), not_a_number<Real>()};
    std::sort(values.begin(), values.end());
    auto const quantile = [&](double share) {
      double const at = share * static_cast<double>(values.size() - 1);
      auto const below = static_cast<std::size_t>(at);
      std::size_t const above = std::min(below + 1, values.size() - 1);
      Real const part(at - static_cast<double>(below));
      return Real(values[below] + part * (values[above] - values[below]));
    };
    return {quantile((1 - level) / 2), quantile((1 + level) / 2)};
  }
};

namespace detail {
inline constexpr std::uint32_t run_stream = 0x72756e73;       // "runs"
inline constexpr std::uint32_t question_stream = 0x71737473;  // "qsts"

// Rows of a fixed number of slots, some of which stay empty; workers write their own slots only.
template <real Real, std::size_t Size>
struct draw_slots {
  std::vector<std::array<Real, Size>> rows;
  std::vector<unsigned char> good;
  explicit draw_slots(std::size_t count) : rows(count), good(count, 0) {}

  void set(std::size_t draw, std::array<Real, Size> const& row) {
    bool finite = true;
    for (Real const& x : row) finite = finite && math::isfinite(x);
    rows[draw] = row;
    good[draw] = finite ? 1 : 0;
  }
  /// set(d) for all draws, `block` of them an index, on every process of the backend.
  template <exec::backend Exec, class Work>
  [[nodiscard]] status fill(Exec const& ex, std::size_t block, Work const& work) {
    return exec::for_each_index(ex, (rows.size() + block - 1) / block, work,
                                exec::written{rows.data(), rows.size(), block},
                                exec::written{good.data(), good.size(), block});
  }
  [[nodiscard]] bootstrap_draws<Real, Size> collect() const {
    bootstrap_draws<Real, Size> out;
    for (std::size_t d = 0; d < rows.size(); ++d)
      if (good[d] != 0) out.rows.push_back(rows[d]);
    out.failed = rows.size() - out.rows.size();
    return out;
  }
};

template <class L, class Rho, class Residual>
struct objective_of {
  using type = nonlinear_objective<L, Rho, Residual>;
};
template <law::separable L, class Rho, class Residual>
struct objective_of<L, Rho, Residual> {
  using type = separable_objective<L, Rho, Residual>;
};

/// A refit of one law: keeps the points and the optimum, and descends from there with other weights or values.
template <law::law L, loss_function Rho, residual_function Residual>
class refit {
 public:
  using Real = value_t<L>;
  static constexpr int size = law::parameter_count<L>;
  using objective_type = typename objective_of<L, Rho, Residual>::type;

  refit(observations<L> const& data, L const& law, Rho const& rho, Residual const& residual,
        std::array<law::bounds, static_cast<std::size_t>(size)> const& limits)
      : data_(&data), rho_(rho), residual_(residual), box_(make_box(limits)) {
    law::store(law, optimum_);
  }

  /// @param  weight, value  of each point; NaN parameters if the refit failed
  [[nodiscard]] parameters_t<L> operator()(std::vector<Real> const& weight, std::vector<Real> const& value) const {
    objective_type const objective(*data_, rho_, residual_, weight, value);
    Real start[size];
    for (int i = 0; i < size; ++i) start[i] = optimum_[i];
    if constexpr (law::separable<L>) objective.uncentre(start, -1);
    auto const found = optimize::newton(objective, start, box_, {.most = 100, .polish = false});
    parameters_t<L> out;
    for (int i = 0; i < size; ++i)
      out[static_cast<std::size_t>(i)] = math::isfinite(found.at.value) ? found.x[i] : not_a_number<Real>();
    if constexpr (law::separable<L>) objective.uncentre(out.data());
    return out;
  }

 private:
  [[nodiscard]] static optimize::box<Real, size> make_box(
      std::array<law::bounds, static_cast<std::size_t>(size)> const& limits) {
    if constexpr (law::separable<L>) {
      return *separable_box<L>(limits);  // the fit that is resampled has passed it
    } else {
      return plain_box<L>(limits);
    }
  }

  observations<L> const* data_;
  Rho rho_;
  Residual residual_;
  optimize::box<Real, size> box_;
  Real optimum_[size];
};
}  // namespace detail

/// Bootstrap over the units of a data set (runs; checkpoints with all their k): each draw weighs units by how often they
/// are drawn with replacement and descends from the optimum of the full data.
/// @errors  those of `observe`; cancelled or a backend's failure
template <exec::backend Exec, law::law L, loss_function Rho, residual_function Residual>
[[nodiscard]] result<bootstrap_draws<value_t<L>, static_cast<std::size_t>(law::parameter_count<L>)>> bootstrap_runs(
    Exec const& ex, dataset<value_t<L>> const& points, L const& law, Rho const& rho, Residual const& residual,
    bootstrap_options const& options,
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits = default_box<L>()) {
  using Real = value_t<L>;
  auto const data = observe<L>(points);
  if (!data) return data.error();
  detail::refit<L, Rho, Residual> const refit(*data, law, rho, residual, limits);
  detail::draw_slots<Real, static_cast<std::size_t>(law::parameter_count<L>)> slots(options.draws);
  status const ran = slots.fill(ex, 1, [&](std::size_t d) {
    std::vector<Real> drawn(data->units), weight(data->size());
    random::bootstrap_weights(options.seed, static_cast<std::uint32_t>(d), detail::run_stream, data->units, drawn.data());
    for (std::size_t i = 0; i < weight.size(); ++i) weight[i] = Real(data->weight[i] * drawn[data->unit[i]]);
    slots.set(d, refit(std::move(weight), data->value));
  });
  if (!ran.ok()) return ran;
  return slots.collect();
}

/// A fit of any law as lines of text: coefficients by name with their intervals, quality, warnings.
/// @param  draws  of a bootstrap; none: no intervals   @param  level  of the intervals, in (0, 1)
template <law::law L>
[[nodiscard]] std::string report(
    fitted<L> const& fit, bootstrap_draws<value_t<L>, static_cast<std::size_t>(law::parameter_count<L>)> const& draws = {},
    double level = 0.95) {
  value_t<L> value[law::parameter_count<L>];
  law::store(fit.law, value);
  char line[160];
  std::string out;
  for (int i = 0; i < fitted<L>::size; ++i) {
    auto const name = L::parameters::name(i);
    std::snprintf(line, sizeof line, "%.*s = %.6g", static_cast<int>(name.size()), name.data(), to_double(value[i]));
    out += line;
    if (!draws.rows.empty()) {
      auto const range = draws.interval(static_cast<std::size_t>(i), level);
      std::snprintf(line, sizeof line, "  (%g %%: %.4g to %.4g)", 100 * level, to_double(range.low),
                    to_double(range.high));
      out += line;
    }
    out += '\n';
  }
  std::snprintf(line, sizeof line, "%zu points, mean relative error %.3g, objective %.6g%s\n", fit.points,
                to_double(fit.mean_relative_error), to_double(fit.objective), fit.converged ? "" : ", not converged");
  out += line;
  for (warning const& each : fit.warnings) out += "warning: " + message(fit, each) + '\n';
  return out;
}

}  // namespace t2::inline v0::fit
