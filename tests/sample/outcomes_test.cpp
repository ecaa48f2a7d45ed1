// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/sample/beta_binomial.hpp>
#include <t2/sample/binomial.hpp>
#include <t2/sample/outcomes.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>
#include <vector>

using namespace t2;

namespace {

// Thresholds that the high word of these very outcomes meets exactly, so that second words decide.
random::threshold tie(sample::outcomes const& run, std::uint64_t i) {
  return {(std::uint64_t{random::philox_word(run.seed, i, run.draw, run.stream)} << 32) | 0x80000000u, false};
}

}  // namespace

TEST_CASE("hits counts the outcomes that happen, one by one") {
  for (sample::outcomes const& run :
       {sample::outcomes{.seed = 3, .first = 0, .count = 5000, .draw = 1, .stream = 2},
        sample::outcomes{.seed = 3, .first = 1021, .count = 5001}, sample::outcomes{.seed = 4, .first = 3, .count = 1},
        sample::outcomes{.seed = 4, .first = (1u << 18) - 2, .count = 5}, sample::outcomes{.seed = 4, .first = 7}}) {
    for (random::threshold const& chance :
         {random::bernoulli_threshold(0.3), random::threshold{}, random::threshold{0, true}, tie(run, run.first + 1)}) {
      std::uint64_t expected = 0;
      for (std::uint64_t i = run.first; i < run.first + run.count; ++i)
        expected += random::happens(chance, run.seed, i, run.draw, run.stream) ? 1u : 0u;
      CHECK(*sample::hits(exec::scalar{}, chance, run) == expected);
      CHECK(*sample::hits(exec::threads{2}, chance, run) == expected);
    }
  }
}

TEST_CASE("a histogram counts the values of single draws, with and without a guide, on thresholds that words meet") {
  sample::outcomes const run{.seed = 11, .first = 997, .count = 20'000, .draw = 5, .stream = 1};
  std::vector<random::threshold> met;
  for (std::uint64_t bits = 0; bits < 50; ++bits) met.push_back({(bits * 0x0500000000000000ull) + 77, false});
  met[20] = tie(run, 1000);
  for (int i = 21; i < 25; ++i)
    met[static_cast<std::size_t>(i)] = {met[20].bits + static_cast<std::uint64_t>(i - 20) / 2, false};
  for (std::size_t i = 25; i < met.size(); ++i)
    met[i] = {met[20].bits + (i - 24) * ((~0ull - met[20].bits) / 30), false};
  for (random::table const& law : {*sample::beta_binomial_table(0.3, 2, 16), *sample::beta_binomial_table(0.3, 2, 3000),
                                   *sample::binomial_table(100, 0.3), *sample::binomial_table(100, 0.3, false),
                                   *sample::binomial_table(5, 1), random::table::from_thresholds(3, met)}) {
    std::vector<std::uint64_t> counts(law.size(), 0), twice(law.size(), 0), direct(law.size(), 0),
        expected(law.size(), 0);
    for (std::uint64_t i = 0; i < run.count; ++i) ++expected[sample::draw(law, run, run.first + i) - law.first()];
    CHECK(sample::add_histogram(exec::scalar{}, law, run, counts).ok());
    sample::detail::add_directly<random::scalar_words>(run, law.view(), direct.data());
    CHECK(counts == expected);
    CHECK(direct == expected);
    sample::outcomes part = run;  // in two parts, with threads
    part.count = 7001;
    CHECK(sample::add_histogram(exec::threads{2}, law, part, twice).ok());
    part.first += part.count;
    part.count = run.count - part.count;
    CHECK(sample::add_histogram(exec::threads{2}, law, part, twice).ok());
    CHECK(twice == expected);
    // the definition: thresholds at or below 64 bits
    std::uint64_t slow = 0;
    for (std::uint64_t i = 0; i < 500; ++i) {
      std::uint64_t const bits =
          (std::uint64_t{random::philox_word(run.seed, run.first + i, run.draw, run.stream)} << 32) |
          random::philox_word(run.seed, run.first + i, run.draw + random::second_word, run.stream);
      std::uint64_t at = 0;
      while (at < law.thresholds().size() && law.thresholds()[at] <= bits) ++at;
      slow += at + law.first() == sample::draw(law, run, run.first + i) ? 1u : 0u;
    }
    CHECK(slow == 500);
  }
}

TEST_CASE("wrong calls are refused and write nothing") {
  auto const law = sample::binomial_table(10, 0.5);
  std::vector<std::uint64_t> few(3, 0);
  CHECK(sample::add_histogram(exec::scalar{}, *law, {.seed = 1, .count = 10}, few).code == errc::size_mismatch);
  CHECK(few == std::vector<std::uint64_t>(3, 0));
  CHECK(sample::hits(exec::scalar{}, {}, {.seed = 1, .count = 10, .draw = 1u << 31}).error().code ==
        errc::out_of_domain);
  CHECK(sample::hits(exec::scalar{}, {}, {.seed = 1, .first = ~0ull, .count = 10}).error().code == errc::out_of_domain);
}

TEST_CASE("cancelled") {
  exec::monitor watch;
  watch.cancel = true;
  CHECK(sample::hits(exec::threads{.count = 2, .watch = &watch}, random::bernoulli_threshold(0.5),
                     {.seed = 1, .count = 10})
            .error()
            .code == errc::cancelled);
}
