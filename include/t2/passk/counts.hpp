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
#include <span>
#include <type_traits>

namespace t2::inline v0::passk {

/// The two tails of a metric, each with its own relative accuracy: near 1 only the second carries information.
template <lane T>
struct tails {
  T pass;
  T miss;
};

/// A metric of k samples with J correct ones that rises by `height` at each of J = first .. last: what pass@k (1, 1),
/// pass^k (k, k), G-Pass@k, its mean and the majority of right and wrong answers have in common.
template <real Real>
struct rising_steps {
  Real k;
  Real first;
  Real last;
  Real height;
};

/// A view of the trials n and the successes c of some questions; a question that was not run is not in it.
/// @shape  trials [questions], successes [questions]
template <class Count>
struct counts {
  std::span<Count const> trials;
  std::span<Count const> successes;

  [[nodiscard]] constexpr std::size_t size() const { return trials.size(); }
};
template <class Column>
counts(Column const&, Column const&) -> counts<typename Column::value_type>;

namespace detail {

// The real in which a call with these arguments is computed: integers follow the others, double where all are integers.
template <class First, class Second>
struct joint_pair {
  using type = promote_t<First, Second>;
};
template <class Other, std::integral Integer>
struct joint_pair<Other, Integer> {
  using type = Other;
};
template <std::integral Integer, class Other>
  requires(!std::integral<Other>)
struct joint_pair<Integer, Other> {
  using type = Other;
};
template <std::floating_point First, std::floating_point Second>
struct joint_pair<First, Second> {
  using type = std::common_type_t<First, Second>;
};
template <class First, class... Rest>
struct joint {
  using type = t2::detail::number_t<First>;
};
template <class First, class Second, class... Rest>
struct joint<First, Second, Rest...> : joint<typename joint_pair<First, Second>::type, Rest...> {};

template <class T, class From>
[[nodiscard]] T2_HD constexpr T to(From const& x) {
  if constexpr (std::same_as<T, From>) {
    return x;
  } else if constexpr (enable_lane<T>) {
    return T(static_cast<value_t<T>>(x));
  } else if constexpr (std::integral<From>) {
    return static_cast<T>(static_cast<long long>(x));  // a real need not take other integers
  } else {
    return static_cast<T>(x);
  }
}

template <class From>
struct plain {  // an integer stays, an expression template becomes its number
  using type = t2::detail::number_t<From>;
};
template <std::integral Integer>
struct plain<Integer> {
  using type = Integer;
};

template <class Mask, lane T>
[[nodiscard]] T2_HD T valid_if(Mask const& condition, T const& value) {
  return math::select(condition, value, not_a_number<T>());
}

// The value where n and c are counts with 0 <= c <= n and 1 <= k <= n, else NaN.
template <lane T>
[[nodiscard]] T2_HD T valid_draw(T const& n, T const& c, T const& k, T const& value) {
  T const counted = valid_if(n - math::floor(n) == T(0), valid_if(c - math::floor(c) == T(0), value));  // inf - inf too
  return valid_if(c >= T(0), valid_if(c <= n, valid_if(k >= T(1), valid_if(k <= n, counted))));
}

template <real T>
[[nodiscard]] T2_HD bool is_count(T const& x) {
  return x >= T(0) && math::floor(x) == x && math::isfinite(x);
}

// A count that a sum may run over one by one: beyond 2/epsilon the next whole number is the same one.
template <real T>
[[nodiscard]] T2_HD bool is_index(T const& x) {
  return is_count(x) && x <= T(T(2) / epsilon<T>());
}

}  // namespace detail

/// The real in which passk functions of these arguments compute.
template <class... Args>
using joint_t = typename detail::joint<typename detail::plain<std::remove_cvref_t<Args>>::type...>::type;

namespace detail {
// 0, or which of n, c, k does not allow an estimate: 1, 2, 3.
template <real T>
[[nodiscard]] T2_HD int draw_problem(T const& n, T const& c, T const& k) {
  if (!is_count(n) || n < T(1)) return 1;
  if (!is_count(c) || !(c <= n)) return 2;
  return k >= T(1) && k <= n ? 0 : 3;
}
[[nodiscard]] inline status draw_status(int problem, double value, std::int64_t index) {
  if (problem == 0) return {};
  return {errc::out_of_domain, problem == 1 ? "n" : problem == 2 ? "c" : "k", value, index};
}
}  // namespace detail

/// Whether n, c and k are the numbers of an estimate from k of n trials, c of them correct.
/// @return  ok, or out_of_domain with the argument: n not a whole number >= 1, c not one in [0, n], k outside [1, n]
template <class N, class C, class K>
[[nodiscard]] status check_draw(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  T const value[] = {detail::to<T>(n), detail::to<T>(c), detail::to<T>(k)};
  int const problem = detail::draw_problem(value[0], value[1], value[2]);
  return detail::draw_status(problem, static_cast<double>(value[problem > 0 ? problem - 1 : 0]), -1);
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
