// SPDX-License-Identifier: BSL-1.0
// pass@k and other metrics of many questions at once, on any backend and without allocation.
// Flow: sample -> [passk] -> fit.   Needs: core, exec.
#pragma once

#include <t2/core/config.hpp>     // T2_HD
#include <t2/core/math.hpp>       // math::floor, math::select
#include <t2/core/real.hpp>       // lane, real
#include <t2/core/status.hpp>     // status
#include <t2/exec/backend.hpp>    // exec::backend
#include <t2/exec/lane.hpp>       // exec::load, exec::store
#include <t2/passk/counts.hpp>    // detail::draw_problem
#include <t2/passk/unbiased.hpp>  // unbiased_tails

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace t2::inline v0::passk {

namespace detail {

// A lane of counts, whatever integer or real they are stored as.
template <lane V, class Count>
[[nodiscard]] T2_HD V load_counts(Count const* from) {
  using Real = typename exec::lane_traits<V>::value_type;
  if constexpr (std::same_as<Count, Real>) {
    return exec::load<V>(from);
  } else {
    Real lanes[exec::lane_width<V>];
    for (std::size_t i = 0; i < exec::lane_width<V>; ++i) lanes[i] = static_cast<Real>(from[i]);
    return exec::load<V>(lanes);
  }
}

template <class K>
struct each_k {  // one k a question
  K const* k;
  template <lane V>
  [[nodiscard]] T2_HD V at(std::size_t i) const {
    return load_counts<V>(k + i);
  }
};
template <class K>
struct same_k {
  K k;
  template <lane V>
  [[nodiscard]] T2_HD V at(std::size_t) const {
    return to<V>(k);
  }
};

// One index is a run of 64 questions. They are sorted by how their value is found, a product of few factors or the
// kernel, so that every lane of a batch has the same to do; 1, 0 and NaN are known at once.
inline constexpr std::size_t question_run = 64;

// Arguments of the questions of one kind, and where their results go.
template <real Real, std::size_t Most>
struct sorted_questions {
  Real x[Most], y[Most], z[Most];
  std::uint16_t at[Most];
  std::size_t count = 0;

  T2_HD void put(bool wanted, std::size_t where, Real const& first, Real const& second, Real const& third) {
    x[count] = first;  // written in any case, kept if wanted: no branch to guess
    y[count] = second;
    z[count] = third;
    at[count] = static_cast<std::uint16_t>(where);
    count += wanted ? 1 : 0;
  }
  /// A whole batch at the end, of numbers that cost nothing.
  template <std::size_t Width>
  T2_HD void pad(Real const& first, Real const& second, Real const& third) {
    for (std::size_t l = 0; l < Width; ++l) {
      x[count + l] = first;
      y[count + l] = second;
      z[count + l] = third;
    }
  }
};

template <real Real, class Count, class Ks>
struct unbiased_kernel {
  using value_type = Real;
  Count const* n;
  Count const* c;
  Ks k;
  std::size_t size;
  Real* out;

  template <lane V = Real>
  T2_HD void operator()(std::size_t run) const {
    constexpr std::size_t width = exec::lane_width<V>, most = question_run * width;
    std::size_t const begin = run * question_run, count = size - begin < most ? size - begin : most;
    sorted_questions<Real, most + width> product, kernel;
    for (std::size_t i = 0; i < count; i += width) {
      if (count - i >= width) {
        sort_lanes<V>(begin, i, product, kernel);
      } else {
        for (; i < count; ++i) sort_lanes<Real>(begin, i, product, kernel);
      }
    }
    product.template pad<width>(Real(1), Real(0), Real(1));
    kernel.template pad<width>(Real(1), Real(1), Real(64));
    Real lanes[width];
    for (std::size_t i = 0; i < product.count; i += width) {
      V const n0 = exec::load<V>(product.x + i), few = exec::load<V>(product.y + i),
              many = exec::load<V>(product.z + i);
      exec::store(lanes, product_tails<V>(n0, few, many).pass);
      for (std::size_t l = 0; l < width && i + l < product.count; ++l) out[begin + product.at[i + l]] = lanes[l];
    }
    for (std::size_t i = 0; i < kernel.count; i += width) {
      exec::store(
          lanes, kernel_pass<V>(exec::load<V>(kernel.x + i), exec::load<V>(kernel.y + i), exec::load<V>(kernel.z + i)));
      for (std::size_t l = 0; l < width && i + l < kernel.count; ++l) out[begin + kernel.at[i + l]] = lanes[l];
    }
  }

 private:
  template <class V, class Sorted>
  T2_HD void sort_lanes(std::size_t begin, std::size_t i, Sorted& product, Sorted& kernel) const {
    constexpr std::size_t width = exec::lane_width<V>;
    V const nn = load_counts<V>(n + begin + i), cc = load_counts<V>(c + begin + i), kk = k.template at<V>(begin + i);
    V const room = V((nn - cc) - kk + V(1)), few = math::select(cc < kk, cc, kk), many = math::select(cc < kk, kk, cc);
    V const sure = valid_draw(nn, cc, kk, V(1));  // 1 or NaN
    V const shorter = math::select(few <= V(few_factors), math::select(math::floor(few) == few, V(1), V(2)), V(2));
    // R <= exp(-c k / n), so beyond 40 pass@k is 1 to 17 digits
    V const open = math::select(room > V(0), math::select(cc * kk <= V(40) * nn, V(1), V(0)), V(0));
    V const kind = V(sure * shorter * open);  // 0 or NaN: done
    exec::store(out + begin + i, sure);
    Real ns[width], cs[width], ks[width], rooms[width], fews[width], manys[width], kinds[width];
    exec::store(ns, nn);
    exec::store(cs, cc);
    exec::store(ks, kk);
    exec::store(rooms, room);
    exec::store(fews, few);
    exec::store(manys, many);
    exec::store(kinds, kind);
    for (std::size_t l = 0; l < width; ++l) {
      product.put(kinds[l] == Real(1), i + l, ns[l], fews[l], manys[l]);
      kernel.put(kinds[l] == Real(2), i + l, cs[l], ks[l], rooms[l]);
    }
  }
};

template <real Real, class Count, class Metric>
struct metric_kernel {
  Count const* n;
  Count const* c;
  Metric metric;
  Real* out;
  T2_HD void operator()(std::size_t i) const { out[i] = metric(static_cast<Real>(n[i]), static_cast<Real>(c[i])); }
};

// NaN among a block of results: the mark of a question outside the domain.
inline constexpr std::size_t nan_block = 256;
template <real Real>
struct nan_count {
  Real const* value;
  std::size_t size;
  [[nodiscard]] T2_HD double operator()(std::size_t block) const {
    std::size_t const begin = block * nan_block, end = size - begin < nan_block ? size : begin + nan_block;
    int count = 0;
    for (std::size_t i = begin; i < end; ++i) count += value[i] == value[i] ? 0 : 1;
    return count;
  }
};

// Which argument of element `at` is outside its domain, and its value.
template <real Real, class Count, class Ks>
struct named_problem {
  Count const* n;
  Count const* c;
  Ks k;
  std::size_t at;
  bool wants_value;
  [[nodiscard]] T2_HD double operator()(std::size_t) const {
    Real const value[] = {Real(0), static_cast<Real>(n[at]), static_cast<Real>(c[at]), k.template at<Real>(at)};
    int const problem = draw_problem(value[1], value[2], value[3]);
    return wants_value ? static_cast<double>(value[problem]) : problem;
  }
};

// Every sum runs on the backend, so that the numbers may lie in its own memory.
template <class Exec, real Real>
[[nodiscard]] std::size_t first_nan(Exec const& ex, Real const* value, std::size_t size) {
  auto const count = [&](std::size_t first) {
    return ex.template reduce<double>((first + nan_block - 1) / nan_block, nan_count<Real>{value, first});
  };
  if (!(count(size) > 0)) return size;
  std::size_t low = 0, high = size;  // none in [0, low), one in [0, high)
  while (high - low > 1) {
    std::size_t const middle = low + (high - low) / 2;
    (count(middle) > 0 ? high : low) = middle;
  }
  return low;
}

template <class Exec, real Real, class Count, class Ks>
[[nodiscard]] status unbiased_batch(Exec const& ex, std::span<Count const> n, std::span<Count const> c, Ks const& k,
                                    std::span<Real> out) {
  if (n.empty()) return {errc::empty, "n", 0, -1};
  if (c.size() != n.size()) return {errc::size_mismatch, "c", 0, -1};
  if (out.size() != n.size()) return {errc::size_mismatch, "out", 0, -1};
  std::size_t const runs = (n.size() + question_run - 1) / question_run;
  unbiased_kernel<Real, Count, Ks> const kernel{n.data(), c.data(), k, n.size(), out.data()};
  status const ran = exec::for_each_index(ex, runs, kernel, exec::written{out.data(), out.size(), question_run});
  if (!ran.ok()) return ran;
  std::size_t const bad = first_nan(ex, out.data(), out.size());
  if (bad == out.size()) return {};
  named_problem<Real, Count, Ks> problem{n.data(), c.data(), k, bad, false};
  int const which = static_cast<int>(ex.template reduce<double>(1, problem));
  problem.wants_value = true;
  return draw_status(which, ex.template reduce<double>(1, problem), static_cast<std::int64_t>(bad));
}

// A run of the table starts with the kernel and goes on by the recurrence, so that rounding does not pile up.
inline constexpr std::size_t table_run = 32;
template <real Real>
struct table_kernel {
  Real n, k;
  std::size_t size;
  Real* out;
  T2_HD void operator()(std::size_t run) const {
    std::size_t const begin = run * table_run, end = size - begin < table_run ? size : begin + table_run;
    Real c = Real(begin);
    tails<Real> f = unbiased_tails(n, c, k);
    for (std::size_t i = begin; i < end; ++i, c += Real(1)) {
      out[i] = f.pass;
      Real const left = Real(n - c), spare = Real(left - k);
      f.pass += Real(f.miss * (k / left));
      f.miss *= spare > Real(0) ? Real(spare / left) : Real(0);
      if (!(spare > Real(0))) f.pass = Real(1);
    }
  }
};

}  // namespace detail

/// Unbiased pass@k of many questions.
/// @param   n, c  samples and correct ones, of any arithmetic type   @param  k  a number, or one each
/// @shape   n, c, out [questions], k [questions]; device memory if and only if `ex` is a device's backend
/// @return  ok; empty "n"; size_mismatch "c", "k" or "out" (nothing written); out_of_domain with "n", "c" or "k", the
///          value and index of the first such question: out is NaN there and written elsewhere
/// @accuracy  as unbiased_tails; exec::simd within 4 epsilon of exec::scalar
template <exec::backend Exec, class Count, class K, real Real>
[[nodiscard]] status unbiased(Exec const& ex, std::span<Count const> n, std::span<Count const> c, std::span<K const> k,
                              std::span<Real> out) {
  if (k.size() != n.size()) return {errc::size_mismatch, "k", 0, -1};
  return detail::unbiased_batch(ex, n, c, detail::each_k<K>{k.data()}, out);
}
template <exec::backend Exec, class Count, class K, real Real>
  requires std::is_arithmetic_v<K>
[[nodiscard]] status unbiased(Exec const& ex, std::span<Count const> n, std::span<Count const> c, K k,
                              std::span<Real> out) {
  return detail::unbiased_batch(ex, n, c, detail::same_k<K>{k}, out);
}

/// Unbiased pass@k for c = 0 .. n at one (n, k): the look-up table of a benchmark with equal numbers of samples.
/// @shape   out [n + 1]   @return  size_mismatch "out" (nothing written), out_of_domain "n" or "k"
/// @accuracy  <= 2e-14 relative (tests/passk/batch_test.cpp)
template <exec::backend Exec, real Real>
[[nodiscard]] status unbiased_table(Exec const& ex, std::size_t n, std::size_t k, std::span<Real> out) {
  if (status const problem = check_draw(n, 0, k); !problem.ok()) return problem;
  if (out.size() != n + 1) return {errc::size_mismatch, "out", 0, -1};
  std::size_t const runs = (out.size() + detail::table_run - 1) / detail::table_run;
  detail::table_kernel<Real> const kernel{Real(n), Real(k), out.size(), out.data()};
  return exec::for_each_index(ex, runs, kernel, exec::written{out.data(), out.size(), detail::table_run});
}

/// Any metric of many questions, e.g. g_pass_at_k{16.0, 0.5}.
/// @shape   n, c, out [questions]
/// @return  empty "n", size_mismatch "c" or "out" (nothing written); out_of_domain "metric" with the index of the first
///          question where it is NaN
template <exec::backend Exec, class Metric, class Count, real Real>
  requires std::invocable<Metric const&, Real const&, Real const&>
[[nodiscard]] status evaluate(Exec const& ex, Metric const& metric, std::span<Count const> n, std::span<Count const> c,
                              std::span<Real> out) {
  if (n.empty()) return {errc::empty, "n", 0, -1};
  if (c.size() != n.size()) return {errc::size_mismatch, "c", 0, -1};
  if (out.size() != n.size()) return {errc::size_mismatch, "out", 0, -1};
  detail::metric_kernel<Real, Count, Metric> const kernel{n.data(), c.data(), metric, out.data()};
  status const ran = exec::for_each_index(ex, n.size(), kernel, exec::written{out.data(), out.size()});
  if (!ran.ok()) return ran;
  std::size_t const bad = detail::first_nan(ex, out.data(), out.size());
  if (bad == out.size()) return {};
  return {errc::out_of_domain, "metric", 0, static_cast<std::int64_t>(bad)};
}

}  // namespace t2::inline v0::passk
