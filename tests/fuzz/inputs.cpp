// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io
// Files that t2plan reads: the first line names the kind, the rest is the file. Each is used whole or refused with an
// input_error in one line that names the file; what is used keeps its promises.
#include "fuzz.hpp"

#include "../../examples/t2plan/checkpoints.hpp"
#include "../../examples/t2plan/csv.hpp"
#include "../../examples/t2plan/error.hpp"
#include "../../examples/t2plan/eval_logs.hpp"
#include "../../examples/t2plan/fit_file.hpp"
#include "../../examples/t2plan/questions.hpp"
#include "../../examples/t2plan/runs.hpp"
#include "../../examples/t2plan/text.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using t2::test::promise;

/// A file in memory, rewritten for each input.
std::string const& path_of(std::string_view content) {
  static int const file = memfd_create("input", 0);
  static std::string const path = "/proc/self/fd/" + std::to_string(file);
  promise(ftruncate(file, 0) == 0, "a file in memory can be emptied");
  promise(pwrite(file, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()), "and written");
  return path;
}

bool positive(std::vector<double> const& column) {
  return std::ranges::all_of(column, [](double x) { return x > 0 && std::isfinite(x); });
}

std::size_t lines_of(std::string_view text) {
  std::size_t count = 0;
  t2plan::for_each_line(text, [&](std::string_view, std::size_t) { ++count; });
  return count;
}

void read_runs(std::string const& path, std::string_view content) {
  auto const runs = t2plan::read_runs(path, t2plan::run_columns(), {});
  promise(runs.params.size() + 1 == lines_of(content), "every run is used");
  promise(runs.tokens.size() == runs.params.size() && runs.value.size() == runs.params.size(), "columns of one length");
  promise(positive(runs.params) && positive(runs.tokens) && positive(runs.value), "N, D and loss are > 0");
}

void read_checkpoints(std::string const& path, std::string_view content) {
  auto const file = t2plan::read_checkpoints(path, t2plan::checkpoint_columns(), {});
  promise(file.id.size() + 1 == lines_of(content), "every checkpoint is used");
  promise(positive(file.params) && positive(file.tokens) && positive(file.loss), "N, D and loss are > 0");
}

void check(t2plan::question_table const& table) {
  std::size_t const cells = table.rows() * table.columns();
  promise(cells > 0, "a table has a cell");
  if (table.has_counts()) {
    promise(table.trials.size() == cells && table.successes.size() == cells, "counts of every question");
    for (std::size_t i = 0; i < cells; ++i) promise(table.successes[i] <= table.trials[i], "c <= n");
  } else {
    promise(table.nll.size() == cells, "an answer to every question");
    for (double const each : table.nll) promise(each >= 0, "-log p >= 0");
  }
}

void read_log(std::string const& path) {
  t2plan::eval_log const log = t2plan::read_eval_log(path);
  promise(!log.question.empty(), "a log has a question");
  if (log.kind == t2plan::log_kind::nll) {
    promise(log.nll.size() == log.question.size(), "an answer to every question");
    for (double const each : log.nll) promise(each >= 0, "-log p >= 0");
  } else {
    promise(log.trials.size() == log.question.size(), "counts of every question");
    for (std::size_t i = 0; i < log.trials.size(); ++i) promise(log.successes[i] <= log.trials[i], "c <= n");
  }
  std::pair<std::string, t2plan::eval_log> const one[] = {{"a", log}};
  check(t2plan::tabulate(one));
}

void read_fit(std::string const& path) {
  t2plan::fit_record const fit = t2plan::read_fit(path);
  auto const values = t2plan::parameter_values(fit.law);
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto const [lower, upper] = t2plan::parameter_bounds(fit.law, i);
    promise(values[i] >= lower && values[i] <= upper, "parameters lie in their bounds");
    for (auto const& draw : fit.draws) promise(draw[i] >= lower && draw[i] <= upper, "and so do those of the draws");
  }
  promise(fit.level > 0 && fit.level < 1, "the level lies in (0, 1)");
  for (auto const& [name, range] : fit.range) promise(range.low <= range.high, "ranges go from low to high");
  for (auto const& [k, error] : fit.error_by_k) promise(k > 0, "errors by k have a k");
  // written and read again it is the same
  std::string const again = t2plan::to_json(fit).dump();
  promise(t2plan::to_json(t2plan::read_fit(path_of(again))).dump() == again, "a fit survives a file");
}

void read(std::string_view kind, std::string const& path, std::string_view content) {
  if (kind == "runs") return read_runs(path, content);
  if (kind == "checkpoints") return read_checkpoints(path, content);
  if (kind == "counts") return check(t2plan::read_counts(path));
  if (kind == "nll") return check(t2plan::read_matrix(path));
  if (kind == "chances") return check(t2plan::read_matrix(path, t2plan::answer_scale::probability));
  if (kind == "log") return read_log(path);
  if (kind == "fit") return read_fit(path);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const input(reinterpret_cast<char const*>(data), size);
  std::size_t const end = input.find('\n');
  if (end == std::string_view::npos) return 0;
  std::string const content(input.substr(end + 1));
  std::string const path = path_of(content);
  try {
    std::string_view text = content;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    read(input.substr(0, end), path, text);
  } catch (t2plan::input_error const& error) {
    std::string const message = error.what();
    promise(message.find(path) != std::string::npos, "an error names its file");
    promise(message.find('\n') == std::string::npos, "an error is one line");
  }
  return 0;
}
