// SPDX-License-Identifier: BSL-1.0
// An allocator of which one call fails, and what must hold when it does. Replaces operator new: for one source a program.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

namespace t2::test {

inline std::atomic<bool> counting{false};
inline std::atomic<long> before_failure{-1};  // allocations that still succeed; < 0: all
inline std::atomic<long> alive{0};            // made while counting and not yet freed

inline void* allocate(std::size_t size) {
  if (counting && before_failure >= 0 && before_failure-- == 0) return nullptr;
  void* const out = std::malloc(size + 16);
  if (out == nullptr) return nullptr;
  *static_cast<bool*>(out) = counting;
  if (counting) ++alive;
  return static_cast<char*>(out) + 16;
}
inline void release(void* at) {
  if (at == nullptr) return;
  void* const start = static_cast<char*>(at) - 16;
  if (*static_cast<bool*>(start)) --alive;
  std::free(start);
}

}  // namespace t2::test

void* operator new(std::size_t size) {
  if (void* const out = t2::test::allocate(size)) return out;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return ::operator new(size); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return t2::test::allocate(size); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return t2::test::allocate(size); }
void operator delete(void* at) noexcept { t2::test::release(at); }
void operator delete[](void* at) noexcept { t2::test::release(at); }
void operator delete(void* at, std::size_t) noexcept { t2::test::release(at); }
void operator delete[](void* at, std::size_t) noexcept { t2::test::release(at); }
void operator delete(void* at, std::nothrow_t const&) noexcept { t2::test::release(at); }
void operator delete[](void* at, std::nothrow_t const&) noexcept { t2::test::release(at); }

namespace t2::test {

/// Repeats a call with the first, the second, ... allocation failing: std::bad_alloc reaches the caller or there is no
/// answer, nothing leaks, and at last the call succeeds. With T2_TABLE in the environment it prints a row.
/// @param  call  returns whether it has an answer
/// @param  thin  of the many later allocations every n/thin-th fails
template <class Call>
void fail_each(char const* name, Call const& call, long thin = 16) {
  INFO(std::string(name));
  REQUIRE(call());  // also makes what is made once and kept
  long failures = 0, of = 0;
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
    long const left = before_failure;
    bool const reached = left < 0;  // the n-th allocation was asked for
    before_failure = -1;
    CHECK(alive == 0);
    if (!reached) {
      CHECK(answered);
      of = n - left;
      break;
    }
    ++failures;
    // a pool does with fewer threads; anything else says that it could not
    CHECK((out_of_memory || !answered || std::string(name).find("thread") != std::string::npos));
    n += n / thin;  // every one of the first, then every few
  }
  CHECK(failures > 0);
  if (std::getenv("T2_TABLE") != nullptr) std::printf("| `%s` | %ld of %ld |\n", name, failures, of);
}

}  // namespace t2::test
