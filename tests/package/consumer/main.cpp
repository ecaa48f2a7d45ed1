// SPDX-License-Identifier: BSL-1.0
// A user's program: it says what it was built with, and does something with everything that it was given.
#include <t2/sample.hpp>
#include <t2/t2.hpp>
#ifdef WITH_BOOST
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/version.hpp>
#endif
#ifdef WITH_SIMD
#include <t2/exec/simd.hpp>
#endif
#ifdef WITH_MPI
#include <t2/exec/mpi.hpp>
#endif
#ifdef WITH_CUDA
#include <cuda_runtime_api.h>
#endif

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

using namespace t2;

bool print_plan();  // plan.cpp

namespace {

int failures = 0;

void expect(bool holds, char const* what) {
  std::printf("%s: %s\n", what, holds ? "yes" : "NO");
  failures += holds ? 0 : 1;
}

struct root {
  using value_type = double;
  double const* in;
  double* out;
  template <lane V = double>
  void operator()(std::size_t i) const {
    exec::store(out + i, math::sqrt(exec::load<V>(in + i)));
  }
};

}  // namespace

int main(int argc, char** argv) {
  std::printf("t2scaling %d.%d.%d\n", T2_VERSION_MAJOR, T2_VERSION_MINOR, T2_VERSION_PATCH);
  expect(print_plan(), "the plan is certified");

  double const chances[] = {0.01, 0.2, 0.7};
  auto const tally = sample::repeated(exec::scalar{}, chances, samples{64}, seed{1}, {.count = 1000});
  expect(tally && tally->digest() == 0xc7e1d9dd1278532c, "the digest of format v1");

#ifdef WITH_BOOST
  using wide = boost::multiprecision::cpp_bin_float_50;
  auto const loss = law::published::find("besiroglu-2024")->law<wide>();
  wide const n("7e9"), d("2e12");
  wide const value = loss(params{n}, tokens{d});
  wide const by_hand = loss.E + loss.A * pow(n, -loss.alpha) + loss.B * pow(d, -loss.beta);
  std::printf("Boost %s\n", BOOST_LIB_VERSION);
  expect(abs(value - by_hand) < wide("1e-48"), "a law in 50 digits");
#endif
#ifdef WITH_SIMD
  std::vector<double> in(1003, 2.0), out(1003);
  status const ran = exec::simd{}.for_each_index(in.size(), root{in.data(), out.data()});
  std::printf("xsimd %d.%d.%d\n", XSIMD_VERSION_MAJOR, XSIMD_VERSION_MINOR, XSIMD_VERSION_PATCH);
  expect(ran.ok() && out.front() == std::sqrt(2.0) && out.back() == std::sqrt(2.0), "batches");
#endif
#ifdef WITH_MPI
  exec::mpi_session const session(argc, argv);
  double const sum = exec::mpi{}.reduce<double>(1000, [](std::size_t i) { return static_cast<double>(i); });
  std::printf("MPI %d.%d\n", MPI_VERSION, MPI_SUBVERSION);
  expect(sum == 499500, "a sum over ranks");
#endif
#ifdef WITH_CUDA
  int version = 0;
  expect(cudaRuntimeGetVersion(&version) == cudaSuccess && version == CUDART_VERSION, "CUDA's runtime");
#endif
  static_cast<void>(argc), static_cast<void>(argv);
  return failures == 0 ? 0 : 1;
}
