// SPDX-License-Identifier: BSL-1.0
// pass@k of one group of questions, estimated and extrapolated: what `t2plan passk` prints.
#pragma once

#include "output.hpp"  // json

#include <cstdint>
#include <string>
#include <vector>

namespace t2plan {

/// What is asked for.
struct passk_request {
  std::vector<double> k{};                           ///< at most the samples of the group's questions
  std::vector<double> extrapolate{};                 ///< any
  std::vector<std::string> models{"beta_binomial"};  ///< for extrapolation; also zero_inflated, scaled_beta, power_law
  bool plug_in = false;                              ///< the biased estimate beside the unbiased one
  bool sample = false;                               ///< intervals for questions like these, not for these questions
  double level = 0.95;
  double prior_a = 0.5, prior_b = 0.5;
  std::size_t least_solved = 5;
  std::uint32_t replicates = 2000;  ///< of the bootstrap, where questions come in clusters
  std::uint64_t seed = 1;
};

/// One group: questions with n trials and c successes each, none without trials.
struct passk_group {
  std::string name;
  std::vector<std::int64_t> n, c;
  std::vector<std::string> question;
  std::vector<std::int64_t> cluster{};  ///< of each question; empty where each stands alone
};

struct passk_answer {
  json rows = json::array();  ///< group, k, estimate, standard_error, interval, method, and both kinds of uncertainty
  json fits = json::array();  ///< group, method, parameters, nll, ... of each extrapolation
  std::vector<std::string> warnings;
};

/// @errors  input_error: k is no whole number from 1 to the least number of samples; a model that does not exist
[[nodiscard]] passk_answer answer_passk(passk_group const& group, passk_request const& request);

}  // namespace t2plan
