// SPDX-License-Identifier: BSL-1.0
// Sums whose bits depend on the terms and their order only, not on threads, ranks or SIMD width.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // lane, real

#include <cstddef>

namespace t2::inline v0 {

/// Indices per leaf of the summation tree: threads and ranks own whole leaves.
inline constexpr std::size_t sum_leaf = 1024;
/// Partial sums kept side by side inside a leaf; index i goes to lane i mod 8 whatever the hardware's width.
inline constexpr std::size_t sum_lanes = 8;

/// A running sum with its rounding error: sum + carry holds about twice the digits of Real.
/// @source  Knuth's two-sum; the carries are summed as in Ogita, Rump, Oishi 2005, algorithm 4.4
template <lane Real>
struct compensated {
  Real sum = Real(0);
  Real carry = Real(0);

  T2_HD constexpr compensated& operator+=(Real const& term) {
    Real const total = Real(sum + term);
    Real const shadow = Real(total - sum);
    carry = Real(carry + Real(Real(sum - Real(total - shadow)) + Real(term - shadow)));
    sum = total;
    return *this;
  }
  T2_HD constexpr compensated& operator+=(compensated const& other) {
    *this += other.sum;
    carry = Real(carry + other.carry);
    return *this;
  }
  [[nodiscard]] T2_HD constexpr Real value() const { return Real(sum + carry); }
};

/// The partial sums of a leaf, folded pairwise; what is left in `part` is of no further use.
template <real Real>
[[nodiscard]] T2_HD constexpr compensated<Real> fold_lanes(compensated<Real> (&part)[sum_lanes]) {
  for (std::size_t width = sum_lanes / 2; width > 0; width /= 2)
    for (std::size_t lane = 0; lane < width; ++lane) part[lane] += part[lane + width];
  return part[0];
}

/// One leaf: the compensated sum of term(i) for i in [leaf * 1024, min(size, (leaf + 1) * 1024)).
template <real Real, class Term>
[[nodiscard]] T2_HD constexpr compensated<Real> leaf_sum(std::size_t leaf, std::size_t size, Term const& term) {
  compensated<Real> part[sum_lanes];
  std::size_t const begin = leaf * sum_leaf;
  std::size_t const end = size - begin < sum_leaf ? size : begin + sum_leaf;
  for (std::size_t i = begin; i < end; ++i) part[i % sum_lanes] += Real(term(i));
  return fold_lanes(part);
}

/// Folds the leaves pairwise, in place: the tree is set by their number alone.
template <real Real>
[[nodiscard]] T2_HD constexpr Real fold_leaves(compensated<Real>* leaves, std::size_t count) {
  if (count == 0) return Real(0);
  for (std::size_t stride = 1; stride < count; stride *= 2)
    for (std::size_t i = 0; i + stride < count; i += 2 * stride) leaves[i] += leaves[i + stride];
  return leaves[0].value();
}

}  // namespace t2::inline v0
