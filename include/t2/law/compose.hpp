// SPDX-License-Identifier: BSL-1.0
// Laws add up: loss + sampling_gain is T2 approach 1. Operands are stored by value, no expression templates.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // variable_list
#include <t2/core/real.hpp>      // promote_t, value_t
#include <t2/law/law.hpp>        // law, evaluate, rebind_t
#include <t2/law/parameter.hpp>  // nested_parameters
#include <t2/law/power_sum.hpp>  // separable, fixed_array, term_shape

#include <concepts>
#include <type_traits>

namespace t2::inline v0::law {

namespace detail {
template <class Left, class Right>
struct merge_variables;
template <template <class> class... Left>
struct merge_variables<variable_list<Left...>, variable_list<>> {
  using type = variable_list<Left...>;
};
template <template <class> class... Left, template <class> class First, template <class> class... Rest>
struct merge_variables<variable_list<Left...>, variable_list<First, Rest...>>
    : merge_variables<std::conditional_t<(variable_index<First>(variable_list<Left...>{}) < 0),
                                         variable_list<Left..., First>, variable_list<Left...>>,
                      variable_list<Rest...>> {};

// Where each variable of an operand stands among the variables of the composition.
template <class Merged, template <class> class... Q>
[[nodiscard]] consteval fixed_array<int, sizeof...(Q)> variable_map(variable_list<Q...>) {
  return {{variable_index<Q>(Merged{})...}};
}

template <class Left, class Right, class Merged>
[[nodiscard]] consteval auto merge_terms() {
  fixed_array<term_shape, Left::terms.size + Right::terms.size> out{};
  int at = 0;
  auto const append = [&](auto const& terms, auto const& map, int offset) {
    for (int t = 0; t < terms.size; ++t) {
      term_shape s = terms[t];
      s.coefficient += offset;
      if (s.exponent >= 0) {
        s.exponent += offset;
        s.variable = map[s.variable];
      }
      out[at++] = s;
    }
  };
  append(Left::terms, variable_map<Merged>(typename Left::variables{}), 0);
  append(Right::terms, variable_map<Merged>(typename Right::variables{}), parameter_count<Left>);
  return out;
}

// The terms of a sum exist only if both operands are separable.
template <class Left, class Right, class Merged>
struct sum_terms {};
template <separable Left, separable Right, class Merged>
struct sum_terms<Left, Right, Merged> {
  static constexpr auto terms = merge_terms<Left, Right, Merged>();
};
}  // namespace detail

/// left + right at the same point; each operand is handed the quantities it lists.
template <law Left, law Right>
  requires std::same_as<value_t<Left>, value_t<Right>>
struct sum : detail::sum_terms<Left, Right,
                               typename detail::merge_variables<typename Left::variables, typename Right::variables>::type> {
  Left left;
  Right right;

  using value_type = value_t<Left>;
  using variables = typename detail::merge_variables<typename Left::variables, typename Right::variables>::type;
  using parameters = nested_parameters<"left", &sum::left, Left, "right", &sum::right, Right>;

  // depends on L and R, so that operands without a `rebind` can be added too; the sum then has none either
  template <class Real, class L = Left, class R = Right>
  using rebind = sum<rebind_t<L, Real>, rebind_t<R, Real>>;

  template <class... Args>
  [[nodiscard]] T2_HD constexpr promote_t<value_type, typename Args::value_type...> operator()(
      Args const&... args) const {
    return {evaluate(left, args...) + evaluate(right, args...)};
  }
};

template <law Left, law Right>
  requires std::same_as<value_t<Left>, value_t<Right>>
[[nodiscard]] T2_HD constexpr sum<Left, Right> operator+(Left const& left, Right const& right) {
  sum<Left, Right> out{};
  out.left = left;
  out.right = right;
  return out;
}

}  // namespace t2::inline v0::law
