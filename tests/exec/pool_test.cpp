// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
#include <t2/exec/pool.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using namespace t2;

TEST_CASE("a pool counts its caller") {
  CHECK(exec::thread_pool(1).size() == 1);
  CHECK(exec::thread_pool(3).size() == 3);
  CHECK(exec::thread_pool().size() >= 1);
}

TEST_CASE("work runs on the caller and on no more than crew - 1 others, and has ended when run returns") {
  exec::thread_pool pool(4);
  for (unsigned crew : {1u, 2u, 4u, 9u}) {
    for (int round = 0; round < 200; ++round) {
      std::mutex mutex;
      std::set<std::thread::id> who;
      std::atomic<int> inside{0};
      pool.run(crew, [&] {
        ++inside;
        {
          std::lock_guard const lock(mutex);
          who.insert(std::this_thread::get_id());
        }
        --inside;
      });
      CHECK(inside == 0);
      CHECK(who.count(std::this_thread::get_id()) == 1);
      CHECK(who.size() <= (crew < pool.size() ? crew : pool.size()));
    }
  }
}

TEST_CASE("two threads of the crew meet: the work really runs at the same time") {
  exec::thread_pool pool(2);
  std::atomic<int> arrived{0};
  pool.run(2, [&] {
    ++arrived;
    while (arrived < 2) std::this_thread::yield();  // ends only if both are there
  });
  CHECK(arrived == 2);
}

TEST_CASE("a call from inside the work, or from another thread meanwhile, runs on its caller alone") {
  exec::thread_pool pool(3);
  std::atomic<int> inner{0}, outer{0}, elsewhere{0};
  pool.run(3, [&] {
    ++outer;
    pool.run(3, [&] { ++inner; });
  });
  CHECK(inner == outer);
  pool.run(1, [] {});
  pool.run(2, [&] {
    std::thread other([&] { pool.run(3, [&] { ++elsewhere; }); });
    other.join();
  });
  CHECK(elsewhere >= 1);
  CHECK(elsewhere <= 2);  // once for each thread that ran the work
}

TEST_CASE("a pool may go without having been used, and be used from one thread after the other") {
  exec::thread_pool unused(3);
  exec::thread_pool pool(2);
  std::atomic<int> calls{0};
  for (int i = 0; i < 3; ++i) std::thread([&] { pool.run(1, [&] { ++calls; }); }).join();
  CHECK(calls == 3);
}
