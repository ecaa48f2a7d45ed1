// SPDX-License-Identifier: BSL-1.0
// What a law is: a value with named coefficients, a list of variables and a call operator over them.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // variable_list, pick
#include <t2/core/real.hpp>      // promote_t, real, value_t
#include <t2/law/parameter.hpp>  // parameter_list

#include <concepts>
#include <cstddef>
#include <utility>

namespace t2::inline v0::law {

namespace detail {
template <class T>
inline constexpr bool is_variable_list = false;
template <template <class> class... Q>
inline constexpr bool is_variable_list<variable_list<Q...>> = true;
template <class T>
inline constexpr bool is_parameter_list = false;
template <class... P>
inline constexpr bool is_parameter_list<parameter_list<P...>> = true;

template <class Law, class... Args>
T2_HD constexpr auto evaluate_as(Law const& law, Args const&... args) {
  return [&]<template <class> class... Q>(variable_list<Q...>) {
    return law(pick<Q>(args...)...);
  }(typename Law::variables{});
}
}  // namespace detail

/// An aggregate that says its real type, the quantities it is a function of and its coefficients. A user's own struct
/// that says the same gets fits, bootstrap, plans and reports.
template <class T>
concept law = real<typename T::value_type> && detail::is_variable_list<typename T::variables> &&
              detail::is_parameter_list<typename T::parameters> && std::copyable<T>;

/// Number of coefficients.
template <law L>
inline constexpr int parameter_count = L::parameters::size;

/// Whether a larger value of the law is the better one; losses are not, accuracies are.
template <law L>
inline constexpr bool higher_is_better = requires { requires L::higher_is_better; };

/// The law at the quantities it lists, taken from among the arguments in any order; the others are passed over.
template <law L, class... Args>
[[nodiscard]] T2_HD constexpr promote_t<value_t<L>, typename Args::value_type...> evaluate(L const& law,
                                                                                         Args const&... args) {
  return promote_t<value_t<L>, typename Args::value_type...>(detail::evaluate_as(law, args...));
}

/// The law at its variables given as an array, in the order of its list.
template <law L, class T>
[[nodiscard]] T2_HD constexpr promote_t<value_t<L>, T> evaluate_at(L const& law, T const* x) {
  return [&]<template <class> class... Q, std::size_t... V>(variable_list<Q...>, std::index_sequence<V...>) {
    return promote_t<value_t<L>, T>(law(Q<T>(x[V])...));
  }(typename L::variables{}, std::make_index_sequence<L::variables::size>{});
}

/// The same law with another real type: chinchilla<double> to chinchilla<dual<double, 5>>. A law says it by its member
/// template `rebind`; one that does not is still fitted, with derivatives by differences.
template <class L, class Real>
using rebind_t = typename L::template rebind<Real>;
template <class L>
concept rebindable = law<L> && law<rebind_t<L, long double>>;

}  // namespace t2::inline v0::law
