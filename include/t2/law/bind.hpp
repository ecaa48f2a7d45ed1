// SPDX-License-Identifier: BSL-1.0
// A law with one of its variables held: bind(law, unique_tokens{25e9}) is a law of the others.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // variable_list
#include <t2/core/real.hpp>      // promote_t, value_t
#include <t2/law/law.hpp>        // law, evaluate, rebind_t
#include <t2/law/parameter.hpp>  // parameter_list
#include <t2/law/power_sum.hpp>  // variable_tag, variable_index

#include <type_traits>

namespace t2::inline v0::law {

namespace detail {
template <template <class> class Held, class Kept, class Left>
struct without;
template <template <class> class Held, class Kept>
struct without<Held, Kept, variable_list<>> {
  using type = Kept;
};
template <template <class> class Held, template <class> class... Kept, template <class> class First,
          template <class> class... Rest>
struct without<Held, variable_list<Kept...>, variable_list<First, Rest...>>
    : without<Held,
              std::conditional_t<std::is_same_v<variable_tag<Held>, variable_tag<First>>, variable_list<Kept...>,
                                 variable_list<Kept..., First>>,
              variable_list<Rest...>> {};
}  // namespace detail

/// A law of the variables that are left when one is held at a value; the value is no coefficient and is not fitted.
template <law Law, template <class> class Held>
struct bound {
  Law law;
  Held<value_t<Law>> held;

  using value_type = value_t<Law>;
  using variables = typename detail::without<Held, variable_list<>, typename Law::variables>::type;
  using parameters = decltype(detail::nest<"law", &bound::law, parameter_list<>>(typename Law::parameters{}));
  template <class Real, class L = Law>
  using rebind = bound<rebind_t<L, Real>, Held>;
  static constexpr bool higher_is_better = law::higher_is_better<Law>;

  static_assert(detail::variable_index<Held>(typename Law::variables{}) >= 0,
                "t2: the quantity that is held is no variable of the law");

  template <class... Args>
  [[nodiscard]] T2_HD constexpr promote_t<value_type, typename Args::value_type...> operator()(
      Args const&... args) const {
    return evaluate(law, args..., held);
  }
};

/// @param   value  of the variable that is held, in its quantity: tokens{2e12}, samples{64}, unique_tokens{25e9}
/// @return  a law of the other variables with the same coefficients under the same names
template <law Law, template <class> class Held, class T>
[[nodiscard]] T2_HD constexpr bound<Law, Held> bind(Law const& law, Held<T> const& value) {
  bound<Law, Held> out{};
  out.law = law;
  out.held = Held<value_t<Law>>(value.value);
  return out;
}

}  // namespace t2::inline v0::law
