// SPDX-License-Identifier: BSL-1.0
#include "report_page.hpp"

#include "cost_models.hpp"  // inference_model

#include <algorithm>
#include <cmath>
#include <map>

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
std::string signed_number(double value) { return (value < 0 ? "−" : "+") + html_number(std::abs(value), 2); }

std::string change(double by_log, report_fit const& fit) {
  return signed_number(by_log) + (fit.is_accuracy() ? "" : " nats");
}

std::string binding_words(std::vector<std::string> const& binding) {
  static std::map<std::string, char const*> const words{{"train", "the training budget"},
                                                        {"inference", "the inference budget"},
                                                        {"total", "the budget of the lifetime"},
                                                        {"min_params", "the least N"},
                                                        {"max_params", "the largest N"},
                                                        {"min_tokens", "the least D"},
                                                        {"max_tokens", "the largest D"},
                                                        {"min_samples", "the least k"},
                                                        {"max_samples", "the largest k"},
                                                        {"min_tokens_per_param", "the least D/N"},
                                                        {"max_tokens_per_param", "the largest D/N"},
                                                        {"unique_tokens", "the tokens that exist"},
                                                        {"memory", "the memory"},
                                                        {"latency", "the latency"},
                                                        {"integer_samples", "that k is whole"},
                                                        {"sizes", "the menu of sizes"},
                                                        {"tokens_multiple", "that D is a multiple of a batch"},
                                                        {"search", "the end of the search range"}};
  std::string out;
  for (std::size_t i = 0; i < binding.size(); ++i)
    out += (i == 0 ? "" : i + 1 == binding.size() ? " and " : ", ") + std::string(words.at(binding[i]));
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

namespace {

// "2.56e19 FLOP of training and 2e9 FLOP for each token served", or the limits that stand in their place.
std::string budget_words(plan_request const& request) {
  std::vector<std::string> parts;
  if (request.train) parts.push_back(html_number(*request.train) + " FLOP of training");
  if (request.inference) parts.push_back(html_number(*request.inference) + " FLOP for each " + std::string(inference_model(request).per));
  if (request.total)
    parts.push_back(html_number(*request.total) + " FLOP for training and " + html_number(*request.demand()) +
                    (request.questions ? " questions" : " tokens served"));
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) out += (i == 0 ? "" : " and ") + parts[i];
  std::string limits;
  for (std::string const& each : words_of(request)) limits += (limits.empty() ? "" : ", ") + escaped(each);
  if (!limits.empty()) out += (out.empty() ? "" : " and ") + limits;
  return out;
}

std::string cost_table(full_plan const& plan, plan_request const& request) {
  bool hours = false, money = false;
  for (cost_row const& each : plan.costs) {
    hours = hours || each.gpu_hours;
    money = money || each.money;
  }
  if (plan.costs.size() <= 2 && !hours && request.has_usual_costs()) return "";
  std::vector<std::string> heads{"costs", "FLOP"};
  if (hours) heads.emplace_back("GPU hours");
  if (money) heads.emplace_back("money");
  std::string out = header(heads), amounts;
  for (cost_row const& each : plan.costs) {
    if (each.amount) {
      amounts += (amounts.empty() ? "" : ", ") + each.words + " " + html_number(*each.amount);
      continue;
    }
    std::vector<std::string> cells{html_number(*each.flop)};
    if (hours) cells.push_back(html_number(*each.gpu_hours));
    if (money) cells.push_back(html_number(*each.money));
    out += row(each.words, cells, cells.size());
  }
  return out + "</tbody></table>\n" + (amounts.empty() ? "" : "<p>" + capitalised(amounts) + ".</p>\n");
}

// How far each of N, D and k may go: the flat top of the optimum.
std::string near_sentence(near_plan const& near, double tolerance, report_fit const& fit) {
  std::string out = "Within " + html_number(tolerance) + (fit.is_accuracy() ? "" : " nats") +
                    " of the best value lie N from " + html_interval(near.params) + ", D from " +
                    html_interval(near.tokens) + " and k from " + html_interval(near.samples) +
                    ", each with the others at their best";
  for (std::size_t i = 0; i < near.sizes.size(); ++i)
    out += (i == 0 ? "; of the menu " : ", ") + html_number(near.sizes[i]);
  return out + ". ";
}

// Derivatives of the optimum: of the logarithms by a coefficient, and by the logarithm of a limit.
std::string sensitivity_table(full_plan const& plan) {
  if (plan.by_coefficient.empty()) return "";
  std::string out = header({"derivative by", "log N", "log D", "log k", "value"});
  auto const add = [&out](plan_movement const& each, std::string const& name) {
    std::vector<std::string> cells;
    for (double const x : {each.params, each.tokens, each.samples, each.value}) cells.push_back(html_number(x));
    out += row(name, cells, cells.size());
  };
  for (plan_movement const& each : plan.by_coefficient) add(each, each.name);
  for (plan_movement const& each : plan.by_limit) add(each, "log of " + binding_words({each.name}));
  return out + "</tbody></table>\n";
}

std::string regret_sentence(plan_regret const& regret, full_plan const& plan, report_fit const& fit) {
  return "Where a draw is the truth, this plan gives " + html_interval(regret.committed) +
         (fit.is_accuracy() ? "" : " nats") + " and loses " + html_number(regret.mean, 2) + " on average (" +
         html_interval(regret.range) + ") against the best plan for it, over " + plural(plan.draws, "bootstrap draw") +
         ". ";
}

std::string repetition_sentence(plan_repetition const& repetition) {
  return html_number(repetition.epochs) + " epochs are worth " + html_number(repetition.effective_tokens) +
         " fresh tokens; one more changes the value by " + html_number(repetition.next_epoch, 2) + ". Beyond " +
         html_number(repetition.exhausted_train) + " FLOP repetition has less than " +
         html_number(plan_repetition::close) + " nats of loss left to give. ";
}

}  // namespace

