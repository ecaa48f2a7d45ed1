// SPDX-License-Identifier: BSL-1.0
// Memory that a backend's work can reach: the caller's own on the host, a copy on a device.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/status.hpp>  // result, status
#include <t2/exec/device.hpp>  // device

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

namespace t2::inline v0::exec {

/// Pointer and size, for work on a device: std::span's functions are not for device code.
template <class T>
struct device_view {
  T* pointer = nullptr;
  std::size_t count = 0;

  [[nodiscard]] T2_HD constexpr T* data() const { return pointer; }
  [[nodiscard]] T2_HD constexpr std::size_t size() const { return count; }
  [[nodiscard]] T2_HD constexpr T& operator[](std::size_t i) const { return pointer[i]; }
  /// For the functions of many: their spans are of device memory if their backend is a device.
  [[nodiscard]] constexpr operator std::span<T>() const { return {pointer, count}; }
  [[nodiscard]] constexpr operator std::span<T const>() const
    requires(!std::is_const_v<T>)
  {
    return {pointer, count};
  }
};

/// Numbers on a device for as long as it lives.
template <device Ex, class T>
  requires std::is_trivially_copyable_v<T>
class device_array {
 public:
  /// Not initialised.
  /// @errors  out_of_memory with the bytes asked for, or what the device says
  [[nodiscard]] static result<device_array> make(Ex const& ex, std::size_t size) {
    auto const got = ex.allocate((size > 0 ? size : 1) * sizeof(T));
    if (!got) return got.error();
    return device_array(ex, static_cast<T*>(*got), size);
  }
  [[nodiscard]] static result<device_array> copy_of(Ex const& ex, std::span<T const> from) {
    auto out = make(ex, from.size());
    if (!out) return out;
    if (status const copied = out->upload(from); !copied.ok()) return copied;
    return out;
  }
  device_array(device_array&& other) noexcept
      : ex_(other.ex_), data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}
  device_array& operator=(device_array&& other) noexcept {
    std::swap(ex_, other.ex_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~device_array() {
    if (data_ != nullptr) ex_.release(data_);
  }

  [[nodiscard]] T* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] device_view<T> view() const { return {data_, size_}; }
  [[nodiscard]] std::span<T> span() const { return {data_, size_}; }
  [[nodiscard]] std::span<T const> reading() const { return {data_, size_}; }

  /// @return  size_mismatch (nothing copied) or what the device says
  [[nodiscard]] status upload(std::span<T const> from) const {
    if (from.size() != size_) return {.code = errc::size_mismatch, .argument = "upload"};
    return ex_.upload(data_, from.data(), size_ * sizeof(T));
  }
  /// Waits until the numbers have arrived.
  [[nodiscard]] status download(std::span<T> to) const {
    if (to.size() != size_) return {.code = errc::size_mismatch, .argument = "download"};
    return ex_.download(to.data(), data_, size_ * sizeof(T));
  }
  [[nodiscard]] status clear() const { return ex_.clear(data_, size_ * sizeof(T)); }

 private:
  device_array(Ex const& ex, T* data, std::size_t size) : ex_(ex), data_(data), size_(size) {}

  Ex ex_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

/// The backend whose memory the work of `ex` reaches: that inside ranks.
template <class Ex>
[[nodiscard]] constexpr auto const& memory_of(Ex const& ex) {
  if constexpr (!device<Ex> && requires { ex.inner; }) {
    return memory_of(ex.inner);
  } else {
    return ex;
  }
}
template <class Ex>
using memory_t = std::remove_cvref_t<decltype(memory_of(std::declval<Ex const&>()))>;

/// Whether work must be made for a device.
template <class Ex>
inline constexpr bool on_device = device<memory_t<Ex>>;

/// Host memory, lent to work on a backend for as long as it lives: itself on the host, a copy on a device. What the
/// work has written is seen after `give_back`.
template <class Ex, class T>
class lent {
 public:
  lent(Ex const&, std::span<T> host) : data_(host.data()) {}
  [[nodiscard]] T* data() const { return data_; }
  [[nodiscard]] status error() const { return {}; }
  [[nodiscard]] status give_back() const { return {}; }

 private:
  T* data_;
};

template <class Ex, class T>
  requires on_device<Ex>
class lent<Ex, T> {
  using number = std::remove_const_t<T>;
  using array = device_array<memory_t<Ex>, number>;

 public:
  lent(Ex const& ex, std::span<T> host) : host_(host), there_(array::copy_of(memory_of(ex), host)) {}
  [[nodiscard]] number* data() const { return there_->data(); }
  [[nodiscard]] status error() const { return there_ ? status{} : there_.error(); }
  [[nodiscard]] status give_back() const
    requires(!std::is_const_v<T>)
  {
    return there_->download(host_);
  }

 private:
  std::span<T> host_;
  result<array> there_;
};
template <class Ex, class T>
lent(Ex const&, std::span<T>) -> lent<Ex, T>;

}  // namespace t2::inline v0::exec
