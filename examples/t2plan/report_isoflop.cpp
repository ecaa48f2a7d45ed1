// SPDX-License-Identifier: BSL-1.0
#include "error.hpp"  // no_answer
#include "report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace t2plan {
namespace {

constexpr double same_level = 1.1;  // factor within which two runs count as of one compute

struct point {
  double params, tokens;
  std::size_t checkpoint;
  t2::fit::outcomes<> const* from;
  [[nodiscard]] double train() const { return 6 * params * tokens; }
};

std::vector<point> points_of(report_input const& input) {
  std::vector<point> out;
  if (!input.data) return out;
  for (auto const* part : {&input.data->fitted, &input.data->held_out}) {
    for (std::size_t c = 0; c < part->checkpoints(); ++c) out.push_back({part->params[c], part->tokens[c], c, part});
  }
  return out;
}

std::vector<double> thinned(std::vector<double> const& values, std::size_t most) {
  if (values.size() <= most) return values;
  std::vector<double> out;
  for (std::size_t i = 0; i < most; ++i) out.push_back(values[(i * (values.size() - 1) + (most - 1) / 2) / (most - 1)]);
  return out;
}

// Levels of compute at which at least five runs were made, or, where runs were not planned that way, even ones.
std::vector<double> levels_of(std::vector<point> points, interval const& range) {
  constexpr std::size_t most = 6, least_runs = 5;
  std::ranges::sort(points, {}, &point::train);
  std::vector<double> levels;
  for (std::size_t begin = 0, end = 0; begin < points.size(); begin = end) {
    while (end < points.size() && points[end].train() <= 1.02 * points[begin].train()) ++end;
    if (end - begin >= least_runs) levels.push_back(points[(begin + end) / 2].train());
  }
  // levels that only a few runs share by chance do not stand for the whole
  bool const planned =
      levels.size() >= 3 && std::log(levels.back() / levels.front()) > 0.5 * std::log(range.high / range.low);
  return planned ? thinned(levels, most) : log_spaced(range.low, range.high, most);
}

struct panel {
  report_fit const& fit;
  std::vector<double> levels;
  std::vector<point> points;
  std::optional<double> inference;  // none: k = 1

  [[nodiscard]] double samples(double params) const { return inference ? *inference / (2 * params) : 1; }
  [[nodiscard]] double at(double params, double train) const {
    return fit.value(params, train / (6 * params), samples(params));
  }
};

// Curve through the optima: N that the plan of each level has, at the value of the panel.
struct frontier {
  curve line;
  std::vector<double> values;
};

std::vector<double> best_params(report_fit const& fit, plan_request request, std::vector<double> const& train,
                                bool chinchilla) {
  std::vector<double> out;
  for (double const each : train) {
    request.train = each;
    try {
      full_plan const plan = make_plan(fit.known, request);
      bool const missing = chinchilla ? !plan.baseline : plan.best.binding.search;
      out.push_back(missing      ? std::numeric_limits<double>::quiet_NaN()
                    : chinchilla ? plan.baseline->params.value
                                 : plan.best.params.value);
    } catch (no_answer const&) {
      out.push_back(std::numeric_limits<double>::quiet_NaN());
    }
  }
  return out;
}

plot draw_panel(panel const& what, plan_request const& request, std::string const& name, std::string const& title) {
  plot out{.name = name, .title = title, .x = {"model size N [parameters]"}, .y = {what.fit.quantity()}, .curves = {}};
  out.y.logarithmic = !what.fit.is_accuracy();
  std::vector<double> const fine = log_spaced(what.levels.front(), what.levels.back(), 25);
  curve best{"T² optimum", mark::line, paint::third, best_params(what.fit, request, fine, false), {}};
  curve chinchilla{
      "Chinchilla optimum (k = 1)", mark::dashes, paint::ink, best_params(what.fit, request, fine, true), {}};
  for (std::size_t i = 0; i < fine.size(); ++i) {
    best.y.push_back(what.at(best.x[i], fine[i]));
    chinchilla.y.push_back(what.at(chinchilla.x[i], fine[i]));
  }
  interval sizes = what.fit.fit.range.at("params");
  for (double const n : what.inference ? best.x : chinchilla.x) {
    if (std::isfinite(n))
      sizes = {std::min(sizes.low, std::max(n, sizes.low / 30)), std::max(sizes.high, std::min(n, 30 * sizes.high))};
  }
  std::vector<double> values = what.inference ? best.y : chinchilla.y;
  std::vector<curve> observations;
  for (std::size_t l = 0; l < what.levels.size(); ++l) {
    curve law{human_number(what.levels[l]) + " FLOP",
              mark::line,
              ramp(l, what.levels.size()),
              log_spaced(sizes.low / 1.5, sizes.high * 1.5, 121),
              {}};
    curve seen{law.label, mark::disc, law.color, {}, {}};
    for (double const n : law.x) law.y.push_back(what.at(n, what.levels[l]));
    for (point const& p : what.points) {
      double const apart = p.train() / what.levels[l];
      if (apart > same_level || apart < 1 / same_level) continue;
      seen.x.push_back(p.params);
      seen.y.push_back(observed(*p.from, p.checkpoint, what.fit.is_accuracy(), what.samples(p.params)));
      values.push_back(seen.y.back());
    }
    out.curves.push_back(std::move(law));
    observations.push_back(std::move(seen));
  }
  std::ranges::move(observations, std::back_inserter(out.curves));
  out.curves.push_back(std::move(chinchilla));
  if (what.inference) out.curves.push_back(std::move(best));
  // What is shown is where the data and the frontier are: the ends of the curves run far away.
  std::erase_if(values, [&](double v) { return !std::isfinite(v) || (out.y.logarithmic && !(v > 0)); });
  out.x.low = sizes.low / 1.5;
  out.x.high = sizes.high * 1.5;
  if (values.empty()) return out;
  auto const [low, high] = std::ranges::minmax(values);
  if (out.y.logarithmic) {
    double const room = std::max(1.15, std::pow(high / low, 0.12));
    out.y.low = low / room;
    out.y.high = high * room;
  } else {
    double const room = std::max(0.12 * (high - low), 0.02);
    out.y.low = std::max(0.0, low - room);
    out.y.high = std::min(1.0, high + room);
  }
  return out;
}

}  // namespace

figure isoflop_figure(report_input const& input, report_fit const& fit) {
  std::vector<point> const points = points_of(input);
  panel one{fit, levels_of(points, fit.fit.range.at("train")), points, std::nullopt};
  panel many = one;
  many.inference = input.inference();
  std::size_t shown = 0;
  for (point const& p : points) {
    shown += std::ranges::any_of(
        one.levels, [&](double level) { return p.train() <= same_level * level && p.train() >= level / same_level; });
  }
  std::string const root = "isoflop-" + fit.word();
  std::string caption =
      "Curves: the fitted law (" + std::string(form_of(fit.fit.law).name) +
      ") at equal training compute. First, one sample; then the k = " + human_number(input.inference()) +
      " / (2 N) samples that the inference budget pays, where small models draw more.";
  if (!points.empty()) {
    caption += " Dots: " + std::to_string(shown) + " of " + plural(points.size(), input.adjective + "checkpoint") +
               ", those within 10 % of one of these levels.";
  }
  return {"IsoFLOP curves, " + fit.approach(),
          caption,
          {draw_panel(one, input.in_usual_costs(), root + "-one", "One sample, k = 1"),
           draw_panel(many, input.in_usual_costs(), root + "-budget", "Samples that the inference budget pays")}};
}

}  // namespace t2plan
