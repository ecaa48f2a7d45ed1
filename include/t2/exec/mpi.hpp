// SPDX-License-Identifier: BSL-1.0
// Ranks of MPI, each running an inner backend on its share: the way past one machine. The number of ranks changes no
// bit.
// Flow: under every step.   Needs: core, MPI.
#pragma once

#include <t2/core/config.hpp>   // T2_HD
#include <t2/core/real.hpp>     // not_a_number
#include <t2/core/status.hpp>   // status
#include <t2/core/sum.hpp>      // compensated, fold_leaves, sum_leaf
#include <t2/exec/backend.hpp>  // backend, determinism, innermost, written
#include <t2/exec/device.hpp>   // device, sum_leaves
#include <t2/exec/memory.hpp>   // device_array
#include <t2/exec/scalar.hpp>   // scalar

#include <mpi.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <type_traits>
#include <vector>

namespace t2::inline v0::exec {

/// MPI for as long as it lives: made once, in main. MPI is called from the thread that made it only.
class mpi_session {
 public:
  mpi_session(int& argc, char**& argv) {
    int ready = 0, level = 0;
    MPI_Initialized(&ready);
    if (ready == 0) MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &level);
  }
  mpi_session(mpi_session const&) = delete;
  mpi_session& operator=(mpi_session const&) = delete;
  /// A rank that leaves by an exception ends the whole run: the others would wait for it.
  ~mpi_session() {
    if (std::uncaught_exceptions() > 0) fail("left by an exception");
    MPI_Finalize();
  }

  [[nodiscard]] static int rank() {
    int out = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &out);
    return out;
  }
  [[nodiscard]] static int ranks() {
    int out = 1;
    MPI_Comm_size(MPI_COMM_WORLD, &out);
    return out;
  }

  /// Ends all ranks, with a line on stderr.
  [[noreturn]] static void fail(char const* what, int code = 1) {
    std::fprintf(stderr, "t2: rank %d of %d: %s\n", rank(), ranks(), what);
    std::fflush(stderr);
    MPI_Abort(MPI_COMM_WORLD, code);
    std::terminate();  // MPI_Abort does not return
  }
};

/// The number of this rank among those of its machine.
[[nodiscard]] inline int local_rank(MPI_Comm ranks = MPI_COMM_WORLD) {
  MPI_Comm here = MPI_COMM_NULL;
  int out = 0;
  MPI_Comm_split_type(ranks, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here);
  MPI_Comm_rank(here, &out);
  MPI_Comm_free(&here);
  return out;
}

namespace detail {
// The same by value, for a device, to which it is copied.
template <class Work>
struct shifted_copy {
  Work work;
  std::size_t begin;
  T2_HD void operator()(std::size_t i) const { work(begin + i); }
};

// work(begin + i), with batches if the work has them.
template <class Work>
struct shifted {
  Work const& work;
  std::size_t begin;
  void operator()(std::size_t i) const { work(begin + i); }
};
template <class Work>
  requires requires { typename Work::value_type; }
struct shifted<Work> {
  using value_type = typename Work::value_type;
  Work const& work;
  std::size_t begin;
  template <lane V = value_type>
  void operator()(std::size_t i) const
    requires requires { work.template operator()<V>(i); }
  {
    work.template operator()<V>(begin + i);
  }
};
}  // namespace detail

/// mpi{}, mpi{threads{8, simd{}}}, mpi{card.on()} (exec/cuda_mpi.cuh). All ranks make the same calls in the same order.
/// for_each_index runs the share of this rank: what the work writes is brought together by exec::for_each_index or
/// exec::sum_over_ranks. reduce gives all ranks the sum.
/// @errors  where the work of one rank throws, that rank rethrows and the others get errc::backend_failure with its
///            number
///          (reduce: NaN); where one is cancelled, all are
template <backend Inner = scalar>
struct mpi {
  static constexpr determinism level = Inner::level;
  Inner inner = {};
  MPI_Comm ranks = MPI_COMM_WORLD;

  struct part {
    std::size_t begin, end;
  };
  /// The indices that rank number `rank` runs; they begin at a multiple of the inner backend's grain.
  template <class Work>
  [[nodiscard]] part share(std::size_t size, int rank) const {
    constexpr std::size_t grain = Inner::template grain<Work>;
    std::size_t const count = static_cast<std::size_t>(rank_count()), r = static_cast<std::size_t>(rank);
    std::size_t const grains = (size + grain - 1) / grain, each = grains / count, more = grains % count;
    std::size_t const begin = (each * r + (r < more ? r : more)) * grain;
    std::size_t const end = begin + (each + (r < more ? 1 : 0)) * grain;
    return {begin < size ? begin : size, end < size ? end : size};
  }

  template <class Work>
  status for_each_index(std::size_t size, Work const& work) const {
    part const mine = share<Work>(size, rank());
    status here;
    std::exception_ptr const thrown = guarded([&] {
      using part_of_work = std::conditional_t<device<Inner>, detail::shifted_copy<Work>, detail::shifted<Work>>;
      here = inner.for_each_index(mine.end - mine.begin, part_of_work{work, mine.begin});
    });
    return agree(here, thrown);
  }

