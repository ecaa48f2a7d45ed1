// SPDX-License-Identifier: BSL-1.0
// Published coefficients give the optima that are known of them.
#include <doctest/doctest.h>

#include <t2/law/published.hpp>
#include <t2/plan/solve.hpp>

#include <string_view>

namespace published = t2::law::published;

TEST_CASE("optima at Chinchilla's budget, 5.76e23 FLOP") {
  // Sizes and ratios to three digits, recomputed for several papers from their own coefficients; 32.2e9 and 40.3e9 are
  // also stated by Besiroglu et al. for the rounded and the unrounded coefficients of Hoffmann et al.
  struct row {
    std::string_view name;
    double params, tokens_per_param;
  };
  for (row const& expected : {row{"hoffmann-2022", 32.2e9, 92.6}, row{"hoffmann-2022-unrounded", 40.3e9, 59.1},
                              row{"besiroglu-2024", 72.3e9, 18.4}, row{"muennighoff-2023", 70.0e9, 19.6},
                              row{"sardana-2024", 234e9, 1.75}}) {
    CAPTURE(expected.name);
    published::entry const* const entry = published::find(expected.name);
    REQUIRE(entry != nullptr);
    auto const plan = t2::plan::solve(entry->law(), t2::budget::training{t2::flops{5.76e23}});
    REQUIRE(plan);
    CHECK(plan->params.value == doctest::Approx(expected.params).epsilon(0.002));
    CHECK(plan->tokens_per_param() == doctest::Approx(expected.tokens_per_param).epsilon(0.004));
  }
}

TEST_CASE("digits are those printed, in any type") {
  CHECK(published::find("hoffmann-2022")->law().E == 1.69);
  CHECK(published::find("besiroglu-2024")->law<float>().A == 482.01f);
  CHECK(published::find("hoffmann-2022-unrounded")->law().A == 406.401018);
  CHECK(published::find("hoffmann-2022-unrounded")->law<long double>().beta == 0.2849083L);
  CHECK(published::find("nobody-2000") == nullptr);
}

TEST_CASE("every set has a source and a sensible range") {
  for (published::entry const& e : published::entries) {
    CAPTURE(e.name);
    CHECK(e.source.find("arXiv:") != std::string_view::npos);
    CHECK(e.params.low <= e.params.high);
    CHECK(e.tokens.low <= e.tokens.high);
    CHECK((e.params.known() || e.tokens.known() || e.tokens_per_param.known()));
    CHECK(published::find(e.name) == &e);
  }
}
