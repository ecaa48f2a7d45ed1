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
  T const hit = math::exp(T(-cost)), log_two = T(0.6931471805599453f);  // where the two forms meet
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
      // e^-Y may underflow where k e^-Y does not
      T const negative_log = T(one.cost - math::log(k)), pass = math::exp(T(-negative_log));
      return {pass, T(T(1) - pass), negative_log};
    }
    if (log_miss < T(-0.6931471805599453)) {
      T const miss = math::exp(log_miss);
      return {T(T(1) - miss), miss, T(-math::log1p(T(-miss)))};
    }
    T const pass = T(-math::expm1(log_miss));
    return {pass, T(T(1) - pass), T(-math::log(pass))};
  } else {
    T const pass = T(-math::expm1(log_miss)), miss = math::exp(log_miss), beyond = T(one.cost - math::log(k));
    T const negative_log = T(-math::select(miss < T(0.5), math::log1p(T(-miss)), math::log(pass)));
    auto const hopeless = T(k * one.hit) < epsilon<T>();
    return {math::select(hopeless, math::exp(T(-beyond)), pass), miss, math::select(hopeless, beyond, negative_log)};
  }
}

// dmiss/dY = k miss / (e^Y - 1), dmiss/dk = miss log(1 - e^-Y)
template <class Real, int N>
[[nodiscard]] T2_HD task_metrics<dual<Real, N>> question(one_sample<dual<Real, N>> const& one, dual<Real, N> const& k) {
  task_metrics<Real> const f = question(one.at, k.value);
  Real const hit = hit_of(one.at);
  bool const hopeless = Real(k.value * hit) < epsilon<Real>();
  bool const certain = !(hit < Real(1));
  Real const by_cost = certain ? Real(0) : hopeless ? f.pass : Real(k.value * f.miss * hit / lost_of(one.at));
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

}  // namespace t2::inline v0::law
