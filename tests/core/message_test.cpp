// SPDX-License-Identifier: BSL-1.0
#include <t2/core/message.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <set>
#include <string>

using namespace t2;

TEST_CASE("a message names the argument, the value and the place") {
  struct expected {
    status error;
    char const* text;
  };
  for (expected const& e : {
           expected{{}, "no error"},
           expected{{.code = errc::empty}, "no data"},
           expected{{errc::out_of_domain, "tokens", -1, 3}, "tokens is outside its domain (value -1 at index 3)"},
           expected{{errc::out_of_domain, "k", 0, -1}, "k is outside its domain (value 0)"},
           expected{{.code = errc::size_mismatch, .argument = "samples"}, "samples has another length than the rest"},
           expected{{errc::too_few_points, "the data set", 4, -1},
                    "the data set has fewer points than the law has coefficients (value 4)"},
           expected{{errc::no_variation, "params", 1e9, -1}, "params has the same value at every point (value 1e+09)"},
           expected{{errc::unbounded, "A", 0, -1}, "A is missing from the law: there is no interior optimum"},
           expected{{errc::infeasible, "min_samples", 0, -1},
                    "min_samples cannot be satisfied: there is no feasible plan"},
           expected{{.code = errc::no_device, .argument = "a usable CUDA device"},
                    "a usable CUDA device was not found"},
           expected{{errc::out_of_memory, "the CUDA device", 1e12, -1},
                    "the CUDA device has no room left for the memory asked for (value 1e+12)"},
           expected{{.code = errc::device_lost, .argument = "cudaErrorIllegalAddress"},
                    "cudaErrorIllegalAddress happened on the device: it is of no further use to this program"},
           expected{{errc::not_identified, "pass@k", 0, 12}, "pass@k is not identified by the data (index 12)"},
       })
    CHECK(message(e.error) == e.text);
}

TEST_CASE("every code has words of its own, in one line") {
  std::set<std::string> seen;
  for (int code = 0; code <= static_cast<int>(errc::device_lost); ++code) {
    char const* const text = describe(static_cast<errc>(code));
    CHECK(std::strcmp(text, "unknown status") != 0);
    CHECK(std::strchr(text, '\n') == nullptr);
    seen.insert(text);
  }
  CHECK(seen.size() == static_cast<std::size_t>(errc::device_lost) + 1);
  CHECK(std::strcmp(describe(static_cast<errc>(200)), "unknown status") == 0);  // of a newer library, say
}
