// SPDX-License-Identifier: BSL-1.0
// Results per checkpoint and question: negative log-likelihoods, or trials and successes.
#pragma once

#include "checkpoints.hpp"  // checkpoints_file
#include "error.hpp"        // place
#include "select.hpp"       // column_map, row_filter

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace t2plan {

/// One row a checkpoint, one column a question. Holds either `nll` or `trials` and `successes`, all row-major.
struct question_table {
  std::vector<std::string> checkpoint;
  std::vector<std::string> question;
  std::vector<place> where;          ///< where each row comes from
  std::vector<std::string> cluster;  ///< of each question; empty if no column says so

  std::vector<double> nll;               ///< negative log-likelihood [nats], >= 0; +inf for a probability of 0
  std::vector<std::uint64_t> trials;     ///< n; 0 where a question was not run, which is not a failure
  std::vector<std::uint64_t> successes;  ///< c, 0 <= c <= n

  std::vector<double> params, tokens;  ///< N and D of each row, after join()
  std::vector<double> loss;            ///< the same, if the checkpoints file has it

  [[nodiscard]] std::size_t rows() const { return checkpoint.size(); }
  [[nodiscard]] std::size_t columns() const { return question.size(); }
  [[nodiscard]] bool has_counts() const { return !trials.empty(); }
  [[nodiscard]] std::span<double const> nll_of(std::size_t row) const { return part(nll, row); }
  [[nodiscard]] std::span<std::uint64_t const> trials_of(std::size_t row) const { return part(trials, row); }
  [[nodiscard]] std::span<std::uint64_t const> successes_of(std::size_t row) const { return part(successes, row); }

 private:
  template <class T>
  [[nodiscard]] std::span<T const> part(std::vector<T> const& all, std::size_t row) const {
    return std::span<T const>(all).subspan(row * columns(), columns());
  }
};

/// What the numbers of a matrix are.
enum class answer_scale : std::uint8_t { nll, probability };

/// A matrix: column `ckpt` and one column a question.
/// @errors  input_error with FILE:LINE: a checkpoint twice, a negative NLL, a probability outside [0, 1]
[[nodiscard]] question_table read_matrix(std::string const& path, answer_scale scale = answer_scale::nll,
                                         std::string const& ckpt_column = "ckpt");

/// Roles of --columns for counts. `group` is the checkpoint or model: "" takes the first of ckpt, checkpoint, model
/// that the file has, and one group "all" if it has none. A map may also name the column `cluster`,
/// of what a question belongs to.
[[nodiscard]] column_map count_columns();

/// A long table: one row for each checkpoint and problem, with n trials and c successes.
/// @errors  input_error with FILE:LINE: n or c not a whole number, n = 0, c > n, a problem twice in a group, a
///          problem without a cluster or in two
[[nodiscard]] question_table read_counts(std::string const& path, column_map const& columns = count_columns(),
                                         std::span<row_filter const> filters = {});

/// Gives each row its N, D and loss; rows of checkpoints that a filter left out are dropped.
/// @return  the checkpoints for which the table has no row (to warn about)
/// @errors  input_error with the place of the row: a checkpoint that the file does not list; no row left
[[nodiscard]] std::vector<std::string> join(question_table& table, checkpoints_file const& checkpoints);

}  // namespace t2plan
