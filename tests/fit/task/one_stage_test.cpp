// SPDX-License-Identifier: BSL-1.0
// t2: labels once
// t2: program fit.task
// One-stage fits on data drawn from a known law: it comes back, whatever the order of rows; noise is refused.
#include "support/near.hpp"

#include <t2/core/message.hpp>
#include <t2/fit/task/one_stage.hpp>
#include <t2/law/difficulty/beta_mean.hpp>
#include <t2/law/difficulty/gamma.hpp>
#include <t2/law/difficulty/log_normal.hpp>
#include <t2/law/loss/centred_kaplan.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/loss/coupled.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

using namespace t2;
using test::near;

namespace {

/// Checkpoints on a grid of sizes and tokens, with both metrics of a law and a little noise that repeats.
template <class Loss, class Difficulty>
fit::task_points<> drawn(Loss const& loss, Difficulty const& difficulty, double noise = 0) {
  fit::task_points<> out;
  out.samples = {1, 8, 64, 512};
  out.questions = 1000;
  int i = 0;
  for (double n = 5e7; n < 3e9; n *= 2.3)
    for (double d = 1e10; d < 4e11; d *= 2.6) {
      out.params.push_back(n);
      out.tokens.push_back(d);
      double const shift = std::exp(noise * std::sin(37. * ++i));
      nats const mu{loss(params{n}, tokens{d}) * shift};
      for (double const k : out.samples) {
        out.pass.push_back(difficulty.tails(mu, samples{k}).pass);
        out.negative_log.push_back(difficulty.mean_negative_log_pass(mu, samples{k}));
      }
    }
  return out;
}

law::coupled<> const location{.A0 = 4, .alpha = 0.1, .B0 = 0.3, .beta = 0.6, .c = 0.2};
law::log_normal<> const spread{.a = 1.2, .b = 0.5, .s = 0.5};
fit::one_stage_options const no_priors{
    .sigma = 0.02, .priors = std::vector<fit::prior>{}, .prior_weight = 0, .most_scatter = 0.75, .check_priors = false};

template <class Loss, class Difficulty>
void comes_back(Loss const& loss, Difficulty const& difficulty, double tolerance) {
  auto const fitted = fit::one_stage<Loss, Difficulty>(drawn(loss, difficulty), no_priors);
  REQUIRE(fitted);
  CHECK(fitted->objective < 1e-9);
  for (double const n : {1e8, 1e9})
    for (double const k : {1., 32., 400.}) {
      double const mu = loss(params{n}, tokens{1e11});
      CHECK(fitted->law(params{n}, tokens{1e11}, samples{k}) == near(difficulty(nats{mu}, samples{k}), tolerance));
      CHECK(fitted->loss()(params{n}, tokens{1e11}, samples{k}) ==
            near(difficulty.mean_negative_log_pass(nats{mu}, samples{k}), tolerance));
    }
}

}  // namespace

TEST_CASE("any location with any difficulty comes back from its own data") {
  comes_back(location, spread, 1e-5);
  comes_back(law::chinchilla<>{.E = 1, .A = 30, .B = 3e4, .alpha = 0.15, .beta = 0.45},
             law::beta_mean<>{.nu0 = 0.5, .nu1 = 0.3}, 1e-4);
  comes_back(law::centred_kaplan<>{.P = 300, .q = 0.36, .Q = 20, .g = 0.23}, law::gamma<>{.a = 1.5, .b = 0.3, .s = 0.6},
             1e-4);
}

TEST_CASE("coefficients, account and metrics of a fit") {
  auto const fitted = fit::one_stage<law::coupled<>, law::log_normal<>>(drawn(location, spread), no_priors);
  REQUIRE(fitted);
  CHECK(fitted->law.loss.A0 == near(4, 1e-4));
  CHECK(fitted->law.loss.c == near(0.2, 1e-3));
  CHECK(fitted->law.difficulty.s == near(0.5, 1e-3));
  CHECK(fitted->points == 80);
  CHECK(fitted->mean_relative_error < 1e-5);
  CHECK(fitted->negative_log_relative_error < 1e-5);
  CHECK(fitted->priors.empty());
  CHECK(fitted->scatter < 0.5);
}

TEST_CASE("coefficients to start from replace the search, and end where it ends") {
  auto const data = drawn(location, spread);
  fit::parameters_t<law::task_accuracy<law::coupled<>, law::log_normal<>>> near_by;
  law::store(law::task_accuracy<law::coupled<>, law::log_normal<>>{location, spread}, near_by.data());
  for (double& x : near_by) x *= 1.05;
  auto const fitted = fit::one_stage<law::coupled<>, law::log_normal<>>(
      data, no_priors, fit::default_box<law::task_accuracy<law::coupled<>, law::log_normal<>>>(), near_by);
  REQUIRE(fitted);
  CHECK(fitted->objective < 1e-9);
  CHECK(fitted->law.loss.A0 == near(4, 1e-4));
  CHECK(fitted->law.difficulty.s == near(0.5, 1e-3));
}

