// SPDX-License-Identifier: BSL-1.0
// The parts of the page as HTML. Used by report*.cpp only.
#pragma once

#include "gnuplot.hpp"  // escaped
#include "report.hpp"   // report_input, report_fit, figure

#include <string>
#include <string_view>

namespace t2plan {

/// A number that no line break divides, and an interval that may be broken between its ends.
[[nodiscard]] std::string html_number(double value, int digits = 3);
[[nodiscard]] std::string html_interval(interval const& range);

/// One sentence that answers the question the page is about.
[[nodiscard]] std::string plan_sentence(report_input const& input, report_fit const& fit);
/// T² beside Chinchilla, what binds, what more budget is worth, and the warnings.
[[nodiscard]] std::string plan_section(report_input const& input, report_fit const& fit);
/// Coefficients, intervals, quality and warnings of a fit.
[[nodiscard]] std::string fit_section(report_fit const& fit);

/// All laws on the same checkpoints and plans, with their limits; nothing for one law.
[[nodiscard]] std::string comparison_section(report_input const& input);

/// The style sheet of the page.
[[nodiscard]] std::string style_sheet();

}  // namespace t2plan
