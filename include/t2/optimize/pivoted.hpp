// SPDX-License-Identifier: BSL-1.0
// Small square systems without definiteness, such as the conditions of a constrained optimum.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/math.hpp>    // math::abs
#include <t2/core/real.hpp>    // real

namespace t2::inline v0::optimize {

/// Solves A x = b for the leading `size` rows and columns by Gauss's elimination with scaled partial pivoting.
/// @param   a, b  are overwritten; x is left in b
/// @return  false where a pivot falls below working accuracy relative to its row; b is then undefined
template <real Real, int Most>
[[nodiscard]] T2_HD bool solve_pivoted(Real (&a)[Most][Most], Real (&b)[Most], int size) {
  Real scale[Most];
  for (int i = 0; i < size; ++i) {
    scale[i] = Real(0);
    for (int j = 0; j < size; ++j) scale[i] = math::max(scale[i], math::abs(a[i][j]));
    if (!(scale[i] > Real(0))) return false;
  }
  for (int c = 0; c < size; ++c) {
    int pivot = c;
    for (int i = c + 1; i < size; ++i)
      if (math::abs(a[pivot][c]) * scale[i] < math::abs(a[i][c]) * scale[pivot]) pivot = i;
    if (!(math::abs(a[pivot][c]) > Real(Real(16) * epsilon<Real>() * scale[pivot]))) return false;
    if (pivot != c) {
      for (int j = 0; j < size; ++j) {
        Real const entry = a[c][j];
        a[c][j] = a[pivot][j];
        a[pivot][j] = entry;
      }
      Real const right = b[c], row = scale[c];
      b[c] = b[pivot];
      b[pivot] = right;
      scale[c] = scale[pivot];
      scale[pivot] = row;
    }
    for (int i = c + 1; i < size; ++i) {
      Real const factor = Real(a[i][c] / a[c][c]);
      if (factor == Real(0)) continue;
      for (int j = c; j < size; ++j) a[i][j] -= Real(factor * a[c][j]);
      b[i] -= Real(factor * b[c]);
    }
  }
  for (int i = size - 1; i >= 0; --i) {
    for (int j = i + 1; j < size; ++j) b[i] -= Real(a[i][j] * b[j]);
    b[i] = Real(b[i] / a[i][i]);
  }
  return true;
}

}  // namespace t2::inline v0::optimize
