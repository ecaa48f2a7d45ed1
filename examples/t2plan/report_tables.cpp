// SPDX-License-Identifier: BSL-1.0
#include "report_page.hpp"

#include <algorithm>
#include <cmath>

namespace t2plan {
namespace {

std::string label_of(std::string const& name, report_fit const& fit) {
  if (name == "params") return "N, parameters";
  if (name == "tokens") return "D, tokens";
  if (name == "samples") return "k, samples";
  if (name == "tokens_per_param") return "D/N";
  return fit.is_accuracy() ? "pass@k" : "mean −log pass@k";
}

std::string row(std::string const& head, std::vector<std::string> const& cells, std::size_t strong = 0) {
  std::string out = "<tr><th scope=\"row\">" + head + "</th>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out += (i == strong ? "<td class=\"strong\">" : "<td>") + cells[i] + "</td>";
  }
  return out + "</tr>\n";
}

std::string header(std::vector<std::string> const& cells) {
  std::string out = "<table><thead><tr>";
  for (std::string const& cell : cells) out += "<th scope=\"col\">" + cell + "</th>";
  return out + "</tr></thead><tbody>\n";
}

std::string warning_list(std::vector<std::string> const& warnings) {
  if (warnings.empty()) return "";
  std::string out = "<ul class=\"warnings\">";
  for (std::string const& warning : warnings) out += "<li>" + escaped(warning) + "</li>";
  return out + "</ul>";
}

// A change of the value as people read it: points of pass@k, or nats.
std::string change(double by_log, report_fit const& fit) {
  std::string const size = readable(std::abs(by_log), 2);
  return (by_log < 0 ? "−" : "+") + size + (fit.is_accuracy() ? "" : " nats");
}

std::string binding_words(std::vector<std::string> const& binding) {
  std::string out;
  for (std::string const& each : binding) {
    std::string const word = each == "train"             ? "the training budget"
                             : each == "inference"       ? "the inference budget"
                             : each == "min_samples"     ? "the least k"
                             : each == "integer_samples" ? "that k is whole"
                                                         : "the end of the search range";
    out += (out.empty() ? "" : " and ") + word;
  }
  return out.empty() ? "nothing" : out;
}

std::string quality_text(fit_quality const& quality, std::string const& what) {
  return what + plural(quality.points, "point") + ", mean relative error " +
         html_number(100 * quality.mean_relative_error) + " %, objective " + html_number(quality.objective, 5) +
         ", largest gradient " + html_number(quality.gradient, 2) + (quality.converged ? "" : ", not converged") + ". ";
}

}  // namespace

std::string html_number(double value, int digits) {
  return "<span class=\"number\">" + human_number(value, digits) + "</span>";
}

std::string html_interval(interval const& range) {
  std::string low = human_number(range.low);
  std::string const high = human_number(range.high), power = " × 10";
  // 3.5 to 3.9 × 10⁷: one power for both
  std::size_t const in_low = low.find(power), in_high = high.find(power);
  if (in_low != std::string::npos && in_high != std::string::npos && low.substr(in_low) == high.substr(in_high))
    low.resize(in_low);
  auto const whole = [](std::string const& text) { return "<span class=\"number\">" + text + "</span>"; };
  return whole(low + " to") + " " + whole(high);
}

std::string plan_sentence(report_input const& input, report_fit const& fit) {
  t2::plan::allocation<double> const &best = fit.plan.best, &other = *fit.plan.baseline;
  if (best.binding.search) {
    return "For " + html_number(input.request.train) + " FLOP of training and " +
           html_number(*input.request.inference) + " FLOP for each token served, " + fit.approach() +
           " has <strong>no optimum within the sizes that were searched</strong>: the fitted law goes on improving at "
           "N = " +
           html_number(best.params.value) + ".";
  }
  return "With " + html_number(input.request.train) + " FLOP of training and " + html_number(*input.request.inference) +
         " FLOP for each token served, " + fit.approach() + " trains <strong>" + html_number(best.params.value) +
         " parameters on " + html_number(best.tokens.value) +
         " tokens and draws k = " + html_number(best.samples.value) +
         " samples</strong>: " + (fit.is_accuracy() ? "pass@k " : "mean −log pass@k ") + html_number(best.value) +
         (fit.is_accuracy() ? "" : " nats") + " against " + html_number(other.value) + " at the Chinchilla size of " +
         html_number(other.params.value) + " parameters.";
}