  template <real Real, class Term>
  [[nodiscard]] Real reduce(std::size_t size, Term const& term) const {
    static_assert(std::is_trivially_copyable_v<Real>, "t2: sums over ranks are of numbers that can be sent as bytes");
    struct by_leaf {
      void operator()(std::size_t) const {}
    };
    std::vector<compensated<Real>> leaves((size + sum_leaf - 1) / sum_leaf);
    part const mine = share<by_leaf>(leaves.size(), rank());
    status here;
    std::exception_ptr const thrown = guarded([&] {
      if constexpr (device<Inner>) {
        here = leaves_of_device(mine, size, term, leaves.data());
      } else {
        auto const& unit = innermost(inner);
        here = inner.for_each_index(mine.end - mine.begin, [&](std::size_t i) {
          leaves[mine.begin + i] = unit.template leaf<Real>(mine.begin + i, size, term);
        });
      }
    });
    if (!agree(here, thrown).ok()) return not_a_number<Real>();
    gather<by_leaf>(leaves.size(), written{leaves.data(), leaves.size()});
    return fold_leaves(leaves.data(), leaves.size());
  }

  /// Gives all ranks the elements that each has written in for_each_index of `size` with this Work.
  template <class Work, class T>
  void gather(std::size_t size, written<T> const& out) const {
    static_assert(std::is_trivially_copyable_v<T>, "t2: what ranks exchange is sent as bytes");
    for (int r = 0; r < rank_count(); ++r) {
      part const theirs = share<Work>(size, r);
      std::size_t const begin = least(theirs.begin * out.per_index, out.size);
      std::size_t const end = least(theirs.end * out.per_index, out.size);
      if constexpr (device<Inner>) {
        send_of_device(out.data + begin, end - begin, r);
      } else {
        send(out.data + begin, end - begin, r);
      }
    }
  }

  void sum_over_ranks(std::uint64_t* counts, std::size_t size) const {
    std::size_t const most = std::size_t{1} << 27;
    for (std::size_t at = 0; at < size; at += most)
      MPI_Allreduce(MPI_IN_PLACE, counts + at, static_cast<int>(size - at < most ? size - at : most), MPI_UINT64_T,
                    MPI_SUM, ranks);
  }

  [[nodiscard]] int rank() const {
    int out = 0;
    MPI_Comm_rank(ranks, &out);
    return out;
  }
  [[nodiscard]] int rank_count() const {
    int out = 1;
    MPI_Comm_size(ranks, &out);
    return out;
  }

 private:
  [[nodiscard]] static std::size_t least(std::size_t x, std::size_t y) { return x < y ? x : y; }

  template <class T>
  void send(T* data, std::size_t size, int from) const {
    std::size_t const bytes = size * sizeof(T), most = std::size_t{1} << 30;
    char* const first = reinterpret_cast<char*>(data);
    for (std::size_t at = 0; at < bytes; at += most)
      MPI_Bcast(first + at, static_cast<int>(least(bytes - at, most)), MPI_BYTE, from, ranks);
  }
  // By way of the host, which every MPI can read.
  template <class T>
  void send_of_device(T* data, std::size_t size, int from) const {
    std::vector<T> here(size);
    bool const mine = from == rank();
    if (mine && !inner.download(here.data(), data, size * sizeof(T)).ok()) mpi_session::fail("its device failed");
    send(here.data(), size, from);
    if (!mine && !inner.upload(data, here.data(), size * sizeof(T)).ok()) mpi_session::fail("its device failed");
  }

  template <real Real, class Term>
  [[nodiscard]] status leaves_of_device(part const& mine, std::size_t size, Term const& term,
                                        compensated<Real>* leaves) const {
    std::size_t const count = mine.end - mine.begin;
    auto const there = device_array<Inner, compensated<Real>>::make(inner, (sum_lanes + 1) * count);
    if (!there) return there.error();
    status const queued =
        sum_leaves<Real>(inner, mine.begin, count, size, term, there->data(), there->data() + count);
    if (!queued.ok()) return queued;
    return inner.download(leaves + mine.begin, there->data(), count * sizeof(compensated<Real>));
  }

  template <class Call>
  [[nodiscard]] static std::exception_ptr guarded(Call const& call) {
#if defined(__cpp_exceptions)
    try {
      call();
    } catch (...) {
      return std::current_exception();
    }
#else
    call();
#endif
    return nullptr;
  }

  // The worst of what has happened, on all ranks alike: 2 an exception, 1 another status, with the lowest rank that has
  // it.
  [[nodiscard]] status agree(status const& here, std::exception_ptr const& thrown) const {
    struct {
      int severity, rank;
    } mine{thrown != nullptr ? 2 : (here.ok() ? 0 : 1), rank()}, worst{};
    MPI_Allreduce(&mine, &worst, 1, MPI_2INT, MPI_MAXLOC, ranks);
    if (thrown != nullptr) std::rethrow_exception(thrown);
    if (worst.severity == 2) return {.code = errc::backend_failure, .argument = "rank", .index = worst.rank};
    if (worst.severity == 1) return here.ok() ? status{.code = errc::cancelled} : here;
    return {};
  }
};

}  // namespace t2::inline v0::exec
