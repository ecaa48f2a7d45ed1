// SPDX-License-Identifier: BSL-1.0
// t2: labels real-data
// Laws of the loss whose variables are N and D, or follow from them, on the 240 runs of Hoffmann et al.; links from the
// loss of a task to its metrics on the checkpoints of Gemstones. tests/t2plan/catalogue_fits_test.cpp has the others.
#include "support/tables.hpp"

#include <t2/exec/scalar.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/validate/held_out.hpp>
#include <t2/law/link/exponential_error.hpp>
#include <t2/law/link/power_link.hpp>
#include <t2/law/link/sigmoid.hpp>
#include <t2/law/loss/broken_power.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/loss/compute_power.hpp>
#include <t2/law/loss/coupled.hpp>
#include <t2/law/loss/farseer.hpp>
#include <t2/law/loss/kaplan.hpp>
#include <t2/law/loss/overtrained.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace t2;

namespace {

/// A law fitted to all runs from starting points of the caller, and its held-out errors.
template <class L>
std::vector<fit::held_out_error> ranked(fit::dataset<> const& data, std::vector<fit::parameters_t<L>> const& starts,
                                        double most) {
  auto const fit_one = [&](fit::dataset<> const& train) {
    if constexpr (law::separable<L>)
      return fit::least<L>(train, fit::huber{1e-3}, fit::log_residual);
    else
      return fit::fit_nonlinear<L>(train, fit::huber{1e-3}, fit::log_residual, fit::default_box<L>(), starts);
  };
  auto const fitted = fit_one(data);
  CAPTURE(L::about.name);
  REQUIRE(fitted);
  MESSAGE(L::about.name, ": mean relative error ", fitted->mean_relative_error);
  CHECK(fitted->mean_relative_error < most);
  auto const errors = fit::validate(exec::scalar{}, std::string(L::about.name), data,
                                    fit::extrapolations(data.params, data.tokens), fit_one);
  REQUIRE(errors);
  return *errors;
}

}  // namespace

TEST_CASE("the ranking of laws of the loss on real runs") {
  auto const data = test::epoch_chinchilla();
  if (!data) return;
  std::vector<fit::held_out_error> all;
  auto const add = [&](std::vector<fit::held_out_error> const& errors) {
    all.insert(all.end(), errors.begin(), errors.end());
  };
  add(ranked<law::chinchilla<>>(*data, {}, 0.005));
  add(ranked<law::overtrained<>>(*data, {{1.8, 150, 200, 0.17}, {1.6, 60, 80, 0.14}}, 0.006));
  add(ranked<law::kaplan<>>(*data, {{1e13, 1e13, 0.08, 0.1}, {1e10, 1e11, 0.3, 0.3}, {1e14, 1e14, 0.05, 0.05}}, 0.03));
  add(ranked<law::coupled<>>(*data, {{2.5, 0.05, 0.2, 0.5, 0.1}, {2, 0.1, 0.5, 0.3, 0.}}, 0.02));
  add(ranked<law::compute_power<>>(*data, {}, 0.05));
  add(ranked<law::broken_power<>>(*data, {{1.7, 800, 0.15, 0, 1e20, 1}, {1.7, 800, 0.15, 0.02, 1e21, 0.5}}, 0.05));
  add(ranked<law::farseer<>>(
      *data, {{-.124, .424, 88.01, -6.287, -.021, -.091, .123, -.1, .169}, {-.05, -.7, 40, 0, -.01, .7, .15, -.1, .1}},
      0.02));
  auto const order = fit::ranking(all, "value");
  for (fit::rank const& r : order) MESSAGE(r.law, ": ", r.error);
  REQUIRE(order.size() == 7);
  CHECK((order[0].law == "chinchilla" || order[0].law == "overtrained" || order[0].law == "farseer"));
  CHECK(order[0].error < 0.01);
}

TEST_CASE("links from the loss of a task to its metrics") {
  auto const data = test::gemstones("piqa");
  if (!data) return;
  fit::dataset<> accuracy, error, at_16;
  for (std::size_t c = 0; c < data->params.size(); ++c) {
    double nll = 0, pass = 0, loss_16 = 0;
    for (std::size_t q = 0; q < data->questions; ++q) {
      double const one = data->nll[c * data->questions + q];
      nll += one;
      pass += std::exp(-one);
      loss_16 -= std::log(-std::expm1(16 * std::log1p(-std::exp(-one))));
    }
    auto const questions = static_cast<double>(data->questions);
    for (fit::dataset<>* each : {&accuracy, &error, &at_16}) each->location.push_back(nll / questions);
    accuracy.value.push_back(pass / questions);
    error.value.push_back(1 - pass / questions);
    at_16.value.push_back(loss_16 / questions);
  }
  auto const check = [](auto const& fitted, char const* name, double most) {
    CAPTURE(name);
    REQUIRE(fitted);
    MESSAGE(std::string(name), ": mean relative error ", fitted->mean_relative_error);
    CHECK(fitted->mean_relative_error < most);
  };
  auto const squares = fit::squared{};
  // from starts spread over its box a sigmoid ends as a constant here, and warns of the shape
  check(fit::fit_nonlinear<law::sigmoid<>>(accuracy, squares, fit::linear_residual, fit::default_box<law::sigmoid<>>(),
                                           {{-0.5, 3, 1, 0.5}, {-1, 1, 0.5, 1}}),
        "sigmoid", 0.05);
  check(fit::least<law::log_sigmoid<>>(accuracy, squares, fit::linear_residual), "log-sigmoid", 0.1);
  check(fit::least<law::exponential_error<>>(error, squares, fit::linear_residual), "exponential-error", 0.02);
  check(fit::fit_nonlinear<law::power_link<>>(at_16, squares, fit::linear_residual,
                                              fit::default_box<law::power_link<>>(), {{0.1, 0.5, 1}, {0.01, 0.1, 2}}),
        "power-link", 0.2);
}
