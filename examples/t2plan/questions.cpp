// SPDX-License-Identifier: BSL-1.0
#include "questions.hpp"

#include "text.hpp"  // in_quotes

#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace t2plan {
namespace {

double as_nll(csv_table const& table, std::size_t row, std::size_t column, answer_scale scale) {
  double const value = table.number(row, column);
  if (scale == answer_scale::probability) {
    if (value < 0 || value > 1) table.reject(row, column, "is not a probability in [0, 1]");
    return value == 1 ? 0.0 : -std::log(value);
  }
  if (value < 0) table.reject(row, column, "is negative; a negative log-likelihood is at least 0");
  return value;
}

std::optional<std::size_t> group_column(csv_table const& table, std::string const& name) {
  if (!name.empty()) return table.column(name);
  for (char const* usual : {"ckpt", "checkpoint", "model"}) {
    if (auto const found = table.find(usual)) return found;
  }
  return std::nullopt;
}

// The index of a name in a list that grows.
struct name_index {
  std::vector<std::string>& names;
  std::unordered_map<std::string, std::size_t> index;

  std::size_t operator()(std::string const& name) {
    auto const [found, is_new] = index.emplace(name, names.size());
    if (is_new) names.push_back(name);
    return found->second;
  }
};

// The cluster of a question that a row names; it must name one, and the one that other rows of the question name.
void note_cluster(csv_table const& csv, std::size_t row, std::size_t column, std::size_t question,
                  question_table& table) {
  std::string const& name = csv.text(row, column);
  if (name.empty()) csv.reject(row, column, "names no cluster; every question needs one");
  if (question == table.cluster.size()) table.cluster.push_back(name);
  if (table.cluster[question] != name)
    csv.reject(row, column,
               "is not the cluster that question " + in_quotes(table.question[question]) + " was in before, " +
                   in_quotes(table.cluster[question]));
}

template <class T>
void keep_rows(std::vector<T>& values, std::vector<std::size_t> const& rows, std::size_t width) {
  if (values.empty()) return;
  std::vector<T> kept;
  kept.reserve(rows.size() * width);
  for (std::size_t const row : rows) {
    for (std::size_t i = row * width; i < (row + 1) * width; ++i) kept.push_back(std::move(values[i]));
  }
  values = std::move(kept);
}

}  // namespace

question_table read_matrix(std::string const& path, answer_scale scale, std::string const& ckpt_column) {
  csv_table const csv(path);
  std::size_t const id = csv.column(ckpt_column);
  question_table table;
  for (std::size_t column = 0; column < csv.columns().size(); ++column) {
    if (column != id) table.question.push_back(csv.columns()[column]);
  }
  if (table.question.empty()) fail({path}, "no column of a question beside " + in_quotes(ckpt_column));
  std::unordered_map<std::string, std::size_t> first_line;
  table.nll.reserve(csv.rows() * table.columns());
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    auto const [first, is_new] = first_line.emplace(csv.text(row, id), csv.line(row));
    if (!is_new) csv.reject(row, id, "is listed twice, first on line " + std::to_string(first->second));
    table.checkpoint.push_back(csv.text(row, id));
    table.where.push_back(csv.at(row));
    for (std::size_t column = 0; column < csv.columns().size(); ++column) {
      if (column != id) table.nll.push_back(as_nll(csv, row, column, scale));
    }
  }
  return table;
}

column_map count_columns() { return {{"group", ""}, {"problem", "problem"}, {"n", "n"}, {"c", "c"}}; }

question_table read_counts(std::string const& path, column_map const& columns, std::span<row_filter const> filters) {
  csv_table const csv(path);
  auto const group = group_column(csv, columns.at("group"));
  std::size_t const problem = csv.column(columns.at("problem"));
  std::size_t const trials = csv.column(columns.at("n"));
  std::size_t const successes = csv.column(columns.at("c"));
  std::optional<std::size_t> cluster;
  if (auto const role = columns.find("cluster"); role != columns.end()) cluster = csv.column(role->second);

  question_table table;
  name_index row_of{table.checkpoint, {}};
  name_index column_of{table.question, {}};
  struct cell {
    std::uint64_t n, c;
    std::size_t line;
  };
  std::map<std::pair<std::size_t, std::size_t>, cell> cells;  // by (group, problem)
  for (std::size_t const row : select_rows(csv, filters)) {
    std::uint64_t const n = csv.count(row, trials);
    std::uint64_t const c = csv.count(row, successes);
    if (n == 0) csv.reject(row, trials, "is not at least 1");
    if (c > n) csv.reject(row, successes, "is more than the " + csv.text(row, trials) + " trials");
    std::size_t const group_index = row_of(group ? csv.text(row, *group) : "all");
    std::pair const key(group_index, column_of(csv.text(row, problem)));
    if (cluster) note_cluster(csv, row, *cluster, key.second, table);
    auto const [known, is_new] = cells.emplace(key, cell{n, c, csv.line(row)});
    if (!is_new) {
      csv.reject(row, problem,
                 "is there twice for " + in_quotes(table.checkpoint[group_index]) + ", first on line " +
                     std::to_string(known->second.line));
    }
    if (table.where.size() < table.rows()) table.where.push_back(csv.at(row));
  }
  table.trials.resize(table.rows() * table.columns());
  table.successes.resize(table.trials.size());
  for (auto const& [key, value] : cells) {
    std::size_t const i = key.first * table.columns() + key.second;
    table.trials[i] = value.n;
    table.successes[i] = value.c;
  }
  return table;
}

std::vector<std::string> join(question_table& table, checkpoints_file const& checkpoints) {
  std::vector<bool> used(checkpoints.id.size(), false);
  std::vector<std::size_t> rows, sources;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    auto const found = checkpoints.index.find(table.checkpoint[row]);
    if (found == checkpoints.index.end()) {
      fail(table.where[row], "checkpoint " + in_quotes(table.checkpoint[row]) + " is not in " + checkpoints.path);
    }
    if (found->second == checkpoints_file::excluded) continue;
    rows.push_back(row);
    sources.push_back(found->second);
    used[found->second] = true;
  }
  if (rows.empty()) fail({checkpoints.path}, "none of its checkpoints has results");
  keep_rows(table.nll, rows, table.columns());
  keep_rows(table.trials, rows, table.columns());
  keep_rows(table.successes, rows, table.columns());
  keep_rows(table.checkpoint, rows, 1);
  keep_rows(table.where, rows, 1);
  for (std::size_t const source : sources) {
    table.params.push_back(checkpoints.params[source]);
    table.tokens.push_back(checkpoints.tokens[source]);
    if (!checkpoints.loss.empty()) table.loss.push_back(checkpoints.loss[source]);
  }
  std::vector<std::string> without_results;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) without_results.push_back(checkpoints.id[i]);
  }
  return without_results;
}

}  // namespace t2plan
