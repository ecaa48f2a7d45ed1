// SPDX-License-Identifier: BSL-1.0
// Separable laws: sums of terms c x^-e. One routine gives their value, gradient and Hessian to fits and plans.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/jet.hpp>       // jet
#include <t2/core/math.hpp>      // math::exp, math::log
#include <t2/core/quantity.hpp>  // variable_list
#include <t2/core/real.hpp>      // lane, real
#include <t2/law/law.hpp>        // law, parameter_count
#include <t2/law/parameter.hpp>  // load, store

#include <concepts>
#include <type_traits>
#include <utility>

namespace t2::inline v0::law {

/// A term as positions: of its coefficient and exponent among the law's parameters (exponent -1: a constant term), and
/// of its variable among the law's variables.
struct term_shape {
  int coefficient;
  int exponent;
  int variable;
};

/// A plain array that passes into kernels.
template <class T, int Size>
struct fixed_array {
  T item[Size > 0 ? Size : 1];
  static constexpr int size = Size;
  [[nodiscard]] T2_HD constexpr T const& operator[](int i) const { return item[i]; }
  [[nodiscard]] T2_HD constexpr T& operator[](int i) { return item[i]; }
};

/// How a law writes its terms: constant<&law::E>, power<&law::A, &law::alpha, params>.
template <auto Coefficient>
struct constant {};
template <auto Coefficient, auto Exponent, template <class> class Variable>
struct power {};

namespace detail {
template <auto>
struct member_tag {};
template <template <class> class>
struct variable_tag {};

[[nodiscard]] consteval int first_true(bool const* flags, int size) {
  for (int i = 0; i < size; ++i)
    if (flags[i]) return i;
  return -1;
}
template <auto Member, class... P>
[[nodiscard]] consteval int member_index(parameter_list<P...>) {
  bool const same[] = {std::is_same_v<member_tag<Member>, member_tag<P::member>>...};
  return first_true(same, sizeof...(P));
}
template <template <class> class Variable, template <class> class... Q>
[[nodiscard]] consteval int variable_index(variable_list<Q...>) {
  bool const same[] = {std::is_same_v<variable_tag<Variable>, variable_tag<Q>>..., false};
  return first_true(same, sizeof...(Q));
}

template <class Parameters, class Variables, auto Coefficient>
[[nodiscard]] consteval term_shape shape_of(constant<Coefficient>) {
  return {member_index<Coefficient>(Parameters{}), -1, -1};
}
template <class Parameters, class Variables, auto Coefficient, auto Exponent, template <class> class Variable>
[[nodiscard]] consteval term_shape shape_of(power<Coefficient, Exponent, Variable>) {
  return {member_index<Coefficient>(Parameters{}), member_index<Exponent>(Parameters{}),
          variable_index<Variable>(Variables{})};
}
}  // namespace detail

namespace detail {
template <class Parameters, class Variables, class... Terms>
inline constexpr fixed_array<term_shape, sizeof...(Terms)> shapes{{shape_of<Parameters, Variables>(Terms{})...}};

[[nodiscard]] consteval bool all_listed(auto const& shapes) {
  for (int t = 0; t < shapes.size; ++t) {
    // -1 is an exponent for a constant term, which has no variable either
    bool const constant_term = shapes[t].exponent < 0 && shapes[t].variable < 0;
    if (shapes[t].coefficient < 0 || (!constant_term && (shapes[t].exponent < 0 || shapes[t].variable < 0))) return false;
  }
  return true;
}
[[nodiscard]] consteval bool all_distinct(auto const& shapes) {
  for (int t = 0; t < shapes.size; ++t)
    for (int u = 0; u < t; ++u)
      if (shapes[t].coefficient == shapes[u].coefficient ||
          (shapes[t].exponent >= 0 && shapes[t].exponent == shapes[u].exponent))
        return false;
  return true;
}
}  // namespace detail

/// The terms of a law, for its static member `terms`. Each coefficient and each exponent belongs to one term.
template <class Parameters, class Variables, class... Terms>
[[nodiscard]] consteval fixed_array<term_shape, sizeof...(Terms)> power_terms() {
  constexpr auto shapes = detail::shapes<Parameters, Variables, Terms...>;
  static_assert(detail::all_listed(shapes), "t2: a term names a member or a variable that the law does not list");
  static_assert(detail::all_distinct(shapes), "t2: two terms share a coefficient or an exponent: the law is not separable");
  return shapes;
}

/// A law that is a sum of terms c x^-e and lists them: linear in its coefficients once the exponents are fixed, a
/// posynomial where the coefficients are positive.
template <class L>
concept separable = law<L> && requires {
  { L::terms[0] } -> std::convertible_to<term_shape>;
};

/// One term at a point: coefficient, exponent and variable are those of its shape.
template <real Real>
struct term_value {
  Real power;        ///< g = x^-e, 1 for a constant term
  Real by_exponent;  ///< dg/de = -log(x) g
  Real log_x;
};

/// A separable law at a point, term by term: all that its value and derivatives are made of.
template <separable L, real Real>
struct power_sum {
  Real value;
  term_value<Real> term[L::terms.size];
};

namespace detail {
// f may be a host function's own: nvcc need not warn that this one, for host and device, calls it.
#if defined(__CUDACC__)
#pragma nv_exec_check_disable
#endif
template <class F, int... T>
T2_HD constexpr void each_position(F const& f, std::integer_sequence<int, T...>) {
  (f(std::integral_constant<int, T>{}), ...);
}
}  // namespace detail

/// The terms of a law, each with its position as a constant: f(std::integral_constant<int, 0>{}), ...
template <separable L, class F>
T2_HD constexpr void for_each_term(F const& f) {
  detail::each_position(f, std::make_integer_sequence<int, L::terms.size>{});
}

/// The one routine under value, gradient and Hessian.
/// @param   coefficients  [parameter_count], in the order of `store`   @param  log_x  [variables], natural logs
template <separable L, real Real>
[[nodiscard]] T2_HD power_sum<L, Real> evaluate_terms(Real const* coefficients, Real const* log_x) {
  power_sum<L, Real> out;
  out.value = Real(0);
  for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
    constexpr term_shape shape = L::terms[T];
    if constexpr (shape.exponent < 0) {
      out.term[T] = {Real(1), Real(0), Real(0)};
      out.value += coefficients[shape.coefficient];
    } else {
      Real const x = log_x[shape.variable];
      Real const g = math::exp(Real(-coefficients[shape.exponent] * x));
      out.term[T] = {g, Real(-x * g), x};
      out.value += Real(coefficients[shape.coefficient] * g);
    }
  });
  return out;
}

