// SPDX-License-Identifier: BSL-1.0
#include "passk_rows.hpp"

#include "error.hpp"  // input_error
#include "text.hpp"   // in_quotes

#include <t2/core/message.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/passk/grouped.hpp>
#include <t2/passk/interval.hpp>
#include <t2/passk/mixture.hpp>
#include <t2/passk/power_law.hpp>
#include <t2/passk/unbiased.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <type_traits>

namespace t2plan {
namespace {

namespace passk = t2::passk;
using view = passk::counts<std::int64_t>;

/// A standard error and an interval; empty where there is none.
struct uncertainty {
  std::optional<double> error;
  std::optional<passk::interval<double>> range;
  char const* method = "";
};

json to_json(uncertainty const& of) {
  json out = {{"standard_error", nullptr}, {"interval", nullptr}, {"method", of.method}};
  if (of.error) out["standard_error"] = *of.error;
  if (of.range) out["interval"] = {of.range->lower, of.range->upper};
  return out;
}

/// A row with both kinds of uncertainty, the one that was asked for on top.
json row(passk_group const& group, passk_request const& request, double k, double estimate, char const* method,
         uncertainty const& these, uncertainty const& like_these) {
  json const fixed = to_json(these), sampled = to_json(like_these), &top = request.sample ? sampled : fixed;
  return {{"group", group.name},         {"k", k},
          {"estimate", estimate},        {"standard_error", top["standard_error"]},
          {"interval", top["interval"]}, {"method", method},
          {"these_questions", fixed},    {"questions_like_these", sampled}};
}

uncertainty normal(passk::estimate<double> const& of, double level, char const* method) {
  return {of.standard_error, passk::normal_interval(of, level), method};
}

/// Questions, or the clusters that they come in, as a sample.
template <class Metric>
uncertainty of_sample(passk_group const& group, passk_request const& request, Metric const& metric) {
  view const data{group.n, group.c};
  if (group.cluster.empty()) {
    auto const sampled = passk::sampled_questions(data, metric);
    return sampled ? normal(*sampled, request.level, "sample_variance") : uncertainty{};
  }
  auto const clustered = passk::clustered_questions(data, metric, std::span<std::int64_t const>(group.cluster));
  return clustered ? normal(*clustered, request.level, "clustered_variance") : uncertainty{};
}

void add_bootstrap(passk_group const& group, passk_request const& request, double k, json& out) {
  passk::bootstrap_options const options{
      .trials = false, .replicates = request.replicates, .seed = request.seed, .level = request.level};
  auto const found = passk::bootstrap(t2::exec::scalar{}, view{group.n, group.c}, k, options,
                                      std::span<std::int64_t const>(group.cluster));
  if (found) out["bootstrap"] = to_json({found->mean.standard_error, found->percentile, "cluster_bootstrap"});
}

void check_k(passk_group const& group, double k) {
  if (!(k >= 1) || k != std::floor(k))
    throw input_error("--k: " + readable(k) + " is not a whole number of at least 1");
  for (std::size_t i = 0; i < group.n.size(); ++i) {
    if (static_cast<double>(group.n[i]) >= k) continue;
    throw input_error("--k: " + readable(k) + " is more than the " +
                      plural(static_cast<std::size_t>(group.n[i]), "sample") + " of question " +
                      in_quotes(group.question[i]) + " in group " + in_quotes(group.name) +
                      "; --extrapolate goes beyond the samples");
  }
}

void add_estimates(passk_group const& group, passk_request const& request, passk_answer& out) {
  view const data{group.n, group.c};
  for (double const k : request.k) {
    check_k(group, k);
    double const mean = *passk::mean_pass(data, k);
    uncertainty these, like_these;
    if (auto const fixed = passk::fixed_questions(data, k)) {
      these = normal(*fixed, request.level, "unbiased_variance");
    } else {  // fewer than 2k samples: no unbiased variance exists
      passk::beta_prior<double> const prior{request.prior_a, request.prior_b};
      if (auto const posterior = passk::posterior_questions(data, k, prior)) {
        these = normal({mean, posterior->standard_error}, request.level, "posterior");
      }
    }
    like_these = of_sample(group, request, passk::pass_at_k<double>{k});
    out.rows.push_back(row(group, request, k, mean, "unbiased", these, like_these));
    if (!group.cluster.empty()) add_bootstrap(group, request, k, out.rows.back());
    if (!request.plug_in) continue;
    auto const biased = [k](double n, double c) { return passk::plug_in(n, c, k); };
    if (auto const plug_in = passk::sampled_questions(data, biased))
      out.rows.push_back(row(group, request, k, plug_in->value, "plug_in", {}, of_sample(group, request, biased)));
  }
}

/// Why there is no extrapolation, in words.
std::string reason(t2::status const& problem) {
  std::string const argument = problem.argument;
  if (problem.code != t2::errc::not_identified) return t2::message(problem);
  if (argument == "successes")
    return "only " + plural(static_cast<std::size_t>(problem.value), "question") +
           " ever solved, too few to extrapolate from";
  if (argument == "trials") return "one sample a question tells nothing of how questions differ";
  if (argument == "spread") return "every question was always or never solved, which has no limit to extrapolate to";
  return t2::message(problem);
}

void refuse(passk_group const& group, passk_request const& request, std::string const& method, std::string const& why,
            passk_answer& out) {
  for (double const k : request.extrapolate)
    out.rows.push_back({{"group", group.name},
                        {"k", k},
                        {"estimate", nullptr},
                        {"standard_error", nullptr},
                        {"interval", nullptr},
                        {"method", method},
                        {"refused", why}});
  out.warnings.push_back(group.name + ": " + method + ": " + why);
}

template <class Model>
void extrapolate(passk_group const& group, passk_request const& request, char const* method,
                 std::vector<std::string> const& names, passk_answer& out) {
  view const data{group.n, group.c};
  auto const fit = Model::fit(data, {.least_solved = request.least_solved});
  if (!fit) return refuse(group, request, method, reason(fit.error()), out);

  json record = {{"group", group.name},          {"method", method},
                 {"parameters", json::object()}, {"nll", fit->nll},
                 {"questions", fit->questions},  {"solved", fit->solved},
                 {"converged", fit->converged},  {"active_bounds", json::array()},
                 {"gradient", json::array()}};
  // log a and log b are the coordinates of a and b
  record["parameters"] = {{"a", fit->a}, {"b", fit->b}};
  if constexpr (std::remove_cvref_t<decltype(*fit)>::size > 2)
    record["parameters"][names[2]] = static_cast<double>(fit->x[2]);
  for (int i = 0; i < fit->size; ++i) {
    std::string const& name = names[static_cast<std::size_t>(i)];
    record["standard_error"][(i < 2 ? "log_" : "") + name] = fit->standard_error(i);
    record["gradient"].push_back(fit->gradient[i]);
    if (fit->active[i] != 0) record["active_bounds"].push_back(name);
  }
  if (auto const test = passk::goodness_of_fit(*fit, data)) {
    record["goodness"] = {{"chi_square", test->statistic}, {"degrees", test->degrees}, {"p_value", test->p_value}};
    if (test->p_value < 0.01)
      out.warnings.push_back(group.name + ": " + method +
                             ": the counts do not look like the fitted law (p = " + readable(test->p_value, 2) + ")");
  }
  out.fits.push_back(std::move(record));

  for (double const k : request.extrapolate) {
    auto const at = fit->estimate_at(k);
    uncertainty these, like_these{at.standard_error, {}, "profile"};
    if (auto const range = passk::profile_interval(*fit, data, k, request.level)) like_these.range = *range;
    if constexpr (std::is_same_v<Model, passk::beta_binomial<double>>) {
      if (auto const predicted = passk::predict_questions(*fit, data, k, request.level))
        these = {predicted->mean.standard_error, predicted->range, "prediction"};
    } else {
      these = like_these;
    }
    out.rows.push_back(row(group, request, k, at.value, method, these, like_these));
  }
}

void extrapolate_power_law(passk_group const& group, passk_request const& request, passk_answer& out) {
  view const data{group.n, group.c};
  std::vector<double> ks;
  std::int64_t const most = *std::min_element(group.n.begin(), group.n.end());
  for (std::int64_t k = 1; k <= most; k *= 2) ks.push_back(static_cast<double>(k));
  auto const fit = passk::power_law<double>::fit(data, std::span<double const>(ks));
  if (!fit)
    return refuse(
        group, request, "power_law",
        fit.error().code == t2::errc::not_identified ? "too few questions ever solved" : t2::message(fit.error()), out);
  out.fits.push_back(
      {{"group", group.name},
       {"method", "power_law"},
       {"parameters", {{"A", fit->A}, {"B", fit->B}}},
       {"standard_error", {{"log_A", std::sqrt(fit->covariance[0][0])}, {"B", std::sqrt(fit->covariance[1][1])}}},
       {"residual", fit->residual},
       {"k", ks}});
  for (double const k : request.extrapolate) {
    auto const at = fit->estimate_at(k);
    uncertainty const jackknife = normal(at, request.level, "jackknife");
    out.rows.push_back(row(group, request, k, at.value, "power_law", jackknife, jackknife));
  }
}

}  // namespace

passk_answer answer_passk(passk_group const& group, passk_request const& request) {
  passk_answer out;
  add_estimates(group, request, out);
  for (double const k : request.extrapolate)
    if (!(k > 0) || !std::isfinite(k))
      throw input_error("--extrapolate: " + readable(k) + " is not a number greater than 0");
  if (request.extrapolate.empty()) return out;
  if (!group.cluster.empty())
    out.warnings.push_back(group.name + ": extrapolations take the questions of a cluster as independent");
  for (std::string const& model : request.models) {
    if (model == "beta_binomial")
      extrapolate<passk::beta_binomial<double>>(group, request, "beta_binomial", {"a", "b"}, out);
    else if (model == "zero_inflated")
      extrapolate<passk::zero_inflated_beta<double>>(group, request, "zero_inflated", {"a", "b", "impossible"}, out);
    else if (model == "scaled_beta")
      extrapolate<passk::scaled_beta<double>>(group, request, "scaled_beta", {"a", "b", "s"}, out);
    else if (model == "power_law")
      extrapolate_power_law(group, request, out);
    else
      throw input_error("--model: " + in_quotes(model) +
                        " is not one of beta_binomial, zero_inflated, scaled_beta, power_law");
  }
  return out;
}

}  // namespace t2plan
