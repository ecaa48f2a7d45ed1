// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io
// The report: one page that needs nothing else, the numbers of its plots, and writing all of it or nothing.
#include "../../examples/t2plan/report.hpp"

#include "../../examples/t2plan/error.hpp"
#include "../../examples/t2plan/fit_run.hpp"
#include "../../examples/t2plan/report_page.hpp"
#include "../../examples/t2plan/suite.hpp"
#include "input_files.hpp"
#include "with_path.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace t2plan;
namespace fs = std::filesystem;

namespace {

plan_request const request{.train = 2.56e19, .inference = 2e9};

// Both fits of a small suite, the larger half of D/N held out.
report_input make_input() {
  auto truth = default_truth();
  truth.questions = 40;
  auto const suite = make_suite(truth, 1);
  test::temporary_file const checkpoints(checkpoints_csv(suite)), questions(questions_csv(suite));
  input_options options;
  options.checkpoints = checkpoints.path();
  options.questions = questions.path();
  options.fit_where = "tokens_per_param<=median";
  options.loss_column = "loss";
  report_input input{.heading = "A <report>",
                     .notice = "Synthetic & small",
                     .adjective = {},
                     .fits = {},
                     .data = {},
                     .request = request,
                     .command = "t2plan report"};
  for (char const* const law : {"t2-loss", "t2-accuracy"}) {
    fit_settings settings;
    settings.law = law;
    settings.draws = 16;
    options.loss_column = std::string(law) == "t2-loss" ? "" : "loss";
    input.fits.push_back(plan_fit(std::string(law) + ".json", run_fit(options, complete(settings)), request, 2));
  }
  options.loss_column.clear();
  input.data = read_outcome_input(options, "t2-loss");
  return input;
}

report_input const& the_input() {
  static report_input const input = make_input();
  return input;
}

std::map<std::string, std::string> make_files() {
  report_files const files = make_report(the_input());
  return {files.begin(), files.end()};
}

std::size_t count(std::string const& text, std::string const& part) {
  std::size_t out = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++out;
  return out;
}

// What stands between `before` and `after`, everywhere.
std::vector<std::string> all_between(std::string const& text, std::string const& before, char after) {
  std::vector<std::string> out;
  for (std::size_t at = 0; (at = text.find(before, at)) != std::string::npos;) {
    at += before.size();
    out.push_back(text.substr(at, text.find(after, at) - at));
  }
  return out;
}

class temporary_folder {
 public:
  temporary_folder() : path_(fs::temp_directory_path() / ("t2plan_report_" + std::to_string(::getpid()))) {
    fs::create_directory(path_);
  }
  ~temporary_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path const& path() const { return path_; }
  [[nodiscard]] auto entries() const { return std::distance(fs::directory_iterator(path_), fs::directory_iterator()); }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("numbers as people write them") {
  CHECK(human_number(0.8524) == "0.852");
  CHECK(human_number(27.31) == "27.3");
  CHECK(human_number(1234.5) == "1234");
  CHECK(human_number(3.6622e7) == "3.66 × 10⁷");
  CHECK(human_number(9.996e7) == "1 × 10⁸");
  CHECK(human_number(-2.5e-7) == "−2.5 × 10⁻⁷");
  CHECK(human_number(0) == "0");
  CHECK(human_number(std::nan("")) == "–");
}

TEST_CASE("observed means are those of the metric tables") {
  auto const& data = the_input().data->fitted;
  std::vector<double> const k{1, 8, 1024};
  for (bool const accuracy : {false, true}) {
    auto const table =
        t2::fit::tabulate<double>(data, accuracy ? t2::fit::metric::pass : t2::fit::metric::negative_log_pass, k);
    REQUIRE(table);
    auto const means = table->means();
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t i = 0; i < k.size(); ++i) {
        CHECK(observed(data, c, accuracy, k[i]) == doctest::Approx(means[c * k.size() + i]).epsilon(1e-12));
      }
    }
  }
  t2::fit::outcomes<> counts{{1e7}, {1e9}, {}, 2, {}, {4, 4}, {1, 2}};
  CHECK(observed(counts, 0, true, 1) == doctest::Approx((0.25 + 0.5) / 2));
  CHECK(observed(counts, 0, true, 4) == doctest::Approx(1));
  CHECK(std::isnan(observed(counts, 0, true, 5)));
}

