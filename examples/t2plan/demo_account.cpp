// SPDX-License-Identifier: BSL-1.0
#include "demo_account.hpp"

#include <iostream>

namespace t2plan {

std::vector<comparison> compare(suite_truth const& truth, fit_record const& fit) {
  std::vector<std::string> const names = parameter_names(fit.law);
  std::vector<double> const made_from = parameter_values(truth.law), found = parameter_values(fit.law);
  std::vector<interval> const ranges = fit.parameter_intervals();
  std::vector<comparison> out;
  for (std::size_t i = 0; i < names.size(); ++i) out.push_back({names[i], made_from[i], found[i], ranges[i]});
  return out;
}

void print_coefficients(std::vector<comparison> const& rows, fit_record const& loss) {
  std::cout << "Approach 2 (t2-accuracy) is the law the suite was made from:\n\n";
  text_table table;
  table.add({"", "true", "fitted", "95 % interval", "inside"});
  std::size_t inside = 0;
  for (comparison const& each : rows) {
    inside += each.inside() ? 1 : 0;
    table.add({each.name, readable(each.truth), readable(each.fitted, 4),
               readable(each.range.low, 4) + " to " + readable(each.range.high, 4), each.inside() ? "yes" : "no"});
  }
  table.print(std::cout);
  std::cout << "\n"
            << inside << " of " << rows.size() << " true coefficients lie inside.\n\n"
            << "Approach 1 (t2-loss) is not the law the suite was made from, so it has no true coefficients:\n\n";
  std::vector<std::string> const names = parameter_names(loss.law);
  std::vector<double> const values = parameter_values(loss.law);
  std::vector<interval> const ranges = loss.parameter_intervals();
  text_table other;
  other.add({"", "fitted", "95 % interval"});
  for (std::size_t i = 0; i < names.size(); ++i) {
    other.add({names[i], readable(values[i], 4), readable(ranges[i].low, 4) + " to " + readable(ranges[i].high, 4)});
  }
  other.print(std::cout);
}

void print_plan(report_fit const& fit, double truth_value) {
  std::cout << '\n' << fit.approach() << ": " << form_of(fit.fit.law).predicts << '\n';
  text_table table;
  table.add({"", "T2 plan", "95 % interval", "Chinchilla plan"});
  auto const best = numbers_of(fit.plan.best, true), other = numbers_of(*fit.plan.baseline, true);
  char const* const labels[] = {"N [parameters]", "D [tokens]", "k [samples]", "D / N", "value"};
  for (std::size_t i = 0; i < best.size(); ++i) {
    interval const& range = fit.plan.interval.at(best[i].first);
    table.add({labels[i], readable(best[i].second, 4), readable(range.low, 4) + " to " + readable(range.high, 4),
               readable(other[i].second, 4)});
  }
  table.print(std::cout);
  if (truth_value > 0)
    std::cout << "The law the suite was made from gives this plan pass@k = " << readable(truth_value, 4) << ".\n";
}

json to_json(std::vector<comparison> const& rows) {
  json out = json::array();
  for (comparison const& each : rows) {
    out.push_back({{"name", each.name},
                   {"true", each.truth},
                   {"fitted", each.fitted},
                   {"interval", {each.range.low, each.range.high}},
                   {"inside", each.inside()}});
  }
  return out;
}

}  // namespace t2plan