TEST_CASE("the order of checkpoints changes no bit") {
  auto const data = drawn(location, spread, 0.05);
  fit::task_points<> turned = data;
  std::size_t const ks = data.samples.size(), size = data.checkpoints();
  for (std::size_t c = 0; c < size; ++c) {
    std::size_t const from = (c * 7 + 3) % size;
    turned.params[c] = data.params[from];
    turned.tokens[c] = data.tokens[from];
    for (std::size_t j = 0; j < ks; ++j) {
      turned.pass[c * ks + j] = data.pass[from * ks + j];
      turned.negative_log[c * ks + j] = data.negative_log[from * ks + j];
    }
  }
  auto const a = fit::one_stage<law::coupled<>, law::log_normal<>>(data);
  auto const b = fit::one_stage<law::coupled<>, law::log_normal<>>(turned);
  REQUIRE(a);
  REQUIRE(b);
  double x[8], y[8];
  law::store(a->law, x);
  law::store(b->law, y);
  CHECK(std::memcmp(x, y, sizeof x) == 0);
}

TEST_CASE("priors are part of the result, and those that moved it are named") {
  auto const data = drawn(law::coupled<>{.A0 = 4, .alpha = 0.4, .B0 = 0.05, .beta = 0.6, .c = 0.2}, spread, 0.05);
  fit::one_stage_options options;
  options.prior_weight = 5;  // strong
  auto const fitted = fit::one_stage<law::coupled<>, law::log_normal<>>(data, options);
  REQUIRE(fitted);
  REQUIRE(fitted->priors.size() == 3);
  CHECK(fitted->priors[0].name == "alpha");
  auto const moved = std::find_if(fitted->warnings.begin(), fitted->warnings.end(),
                                  [](fit::warning const& w) { return w.kind == fit::caution::moved_by_prior; });
  REQUIRE(moved != fitted->warnings.end());
  CHECK(fit::message(*fitted, *moved).find("prior") != std::string::npos);
}

TEST_CASE("a prior of a parameter that the law lacks is refused by its place") {
  fit::one_stage_options options;
  std::string_view const no_end = std::string_view("alphabet").substr(0, 5);  // alpha, but no 0 after it
  options.priors = {{.name = no_end, .centre = 0.4, .deviation = 1}, {.name = "zeta", .centre = 1, .deviation = 1}};
  auto const data = drawn(law::coupled<>{.A0 = 4, .alpha = 0.4, .B0 = 0.05, .beta = 0.6, .c = 0.2}, spread, 0.05);
  auto const refused = fit::one_stage<law::coupled<>, law::log_normal<>>(data, options);
  CHECK(!refused);
  CHECK(message(refused.error()) == "the parameter of a prior is not supported (index 1)");
}

TEST_CASE("equal bounds hold a coefficient") {
  using law_type = law::task_accuracy<law::coupled<>, law::log_normal<>>;
  auto limits = fit::default_box<law_type>();
  limits[4] = {0, 0};
  auto const fitted = fit::one_stage<law::coupled<>, law::log_normal<>>(drawn(location, spread), {}, limits);
  REQUIRE(fitted);
  CHECK(fitted->law.loss.c == 0);
  CHECK(fitted->active[4] == 0);
}

TEST_CASE("pass@k alone is enough where -log pass@k has no estimate") {
  auto data = drawn(location, spread);
  data.negative_log.clear();
  auto const fitted = fit::one_stage<law::coupled<>, law::log_normal<>>(data, no_priors);
  REQUIRE(fitted);
  CHECK(fitted->law(params{1e9}, tokens{1e11}, samples{64}) ==
        near(spread(nats{location(params{1e9}, tokens{1e11})}, samples{64}), 1e-3));
}

TEST_CASE("what cannot be fitted is refused") {
  using L = law::coupled<>;
  using D = law::log_normal<>;
  auto const clean = drawn(location, spread);
  auto noise = clean;  // the rows of other checkpoints: neighbours have nothing in common
  std::size_t const ks = clean.samples.size(), size = clean.checkpoints();
  for (std::size_t c = 0; c < size; ++c)
    for (std::size_t j = 0; j < ks; ++j) {
      noise.pass[c * ks + j] = clean.pass[(c * 11 + 5) % size * ks + j];
      noise.negative_log[c * ks + j] = clean.negative_log[(c * 11 + 5) % size * ks + j];
    }
  auto const hopeless = fit::one_stage<L, D>(noise);
  REQUIRE(!hopeless);
  CHECK(hopeless.error().code == errc::not_identified);
  CHECK(std::string(hopeless.error().argument).find("neighbours") != std::string::npos);

  CHECK(fit::one_stage<L, D>(fit::task_points<>{}).error().code == errc::empty);
  auto bad = clean;
  bad.pass[3] = 1.5;
  CHECK(fit::one_stage<L, D>(bad).error().code == errc::out_of_domain);
  bad = clean;
  bad.samples[1] = 0;
  CHECK(fit::one_stage<L, D>(bad).error().code == errc::out_of_domain);
  fit::one_stage_options options;
  options.priors = std::vector<fit::prior>{{"delta", 1, 1}};
  CHECK(fit::one_stage<L, D>(clean, options).error().code == errc::unsupported);
  auto const one_k = fit::at_samples(clean, {1.});
  CHECK(fit::one_stage<L, D>(one_k).error().code == errc::no_variation);
}

TEST_CASE("scatter between neighbours") {
  std::vector<double> n, d, smooth, rough;
  for (int i = 0; i < 100; ++i) {
    n.push_back(std::exp(0.1 * (i % 10)));
    d.push_back(std::exp(0.1 * (i / 10)));
    smooth.push_back(i % 10 + i / 10);
    rough.push_back(std::sin(1000. * i * i));
  }
  CHECK(fit::neighbour_scatter(n, d, smooth) < 0.1);
  CHECK(fit::neighbour_scatter(n, d, rough) > 0.75);
  CHECK(fit::neighbour_scatter(n, d, std::vector<double>(100, 3.)) == 1);
}