TEST_CASE("the page stands on its own") {
  if (!test::has_gnuplot()) return;
  auto files = make_files();
  std::string const& page = files.at("index.html");
  for (char const* word : {"<script", "<link", "<img", "src=", "url(", "@import", "href=\"http", "rgb("}) {
    CHECK_MESSAGE(page.find(word) == std::string::npos, std::string(word));
  }
  std::vector<std::string> ids = all_between(page, " id=\"", '"');
  for (std::string const& id : all_between(page, " id='", '\'')) ids.push_back(id);
  CHECK(ids.size() > 20);
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
  for (std::string const& used : all_between(page, "href='#", '\'')) CHECK(std::ranges::find(ids, used) != ids.end());
  for (std::string const& file : all_between(page, "<a href=\"", '"')) CHECK_MESSAGE(files.contains(file), file);
  CHECK(page.find("A &lt;report&gt;") != std::string::npos);
  CHECK(page.find("Synthetic &amp; small") != std::string::npos);
  CHECK(page.find("prefers-color-scheme:dark") != std::string::npos);
}

TEST_CASE("the page says what the plan says") {
  if (!test::has_gnuplot()) return;
  auto const files = make_files();
  std::string const& page = files.at("index.html");
  for (report_fit const& each : the_input().fits) {
    for (auto const& [name, value] : numbers_of(each.plan.best, true)) {
      CHECK_MESSAGE(page.find("<td class=\"strong\">" + html_number(value) + "</td>") != std::string::npos, name);
    }
    for (std::string const& name : parameter_names(each.fit.law))
      CHECK(page.find(">" + name + "</th>") != std::string::npos);
    for (std::string warning : each.plan.warnings) CHECK(page.find(escaped(warning.substr(1))) != std::string::npos);
  }
  CHECK(page.find("What binds: the training budget and the inference budget.") != std::string::npos);
}

TEST_CASE("behind each plot stands a CSV; held-out points and bands are in them") {
  if (!test::has_gnuplot()) return;
  auto const files = make_files();
  CHECK(files.size() == 12);
  CHECK(files.at("predicted-accuracy.csv").find("\"held out: extrapolated\"") != std::string::npos);
  CHECK(files.at("frontier-params.csv").find("% band, approach 1") != std::string::npos);
  CHECK(files.at("isoflop-loss-budget.csv").find("\"T² optimum\"") != std::string::npos);
  CHECK(count(files.at("samples-accuracy.csv"), "\n") > 5 * 60);
}

TEST_CASE("a report without data has the plots that need none") {
  if (!test::has_gnuplot()) return;
  report_input input = the_input();
  input.data.reset();
  input.fits.erase(input.fits.begin());
  CHECK(make_report(input).size() == 2 + 3 + 1);
}

TEST_CASE("files are written, all or none") {
  temporary_folder const folder;
  fs::path const made = folder.path() / "a" / "b";
  write_files(made.string(), {{"x.csv", "1\n"}, {"index.html", "page"}});
  CHECK(fs::file_size(made / "x.csv") == 2);
  CHECK(fs::file_size(made / "index.html") == 4);

  fs::path const place = folder.path() / "c";
  fs::create_directory(place);
  CHECK(test::error_of(place.string(), [&] {
          write_files(place.string(), {{"x.csv", "1"}, {"no/such/index.html", "page"}});
        }) == "FILE/no/such/index.html: cannot be written: is the folder writable and the disk not full?");
  CHECK(fs::is_empty(place));
  std::ofstream(folder.path() / "file") << "x";
  std::string const file = (folder.path() / "file").string();
  CHECK(test::error_of(file, [&] { write_files(file, {{"x.csv", "1"}}); }) == "FILE: is not a folder");
}

TEST_CASE("a fit of runs has no report") {
  fit_record const fit{.law = chinchilla{1.8, 480, 2080, .35, .37},
                       .quality = {},
                       .error_by_k = {},
                       .location = {},
                       .range = {},
                       .held_out = {},
                       .draws = {}};
  CHECK_THROWS_WITH_AS(static_cast<void>(plan_fit("f.json", fit, request, 1)),
                       "f.json: a report is about laws of N, D and k, as t2-loss, t2-accuracy and coupled are", input_error);
}
