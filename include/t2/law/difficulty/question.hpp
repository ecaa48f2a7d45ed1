// SPDX-License-Identifier: BSL-1.0
// One question: pass@k, its complement and -log pass@k where one sample is right with chance e^-Y.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>               // T2_HD
#include <t2/core/dual.hpp>                 // dual
#include <t2/core/math.hpp>                 // math::exp, math::expm1, math::log1p, math::select
#include <t2/core/real.hpp>                 // lane, real, epsilon
#include <t2/law/difficulty/pass_miss.hpp>  // task_metrics

namespace t2::inline v0::law {

namespace detail {
// What of a question does not depend on k: Y, e^-Y and log(1 - e^-Y).
template <lane T>
struct one_sample {
  T cost;
  T hit;
  T log_miss;
};
template <class Real, int N>
struct one_sample<dual<Real, N>> {
  dual<Real, N> cost;
  one_sample<Real> at;
};

// Reals take the branch they need; batches compute both.
template <lane T>
[[nodiscard]] T2_HD one_sample<T> prepare(T const& cost) {
  T const hit = math::exp(T(-cost)), log_two = T(0.6931471805599453);
  if constexpr (real<T>) {
    return {cost, hit, cost < log_two ? math::log(T(-math::expm1(T(-cost)))) : math::log1p(T(-hit))};
  } else {
    return {cost, hit, math::select(cost < log_two, math::log(T(-math::expm1(T(-cost)))), math::log1p(T(-hit)))};
  }
}
template <class Real, int N>
[[nodiscard]] T2_HD one_sample<dual<Real, N>> prepare(dual<Real, N> const& cost) {
  return {cost, prepare(cost.value)};
}

// e^-Y, 1 - e^-Y (from its logarithm where that is small) and log(1 - e^-Y); of a dual, with its derivatives, so that a
// dual of duals finds them too.
template <real Real>
[[nodiscard]] T2_HD Real hit_of(one_sample<Real> const& one) {
  return one.hit;
}
template <real Real>
[[nodiscard]] T2_HD Real log_miss_of(one_sample<Real> const& one) {
  return one.log_miss;
}
template <real Real>
[[nodiscard]] T2_HD Real lost_of(one_sample<Real> const& one) {
  Real const hit = hit_of(one);
  return hit < Real(0.5) ? Real(Real(1) - hit) : Real(-math::expm1(Real(-one.cost)));
}
template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> hit_of(one_sample<dual<Real, N>> const& one) {
  Real const hit = hit_of(one.at);
  return chain(one.cost, hit, Real(-hit));
}
template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> log_miss_of(one_sample<dual<Real, N>> const& one) {
  return chain(one.cost, log_miss_of(one.at), Real(hit_of(one.at) / lost_of(one.at)));
}

template <lane T>
[[nodiscard]] T2_HD task_metrics<T> question(one_sample<T> const& one, T const& k) {
  T const log_miss = T(k * one.log_miss);
  if constexpr (real<T>) {
    if (T(k * one.hit) < epsilon<T>()) {
      T const pass = T(k * one.hit);
      return {pass, T(T(1) - pass), T(one.cost - math::log(k))};
    }
    if (log_miss < T(-0.6931471805599453)) {
      T const miss = math::exp(log_miss);
      return {T(T(1) - miss), miss, T(-math::log1p(T(-miss)))};
    }
    T const pass = T(-math::expm1(log_miss));
    return {pass, T(T(1) - pass), T(-math::log(pass))};
  } else {
    T const pass = T(-math::expm1(log_miss)), miss = math::exp(log_miss);
    T const negative_log = T(-math::select(miss < T(0.5), math::log1p(T(-miss)), math::log(pass)));
    return {pass, miss, math::select(T(k * one.hit) < epsilon<T>(), T(one.cost - math::log(k)), negative_log)};
  }
}

// dmiss/dY = k miss / (e^Y - 1), dmiss/dk = miss log(1 - e^-Y)
template <class Real, int N>
[[nodiscard]] T2_HD task_metrics<dual<Real, N>> question(one_sample<dual<Real, N>> const& one, dual<Real, N> const& k) {
  task_metrics<Real> const f = question(one.at, k.value);
  Real const hit = hit_of(one.at);
  bool const hopeless = Real(k.value * hit) < epsilon<Real>();
  bool const certain = !(hit < Real(1));
  Real const by_cost = certain ? Real(0) : Real(k.value * f.miss * hit / lost_of(one.at));
  Real const by_k = certain ? Real(0) : Real(f.miss * log_miss_of(one.at));
  Real const log_by_cost = hopeless ? Real(1) : Real(by_cost / f.pass);
  Real const log_by_k = hopeless ? Real(Real(-1) / k.value) : Real(by_k / f.pass);
  task_metrics<dual<Real, N>> out{f.pass, f.miss, f.negative_log};
  for (int i = 0; i < N; ++i) {
    out.miss.partial[i] = Real(by_cost * one.cost.partial[i] + by_k * k.partial[i]);
    out.pass.partial[i] = Real(-out.miss.partial[i]);
    out.negative_log.partial[i] = Real(log_by_cost * one.cost.partial[i] + log_by_k * k.partial[i]);
  }
  return out;
}
}  // namespace detail

/// @formula   pass = 1 - (1 - e^-Y)^k, miss = (1 - e^-Y)^k, negative_log = -log pass
/// @param     cost  Y [nats] >= 0, the negative log-likelihood of the right answer   @param  k [samples] > 0, real
/// @return    pass, miss [1], negative_log [nats]: Y - log k where pass underflows
/// @errors    Y < 0 or NaN gives NaN
/// @accuracy  each a few epsilon of its own size, times max(1, k e^-Y) for miss; derivatives by `dual` from their
///            formulas (tests/law/difficulty/spread_test.cpp)
template <lane T>
[[nodiscard]] T2_HD task_metrics<T> question(T const& cost, T const& k) {
  return detail::question(detail::prepare(cost), k);
}

namespace detail {
// Adds a question of this cost and weight to the sums for several k.
template <lane T, class K>
T2_HD void add_question(task_metrics<T>* sum, K const* k, int count, T const& weight, T const& cost) {
  one_sample<T> const one = prepare(cost);
  for (int j = 0; j < count; ++j) {
    task_metrics<T> const each = question(one, T(k[j]));
    sum[j].pass += T(weight * each.pass);
    sum[j].miss += T(weight * each.miss);
    sum[j].negative_log += T(weight * each.negative_log);
  }
}
template <lane T>
T2_HD void finish_sums(task_metrics<T>* sum, int count, T const& total) {
  for (int j = 0; j < count; ++j)
    sum[j] = {T(sum[j].pass / total), T(sum[j].miss / total), T(sum[j].negative_log / total)};
}
template <lane T>
T2_HD void clear_sums(task_metrics<T>* sum, int count) {
  for (int j = 0; j < count; ++j) sum[j] = {T(0), T(0), T(0)};
}

/// The size of a question's spread around the location, capped so that no question has Y < 0.
template <lane T>
[[nodiscard]] T2_HD T spread(T const& a, T const& b, T const& location) {
  T const free = T(a + b * location);
  return math::select(location < free, location, free);
}

/// How fast the cost of a question rises, in its own spread, where k samples just solve it: the sharpest turn that a
/// quadrature over questions must resolve.
template <lane T, class K>
[[nodiscard]] T2_HD T sharpest_turn(T const& base, K const* k, int count) {
  T out = T(1);
  for (int j = 0; j < count; ++j) {
    T const rise = T(math::log(T(k[j])) - base);
    out = math::select(rise > out, rise, out);
  }
  return out;
}

// Decimal digits a quadrature aims at.
template <class T>
inline constexpr int quadrature_digits = std::numeric_limits<T>::digits10 > 15 ? std::numeric_limits<T>::digits10 : 15;
template <class T>
  requires enable_lane<T>
inline constexpr int quadrature_digits<T> = 15;
}  // namespace detail

}  // namespace t2::inline v0::law
