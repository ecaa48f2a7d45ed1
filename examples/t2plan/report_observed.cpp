// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include <t2/core/beta_ratio.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace t2plan {
namespace {

using outcomes = t2::fit::outcomes<>;

// At most `most` of the k, the first and the last among them.
std::vector<double> some_of(std::vector<double> const& k, std::size_t most) {
  if (k.size() <= most) return k;
  std::vector<double> out;
  for (std::size_t i = 0; i < most; ++i) out.push_back(k[(i * (k.size() - 1) + (most - 1) / 2) / (most - 1)]);
  return out;
}

// The k of the data that the law was fitted at.
std::vector<double> fitted_samples(std::vector<double> k, report_fit const& fit) {
  auto const range = fit.fit.range.find("samples");
  if (range != fit.fit.range.end()) std::erase_if(k, [&](double each) { return !range->second.contains(each); });
  return k;
}

curve predictions(report_fit const& fit, outcomes const& data, std::vector<double> const& k, curve style) {
  for (std::size_t c = 0; c < data.checkpoints(); ++c) {
    for (double const each : k) {
      style.x.push_back(observed(data, c, fit.is_accuracy(), each));
      style.y.push_back(fit.value(data.params[c], data.tokens[c], each));
    }
  }
  return style;
}

std::string list_of(std::vector<double> const& k) {
  std::string out;
  for (double const each : k) out += (out.empty() ? "" : ", ") + readable(each);
  return out;
}

std::string size_label(double params, double tokens) {
  auto const part = [](double x) { return x >= 1e9 ? readable(x / 1e9, 3) + "B" : readable(x / 1e6, 3) + "M"; };
  return "N = " + part(params) + ", D = " + part(tokens);
}

// A checkpoint and the part of the data it is in.
struct chosen {
  outcomes const* from;
  std::size_t checkpoint;
  [[nodiscard]] double params() const { return from->params[checkpoint]; }
  [[nodiscard]] double tokens() const { return from->tokens[checkpoint]; }
};

// Spread over training compute.
std::vector<chosen> spread_checkpoints(outcome_input const& data, std::size_t most) {
  std::vector<chosen> all;
  for (auto const* part : {&data.fitted, &data.held_out}) {
    for (std::size_t c = 0; c < part->checkpoints(); ++c) all.push_back({part, c});
  }
  std::ranges::sort(all, {}, [](chosen const& c) { return c.params() * c.tokens(); });
  if (all.size() <= most) return all;
  std::vector<chosen> out;
  for (std::size_t i = 0; i < most; ++i) out.push_back(all[i * (all.size() - 1) / (most - 1)]);
  return out;
}

}  // namespace

double observed(outcomes const& data, std::size_t checkpoint, bool is_accuracy, double k) {
  double total = 0;
  for (std::size_t q = 0; q < data.questions; ++q) {
    std::size_t const i = checkpoint * data.questions + q;
    if (data.drawn.empty()) {
      total += is_accuracy ? t2::fit::pass(data.nll[i], k) : t2::fit::negative_log_pass(data.nll[i], k);
      continue;
    }
    if (k > data.drawn[i]) return std::numeric_limits<double>::quiet_NaN();
    double const right = data.correct[i], spare = data.drawn[i] - right - k + 1;
    double const hit = right > 0 ? (spare > 0 ? t2::beta_ratio(right, spare, k).complement : 1) : 0;
    total += is_accuracy ? hit : -std::log(hit);
  }
  return total / static_cast<double>(data.questions);
}

figure prediction_figure(report_input const& input) {
  outcome_input const& data = *input.data;
  std::vector<plot> plots;
  std::string caption;
  for (report_fit const& each : input.fits) {
    std::vector<double> const k = some_of(fitted_samples(data.k, each), 5);
    plot out{.name = "predicted-" + each.word(),
             .title = "Predicted against observed, " + each.approach(),
             .x = {"observed " + std::string(each.quantity())},
             .y = {"predicted"},
             .curves = {}};
    out.x.logarithmic = out.y.logarithmic = !each.is_accuracy();
    out.curves.push_back(predictions(each, data.fitted, k, {"fitted", mark::speck, paint::first, {}, {}}));
    out.curves.push_back(
        predictions(each, data.held_out, k, {"held out: extrapolated", mark::triangle, paint::second, {}, {}}));
    double low = std::numeric_limits<double>::infinity(), high = 0;
    for (curve const& c : out.curves) {
      for (std::vector<double> const* v : {&c.x, &c.y}) {
        for (double const x : *v) {
          if (!std::isfinite(x) || !(x > 0)) continue;
          low = std::min(low, x);
          high = std::max(high, x);
        }
      }
    }
    if (each.is_accuracy())
      low = 0, high = 1;
    else
      low /= 1.1, high *= 1.1;
    out.x.low = out.y.low = low;
    out.x.high = out.y.high = high;
    out.curves.insert(out.curves.begin(), {"equal", mark::line, paint::ink, {low, high}, {low, high}});
    caption += capitalised(each.approach()) + ": each checkpoint at k = " + list_of(k) + "; mean relative error over all k " +
               human_number(100 * each.fit.quality.mean_relative_error) + " % on the fitted points";
    if (each.fit.held_out)
      caption += " and " + human_number(100 * each.fit.held_out->mean_relative_error) + " % on the held-out ones";
    caption += ". ";
    plots.push_back(std::move(out));
  }
  if (data.held_out.checkpoints() == 0) caption += "No point was held out; a fit with fit-where shows extrapolation.";
  return {"Predicted against observed", caption, plots};
}

figure samples_figure(report_input const& input) {
  outcome_input const& data = *input.data;
  std::vector<chosen> const checkpoints = spread_checkpoints(data, 5);
  std::vector<plot> plots;
  for (report_fit const& each : input.fits) {
    plot out{.name = "samples-" + each.word(),
             .title = (each.is_accuracy() ? "pass@k, " : "Mean of −log pass@k, ") + each.approach(),
             .x = {"samples k"},
             .y = {each.quantity()},
             .curves = {}};
    out.y.logarithmic = !each.is_accuracy();
    if (each.is_accuracy()) out.y.high = 1;
    for (std::size_t i = 0; i < checkpoints.size(); ++i) {
      chosen const& c = checkpoints[i];
      std::string const label = size_label(c.params(), c.tokens());
      paint const color = ramp(i, checkpoints.size());
      curve seen{label, mark::disc, color, data.k, {}};
      curve law{label, mark::line, color, log_spaced(data.k.front(), data.k.back(), 60), {}};
      for (double const k : seen.x) seen.y.push_back(observed(*c.from, c.checkpoint, each.is_accuracy(), k));
      for (double const k : law.x) law.y.push_back(each.value(c.params(), c.tokens(), k));
      out.curves.push_back(std::move(law));
      out.curves.push_back(std::move(seen));
    }
    plots.push_back(std::move(out));
  }
  return {"Samples", "Dots: observed, " + input.adjective + "checkpoints. Lines: the fitted law at the same N and D.",
          plots};
}

}  // namespace t2plan
