// SPDX-License-Identifier: BSL-1.0
// The functors of the library as kernels. With a card: each against the scalar backend, and what fails there. Without one:
// the same functors through the launch loop on the host, the answers of a machine without a card, and a visible skip.
// t2: runs
#include "exec/functors.hpp"

#include <t2/core/message.hpp>
#include <t2/exec/cuda.cuh>
#include <t2/exec/emulated.hpp>

#include <cstdio>
#include <cstring>

using namespace t2;

namespace {

int failures = 0;

void check(bool holds, char const* what) {
  if (holds) return;
  ++failures;
  std::printf("FAILED: %s\n", what);
}

template <class Ex>
void compare(Ex const& ex, char const* where) {
  test::for_each_functor([&](auto functor) {
    test::functor_result const got = decltype(functor)::run(ex);
    double const off = test::distance(got, decltype(functor)::run(exec::scalar{}));
    std::printf("%-9s %-62s %s %.3g\n", where, functor.name, message(got.problem).c_str(), off);
    check(off <= functor.bound, functor.name);
  });
}

void without_card() {
  compare(exec::emulated{}, "emulated");
  auto const card = exec::cuda_device::open();
  check(!card && card.error().code == errc::no_device, "without a card there is none to open");
  std::printf("open: %s\n", message(card.error()).c_str());
  // a backend that was made all the same answers with a status, and never with a number
  check(!sample::hits(exec::cuda{}, random::any_of_threshold(0.1, 3), {.seed = 1, .count = 10}), "hits without a card");
  check(!random::fill_words(exec::cuda{}, 1, {0, 0, 0}, {reinterpret_cast<std::uint32_t*>(0x10), 4}).ok(), "a launch");
  double const sum = exec::cuda{}.reduce<double>(3, test::sums::term{});
  check(sum != sum, "a sum without a card");
}

void on_card(exec::cuda const& ex, bool with_faults) {
  compare(ex, "cuda");
  auto const much = ex.allocate(std::size_t{1} << 50);
  check(!much && much.error().code == errc::out_of_memory, "a petabyte");
  check(ex.wait().ok(), "the card is usable after it refused");
  if (!with_faults) return;
  // last: a wrong address ends the use of the card
  test::random_words::run(ex);
  auto const lost = random::fill_words(ex, 1, {0, 0, 0}, {reinterpret_cast<std::uint32_t*>(0x10), 4});
  status const later = lost.ok() ? ex.wait() : lost;
  check(later.code == errc::device_lost, "a wrong address");
  std::printf("%s\n", message(later).c_str());
}

}  // namespace

// What an error of CUDA is called needs no card.
static bool const names = [] {
  check(exec::cuda_status(cudaSuccess).ok(), "success");
  check(exec::cuda_status(cudaErrorInsufficientDriver).code == errc::no_device, "no driver");
  check(exec::cuda_status(cudaErrorMemoryAllocation, 8).value == 8, "the bytes asked for");
  status const lost = exec::cuda_status(cudaErrorIllegalAddress);
  check(lost.code == errc::device_lost && std::strcmp(lost.argument, "cudaErrorIllegalAddress") == 0, "a sticky error");
  check(exec::cuda_status(cudaErrorInvalidConfiguration).code == errc::backend_failure, "a launch error");
  return true;
}();

// With any argument nothing is done that compute-sanitizer would rightly complain of.
int main(int argc, char**) {
  if (exec::cuda_devices() == 0) {
    without_card();
  } else {
    cudaDeviceProp what{};
    cudaGetDeviceProperties(&what, 0);
    std::printf("card: %s\n", what.name);
    auto const card = exec::cuda_device::open();
    check(static_cast<bool>(card), "opening a card");
    if (card) on_card(card->on(), argc == 1);
  }
  if (failures > 0) return 1;
  if (exec::cuda_devices() > 0) return 0;
  std::printf("SKIPPED: cuda.functors: no CUDA device; the functors ran on the emulated one\n");
  return 77;
}
