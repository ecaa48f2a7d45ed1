// SPDX-License-Identifier: BSL-1.0
// What a backend has to have, and what batch functions get from it, shown on a backend of our own: two processes in one.
#include <t2/core/status.hpp>
#include <t2/exec/backend.hpp>
#include <t2/exec/scalar.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

using namespace t2;

namespace {

/// Runs the first half of the indices only, as one of two ranks would; the other rank's results are made up.
struct first_half {
  static constexpr exec::determinism level = exec::determinism::any_count;
  exec::scalar inner = {};
  errc ends_with = errc::ok;

  template <class Work>
  status for_each_index(std::size_t size, Work const& work) const {
    inner.run(0, size / 2, work);
    return {.code = ends_with};
  }
  template <real Real, class Term>
  [[nodiscard]] Real reduce(std::size_t size, Term const& term) const {
    return inner.reduce<Real>(size, term);
  }
  template <class Work, class T>
  void gather(std::size_t size, exec::written<T> const& out) const {
    for (std::size_t i = size / 2 * out.per_index; i < out.size; ++i) out.data[i] = T(-1);
  }
  void sum_over_ranks(std::uint64_t* counts, std::size_t size) const {
    for (std::size_t i = 0; i < size; ++i) counts[i] *= 2;
  }
};

struct no_reduce {
  static constexpr exec::determinism level = exec::determinism::any_count;
  template <class Work>
  status for_each_index(std::size_t, Work const&) const {
    return {};
  }
};

}  // namespace

static_assert(exec::backend<first_half> && !exec::inner_backend<first_half>);
static_assert(!exec::backend<no_reduce> && !exec::backend<int>);
static_assert(std::is_same_v<decltype(exec::innermost(first_half{})), exec::scalar const&>);

TEST_CASE("for_each_index gives what was written to all processes, several elements an index and a last one of fewer") {
  std::vector<int> one(6, 0), three(16, 0);
  auto const work = [&](std::size_t i) {
    one[i] = 1;
    for (std::size_t j = 3 * i; j < 3 * i + 3 && j < three.size(); ++j) three[j] = 3;
  };
  exec::written<int> const ones{one.data(), one.size()}, threes{three.data(), three.size(), 3};
  CHECK(exec::for_each_index(first_half{}, 6, work, ones, threes).ok());
  CHECK(one == std::vector<int>{1, 1, 1, -1, -1, -1});
  CHECK(three == std::vector<int>{3, 3, 3, 3, 3, 3, 3, 3, 3, -1, -1, -1, -1, -1, -1, -1});
}

TEST_CASE("nothing is exchanged where the work did not end well, or where there is one process") {
  std::vector<int> out(4, 0);
  auto const work = [&](std::size_t i) { out[i] = 1; };
  exec::written<int> const whole{out.data(), out.size()};
  CHECK(exec::for_each_index(first_half{.ends_with = errc::cancelled}, 4, work, whole).code == errc::cancelled);
  CHECK(out == std::vector<int>{1, 1, 0, 0});
  CHECK(exec::for_each_index(exec::scalar{}, 4, work, whole).ok());
  CHECK(out == std::vector<int>{1, 1, 1, 1});
}

TEST_CASE("counts are added up over processes, and are left alone where there is one") {
  std::uint64_t counts[] = {1, 2};
  exec::sum_over_ranks(exec::scalar{}, counts, 2);
  CHECK(counts[1] == 2);
  exec::sum_over_ranks(first_half{}, counts, 2);
  CHECK(counts[0] == 2);
  CHECK(counts[1] == 4);
}
