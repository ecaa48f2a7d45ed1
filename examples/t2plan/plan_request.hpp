// SPDX-License-Identifier: BSL-1.0
// What a plan is asked for: budgets, limits, choices, what answering costs, and the questions beside "what is best".
#pragma once

#include "fit_file.hpp"  // interval

#include <t2/cost/hardware.hpp>
#include <t2/cost/monomial.hpp>
#include <t2/cost/transformer.hpp>
#include <t2/plan/general/choices.hpp>
#include <t2/plan/limits.hpp>

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace t2plan {

struct plan_request {
  // Budgets in `unit`; in FLOP once `prepare` has been called.
  std::optional<double> train{};      ///< 6 N D
  std::optional<double> inference{};  ///< 2 N k, for each token served
  double min_samples = 0;           ///< 0: k is free
  bool integer_samples = false;
  bool on_card = false;         ///< draws are planned on a CUDA card
  std::optional<double> total{};  ///< of training and of all questions of a lifetime
  std::optional<double> questions{}, prompt{}, output{};
  bool share_prompt = true;
  std::string unit = "flop", hardware_name{}, precision = "bf16";
  double devices = 1;

  std::optional<double> min_params{}, max_params{}, min_tokens{}, max_tokens{}, max_samples{};
  std::optional<interval> tokens_per_param{};
  std::optional<double> unique_tokens{};
  std::optional<double> epochs{};  ///< tokens are repeated so often at most, at their decaying value; none: a wall
  std::optional<double> max_memory{}, max_latency{};
  std::string shape_file{};

  std::vector<double> sizes{};
  double tokens_multiple = 0;
  std::optional<double> params{}, tokens{}, samples{};  ///< given, not planned

  std::optional<double> target{};     ///< the least cost that reaches it is asked for, not the best value
  std::optional<double> tolerance{};  ///< of the near-optimal set
  bool sensitivity = false;

  // Of `prepare`.
  std::optional<t2::cost::hardware<double>> hardware{};
  std::optional<t2::cost::family<double>> shape{};
  double flop_per_unit = 1;  ///< of `unit`

  [[nodiscard]] t2::cost::precision format() const;
  [[nodiscard]] double bytes_per_param() const;
  /// Nothing but the budgets of T2 and a bound of k: the problem that has a solver of its own.
  [[nodiscard]] bool is_plain() const;
};

/// The options that plan, frontier and report share: all but the training budget, which frontier takes as a range.
void add_request_options(CLI::App& command, plan_request& request);
/// Those of plan alone, and of report.
void add_train_option(CLI::App& command, plan_request& request);

/// Reads the files of hardware and shape, brings budgets to FLOP, and checks what can be checked without a law.
/// @errors  input_error
void prepare(plan_request& request);

/// Any sum of at most 6 monomials, in FLOP; terms with coefficient 0 are absent.
struct plan_cost {
  using value_type = double;
  static constexpr t2::cost::unit measured_in = t2::cost::unit::flop;
  static constexpr int monomial_count = 6;
  t2::cost::monomial<double> term[monomial_count]{};

  void store(t2::cost::monomial<double>* out) const {
    for (int i = 0; i < monomial_count; ++i) out[i] = term[i];
  }
  template <t2::lane N, t2::lane D, t2::lane K>
  [[nodiscard]] t2::promote_t<double, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return t2::cost::posynomial(*this, n, d, k);
  }
};

[[nodiscard]] plan_cost training_cost();
[[nodiscard]] plan_cost token_cost();
/// A question with its prompt and k answers; needs `output`.
[[nodiscard]] plan_cost question_cost(plan_request const& request);
/// Training and all questions of a lifetime; without questions training alone.
[[nodiscard]] plan_cost lifetime_cost(plan_request const& request);

/// What is minimised at a target: "training", "inference" for each token served, or "lifetime".
struct plan_objective {
  std::string name;
  plan_cost cost;
};
[[nodiscard]] plan_objective objective_of(plan_request const& request);

[[nodiscard]] t2::plan::limits<double> limits_of(plan_request const& request);
[[nodiscard]] t2::plan::choices<double> choices_of(plan_request const& request);

/// The option behind a limit and its value: "--min-params 1e+09".
[[nodiscard]] std::string option_of(plan_request const& request, std::string const& limit);
/// What a plan keeps to, in words: "D <= 3e+11 unique tokens".
[[nodiscard]] std::vector<std::string> words_of(plan_request const& request);
/// An amount of FLOP in the unit of the request: "2 GPU hours".
[[nodiscard]] std::string in_unit(plan_request const& request, double flop);

/// One line of what a plan costs.
struct cost_row {
  std::string name;  ///< of the JSON
  std::string words;
  std::optional<double> flop, gpu_hours, money;
  std::optional<double> amount;  ///< bytes or seconds
};
[[nodiscard]] std::vector<cost_row> costs_of(plan_request const& request, double params, double tokens,
                                             double samples);

}  // namespace t2plan
