// SPDX-License-Identifier: BSL-1.0
// What the demo says: the law that its suite was made from beside the one that was fitted, and the plans.
#pragma once

#include "report.hpp"  // report_fit
#include "suite.hpp"   // suite_truth

#include <string>
#include <vector>

namespace t2plan {

/// A coefficient of the law that the suite was made from, and what the fit made of it.
struct comparison {
  std::string name;
  double truth, fitted;
  interval range;
  [[nodiscard]] bool inside() const { return range.contains(truth); }
};

[[nodiscard]] std::vector<comparison> compare(suite_truth const& truth, fit_record const& fit);

void print_coefficients(std::vector<comparison> const& rows, fit_record const& loss);

/// @param  truth_value  what the law the suite was made from gives at this plan; 0: not known
void print_plan(report_fit const& fit, double truth_value);

[[nodiscard]] json to_json(std::vector<comparison> const& rows);

}  // namespace t2plan
