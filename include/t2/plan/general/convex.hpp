// SPDX-License-Identifier: BSL-1.0
// Laws that are convex in logarithms without being sums of powers: what makes a searched plan provable all the same.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, law.
#pragma once

#include <t2/core/real.hpp>                  // real
#include <t2/law/bind.hpp>                   // bound
#include <t2/law/compose.hpp>                // sum
#include <t2/law/law.hpp>                    // law
#include <t2/law/loss/centred_kaplan.hpp>    // centred_kaplan
#include <t2/law/loss/coupled.hpp>           // coupled
#include <t2/law/loss/data_constrained.hpp>  // data_constrained
#include <t2/law/loss/kaplan.hpp>            // kaplan
#include <t2/law/power_sum.hpp>              // separable

namespace t2::inline v0::plan {

namespace detail {
template <law::law L>
inline constexpr bool declares_convexity = [] {
  if constexpr (requires { L::convex_in_logs; })
    return L::convex_in_logs;
  else
    return false;
}();
}  // namespace detail

/// Whether a law is convex in the logarithms of its variables, for coefficients in their domain. A separable law is; a law of
/// one's own says so with a member `static constexpr bool convex_in_logs = true`, once that is proven. Sums of such laws are,
/// and one is left when a variable is held. With the limits, which are convex too, a point that satisfies the conditions of an
/// optimum is then the optimum of all.
/// @accuracy  random midpoints and grids agree (tests/plan/constrained_test.cpp)
template <law::law L>
inline constexpr bool convex_in_logs = law::separable<L> || detail::declares_convexity<L>;
template <law::law Left, law::law Right>
inline constexpr bool convex_in_logs<law::sum<Left, Right>> = convex_in_logs<Left> && convex_in_logs<Right>;
template <law::law Law, template <class> class Held>
inline constexpr bool convex_in_logs<law::bound<Law, Held>> = convex_in_logs<Law>;

/// A sum of monomials, and powers of such sums.
template <real Real>
inline constexpr bool convex_in_logs<law::coupled<Real>> = true;
template <real Real>
inline constexpr bool convex_in_logs<law::kaplan<Real>> = true;
template <real Real>
inline constexpr bool convex_in_logs<law::centred_kaplan<Real>> = true;
/// In (log N, log D), U held: log D' is concave in log D, since what repetition is worth has an elasticity that falls from 1.
/// So is log N' in (log N, log V), and it rises with V, whose logarithm is the least of two affine ones of log D. Hence
/// -alpha log N' and -beta log D' are convex, and the exponentials of convex functions are.
template <real Real>
inline constexpr bool convex_in_logs<law::data_constrained<Real>> = true;

}  // namespace t2::inline v0::plan
