// SPDX-License-Identifier: BSL-1.0
// What was drawn: n trials and c successes of each question, and what may be asked of them.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::floor, math::select
#include <t2/core/quantity.hpp>  // detail::number
#include <t2/core/real.hpp>      // lane, not_a_number, promote_t, real
#include <t2/core/status.hpp>    // errc, status

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <type_traits>

namespace t2::inline v0::passk {

/// The two tails of a metric, each with its own relative accuracy: near 1 only the second carries information.
template <lane T>
struct tails {
  T pass;
  T miss;
};

/// A view of the trials n and the successes c of some questions; a question that was not run is not in it.
/// @shape  trials [questions], successes [questions]
template <class Count>
struct counts {
  std::span<Count const> trials;
  std::span<Count const> successes;

  [[nodiscard]] constexpr std::size_t size() const { return trials.size(); }
};
template <std::ranges::contiguous_range R>
counts(R const&, R const&) -> counts<std::ranges::range_value_t<R>>;

namespace detail {

// The real in which a call with these arguments is computed: integers follow the others, double where all are integers.
template <class X, class Y>
struct joint_pair {
  using type = promote_t<X, Y>;
};
template <class X, std::integral Y>
struct joint_pair<X, Y> {
  using type = X;
};
template <std::integral X, class Y>
  requires(!std::integral<Y>)
struct joint_pair<X, Y> {
  using type = Y;
};
template <std::floating_point X, std::floating_point Y>
struct joint_pair<X, Y> {
  using type = std::common_type_t<X, Y>;
};
template <class X, class... Rest>
struct joint {
  using type = t2::detail::number_t<X>;
};
template <class X, class Y, class... Rest>
struct joint<X, Y, Rest...> : joint<typename joint_pair<X, Y>::type, Rest...> {};

template <class T, class X>
[[nodiscard]] T2_HD constexpr T to(X const& x) {
  if constexpr (std::same_as<T, X>) {
    return x;
  } else if constexpr (enable_lane<T>) {
    return T(static_cast<value_t<T>>(x));
  } else {
    return static_cast<T>(x);
  }
}

template <class X>
struct plain {  // an integer stays, an expression template becomes its number
  using type = t2::detail::number_t<X>;
};
template <std::integral X>
struct plain<X> {
  using type = X;
};

template <class Mask, lane T>
[[nodiscard]] T2_HD T valid_if(Mask const& condition, T const& value) {
  return math::select(condition, value, not_a_number<T>());
}

// The value where n and c are counts with 0 <= c <= n and 1 <= k <= n, else NaN.
template <lane T>
[[nodiscard]] T2_HD T valid_draw(T const& n, T const& c, T const& k, T const& value) {
  T const counted = valid_if(math::floor(n) == n, valid_if(math::floor(c) == c, value));
  return valid_if(c >= T(0), valid_if(c <= n, valid_if(k >= T(1), valid_if(k <= n, counted))));
}

template <real T>
[[nodiscard]] T2_HD bool is_count(T const& x) {
  return x >= T(0) && math::floor(x) == x && math::isfinite(x);
}

}  // namespace detail

/// The real in which passk functions of these arguments compute.
template <class... Args>
using joint_t = typename detail::joint<typename detail::plain<std::remove_cvref_t<Args>>::type...>::type;

/// Whether n, c and k are the numbers of an estimate from k of n trials, c of them correct.
/// @return  ok, or out_of_domain with the argument: n not a whole number >= 1, c not one in [0, n], k outside [1, n]
template <class N, class C, class K>
[[nodiscard]] T2_HD status check_draw(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  T const nn = detail::to<T>(n), cc = detail::to<T>(c), kk = detail::to<T>(k);
  if (!detail::is_count(nn) || nn < T(1)) return {errc::out_of_domain, "n", static_cast<double>(nn), -1};
  if (!detail::is_count(cc) || !(cc <= nn)) return {errc::out_of_domain, "c", static_cast<double>(cc), -1};
  if (!(kk >= T(1)) || !(kk <= nn)) return {errc::out_of_domain, "k", static_cast<double>(kk), -1};
  return {};
}

/// Whether these are counts at all.
/// @return  ok, empty, size_mismatch, or out_of_domain with the column and the question's index
template <class Count>
[[nodiscard]] status check(counts<Count> const& data) {
  if (data.trials.empty() && data.successes.empty()) return {errc::empty, "counts", 0, -1};
  if (data.trials.size() != data.successes.size()) return {errc::size_mismatch, "successes", 0, -1};
  for (std::size_t i = 0; i < data.size(); ++i) {
    status problem = check_draw(data.trials[i], data.successes[i], 1);
    if (problem.ok()) continue;
    problem.argument = problem.argument[0] == 'n' ? "trials" : "successes";
    problem.index = static_cast<std::int64_t>(i);
    return problem;
  }
  return {};
}

/// The same, and whether every question has the k trials that an unbiased estimate at k takes: missing runs are not
/// failures.
template <class Count, class K>
[[nodiscard]] status check(counts<Count> const& data, K const& k) {
  if (status const problem = check(data); !problem.ok()) return problem;
  if (!(k >= K(1))) return {errc::out_of_domain, "k", static_cast<double>(k), -1};
  for (std::size_t i = 0; i < data.size(); ++i)
    if (!check_draw(data.trials[i], data.successes[i], k).ok())
      return {errc::out_of_domain, "k", static_cast<double>(k), static_cast<std::int64_t>(i)};
  return {};
}

}  // namespace t2::inline v0::passk