std::string plan_sentence(report_input const& input, report_fit const& fit) {
  t2::plan::allocation<double> const& best = fit.plan.best;
  if (best.binding.search) {
    return "For " + (input.request.target ? escaped(least_words(input.request)) : budget_words(input.request)) + ", " + fit.approach() +
           " has <strong>no optimum within the sizes that were searched</strong>: the fitted law goes on improving at "
           "N = " +
           html_number(best.params.value) + ".";
  }
  std::string const budgets = budget_words(input.request);
  std::string const asked = !input.request.target ? "With " + budgets
                                                  : escaped(least_words(input.request)) +
                                                        (budgets.empty() ? std::string() : " under " + budgets);
  std::string out = asked + ", " + fit.approach() + " trains <strong>" +
                    html_number(best.params.value) + " parameters on " + html_number(best.tokens.value) +
                    " tokens and draws k = " + html_number(best.samples.value) +
                    " samples</strong>: " + (fit.is_accuracy() ? "pass@k " : "mean −log pass@k ") +
                    html_number(best.value) + (fit.is_accuracy() ? "" : " nats");
  if (fit.plan.cost) out += ", at a cost of " + html_number(*fit.plan.cost) + " FLOP";
  if (fit.plan.baseline)
    out += " against " + html_number(fit.plan.baseline->value) + " at the Chinchilla size of " +
           html_number(fit.plan.baseline->params.value) + " parameters";
  return out + ".";
}

std::string plan_section(report_input const& input, report_fit const& fit) {
  full_plan const& plan = fit.plan;
  bool const has_interval = !plan.interval.empty();
  std::vector<std::string> heads{"", "T²"};
  if (has_interval) heads.push_back(readable(100 * fit.fit.level) + " % interval");
  auto const& beside = plan.baseline ? plan.baseline : plan.cheapest_training;
  if (beside) heads.emplace_back(plan.baseline ? "Chinchilla" : "cheapest training");
  std::string out =
      "<h3>" + capitalised(fit.approach()) + ": " + std::string(form_of(fit.fit.law).name) + "</h3>\n" + header(heads);
  auto const best = numbers_of(plan.best, true);
  auto const other = beside ? numbers_of(*beside, true) : best;
  for (std::size_t i = 0; i < best.size(); ++i) {
    std::vector<std::string> cells{html_number(best[i].second)};
    if (has_interval) cells.push_back(html_interval(plan.interval.at(best[i].first)));
    if (beside) cells.push_back(html_number(other[i].second));
    out += row(label_of(best[i].first, fit), cells);
  }
  if (plan.baseline) {
    std::vector<std::string> gain{html_number(plan.gain)};
    if (has_interval) gain.push_back(html_interval(plan.interval.at("gain")));
    gain.emplace_back("");
    out += row("gain", gain);
  }
  if (plan.cost) {
    std::vector<std::string> cost{html_number(*plan.cost)};
    if (has_interval) cost.push_back(html_interval(plan.interval.at("cost")));
    if (beside) cost.emplace_back("");
    out += row("cost, FLOP", cost);
  }
  out += "</tbody></table>\n" + cost_table(plan, input.request);
  out += "<p>What binds: " + binding_words(plan.binding) + ". ";
  bool first = true;
  for (auto const& [name, price] : plan.prices) {
    if (price == 0) continue;
    out += (first ? "Ten per cent more of " : ", of ") + binding_words({name}) +
           (!first ? " by " : plan.cost ? " changes the cost by " : " changes the value by ") +
           (plan.cost ? signed_number(10 * price / *plan.cost) + " %" : change(0.1 * price, fit));
    first = false;
  }
  if (!first) out += ". ";
  if (plan.cost)
    out += "A value better by 0.01 costs " + html_number(std::abs(plan.by_target / *plan.cost)) + " % more. ";
  if (plan.best.certificate.certified)
    out += "The optimum is certified (balance of marginal terms to " +
           html_number(plan.best.certificate.residual, 2) + "). ";
  if (plan.near_optimal) out += near_sentence(*plan.near_optimal, *input.request.tolerance, fit);
  if (plan.repetition) out += repetition_sentence(*plan.repetition);
  if (plan.regret) out += regret_sentence(*plan.regret, plan, fit);
  if (has_interval) out += "Intervals: " + plural(plan.draws, "bootstrap draw") + ", each planned anew.";
  out += "</p>\n" + sensitivity_table(plan);
  // what binds and Chinchilla's plan stand above in numbers
  if (plan.advice && plan.advice->own > plan.advice->in_numbers) {
    out += "<ul class=\"advice\">";
    for (std::size_t i = plan.advice->in_numbers; i < plan.advice->own; ++i) out += "<li>" + escaped(plan.advice->sentences[i]) + "</li>";
    out += "</ul>\n";
  }
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
