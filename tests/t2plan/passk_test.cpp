// SPDX-License-Identifier: BSL-1.0
// What `t2plan passk` answers for a group of questions.
// t2: needs t2plan_io json
#include "../../examples/t2plan/passk_rows.hpp"
#include "input_files.hpp"

#include <t2/passk/interval/benchmark.hpp>
#include <t2/passk/unbiased.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace t2plan;
using namespace t2plan::test;

namespace {

passk_group group() {
  passk_group out{"m", {}, {}, {}};
  for (int i = 0; i < 40; ++i) {
    out.n.push_back(100);
    out.c.push_back(i * i % 23);
    out.question.push_back("q" + std::to_string(i));
  }
  return out;
}

std::string refusal(passk_group const& of, passk_request const& request) {
  return error_of("", [&] { (void)answer_passk(of, request); });
}

}  // namespace

TEST_CASE("estimates have both kinds of uncertainty, the one asked for on top") {
  passk_answer const these = answer_passk(group(), {.k = {1, 10, 80}});
  REQUIRE(these.rows.size() == 3);
  json const& row = these.rows[1];
  double mean = 0;
  for (auto c : group().c) mean += t2::passk::unbiased(100, c, 10) / 40;
  CHECK(row["group"] == "m");
  CHECK(row["k"] == 10);
  CHECK(row["method"] == "unbiased");
  CHECK(row["estimate"].get<double>() == doctest::Approx(mean).epsilon(1e-14));
  CHECK(row["standard_error"] == row["these_questions"]["standard_error"]);
  CHECK(row["these_questions"]["method"] == "unbiased_variance");
  CHECK(these.rows[2]["these_questions"]["method"] == "posterior");  // n < 2k
  CHECK(row["interval"][0].get<double>() < mean);
  CHECK(mean < row["interval"][1].get<double>());
  passk_answer const sample = answer_passk(group(), {.k = {10}, .sample = true});
  CHECK(sample.rows[0]["standard_error"] == row["questions_like_these"]["standard_error"]);
  CHECK(sample.rows[0]["standard_error"].get<double>() > row["standard_error"].get<double>());
  passk_answer const both = answer_passk(group(), {.k = {10}, .plug_in = true});
  CHECK(both.rows[1]["method"] == "plug_in");
}

TEST_CASE("extrapolations of every model, with the fit behind each") {
  passk_answer const out = answer_passk(
      group(), {.extrapolate = {500, 10000}, .models = {"beta_binomial", "zero_inflated", "scaled_beta", "power_law"}});
  REQUIRE(out.rows.size() == 8);
  REQUIRE(out.fits.size() == 4);
  for (json const& row : out.rows) {
    double const value = row["estimate"];
    CHECK(value > 0.5);
    CHECK(value < 1);
    CHECK(row["interval"][0].get<double>() < row["interval"][1].get<double>());
    CHECK(row["standard_error"].get<double>() >= 0);
  }
  CHECK(out.fits[0]["parameters"]["a"].get<double>() > 0);
  CHECK(out.fits[0]["converged"] == true);
  CHECK(out.fits[3]["parameters"].contains("B"));
}

TEST_CASE("what cannot be extrapolated is a row without a number, and a warning") {
  passk_group few = group();
  for (std::size_t i = 0; i < few.c.size(); ++i) few.c[i] = i < 4 ? 1 : 0;
  passk_answer const out = answer_passk(few, {.k = {10}, .extrapolate = {1000}});
  REQUIRE(out.rows.size() == 2);
  CHECK(out.rows[0]["estimate"].is_number());
  CHECK(out.rows[1]["estimate"].is_null());
  CHECK(out.rows[1]["interval"].is_null());
  CHECK(out.rows[1]["refused"] == "only 4 questions ever solved, too few to extrapolate from");
  REQUIRE(out.warnings.size() == 1);
  CHECK(answer_passk(few, {.extrapolate = {1000}, .least_solved = 4}).rows[0]["estimate"].is_number());
}

TEST_CASE("questions in clusters: clustered standard errors and a bootstrap of clusters") {
  passk_group clustered = group();
  for (int i = 0; i < 40; ++i) clustered.cluster.push_back(i / 4);
  passk_answer const out = answer_passk(clustered, {.k = {10}, .plug_in = true, .sample = true});
  REQUIRE(out.rows.size() == 2);
  json const& row = out.rows[0];
  double const error = row["standard_error"];
  auto const want = t2::passk::clustered_questions(t2::passk::counts{clustered.n, clustered.c}, 10.,
                                                   std::span<std::int64_t const>(clustered.cluster));
  REQUIRE(want);
  CHECK(error == want->standard_error);
  CHECK(row["questions_like_these"]["method"] == "clustered_variance");
  CHECK(row["bootstrap"]["method"] == "cluster_bootstrap");
  CHECK(row["bootstrap"]["standard_error"].get<double>() == doctest::Approx(error * std::sqrt(0.9)).epsilon(0.1));
  CHECK(row["bootstrap"]["interval"][0].get<double>() < row["estimate"].get<double>());
  CHECK(out.rows[1]["questions_like_these"]["method"] == "clustered_variance");
  CHECK(answer_passk(clustered, {.k = {10}}).rows[0]["bootstrap"] == row["bootstrap"]);
  CHECK(answer_passk(clustered, {.k = {10}, .seed = 2}).rows[0]["bootstrap"] != row["bootstrap"]);
  CHECK(answer_passk(clustered, {.extrapolate = {1000}}).warnings.size() == 1);
}

TEST_CASE("bad requests name the option") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(refusal(group(), {.k = {0}}) == "--k: 0 is not a whole number of at least 1");
  CHECK(refusal(group(), {.k = {0.5}}) == "--k: 0.5 is not a whole number of at least 1");
  CHECK(refusal(group(), {.k = {nan}}) == "--k: nan is not a whole number of at least 1");
  CHECK(refusal(group(), {.k = {101}}) ==
        "--k: 101 is more than the 100 samples of question 'q0' in group 'm'; --extrapolate goes beyond the samples");
  CHECK(refusal(group(), {.extrapolate = {0}}) == "--extrapolate: 0 is not a number greater than 0");
  CHECK(refusal(group(), {.extrapolate = {nan}}) == "--extrapolate: nan is not a number greater than 0");
  CHECK(refusal(group(), {.extrapolate = {9}, .models = {"x"}}) ==
        "--model: 'x' is not one of beta_binomial, zero_inflated, scaled_beta, power_law");
}
