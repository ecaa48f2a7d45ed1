// SPDX-License-Identifier: BSL-1.0
#include "cost_models.hpp"  // cost_words, inference_model
#include "planning.hpp"

#include <cmath>
#include <iostream>

namespace t2plan {
namespace {

using numbers = std::vector<std::pair<std::string, double>>;

std::string label_of(std::string const& name, any_law const& law) {
  if (name == "value") return std::string(form_of(law).predicts);
  if (name == "tokens_per_param") return symbol_of(name);
  return symbol_of(name) + " [" + (name == "params" ? "parameters" : name) + "]";
}

std::string joined(std::vector<std::string> const& words) {
  std::string out;
  for (std::string const& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string heading(known_law const& known, plan_request const& request) {
  std::vector<std::string> budgets;
  if (request.train) budgets.push_back(in_unit(request, *request.train) + " of training");
  if (request.inference) budgets.push_back(in_unit(request, *request.inference) + " for each " + std::string(inference_model(request).per));
  if (request.total)
    budgets.push_back(in_unit(request, *request.total) + " for training and " + demand_words(request));
  std::string out = request.target ? least_words(request) : "Best";
  for (std::size_t i = 0; i < budgets.size(); ++i) out += (i == 0 ? " under " : " and ") + budgets[i];
  if (auto const words = words_of(request); !words.empty()) out += " with " + joined(words);
  return out + ", " + std::string(form_of(known.law).name) + " of " + known.name;
}

void print_numbers(full_plan const& plan, known_law const& known, plan_request const& request, double level) {
  bool const has_interval = !plan.interval.empty();
  bool const is_chinchilla = !plan.has_samples && !plan.baseline && request.is_plain();
  auto const& other = plan.baseline ? plan.baseline : plan.cheapest_training;
  text_table table;
  std::vector<std::string> header{"", is_chinchilla ? "Chinchilla plan" : "plan"};
  if (has_interval) header.push_back(readable(100 * level) + " % interval");
  if (other) header.emplace_back(plan.baseline ? "Chinchilla plan" : "cheapest training");
  table.add(header);
  auto const best = numbers_of(plan.best, plan.has_samples);
  auto const beside = other ? numbers_of(*other, plan.has_samples) : numbers{};
  for (std::size_t i = 0; i < best.size(); ++i) {
    auto const& [name, value] = best[i];
    std::vector<std::string> row{label_of(name, known.law), readable(value)};
    if (has_interval) row.push_back(readable(plan.interval.at(name), 4));
    if (other) row.push_back(readable(beside[i].second));
    table.add(std::move(row));
  }
  table.print(std::cout);
  std::cout << '\n';
}

void print_costs(full_plan const& plan, plan_request const& request) {
  bool hours = false, money = false;
  for (cost_row const& row : plan.costs) {
    hours = hours || row.gpu_hours;
    money = money || row.money;
  }
  if (plan.costs.size() <= 2 && !hours && request.has_usual_costs()) return;  // both follow from the plan at sight
  text_table table;
  std::vector<std::string> header{"costs", "FLOP"};
  if (hours) header.emplace_back("GPU hours");
  if (money) header.emplace_back("money");
  table.add(header);
  for (cost_row const& row : plan.costs) {
    if (row.amount) continue;
    std::vector<std::string> cells{row.words, readable(*row.flop, 4)};
    if (hours) cells.push_back(readable(*row.gpu_hours, 4));
    if (money) cells.push_back(readable(*row.money, 4));
    table.add(cells);
  }
  table.print(std::cout);
  for (cost_row const& row : plan.costs) {
    if (row.amount) std::cout << row.words << ": " << readable(*row.amount, 4) << '\n';
  }
  for (std::string const& each : cost_words(request)) std::cout << "counted: " << each << '\n';
  std::cout << '\n';
}

void print_repetition(plan_repetition const& repetition, any_law const& law) {
  std::cout << "Repetition: " << readable(repetition.epochs, 4) << " epochs are worth "
            << readable(repetition.effective_tokens, 4) << " fresh tokens; one more changes the value by "
            << readable(repetition.next_epoch, 3) << '\n'
            << "However often tokens are repeated, the loss" << (law.index() == 0 ? "" : " behind the task") << " stays above "
            << readable(repetition.floor) << "; beyond " << readable(repetition.exhausted_train, 4) << " FLOP ("
            << readable(repetition.exhausted_epochs, 3) << " epochs) less than "
            << readable(plan_repetition::close) << " nats are left\n";
}

void print_near(near_plan const& near, double tolerance, bool with_samples) {
  std::cout << "Within " << readable(tolerance) << " of the best: N " << readable(near.params, 4) << ", D "
            << readable(near.tokens, 4);
  if (with_samples) std::cout << ", k " << readable(near.samples, 4);
  std::cout << " (each with the others at their best" << (near.certified ? "" : ", by search") << ")\n";
  if (near.sizes.empty()) return;
  std::cout << "Sizes of the menu within it:";
  for (double const size : near.sizes) std::cout << ' ' << readable(size);
  std::cout << '\n';
}

// As derivatives: of the logarithms by a coefficient, and by the logarithm of a limit.
void print_sensitivity(full_plan const& plan) {
  text_table table;
  std::vector<std::string> header{"derivative by", "log N", "log D"};
  if (plan.has_samples) header.emplace_back("log k");
  header.emplace_back("value");
  table.add(header);
  auto const add = [&](plan_movement const& each, std::string const& name) {
    std::vector<std::string> row{name, readable(each.params, 4), readable(each.tokens, 4)};
    if (plan.has_samples) row.push_back(readable(each.samples, 4));
    row.push_back(readable(each.value, 4));
    table.add(row);
  };
  for (plan_movement const& each : plan.by_coefficient) add(each, each.name);
  for (plan_movement const& each : plan.by_limit) add(each, "log " + each.name);
  std::cout << '\n';
  table.print(std::cout);
}

}  // namespace

void print_plan(full_plan const& plan, known_law const& known, plan_request const& request, double level) {
  std::cout << heading(known, request) << "\n\n";
  print_numbers(plan, known, request, level);
  print_costs(plan, request);
  if (plan.baseline) {
    std::cout << "Gain over the Chinchilla plan: " << readable(plan.gain, 4);
    if (auto const gain = plan.interval.find("gain"); gain != plan.interval.end())
      std::cout << " (" << readable(gain->second, 4) << ")";
    std::cout << '\n';
  }
  if (plan.cost) {
    std::cout << "Cost: " << in_unit(request, *plan.cost);
    if (auto const cost = plan.interval.find("cost"); cost != plan.interval.end())
      std::cout << " (" << readable(interval{cost->second.low / request.flop_per_unit,
                                             cost->second.high / request.flop_per_unit}, 4) << ")";
    std::cout << "; a value better by 0.01 costs " << readable(std::abs(plan.by_target / *plan.cost), 3)
              << " per cent more\n";
  }
  if (plan.regret) {
    std::cout << "Regret of this plan over " << plural(plan.draws, "draw") << ": mean " << readable(plan.regret->mean, 3)
              << " (" << readable(plan.regret->range, 3) << "); its value " << readable(plan.regret->committed, 4) << '\n';
  }
  std::cout << "Binding: " << (plan.binding.empty() ? "nothing" : joined(plan.binding)) << "; ";
  if (plan.best.certificate.certified)
    std::cout << "certified (residual " << readable(plan.best.certificate.residual, 2) << ", gap "
              << (plan.cost ? readable(plan.best.certificate.gap / *plan.cost, 2) + " of the cost"
                            : readable(plan.best.certificate.gap, 2))
              << ")\n";
  else
    std::cout << "not certified\n";
  if (plan.advice) {
    for (std::size_t i = 0; i < plan.advice->own; ++i) std::cout << "  " << plan.advice->sentences[i] << '\n';
  }
  if (plan.repetition) print_repetition(*plan.repetition, known.law);
  if (plan.near_optimal) print_near(*plan.near_optimal, *request.tolerance, plan.has_samples);
  if (!plan.by_coefficient.empty()) print_sensitivity(plan);
}

}  // namespace t2plan
