// SPDX-License-Identifier: BSL-1.0
// What a plan must keep to: a list of named limits, each a sum of monomials of N, D and k that may not exceed 1.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, cost.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::isfinite
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // real, value_t
#include <t2/cost/monomial.hpp>  // monomial, sum_monomials

#include <string_view>

namespace t2::inline v0::plan {

/// The list. Of fixed capacity and trivially copyable, so that it is built and read in kernels and in loops without
/// allocation; what does not fit is remembered and reported by the solver.
template <real Real = double>
struct limits {
  using value_type = Real;
  static constexpr int most = 15;        ///< limits
  static constexpr int most_terms = 40;  ///< monomials in all

  char const* name[most] = {};  ///< with static storage, as plans and statuses hand them on
  cost::monomial<Real> term[most_terms] = {};
  int first[most + 1] = {};  ///< terms of limit i are [first[i], first[i + 1])
  int side[most] = {};       ///< of the number in the name: +1, more of it gives room; -1, a least value: it takes room
  int count = 0;
  char const* bad = nullptr;  ///< a limit whose numbers are not positive and finite
  bool overflow = false;

  /// A new limit, for constraints to add terms to.
  /// @param  which  +1 for a most, -1 for a least value: prices are by the number that is limited, not by the room it leaves
  T2_HD void open(char const* label, int which = 1) {
    if (count == most) {
      overflow = true;
      return;
    }
    name[count] = label;
    side[count] = which;
    first[count + 1] = first[count];
    ++count;
  }
  /// A term of the limit opened last; one with coefficient 0 is absent.
  T2_HD void add_term(cost::monomial<Real> const& monomial) {
    if (overflow || count == 0 || monomial.coefficient == Real(0)) return;
    if (first[count] == most_terms) {
      overflow = true;
      return;
    }
    if (!(monomial.coefficient > Real(0)) || !math::isfinite(monomial.coefficient)) bad = name[count - 1];
    term[first[count]++] = monomial;
  }
  /// Adds a constraint or a budget: anything with a member add_to(limits&).
  template <class Constraint>
  T2_HD limits& add(Constraint const& constraint) {
    constraint.add_to(*this);
    return *this;
  }

  /// How much of limit i a point uses: 1 is all of it.
  [[nodiscard]] T2_HD Real use(int i, Real const& n, Real const& d, Real const& k) const {
    return cost::sum_monomials(term + first[i], first[i + 1] - first[i], params<Real>(n), tokens<Real>(d),
                               samples<Real>(k));
  }
  /// Position of a limit, -1 if there is none of that name.
  [[nodiscard]] int find(std::string_view wanted) const {
    for (int i = 0; i < count; ++i)
      if (name[i] == wanted) return i;
    return -1;
  }
};

/// What can be added to limits.
template <class C>
concept constraint = requires(C const& c, limits<value_t<C>>& list) { c.add_to(list); };

/// The constraints as limits: subject_to(budget::split{…}, plan::at_least(samples{1}), plan::data_wall{15e12}).
template <constraint First, constraint... Rest>
[[nodiscard]] T2_HD limits<value_t<First>> subject_to(First const& constraint, Rest const&... rest) {
  limits<value_t<First>> out;
  out.add(constraint);
  (out.add(rest), ...);
  return out;
}

}  // namespace t2::inline v0::plan
