// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
// Every function of the library that allocates, where the n-th allocation fails, for every n: std::bad_alloc reaches the
// caller or a status does, nothing is leaked, nothing hangs, and the same call succeeds afterwards.
#include "support/synthetic.hpp"

#include <t2/exec/pool.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/bootstrap.hpp>
#include <t2/fit/least.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/passk/allocation.hpp>
#include <t2/passk/best_of.hpp>
#include <t2/passk/coverage.hpp>
#include <t2/passk/interval/benchmark.hpp>
#include <t2/passk/majority.hpp>
#include <t2/passk/mixture/beta_binomial.hpp>
#include <t2/passk/mixture/profile.hpp>
#include <t2/passk/power_law.hpp>
#include <t2/plan/confidence/uncertainty.hpp>
#include <t2/plan/solve.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

namespace {

std::atomic<bool> counting{false};
std::atomic<long> before_failure{-1};  // allocations that still succeed; < 0: all
std::atomic<long> alive{0};            // made while counting and not yet freed

void* allocate(std::size_t size) {
  if (counting && before_failure >= 0 && before_failure-- == 0) return nullptr;
  void* const out = std::malloc(size + 16);
  if (out == nullptr) return nullptr;
  *static_cast<bool*>(out) = counting;
  if (counting) ++alive;
  return static_cast<char*>(out) + 16;
}
void release(void* at) {
  if (at == nullptr) return;
  void* const start = static_cast<char*>(at) - 16;
  if (*static_cast<bool*>(start)) --alive;
  std::free(start);
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* const out = allocate(size)) return out;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return ::operator new(size); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return allocate(size); }
void operator delete(void* at) noexcept { release(at); }
void operator delete[](void* at) noexcept { release(at); }
void operator delete(void* at, std::size_t) noexcept { release(at); }
void operator delete[](void* at, std::size_t) noexcept { release(at); }
void operator delete(void* at, std::nothrow_t const&) noexcept { release(at); }
void operator delete[](void* at, std::nothrow_t const&) noexcept { release(at); }

using namespace t2;

namespace {

/// @param  call  returns whether it has an answer
template <class Call>
void fail_each(char const* name, Call const& call) {
  INFO(std::string(name));
  REQUIRE(call());  // also makes what is made once and kept
  long failures = 0;
  for (long n = 0;; ++n) {
    alive = 0;
    bool answered = false, out_of_memory = false;
    before_failure = n;
    counting = true;
    try {
      answered = call();
    } catch (std::bad_alloc const&) {
      out_of_memory = true;
    }
    counting = false;
    bool const reached = before_failure < 0;  // the n-th allocation was asked for
    before_failure = -1;
    CHECK(alive == 0);
    if (!reached) {
      CHECK(answered);
      break;
    }
    ++failures;
    // a pool does with fewer threads; anything else says that it could not
    CHECK((out_of_memory || !answered || std::string(name).find("thread") != std::string::npos));
    n += n / 16;  // every one of the first, then every few
  }
  CHECK(failures > 0);
  if (std::getenv("T2_TABLE") != nullptr) std::printf("| `%s` | %ld |\n", name, failures);
}

fit::dataset<double> runs() {
  law::chinchilla<double> const law{.E = 1.7, .A = 410, .B = 1200, .alpha = 0.34, .beta = 0.37};
  return test::grid(law, {1e7, 1e8, 1e9}, {1e9, 1e10, 1e11, 1e12}, {1}, 0.01);
}

std::vector<std::int64_t> const trials(60, 50);
std::vector<std::int64_t> solved() {
  std::vector<std::int64_t> out;
  for (std::int64_t i = 0; i < 60; ++i) out.push_back(i * i % 41);
  return out;
}

}  // namespace

TEST_CASE("fits, their bootstrap and plans of it") {
  auto const data = runs();
  auto const fitted = [&] { return fit::least<law::chinchilla<double>>(data, fit::huber{1e-3}, fit::log_residual); };
  fail_each("fit::least", [&] { return static_cast<bool>(fitted()); });
  auto const found = fitted();
  REQUIRE(found);
  auto const drawn = [&](auto const& ex) {
    return fit::bootstrap_runs(ex, data, found->law, fit::huber{1e-3}, fit::log_residual,
                               {.draws = 8, .seed = 1, .what = fit::resample::runs});
  };
  fail_each("fit::bootstrap_runs", [&] { return static_cast<bool>(drawn(exec::scalar{})); });
  fail_each("fit::bootstrap_runs on threads", [&] { return static_cast<bool>(drawn(exec::threads<>{.count = 2})); });
  auto const draws = drawn(exec::scalar{});
  REQUIRE(draws);
  auto const solve = [](law::chinchilla<double> const& law) {
    return plan::solve(law, budget::training<>{flops{1e21}});
  };
  auto const best = solve(found->law);
  REQUIRE(best);
  fail_each("plan::plan_draws, plan::summarise", [&] {
    auto const plans = plan::plan_draws(exec::scalar{}, found->law, *draws, *best, solve);
    return plans && plan::summarise(*plans, 0.9).draws == 8;
  });
}

TEST_CASE("pass@k of many questions") {
  auto const c = solved();
  passk::counts const data{std::span<std::int64_t const>(trials), std::span<std::int64_t const>(c)};
  fail_each("passk::mean_pass", [&] { return static_cast<bool>(passk::mean_pass(data, 10.0)); });
  fail_each("passk::fixed_questions", [&] { return static_cast<bool>(passk::fixed_questions(data, 10.0)); });
  fail_each("passk::coverage", [&] { return static_cast<bool>(passk::coverage<double>(data, 10.0)); });
  fail_each("passk::beta_binomial::fit", [&] { return static_cast<bool>(passk::beta_binomial<double>::fit(data)); });
  auto const found = passk::beta_binomial<double>::fit(data);
  REQUIRE(found);
  fail_each("passk::profile_interval", [&] { return static_cast<bool>(passk::profile_interval(*found, data, 100.0, 0.9)); });
  std::vector<double> const ks{1, 2, 4, 8};
  fail_each("passk::power_law::fit",
            [&] { return static_cast<bool>(passk::power_law<double>::fit(data, std::span<double const>(ks))); });
  std::vector<std::int64_t> const answers{5, 4, 3, 2, 1};
  fail_each("passk::majority", [&] {
    return static_cast<bool>(passk::majority<double>(std::span<std::int64_t const>(answers), 0, 4));
  });
  std::vector<double> const rewards{0.1, 0.7, 0.3, 0.9};
  fail_each("passk::max_at", [&] { return static_cast<bool>(passk::max_at(std::span<double const>(rewards), 2)); });
  std::vector<std::uint64_t> out(rewards.size());
  fail_each("passk::allocate",
            [&] { return passk::allocate(std::span<double const>(rewards), 100, 1, std::span(out)).ok(); });
  fail_each("passk::best_samples", [&] {
    return static_cast<bool>(passk::best_samples(std::span<double const>(rewards), passk::verifier<double>{0.9, 0.1},
                                                 passk::payoff<double>{}, 10));
  });
}

TEST_CASE("a pool of threads with fewer of them") {
  fail_each("exec::threads", [] {
    std::atomic<int> ran{0};
    return exec::threads<>{.count = 4}.for_each_index(1000, [&](std::size_t) { ++ran; }).ok() && ran == 1000;
  });
  fail_each("exec::threads::reduce", [] {
    return exec::threads<>{.count = 4}.reduce<double>(100'000, [](std::size_t) { return 1.0; }) == 100'000;
  });
}
