// SPDX-License-Identifier: BSL-1.0
// A law times a number, and a constant that adds to a law: units, floors, offsets.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // variable_list
#include <t2/core/real.hpp>      // promote_t, real, value_t
#include <t2/law/law.hpp>        // law, evaluate, rebind_t
#include <t2/law/parameter.hpp>  // parameter_list, nest
#include <t2/law/power_sum.hpp>  // power_terms

namespace t2::inline v0::law {

/// A law in another unit: 0.6931 * bits. The factor is held and is no coefficient: a fit would trade it for the others.
template <law Law>
struct scaled {
  Law law;
  value_t<Law> factor;

  using value_type = value_t<Law>;
  using variables = typename Law::variables;
  using parameters = decltype(detail::nest<"law", &scaled::law, parameter_list<>>(typename Law::parameters{}));
  template <class Real, class L = Law>
  using rebind = scaled<rebind_t<L, Real>>;
  static constexpr bool higher_is_better = law::higher_is_better<Law>;

  template <class... Args>
  [[nodiscard]] T2_HD constexpr promote_t<value_type, typename Args::value_type...> operator()(
      Args const&... args) const {
    using T = promote_t<value_type, typename Args::value_type...>;
    return T(T(factor) * evaluate(law, args...));
  }
};

/// @param  factor  > 0: with a negative one less would be better where more was, which nothing would say
template <law Law>
[[nodiscard]] T2_HD constexpr scaled<Law> operator*(value_t<Law> const& factor, Law const& law) {
  scaled<Law> out{};
  out.law = law;
  out.factor = factor;
  return out;
}

/// A coefficient that is there whatever the variables: law + offset{.value = 0.5}.
template <real Real = double>
struct offset {
  Real value;

  using value_type = Real;
  template <class Other>
  using rebind = offset<Other>;
  using variables = variable_list<>;
  using parameters = parameter_list<parameter<"offset", &offset::value, role::coefficient>>;
  static constexpr auto terms = power_terms<parameters, variables, constant<&offset::value>>();

  template <class... Args>
  [[nodiscard]] T2_HD constexpr promote_t<Real, typename Args::value_type...> operator()(Args const&...) const {
    return promote_t<Real, typename Args::value_type...>(value);
  }
};

}  // namespace t2::inline v0::law
