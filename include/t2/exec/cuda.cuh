// SPDX-License-Identifier: BSL-1.0
// NVIDIA's cards as a backend: for_each_index is one kernel, for all work there is.
// Flow: under every step.   Needs: core, CUDA.
#pragma once

#include <t2/core/real.hpp>     // not_a_number, real
#include <t2/core/status.hpp>   // result, status
#include <t2/core/sum.hpp>      // compensated
#include <t2/exec/backend.hpp>  // determinism
#include <t2/exec/device.hpp>   // grid, grid_for, grid_stride, sum_scratch, sum_to
#include <t2/exec/memory.hpp>   // device_array

#include <cuda_runtime.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace t2::inline v0::exec {

/// What an error of CUDA means.
/// @return  no_device, out_of_memory, device_lost (every later call of the process fails too: end it), or
///          backend_failure with CUDA's name for the error
[[nodiscard]] inline status cuda_status(cudaError_t error, double value = 0) {
  switch (error) {
    case cudaSuccess: return {};
    case cudaErrorNoDevice:
    case cudaErrorInsufficientDriver:
    case cudaErrorInvalidDevice: return {.code = errc::no_device, .argument = "a usable CUDA device"};
    case cudaErrorMemoryAllocation: return {.code = errc::out_of_memory, .argument = "the CUDA device", .value = value};
    case cudaErrorIllegalAddress:
    case cudaErrorLaunchFailure:
    case cudaErrorLaunchTimeout:
    case cudaErrorHardwareStackError:
    case cudaErrorIllegalInstruction:
    case cudaErrorMisalignedAddress:
    case cudaErrorInvalidAddressSpace:
    case cudaErrorInvalidPc:
    case cudaErrorAssert:
    case cudaErrorECCUncorrectable: return {.code = errc::device_lost, .argument = cudaGetErrorName(error)};
    default: return {.code = errc::backend_failure, .argument = cudaGetErrorName(error)};
  }
}

namespace detail {
// An error that is answered here must not be found again by the next call that looks; sticky ones are.
[[nodiscard]] inline status cuda_check(cudaError_t error, double value = 0) {
  if (error != cudaSuccess) static_cast<void>(cudaGetLastError());
  return cuda_status(error, value);
}

// Hidden, so that two shared libraries with the same work do not launch each other's.
template <class Work>
__global__ __attribute__((visibility("hidden"))) void run_grid(Work const work, std::size_t size) {
  std::size_t const thread = blockIdx.x * static_cast<std::size_t>(blockDim.x) + threadIdx.x;
  grid_stride(work, size, thread, gridDim.x * static_cast<std::size_t>(blockDim.x));
}
}  // namespace detail

/// cuda{}, cuda{.stream = s}: work of the thread's current device, to which the stream must belong, in the order of the
/// stream, whose owner the caller stays.
/// for_each_index returns when the work is queued; what its work has done is seen after `wait` or a download, as is a
/// failure of the work itself. Memory comes from a pool in the order of the stream.
/// @errors  no_device, out_of_memory, device_lost or backend_failure (`cuda_status`); reduce: NaN
/// @accuracy  integers have the host's bits. + - * / and sqrt have them too if compiled with -fmad=false; log, exp and
///            pow are those of CUDA's library, within 2 ulp each, and what is built on them differs accordingly
struct cuda {
  static constexpr determinism level = determinism::any_count;
  template <class Work>
  static constexpr std::size_t grain = 1;
  cudaStream_t stream = nullptr;                  ///< the default stream if none
  cudaMemPool_t pool = nullptr;                   ///< the device's own if none
  grid most{.blocks = 1u << 20, .threads = 128};  ///< largest grid; blocks beyond what is resident wait their turn

  template <class Work>
  status for_each_index(std::size_t size, Work const& work) const {
    static_assert(
        std::is_trivially_copyable_v<Work>,
        "t2: work for a device is copied to it byte by byte, so it may hold numbers and pointers but no container");
    if (size == 0) return {};
    grid const all = grid_for(size, most);
    cudaLaunchConfig_t how{};
    how.gridDim = all.blocks;
    how.blockDim = all.threads;
    how.stream = stream;
    return detail::cuda_check(cudaLaunchKernelEx(&how, &detail::run_grid<Work>, work, size));
  }

