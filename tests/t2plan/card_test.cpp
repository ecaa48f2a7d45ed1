// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2plan plan --backend cuda: the intervals of the processor, or exit 1 and the reason.
#include "program.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

using namespace t2plan::test;

namespace {

using words = std::vector<std::string>;

json fit_of(std::string const& law, words const& columns, bool with_draws) {
  json fit = {{"schema", 1},
              {"law", law},
              {"objective", 0},
              {"gradient", 0},
              {"points", 9},
              {"mean_relative_error", 0},
              {"converged", true},
              {"active_bounds", json::array()},
              {"warnings", json::array()},
              {"seed", 0},
              {"range", json::object()}};
  fit["parameters"] = {{"E", 1.8},     {"A", 400},    {"B", 2000},   {"alpha", 0.34}, {"beta", 0.36}, {"G", 1},
                       {"gamma", 0.4}, {"theta0", 1}, {"theta1", 1}, {"theta2", 1},   {"theta3", 0},  {"theta4", 0.5}};
  fit["draws"] = {{"columns", columns}, {"rows", json::array()}};
  for (int d = 0; with_draws && d < 20; ++d) {
    json row = json::array();
    for (std::string const& name : columns)
      row.push_back(fit["parameters"][name].get<double>() * (name == "alpha" ? 0.95 + 0.005 * d : 1));
    fit["draws"]["rows"].push_back(row);
  }
  return fit;
}

words const approach1{"E", "A", "B", "alpha", "beta", "G", "gamma"};
words const approach2{"E", "A", "B", "alpha", "beta", "theta0", "theta1", "theta2", "theta3", "theta4"};

outcome plan(std::string const& file, words const& more) {
  return t2plan::test::t2plan(words{"plan", "--json", "--fit", file, "--train", "1e21", "--inference", "1e11"} + more);
}

}  // namespace

TEST_CASE("intervals of a card are those of the processor, or there is none and t2plan says so") {
  scratch_folder const folder;
  std::string const file = folder.file("fit.json", fit_of("t2-loss", approach1, true).dump());
  json const want = plan(file, {}).parsed();
  outcome const got = plan(file, {"--backend", "cuda"});
  if (got.code == 0) {
    for (auto const& [name, range] : want["interval"].items())
      for (std::size_t end : {0u, 1u}) {
        double const x = range[end], y = got.parsed()["interval"][name][end];
        CHECK(std::fabs(x - y) <= 1e-9 * std::fabs(x));
      }
    return;
  }
  CHECK(got.code == 1);
  CHECK(got.error().starts_with("--backend cuda: "));
  MESSAGE("SKIPPED: no intervals of a card: " << got.error());
}

TEST_CASE("what a card cannot do is refused before it is asked for") {
  scratch_folder const folder;
  std::string const other = folder.file("other.json", fit_of("t2-accuracy", approach2, true).dump());
  outcome const law = plan(other, {"--backend", "cuda"});
  CHECK(law.code == 1);
  CHECK(law.error() == "--backend cuda plans the draws of t2-loss under --train and --inference, with k free");
  std::string const point = folder.file("point.json", fit_of("t2-loss", approach1, false).dump());
  outcome const none = plan(point, {"--backend", "cuda"});
  CHECK(none.code == 2);
  CHECK(none.error() == "--backend cuda is for intervals, and there are no bootstrap draws");
  CHECK(plan(point, {"--backend", "gpu"}).code == 2);
}
