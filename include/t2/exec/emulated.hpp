// SPDX-License-Identifier: BSL-1.0
// A device that is none: the launch loop, the memory and the work of a device on the host, to test what runs there on
// machines without one.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/real.hpp>     // real
#include <t2/core/status.hpp>   // result, status
#include <t2/core/sum.hpp>      // compensated
#include <t2/exec/backend.hpp>  // determinism
#include <t2/exec/device.hpp>   // grid, grid_for, grid_stride, sum_to
#include <t2/exec/memory.hpp>   // device_array

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <type_traits>

namespace t2::inline v0::exec {

/// Runs the threads of a grid one after the other, the last block first. Memory counts against `room`.
struct emulated {
  static constexpr determinism level = determinism::any_count;
  template <class Work>
  static constexpr std::size_t grain = 1;
  grid most{.blocks = 7, .threads = 32};    ///< odd, so that strides do not fall on the powers of two
  std::size_t room = std::size_t{1} << 34;  ///< the largest piece of memory [bytes]

  template <class Work>
  status for_each_index(std::size_t size, Work const& work) const {
    static_assert(
        std::is_trivially_copyable_v<Work>,
        "t2: work for a device is copied to it byte by byte, so it may hold numbers and pointers but no container");
    grid const all = grid_for(size, most);
    for (std::size_t t = all.size(); t-- > 0;) grid_stride(work, size, t, all.size());
    return {};
  }

  template <real Real, class Term>
  [[nodiscard]] Real reduce(std::size_t size, Term const& term) const {
    auto const sums = device_array<emulated, compensated<Real>>::make(*this, sum_scratch(size) + 1);
    if (!sums || !sum_to(*this, size, term, sums->data(), sums->data() + 1).ok()) return not_a_number<Real>();
    return sums->data()->value();
  }

  [[nodiscard]] result<void*> allocate(std::size_t bytes) const {
    void* const out = bytes <= room ? std::malloc(bytes) : nullptr;
    if (out == nullptr)
      return status{.code = errc::out_of_memory, .argument = "the device", .value = static_cast<double>(bytes)};
    std::memset(out, 0xA5, bytes);  // a device's memory is not cleared either
    return out;
  }
  void release(void* memory) const { std::free(memory); }
  [[nodiscard]] status clear(void* there, std::size_t bytes) const { return std::memset(there, 0, bytes), status{}; }
  [[nodiscard]] status upload(void* there, void const* here, std::size_t bytes) const {
    if (bytes > 0) std::memcpy(there, here, bytes);
    return {};
  }
  [[nodiscard]] status download(void* here, void const* there, std::size_t bytes) const {
    return upload(here, there, bytes);
  }
  [[nodiscard]] status wait() const { return {}; }
};

}  // namespace t2::inline v0::exec