std::string plan_section(report_input const& input, report_fit const& fit) {
  full_plan const& plan = fit.plan;
  bool const has_interval = !plan.interval.empty();
  std::vector<std::string> heads{"", "T²"};
  if (has_interval) heads.push_back(readable(100 * fit.fit.level) + " % interval");
  heads.emplace_back("Chinchilla");
  std::string out =
      "<h3>" + capitalised(fit.approach()) + ": " + std::string(form_of(fit.fit.law).name) + "</h3>\n" + header(heads);
  auto const best = numbers_of(plan.best, true), other = numbers_of(*plan.baseline, true);
  for (std::size_t i = 0; i < best.size(); ++i) {
    std::vector<std::string> cells{html_number(best[i].second)};
    if (has_interval) cells.push_back(html_interval(plan.interval.at(best[i].first)));
    cells.push_back(html_number(other[i].second));
    out += row(label_of(best[i].first, fit), cells);
  }
  std::vector<std::string> gain{html_number(plan.gain)};
  if (has_interval) gain.push_back(html_interval(plan.interval.at("gain")));
  gain.emplace_back("");
  out += row("gain", gain) + "</tbody></table>\n";
  out += "<p>What binds: " + binding_words(plan.binding) +
         ". Ten per cent more training compute changes the value by " + change(0.1 * plan.best.by_train, fit) +
         ", ten per cent more inference by " + change(0.1 * plan.best.by_inference, fit) + ". " +
         (plan.best.certificate.certified ? "The optimum is certified (balance of marginal terms to " +
                                                html_number(plan.best.certificate.residual, 2) + ")."
                                          : "") +
         (has_interval ? " Intervals: " + plural(plan.draws, "bootstrap draw") + ", each planned anew." : "") +
         "</p>\n";
  static_cast<void>(input);
  return out + warning_list(plan.warnings);
}

std::string fit_section(report_fit const& fit) {
  fit_record const& found = fit.fit;
  std::vector<std::string> const names = parameter_names(found.law);
  std::vector<double> const values = parameter_values(found.law);
  std::vector<interval> const intervals = found.parameter_intervals();
  std::vector<std::string> heads{"", "fitted"};
  if (!intervals.empty()) heads.push_back(readable(100 * found.level) + " % interval");
  std::string out = "<h3>" + capitalised(fit.approach()) + ": " + std::string(form_of(found.law).name) +
                    "</h3>\n<p class=\"quiet\">" + escaped(form_of(found.law).formula) + "</p>\n" + header(heads);
  for (std::size_t i = 0; i < names.size(); ++i) {
    bool const held = std::ranges::find(found.quality.active_bounds, names[i]) != found.quality.active_bounds.end();
    std::vector<std::string> cells{html_number(values[i], 4) + (held ? " (at its bound)" : "")};
    if (!intervals.empty()) cells.push_back(html_interval(intervals[i]));
    out += row(names[i], cells);
  }
  out += "</tbody></table>\n<p>" +
         (found.location ? quality_text(*found.location, "Loss, first stage: ") : std::string()) +
         quality_text(found.quality, found.location ? "pass@k, second stage: " : "Fit: ");
  if (found.held_out) {
    out += "Held out: " + plural(found.held_out->points, "point") + ", mean relative error " +
           html_number(100 * found.held_out->mean_relative_error) + " %" +
           (found.held_out->fit_where.empty() ? "" : " (fitted where " + escaped(found.held_out->fit_where) + ")") +
           ". ";
  }
  if (!found.draws.empty()) {
    out += "Intervals: percentiles of " + plural(found.draws.size(), "bootstrap draw") + ", seed " +
           std::to_string(found.seed) + ".";
  }
  return out + "</p>\n" + warning_list(found.quality.warnings);
}

}  // namespace t2plan
