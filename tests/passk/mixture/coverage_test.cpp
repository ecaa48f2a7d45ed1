// SPDX-License-Identifier: BSL-1.0
// How often the intervals hold what they promise, on subsets of 100 of 10,000 real samples and on synthetic questions.
// t2: labels real-data
#include "passk/monkeys.hpp"
#include "support/real_data.hpp"

#include <t2/passk/mixture/beta_binomial.hpp>
#include <t2/passk/mixture/profile.hpp>
#include <t2/passk/mixture/these_questions.hpp>
#include <t2/passk/unbiased.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace t2;
using namespace t2::test;

namespace {

double truth_of(model_counts const& all) {
  double solved = 0;
  for (std::size_t i = 0; i < all.n.size(); ++i) solved += passk::unbiased(all.n[i], all.c[i], 10'000);
  return solved / static_cast<double>(all.n.size());
}

struct tally {
  int used = 0, held = 0;
  double width = 0;
  void add(passk::interval<double> const& range, double truth) {
    ++used;
    held += range.lower <= truth && truth <= range.upper ? 1 : 0;
    width += range.upper - range.lower;
  }
  [[nodiscard]] double rate() const { return static_cast<double>(held) / used; }
};

}  // namespace

TEST_CASE("questions like these: the profile interval covers at 90 %") {
  auto const path = real_data("monkeys/math_pythia_brown.csv");
  if (!path) return;
  for (std::string const model : {"Pythia-410M", "Pythia-2.8B", "Pythia-12B"}) {
    auto const all = read_monkeys(*path).at(model);
    double const truth = truth_of(all);
    tally of;
    for (std::uint32_t draw = 0; draw < 1000;
         ++draw) {  // questions from the 128 with replacement, 100 of their samples
      model_counts const part = subset(all, 100, draw, true);
      auto const bb = passk::beta_binomial<double>::fit(part.view());
      REQUIRE(bb);
      auto const range = passk::profile_interval(*bb, part.view(), 10'000., 0.9);
      REQUIRE(range);
      of.add(*range, truth);
    }
    MESSAGE(model << ": covers " << of.rate() << " of 1000 subsets, mean width " << of.width / of.used);
    CHECK(of.rate() >= 0.86);
    CHECK(of.rate() <= 0.94);
  }
}

TEST_CASE("these questions: the prediction at 90 % falls short for no model") {
  auto const path = real_data("monkeys/math_pythia_brown.csv");
  if (!path) return;
  // With the questions fixed, their luck is fixed too: 90 % is the rate over sets of questions (as in the synthetic
  // test below), and for one set it may lie beside that. These three sets lie above.
  tally together;
  for (std::string const model : {"Pythia-410M", "Pythia-2.8B", "Pythia-12B"}) {
    auto const all = read_monkeys(*path).at(model);
    double const truth = truth_of(all);
    tally of;
    for (std::uint32_t draw = 0; draw < 340; ++draw) {
      model_counts const part = subset(all, 100, draw);
      auto const bb = passk::beta_binomial<double>::fit(part.view());
      REQUIRE(bb);
      auto const predicted = passk::predict_questions(*bb, part.view(), 10'000., 0.9);
      REQUIRE(predicted);
      of.add(predicted->range, truth);
      together.add(predicted->range, truth);
    }
    MESSAGE(model << ": covers " << of.rate() << " of 340 subsets, mean width " << of.width / of.used);
    CHECK(of.rate() >= 0.86);
  }
  MESSAGE("together " << together.rate() << " of " << together.used);
  CHECK(together.used >= 1000);
  CHECK(together.rate() >= 0.86);
  CHECK(together.rate() <= 0.97);
}

TEST_CASE("Pythia-70M, solved six times in 12,800: refused or wide") {
  auto const path = real_data("monkeys/math_pythia_brown.csv");
  if (!path) return;
  auto const all = read_monkeys(*path).at("Pythia-70M");
  tally profile, these;
  int refused = 0;
  for (std::uint32_t draw = 0; draw < 200; ++draw) {
    model_counts const part = subset(all, 100, draw);
    auto const bb = passk::beta_binomial<double>::fit(part.view());
    if (!bb) {
      CHECK(std::string(bb.error().argument) == "successes");
      ++refused;
      continue;
    }
    profile.add(*passk::profile_interval(*bb, part.view(), 10'000., 0.9), truth_of(all));
    these.add(passk::predict_questions(*bb, part.view(), 10'000., 0.9)->range, truth_of(all));
  }
  MESSAGE(refused << " of 200 refused; of the others covered " << profile.rate() << " (profile, mean width "
                  << profile.width / profile.used << ") and " << these.rate() << " (these questions)");
  CHECK(refused > 60);
  CHECK(profile.rate() >= 0.86);
  CHECK(these.rate() >= 0.86);
  CHECK(profile.width / profile.used > 0.3);
}

TEST_CASE("synthetic questions: both intervals cover at 90 %") {
  // p from Beta(0.25, 12) by inversion of a fine table of its distribution
  double const a = 0.25, b = 12, k = 10'000;
  passk::beta_binomial<double> const law{a, b};
  std::vector<double> cumulative, rate;
  double sum = 0;
  for (double y = -80; y < 0; y += 1.0 / 64) {  // density in log p: p^a (1-p)^(b-1)
    double const p = std::exp(y);
    sum += std::pow(p, a) * std::pow(1 - p, b - 1);
    cumulative.push_back(sum);
    rate.push_back(p);
  }
  tally profile, these;
  for (std::uint32_t draw = 0; draw < 1000; ++draw) {
    model_counts part;
    double solved = 0;
    for (std::uint32_t i = 0; i < 128; ++i) {
      random::philox_block const w = random::philox(99, {i, draw, 0});
      double const u = (w.word[0] + 0.5) * 0x1p-32 * sum;
      double const p = rate[static_cast<std::size_t>(std::lower_bound(cumulative.begin(), cumulative.end(), u) -
                                                     cumulative.begin())];
      solved -= std::expm1(k * std::log1p(-p)) / 128;
      std::int64_t hits = 0;
      for (std::uint64_t trial = 0; trial < 100; ++trial)
        hits += (random::philox_word(99, trial, draw, i + 1) + 0.5) * 0x1p-32 < p ? 1 : 0;
      part.n.push_back(100);
      part.c.push_back(hits);
    }
    auto const bb = passk::beta_binomial<double>::fit(part.view());
    REQUIRE(bb);
    profile.add(*passk::profile_interval(*bb, part.view(), k, 0.9), law.pass_at(k));
    if (draw < 500) these.add(passk::predict_questions(*bb, part.view(), k, 0.9)->range, solved);
  }
  MESSAGE("profile " << profile.rate() << ", these questions " << these.rate());
  CHECK(profile.rate() >= 0.87);
  CHECK(profile.rate() <= 0.93);
  CHECK(these.rate() >= 0.87);
  CHECK(these.rate() <= 0.93);
}
