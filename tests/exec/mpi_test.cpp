// SPDX-License-Identifier: BSL-1.0
// Identical results for one to four ranks; a rank that fails ends the run. The test starts itself under mpirun.
// t2: needs mpi threads
// t2: labels mpi
#include "support/digest.hpp"
#include "support/mpirun.hpp"

#include <t2/exec/emulated.hpp>
#include <t2/exec/mpi.hpp>
#include <t2/exec/threads.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

using namespace t2;

namespace {

struct square {
  double* out;
  void operator()(std::size_t i) const { out[i] = static_cast<double>(i) * static_cast<double>(i); }
};

double wave(std::size_t i) { return std::sin(static_cast<double>(i)) * std::exp(static_cast<double>(i % 40)); }

// What every rank must agree on, as bits.
template <class Exec>
void add_results(sample::digest& out, Exec const& ex) {
  for (std::size_t size : {0u, 1u, 1023u, 5000u, 100'003u}) {
    double const sum = ex.template reduce<double>(size, wave);
    out.add(__builtin_bit_cast(std::uint64_t, sum));
  }
}

void child() {
  int argc = 0;
  char** argv = nullptr;
  exec::mpi_session const session(argc, argv);
  exec::mpi const plain{};
  exec::mpi const composed{exec::threads{2}};
  if (std::string(test::role()) == "throw") {
    // rank 1 throws; the others are told which one it was
    try {
      status const got = plain.for_each_index(1000, [&](std::size_t i) {
        if (i == 700) throw std::runtime_error("seven hundred");
      });
      std::printf("rank %d: code %d of rank %d\n", plain.rank(), static_cast<int>(got.code),
                  static_cast<int>(got.index));
    } catch (std::runtime_error const& error) {
      std::printf("rank %d: threw %s\n", plain.rank(), error.what());
    }
    return;
  }
  if (std::string(test::role()) == "fail") {
    if (plain.rank() == 1) throw std::runtime_error("lost");  // leaves the session: no rank may hang
    std::printf("sum %g\n", plain.reduce<double>(5000, wave));
    return;
  }
  CHECK(exec::mpi_session::rank() == plain.rank());
  std::vector<double> squares(777);
  exec::written<double> const whole{squares.data(), squares.size()};
  CHECK(exec::for_each_index(plain, squares.size(), square{squares.data()}, whole).ok());
  for (std::size_t i = 0; i < squares.size(); ++i) CHECK(squares[i] == static_cast<double>(i * i));
  exec::mpi const devices{exec::emulated{}};  // a device a rank
  auto const there = exec::device_array<exec::emulated, double>::make(exec::emulated{}, squares.size());
  exec::written<double> const on_device{there->data(), squares.size()};
  CHECK(exec::for_each_index(devices, squares.size(), square{there->data()}, on_device).ok());
  std::vector<double> squares_there(squares.size());
  CHECK(there->download(squares_there).ok());
  CHECK(squares_there == squares);
  auto const term = [](std::size_t i) { return wave(i); };
  for (std::size_t size : {0u, 5000u, 100'003u})
    CHECK(devices.reduce<double>(size, term) == plain.reduce<double>(size, term));
  CHECK(test::count_digest(devices) == test::golden_counts);
  sample::digest sums;
  add_results(sums, plain);
  add_results(sums, composed);
  std::printf("rank %d of %d:", plain.rank(), exec::mpi_session::ranks());
  for (std::uint64_t digest : {test::count_digest(plain), test::count_digest(composed), test::draw_digest(plain),
                               test::draw_digest(composed), sums.value()})
    std::printf(" %016llx", static_cast<unsigned long long>(digest));
  std::printf("\n");
}

}  // namespace

TEST_CASE("ranks") {
  if (test::role() != nullptr) {
    child();
    return;
  }
  sample::digest sums;
  add_results(sums, exec::scalar{});
  add_results(sums, exec::scalar{});
  std::string expected = ":";
  for (std::uint64_t digest :
       {test::golden_counts, test::golden_counts, test::golden_draws, test::golden_draws, sums.value()}) {
    char hex[20];
    std::snprintf(hex, sizeof hex, " %016llx", static_cast<unsigned long long>(digest));
    expected += hex;
  }
  for (int ranks = 1; ranks <= 4; ++ranks) {
    test::outcome const got = test::run_ranks(ranks, "digest");
    INFO(got.text);
    CHECK(got.code == 0);
    CHECK(test::occurrences(got.text, " of " + std::to_string(ranks) + expected) == static_cast<std::size_t>(ranks));
  }
  test::outcome const thrown = test::run_ranks(2, "throw");
  INFO(thrown.text);
  CHECK(thrown.text.find("rank 1: threw seven hundred") != std::string::npos);
  CHECK(thrown.text.find("rank 0: code 11 of rank 1") != std::string::npos);
  test::outcome const failed = test::run_ranks(2, "fail");
  INFO(failed.text);
  CHECK(failed.code != 0);
  CHECK(failed.text.find("t2: rank 1 of 2: left by an exception") != std::string::npos);
}
