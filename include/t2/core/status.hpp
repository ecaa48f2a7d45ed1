// SPDX-License-Identifier: BSL-1.0
// How host functions answer: `status` (what went wrong, where) and `result<T>` (a value or a status). Nothing is thrown.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/config.hpp>  // T2_HD

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace t2::inline v0 {

/// What kind of thing went wrong.
enum class errc : std::uint8_t {
  ok,
  empty,            ///< no data
  size_mismatch,    ///< spans or columns of different lengths
  out_of_domain,    ///< a value outside the domain of its argument
  too_few_points,   ///< fewer points than coefficients
  no_variation,     ///< a variable has one value only, so nothing can be learnt of it
  not_identified,   ///< the data cannot support the number asked for
  unbounded,        ///< no interior optimum: the named term is missing from the law
  infeasible,       ///< no point satisfies the named constraint
  not_converged,    ///< no usable number was reached
  unsupported,      ///< the combination asked for does not exist
  backend_failure,  ///< a thread, rank or device failed
  cancelled,        ///< stopped by the caller
  no_device,        ///< no device of the kind, or none that can be used
  out_of_memory,    ///< a device has no room left; value: the bytes asked for
  device_lost       ///< a device failed so that nothing more can be done with it in this process
};

/// Trivially copyable, so that kernels return it; `message` (core/message.hpp) makes its text on the host.
/// `argument` points to a string with static storage.
struct [[nodiscard]] status {
  errc code = errc::ok;
  char const* argument = "";     ///< the argument, column, term or constraint it is about
  double value = 0;              ///< the offending value, where there is one
  std::int64_t index = -1;       ///< the element it is about, -1 for none

  [[nodiscard]] T2_HD constexpr bool ok() const { return code == errc::ok; }
};
static_assert(std::is_trivially_copyable_v<status>);

/// A value, or the status that says why there is none. Reading the value of a failed result is undefined.
template <class T>
class [[nodiscard]] result {
 public:
  using value_type = T;

  constexpr result(T value) : value_(std::move(value)) {}
  constexpr result(status error) : error_(error) {}

  [[nodiscard]] constexpr explicit operator bool() const noexcept { return value_.has_value(); }
  [[nodiscard]] constexpr T const& operator*() const& noexcept { return *value_; }
  [[nodiscard]] constexpr T& operator*() & noexcept { return *value_; }
  [[nodiscard]] constexpr T&& operator*() && noexcept { return *std::move(value_); }
  [[nodiscard]] constexpr T const* operator->() const noexcept { return &*value_; }
  [[nodiscard]] constexpr T* operator->() noexcept { return &*value_; }
  [[nodiscard]] constexpr status error() const noexcept { return error_; }

 private:
  std::optional<T> value_;
  status error_;
};

}  // namespace t2::inline v0