  /// By the tree of core/sum.hpp. Waits for the sum; `sum_to` (exec/device.hpp) leaves it on the device instead.
  template <real Real, class Term>
  [[nodiscard]] Real reduce(std::size_t size, Term const& term) const {
    compensated<Real> sum;
    auto const sums = device_array<cuda, compensated<Real>>::make(*this, sum_scratch(size) + 1);
    if (!sums || !sum_to(*this, size, term, sums->data(), sums->data() + 1).ok()) return not_a_number<Real>();
    if (!download(&sum, sums->data(), sizeof sum).ok()) return not_a_number<Real>();
    return sum.value();
  }

  [[nodiscard]] result<void*> allocate(std::size_t bytes) const {
    void* out = nullptr;
    cudaError_t const said =
        pool != nullptr ? cudaMallocFromPoolAsync(&out, bytes, pool, stream) : cudaMallocAsync(&out, bytes, stream);
    if (status const failed = detail::cuda_check(said, static_cast<double>(bytes)); !failed.ok()) return failed;
    return out;
  }
  void release(void* memory) const { static_cast<void>(cudaFreeAsync(memory, stream)); }
  [[nodiscard]] status clear(void* there, std::size_t bytes) const {
    return detail::cuda_check(cudaMemsetAsync(there, 0, bytes, stream));
  }
  [[nodiscard]] status upload(void* there, void const* here, std::size_t bytes) const {
    return detail::cuda_check(cudaMemcpyAsync(there, here, bytes, cudaMemcpyHostToDevice, stream));
  }
  [[nodiscard]] status download(void* here, void const* there, std::size_t bytes) const {
    status const queued = detail::cuda_check(cudaMemcpyAsync(here, there, bytes, cudaMemcpyDeviceToHost, stream));
    return queued.ok() ? wait() : queued;
  }
  [[nodiscard]] status wait() const { return detail::cuda_check(cudaStreamSynchronize(stream)); }
};

/// Cards that can be used; none is no error.
[[nodiscard]] inline int cuda_devices() {
  int count = 0;
  if (!detail::cuda_check(cudaGetDeviceCount(&count)).ok()) return 0;
  return count;
}

/// A card with a stream and a pool of memory of its own, made once; `on()` is the backend.
class cuda_device {
 public:
  /// Makes card number `ordinal` current for this thread.
  /// @errors  no_device, backend_failure
  [[nodiscard]] static result<cuda_device> open(int ordinal = 0) {
    int count = 0;
    if (status const none = detail::cuda_check(cudaGetDeviceCount(&count)); !none.ok()) return none;
    if (ordinal < 0 || ordinal >= count)
      return status{.code = errc::no_device, .argument = "a CUDA device of that number", .index = ordinal};
    cuda_device out;
    out.ordinal_ = ordinal;
    cudaMemPoolProps how{};
    how.allocType = cudaMemAllocationTypePinned;
    how.location = {cudaMemLocationTypeDevice, ordinal};
    std::uint64_t keep = ~std::uint64_t{0};  // memory is given back when the pool goes, not whenever the stream is idle
    for (cudaError_t const said :
         {cudaSetDevice(ordinal), cudaStreamCreateWithFlags(&out.stream_, cudaStreamNonBlocking),
          cudaMemPoolCreate(&out.pool_, &how)})
      if (status const failed = detail::cuda_check(said); !failed.ok()) return failed;
    if (status const failed =
            detail::cuda_check(cudaMemPoolSetAttribute(out.pool_, cudaMemPoolAttrReleaseThreshold, &keep));
        !failed.ok())
      return failed;
    return result<cuda_device>(std::move(out));
  }
  cuda_device(cuda_device&& other) noexcept
      : ordinal_(other.ordinal_),
        stream_(std::exchange(other.stream_, nullptr)),
        pool_(std::exchange(other.pool_, nullptr)) {}
  cuda_device& operator=(cuda_device&& other) noexcept {
    std::swap(ordinal_, other.ordinal_);
    std::swap(stream_, other.stream_);
    std::swap(pool_, other.pool_);
    return *this;
  }
  ~cuda_device() {
    if (stream_ != nullptr) static_cast<void>(cudaStreamSynchronize(stream_));
    if (pool_ != nullptr) static_cast<void>(cudaMemPoolDestroy(pool_));
    if (stream_ != nullptr) static_cast<void>(cudaStreamDestroy(stream_));
  }

  [[nodiscard]] cuda on() const { return {.stream = stream_, .pool = pool_}; }
  [[nodiscard]] int ordinal() const { return ordinal_; }

 private:
  cuda_device() = default;
  int ordinal_ = 0;
  cudaStream_t stream_ = nullptr;
  cudaMemPool_t pool_ = nullptr;
};

}  // namespace t2::inline v0::exec