/// Value, gradient and Hessian of a separable law with respect to its coefficients, from the logarithms of its variables.
/// @formula   L = sum_t c_t g_t, g_t = exp(-e_t x_t);  dL/dc = g, dL/de = -c x g, d2L/dcde = -x g, d2L/de2 = c x^2 g
/// @param     coefficients  [parameter_count], in the order of `store`   @param  log_x  [variables], natural logs
/// @accuracy  each entry is one product of correctly signed factors: a few epsilon relative (tests/law/power_sum_test.cpp)
template <separable L, real Real>
[[nodiscard]] T2_HD jet<Real, parameter_count<L>> parameter_jet(Real const* coefficients, Real const* log_x) {
  power_sum<L, Real> const at = evaluate_terms<L>(coefficients, log_x);
  jet<Real, parameter_count<L>> out = jet<Real, parameter_count<L>>::zero();
  out.value = at.value;
  for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
    constexpr int c = L::terms[T].coefficient, e = L::terms[T].exponent;
    out.gradient[c] = at.term[T].power;
    if constexpr (e >= 0) {
      out.gradient[e] = Real(coefficients[c] * at.term[T].by_exponent);
      out.hessian[c][e] = out.hessian[e][c] = at.term[T].by_exponent;
      out.hessian[e][e] = Real(-coefficients[c] * at.term[T].by_exponent * at.term[T].log_x);
    }
  });
  return out;
}

/// The same with respect to the logarithms of the variables: elasticities and their slopes, what a planner needs.
/// @formula   dL/dx_v = -sum e c g over the terms of variable v;  d2L/dx_v2 = sum e^2 c g; mixed derivatives vanish
template <separable L, real Real>
[[nodiscard]] T2_HD jet<Real, L::variables::size> variable_jet(Real const* coefficients, Real const* log_x) {
  constexpr auto terms = L::terms;
  constexpr int count = L::variables::size;
  jet<Real, count> out = jet<Real, count>::zero();
  for (int t = 0; t < terms.size; ++t) {
    int const e = terms[t].exponent, v = terms[t].variable;
    Real const c = coefficients[terms[t].coefficient];
    Real const term = e < 0 ? c : Real(c * math::exp(Real(-coefficients[e] * log_x[v])));
    out.value += term;
    if (e < 0) continue;
    out.gradient[v] += Real(-coefficients[e] * term);
    out.hessian[v][v] += Real(coefficients[e] * coefficients[e] * term);
  }
  return out;
}

}  // namespace t2::inline v0::law
