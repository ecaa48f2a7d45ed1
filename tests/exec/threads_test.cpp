// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

using namespace t2;

static_assert(exec::backend<exec::scalar> && exec::inner_backend<exec::scalar>);
static_assert(exec::backend<exec::threads<>> && !exec::inner_backend<exec::threads<>>);

TEST_CASE("every index runs exactly once, whatever the number of threads") {
  exec::thread_pool pool(3);
  for (std::size_t size : {0u, 1u, 2u, 7u, 1000u, 12345u}) {
    for (unsigned count : {0u, 1u, 2u, 3u, 8u}) {
      for (exec::thread_pool* from : {static_cast<exec::thread_pool*>(nullptr), &pool}) {
        std::vector<int> times(size, 0);
        exec::monitor watch;
        exec::threads const ex{.count = count, .watch = &watch, .pool = from};
        CHECK(ex.for_each_index(size, [&](std::size_t i) { ++times[i]; }).ok());
        CHECK(watch.done == size);
        bool once = true;
        for (int t : times) once = once && t == 1;
        CHECK(once);
      }
    }
  }
}

TEST_CASE("a sum has the same bits for any number of threads") {
  auto const term = [](std::size_t i) {
    return std::sin(static_cast<double>(i)) * std::exp(static_cast<double>(i % 40));
  };
  exec::thread_pool pool(4);
  for (std::size_t size : {0u, 1u, 1023u, 1024u, 1025u, 3u * 1024u, 100'003u}) {
    double const expected = exec::scalar{}.reduce<double>(size, term);
    for (unsigned count : {1u, 2u, 3u, 5u, 16u}) {
      CHECK(exec::threads{count}.reduce<double>(size, term) == expected);
      CHECK(exec::threads{.count = count, .pool = &pool}.reduce<double>(size, term) == expected);
    }
  }
}

TEST_CASE("an exception of the work stops it and reaches the caller") {
  exec::thread_pool pool(2);
  for (exec::thread_pool* from : {static_cast<exec::thread_pool*>(nullptr), &pool}) {
    std::atomic<std::size_t> ran{0};
    exec::threads const ex{.count = 2, .pool = from};
    CHECK_THROWS_AS(static_cast<void>(ex.for_each_index(1'000'000,
                                                        [&](std::size_t i) {
                                                          ++ran;
                                                          if (i == 5) throw std::runtime_error("five");
                                                        })),
                    std::runtime_error);
    CHECK(ran < 1'000'000);
    CHECK(ex.for_each_index(10, [](std::size_t) {}).ok());  // the pool is still good
  }
}

TEST_CASE("cancelled from outside: the call ends early and says so") {
  exec::monitor watch;
  auto const work = [&](std::size_t i) {
    if (i == 100) watch.cancel = true;
  };
  CHECK(exec::threads{.count = 2, .watch = &watch}.for_each_index(1'000'000, work).code == errc::cancelled);
  CHECK(watch.done < 1'000'000);
  exec::monitor second;
  auto const again = [&](std::size_t i) {
    if (i == 100) second.cancel = true;
  };
  CHECK(exec::scalar{.watch = &second}.for_each_index(1'000'000, again).code == errc::cancelled);
  CHECK(second.done == 101);
}

TEST_CASE("work inside work of the same pool runs on its caller") {
  exec::thread_pool pool(2);
  exec::threads const ex{.count = 2, .pool = &pool};
  std::vector<double> out(50);
  CHECK(ex.for_each_index(50, [&](std::size_t i) {
            out[i] = ex.reduce<double>(2000, [i](std::size_t j) { return static_cast<double>(i * j); });
          }).ok());
  for (std::size_t i = 0; i < 50; ++i) CHECK(out[i] == static_cast<double>(i) * 1999000.);
}
