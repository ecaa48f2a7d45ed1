// SPDX-License-Identifier: BSL-1.0
// The laws side by side: errors of both metrics on the same checkpoints, what each says of the others' plans, and where
// each must not be used.
#include "report_page.hpp"

#include <t2/law/task_loss.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace t2plan {
namespace {

using outcomes = t2::fit::outcomes<>;

/// Mean pass@k and mean -log pass@k as one law has them.
struct both_metrics {
  double pass, negative_log;
};

template <class Law>
constexpr bool is_of_task = std::is_same_v<typename Law::variables, t2::variable_list<t2::params, t2::tokens, t2::samples>>;

both_metrics predict_both(any_law const& any, double params, double tokens, double samples) {
  t2::params const n{params};
  t2::tokens const d{tokens};
  t2::samples const k{samples};
  return std::visit(
      [&]<class Law>(Law const& law) -> both_metrics {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        if constexpr (requires { law.difficulty.mean_negative_log_pass(t2::nats{1.0}, k); }) {
          t2::nats const location(t2::law::evaluate(law.loss, n, d));
          return {law.difficulty(location, k), law.difficulty.mean_negative_log_pass(location, k)};
        } else if constexpr (is_of_task<Law> && !t2::law::higher_is_better<Law>) {
          double const loss = law(n, d, k);
          return {std::exp(-loss), loss};
        } else if constexpr (is_of_task<Law>) {
          return {law(n, d, k), none};
        } else {
          return {none, none};
        }
      },
      any);
}

// Sums of |prediction / observation - 1| of one law.
struct error_sum {
  double pass = 0, negative_log = 0;
  std::size_t points = 0;
};

error_sum errors_of(report_fit const& fit, outcomes const& data, std::vector<double> const& ks) {
  error_sum out;
  for (std::size_t c = 0; c < data.checkpoints(); ++c) {
    for (double const k : ks) {
      both_metrics const guess = predict_both(fit.fit.law, data.params[c], data.tokens[c], k);
      out.pass += std::abs(guess.pass / observed(data, c, true, k) - 1);
      out.negative_log += std::abs(guess.negative_log / observed(data, c, false, k) - 1);
      ++out.points;
    }
  }
  return out;
}

std::string percent(double sum, std::size_t points) {
  double const mean = sum / static_cast<double>(points);
  return std::isfinite(mean) ? html_number(100 * mean) + " %" : "–";
}

std::string table_head(std::string const& corner, report_input const& input) {
  std::string out = "<table><thead><tr><th scope=\"col\">" + corner + "</th>";
  for (report_fit const& each : input.fits) out += "<th scope=\"col\">" + each.approach() + "</th>";
  return out + "</tr></thead><tbody>\n";
}

std::string table_row(std::string const& head, std::vector<std::string> const& cells) {
  std::string out = "<tr><th scope=\"row\">" + head + "</th>";
  for (std::string const& each : cells) out += "<td>" + each + "</td>";
  return out + "</tr>\n";
}

std::string error_table(report_input const& input, outcomes const& data, std::string const& title) {
  std::vector<double> const& all = input.data->k;
  struct rows_of {
    std::string name;
    std::vector<double> k;
  };
  std::vector<rows_of> const rows{{"all k", all}, {"k = " + readable(all.front()), {all.front()}},
                                  {"k = " + readable(all.back()), {all.back()}}};
  std::string pass, negative_log;
  for (rows_of const& each : rows) {
    std::vector<std::string> of_pass, of_log;
    for (report_fit const& fit : input.fits) {
      error_sum const sum = errors_of(fit, data, each.k);
      of_pass.push_back(percent(sum.pass, sum.points));
      of_log.push_back(percent(sum.negative_log, sum.points));
    }
    pass += table_row("pass@k, " + each.name, of_pass);
    negative_log += table_row("−log pass@k, " + each.name, of_log);
  }
  return "<div><h3>" + title + ", " + plural(data.checkpoints(), "checkpoint") + "</h3>\n" +
         table_head("mean relative error", input) + pass + negative_log + "</tbody></table></div>\n";
}

// What every law expects of the plan of each.
std::string plan_table(report_input const& input) {
  std::string rows;
  for (report_fit const& plan : input.fits) {
    auto const& best = plan.plan.best;
    std::vector<std::string> cells;
    for (report_fit const& law : input.fits) {
      cells.push_back(html_number(
          predict_both(law.fit.law, best.params.value, best.tokens.value, best.samples.value).pass));
    }
    rows += table_row("the plan of " + plan.approach() + ": N = " + html_number(best.params.value) +
                          ", k = " + html_number(best.samples.value) +
                          (best.binding.search ? ", an end of the search" : ""),
                      cells);
  }
  return "<div><h3>What each law expects of the plans</h3>\n" + table_head("pass@k according to", input) + rows +
         "</tbody></table></div>\n";
}

std::string limits_of_additive(report_fit const& fit) {
  auto const* const law = std::get_if<t2_loss>(&fit.fit.law);
  if (law == nullptr) return "";
  auto const& best = fit.plan.best;
  return "Approach 1 adds what samples take off the loss, so as k grows its loss ends at the loss of a Chinchilla law, " +
         html_number(law->left(best.params, best.tokens)) +
         " nats at its plan, while the mean −log pass@k of questions that can be solved ends at 0. It has no mean "
         "pass@k; shown is exp(−loss), which is too small (Jensen).";
}

std::string limits_of_regression(report_fit const& fit) {
  auto const* const law = std::get_if<t2_accuracy>(&fit.fit.law);
  if (law == nullptr) return "";
  auto const& best = fit.plan.best;
  double const loss = law->loss(best.params, best.tokens);
  return "Approach 2 uses the loss as a covariate: at its plan the fitted loss is " + html_number(loss) +
         " nats, and the mean −log p of its own questions is " +
         html_number(law->difficulty.mean_negative_log_pass(t2::nats(loss), t2::samples{1.0})) + " nats.";
}

std::string limits_of_coupled(report_fit const& fit) {
  t2::law::coupled<double> const* location = nullptr;
  if (auto const* law = std::get_if<coupled_accuracy>(&fit.fit.law)) location = &law->loss;
  if (auto const* law = std::get_if<coupled_loss>(&fit.fit.law)) location = &law->loss;
  if (location == nullptr) return "";
  std::string out = "The coupled law has no floor in k and its mean −log p at k = 1 is its location. ";
  if (fit.plan.best.binding.search) {
    out += "Here that lets samples win at any price: its plan runs to an end of the search, far from any model that was "
           "seen, and means nothing without limits on N, D or k. ";
  }
  auto const tokens = fit.fit.range.find("tokens");
  if (location->c > 0 && tokens != fit.fit.range.end()) {
    double const most = tokens->second.high;
    out += "With c = " + html_number(location->c) + " it is not monotone in N: at " + html_number(most) +
           " tokens, the most in the data, more than " + html_number(location->largest_useful(t2::tokens{most})) +
           " parameters do worse. c near 0.2 was found on checkpoints of a constant learning rate and is probably a "
           "property of them; finished runs have c near 0. ";
  }
  json const& account = fit.fit.one_stage;
  if (account.contains("priors") && !account["priors"].empty()) {
    out += "Fitted under priors on ";
    for (std::size_t i = 0; i < account["priors"].size(); ++i) {
      json const& p = account["priors"][i];
      out += (i > 0 ? ", " : "") + escaped(p.value("parameter", "")) + " (" + html_number(p.value("centre", 0.0)) + ")";
    }
    out += ". ";
  }
  if (account.contains("largest_supported_k")) {
    out += "Beyond k = " + html_number(account["largest_supported_k"].get<double>()) +
           " some checkpoint fails less than one question on average, and −log pass@k means nothing.";
  }
  return out;
}

}  // namespace

std::string comparison_section(report_input const& input) {
  if (input.fits.size() < 2) return "";
  std::string out = "<section><h2>The laws side by side</h2>\n<p>Errors are means over checkpoints and k of "
                    "|prediction / observation − 1|; a law that was fitted to one metric is compared on both. " +
                    std::string(input.data && input.data->held_out.checkpoints() == 0
                                    ? "All checkpoints were fitted: these errors say how the laws bend, not how they "
                                      "extrapolate; fit --validate does."
                                    : "") +
                    "</p>\n<div class=\"columns tables\">\n";
  if (input.data) {
    out += error_table(input, input.data->fitted, "Fitted");
    if (input.data->held_out.checkpoints() > 0) out += error_table(input, input.data->held_out, "Held out");
  }
  out += plan_table(input) + "</div>\n<ul>";
  for (report_fit const& each : input.fits) {
    for (std::string const& sentence :
         {limits_of_additive(each), limits_of_regression(each), limits_of_coupled(each)}) {
      if (!sentence.empty()) out += "<li>" + sentence + "</li>\n";
    }
  }
  return out + "</ul></section>\n";
}

}  // namespace t2plan
