// SPDX-License-Identifier: BSL-1.0
// What a law is: a value with named coefficients, a list of variables and a call operator over them.
// Flow: runs -> [law] -> fit -> plan.   Needs: core, exec.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // variable_list, pick
#include <t2/core/real.hpp>      // lane, promote_t, real, value_t
#include <t2/core/status.hpp>    // status
#include <t2/exec/backend.hpp>   // backend, for_each_index, written
#include <t2/exec/lane.hpp>      // load, store
#include <t2/law/parameter.hpp>  // parameter_list

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
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

/// A quantity of many points: the i-th of them is data[i].
template <template <class> class Quantity, class Real>
struct column {
  Real const* data;
  std::size_t size;

  template <class V>
  [[nodiscard]] T2_HD Quantity<V> at(std::size_t i) const {
    return Quantity<V>(exec::load<V>(data + i));
  }
};

/// each<params>(sizes), each<tokens>(counts): the column of an array, vector or span of numbers.
template <template <class> class Quantity, class Numbers>
[[nodiscard]] constexpr auto each(Numbers const& numbers) {
  std::span const all(numbers);
  return column<Quantity, typename decltype(all)::value_type>{all.data(), all.size()};
}

namespace detail {
// Point i of an argument: an element of a column, or the quantity that all points share.
template <class V, template <class> class Quantity, class Real>
[[nodiscard]] T2_HD Quantity<V> point(column<Quantity, Real> const& all, std::size_t i) {
  return all.template at<V>(i);
}
template <class V, class Same>
[[nodiscard]] T2_HD Same const& point(Same const& same, std::size_t) {
  return same;
}

template <class Arg>
[[nodiscard]] constexpr bool has_size(Arg const&, std::size_t) {
  return true;
}
template <template <class> class Quantity, class Real>
[[nodiscard]] constexpr bool has_size(column<Quantity, Real> const& all, std::size_t size) {
  return all.size == size;
}

// A law takes batches if it is written for any real and its call operator for any lane; others run point by point.
template <class L, class V, template <class> class... Q>
[[nodiscard]] consteval bool takes(variable_list<Q...>) {
  return rebindable<L> && requires(L const& law, Q<V> const&... q) { law(q...); };
}

template <class L, class... Args>
struct evaluate_kernel : Args... {
  using value_type = value_t<L>;
  L law;
  value_type* out;

  template <lane V = value_type>
    requires(real<V> || takes<L, V>(typename L::variables{}))
  T2_HD void operator()(std::size_t i) const {
    exec::store(out + i, V(evaluate_as(law, point<V>(static_cast<Args const&>(*this), i)...)));
  }
};
}  // namespace detail

/// The law at many points: evaluate(ex, law, losses, each<params>(sizes), each<tokens>(counts), samples{64}).
/// @param   args  each variable of the law once: a column, or one quantity for all points; others are passed over
/// @shape   out and the columns [points]; device memory if and only if `ex` is a device's backend
/// @return  ok, size_mismatch "column" with its place among the arguments (nothing written) or the status of the backend
/// @accuracy  that of the law; exec::simd differs from exec::scalar as its log, exp and pow do
///            (tests/exec/batch_functions_test.cpp)
template <exec::backend Exec, law L, class... Args>
[[nodiscard]] status evaluate(Exec const& ex, L const& law, std::span<value_t<L>> out, Args const&... args) {
  bool const fits[] = {true, detail::has_size(args, out.size())...};
  for (std::size_t a = 0; a <= sizeof...(Args); ++a)
    if (!fits[a]) return {.code = errc::size_mismatch, .argument = "column", .index = static_cast<std::int64_t>(a) - 1};
  detail::evaluate_kernel<L, Args...> const kernel{args..., law, out.data()};
  return exec::for_each_index(ex, out.size(), kernel, exec::written{out.data(), out.size()});
}

}  // namespace t2::inline v0::law
