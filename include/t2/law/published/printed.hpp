// SPDX-License-Identifier: BSL-1.0
// Printed decimals and ranges of data: what published coefficients are made of, and whether a query lies in range.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/real.hpp>  // decimal, real

#include <limits>
#include <string_view>

namespace t2::inline v0::law::published {

/// A printed decimal, mantissa 10^exponent: exact, so that wide types get every digit and no more.
struct printed {
  long long mantissa;
  int exponent;
  template <real Real>
  [[nodiscard]] constexpr Real as() const {
    return decimal<Real>(mantissa, exponent);
  }
};

/// Lowest and highest value in the data of a fit; 0 and infinity where the source does not say.
struct span {
  double low = 0;
  double high = std::numeric_limits<double>::infinity();
  [[nodiscard]] constexpr bool contains(double x) const { return low <= x && x <= high; }
  [[nodiscard]] constexpr bool known() const { return low > 0 || high < std::numeric_limits<double>::infinity(); }
};

/// A variable of a query that lies outside the data of a fit.
struct outside {
  std::string_view variable;  ///< "params", "tokens", "tokens_per_param", "flops" or "samples"
  double value = 0;
  double limit = 0;   ///< the end of the range that was passed
  double factor = 1;  ///< > 1: by how much
};

/// At most one entry a variable.
struct outside_list {
  outside item[5]{};
  int size = 0;
  [[nodiscard]] constexpr outside const* begin() const { return item; }
  [[nodiscard]] constexpr outside const* end() const { return item + size; }
  [[nodiscard]] constexpr bool empty() const { return size == 0; }

  constexpr void check(std::string_view variable, double value, span const& range) {
    if (!(value > 0) || range.contains(value)) return;
    bool const low = value < range.low;
    double const limit = low ? range.low : range.high;
    item[size++] = {variable, value, limit, low ? limit / value : value / limit};
  }
};

/// Which variables of a query lie outside the data that a set of coefficients was fitted on, and by what factor. The
/// value of the law is the same; a range that the source does not state flags nothing.
/// @param   set  an `entry` or `coefficient_set`   @param  params, tokens, samples  of the query; 0: not part of it
/// @param   flops  training compute; 0: 6 N D
template <class Set>
[[nodiscard]] constexpr outside_list out_of_range(Set const& set, double params, double tokens, double samples = 0,
                                                  double flops = 0) {
  outside_list out;
  out.check("params", params, set.params);
  out.check("tokens", tokens, set.tokens);
  if (params > 0) out.check("tokens_per_param", tokens / params, set.tokens_per_param);
  if constexpr (requires { set.flops; }) out.check("flops", flops > 0 ? flops : 6 * params * tokens, set.flops);
  if constexpr (requires { set.samples; }) out.check("samples", samples, set.samples);
  return out;
}

}  // namespace t2::inline v0::law::published
