// SPDX-License-Identifier: BSL-1.0
// Small symmetric matrices of a size known at compile time: linear solves and eigenvalues.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/math.hpp>    // math::sqrt, math::abs
#include <t2/core/real.hpp>    // real

namespace t2::inline v0::optimize {

/// Solves A x = b for a positive definite A by Cholesky's factorisation; rows and columns with skip[i] are left out
/// and x[i] = 0 there.
/// @return  false where A is not positive definite to working accuracy; x is then undefined
template <real Real, int Size>
[[nodiscard]] T2_HD bool solve_positive(Real const (&a)[Size][Size], Real const (&b)[Size], bool const (&skip)[Size],
                                        Real (&x)[Size]) {
  Real factor[Size][Size];
  for (int i = 0; i < Size; ++i) {
    x[i] = Real(0);
    if (skip[i]) continue;
    for (int j = 0; j <= i; ++j) {
      if (skip[j]) continue;
      Real sum = a[i][j];
      for (int k = 0; k < j; ++k)
        if (!skip[k]) sum -= Real(factor[i][k] * factor[j][k]);
      if (i == j) {
        if (!(sum > Real(Real(4 * Size) * epsilon<Real>() * math::abs(a[i][i])))) return false;
        factor[i][i] = math::sqrt(sum);
      } else {
        factor[i][j] = Real(sum / factor[j][j]);
      }
    }
    Real sum = b[i];
    for (int k = 0; k < i; ++k)
      if (!skip[k]) sum -= Real(factor[i][k] * x[k]);
    x[i] = Real(sum / factor[i][i]);
  }
  for (int i = Size - 1; i >= 0; --i) {
    if (skip[i]) continue;
    Real sum = x[i];
    for (int k = i + 1; k < Size; ++k)
      if (!skip[k]) sum -= Real(factor[k][i] * x[k]);
    x[i] = Real(sum / factor[i][i]);
  }
  return true;
}

/// Eigenvalues and eigenvectors of a symmetric matrix.
template <real Real, int Size>
struct eigensystem {
  Real value[Size];         ///< ascending
  Real vector[Size][Size];  ///< vector[j] belongs to value[j]
};

/// Jacobi's method: slow in large dimensions, accurate and short in ours.
/// @accuracy  eigenvalues to a few epsilon of the largest
template <real Real, int Size>
[[nodiscard]] T2_HD eigensystem<Real, Size> eigen(Real const (&matrix)[Size][Size]) {
  Real a[Size][Size];
  eigensystem<Real, Size> out;
  for (int i = 0; i < Size; ++i)
    for (int j = 0; j < Size; ++j) {
      a[i][j] = matrix[i][j];
      out.vector[i][j] = Real(i == j ? 1 : 0);
    }
  for (int sweep = 0; sweep < 40; ++sweep) {
    Real off(0), diagonal(0);
    for (int i = 0; i < Size; ++i)
      for (int j = 0; j < Size; ++j) (i == j ? diagonal : off) += Real(a[i][j] * a[i][j]);
    if (!(off > Real(epsilon<Real>() * epsilon<Real>() * diagonal))) break;
    for (int p = 0; p < Size; ++p)
      for (int q = p + 1; q < Size; ++q) {
        if (a[p][q] == Real(0)) continue;
        Real const theta = Real((a[q][q] - a[p][p]) / (Real(2) * a[p][q]));
        Real const sign = Real(theta < Real(0) ? -1 : 1);
        Real const t = Real(sign / (math::abs(theta) + math::sqrt(Real(theta * theta + Real(1)))));
        Real const c = Real(Real(1) / math::sqrt(Real(t * t + Real(1))));
        Real const s = Real(t * c);
        for (int k = 0; k < Size; ++k) {
          Real const kp = a[k][p], kq = a[k][q];
          a[k][p] = Real(c * kp - s * kq);
          a[k][q] = Real(s * kp + c * kq);
        }
        for (int k = 0; k < Size; ++k) {
          Real const pk = a[p][k], qk = a[q][k];
          a[p][k] = Real(c * pk - s * qk);
          a[q][k] = Real(s * pk + c * qk);
          Real const vp = out.vector[p][k], vq = out.vector[q][k];
          out.vector[p][k] = Real(c * vp - s * vq);
          out.vector[q][k] = Real(s * vp + c * vq);
        }
      }
  }
  for (int i = 0; i < Size; ++i) out.value[i] = a[i][i];
  for (int i = 0; i < Size; ++i)
    for (int j = i + 1; j < Size; ++j)
      if (out.value[j] < out.value[i]) {
        Real const value = out.value[i];
        out.value[i] = out.value[j];
        out.value[j] = value;
        for (int k = 0; k < Size; ++k) {
          Real const entry = out.vector[i][k];
          out.vector[i][k] = out.vector[j][k];
          out.vector[j][k] = entry;
        }
      }
  return out;
}

}  // namespace t2::inline v0::optimize
