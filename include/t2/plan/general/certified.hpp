// SPDX-License-Identifier: BSL-1.0
// The optimum of a separable law under limits: a geometric program, so the plan comes with its proof.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law.
#pragma once

#include <t2/core/config.hpp>           // T2_HD
#include <t2/core/math.hpp>             // math::exp, math::expm1
#include <t2/core/real.hpp>             // value_t
#include <t2/core/status.hpp>           // result, status
#include <t2/law/power_sum.hpp>         // separable
#include <t2/optimize/program.hpp>      // minimise
#include <t2/plan/allocation.hpp>       // allocation
#include <t2/plan/general/choices.hpp>  // pins
#include <t2/plan/general/program.hpp>  // plan_program, terms_of
#include <t2/plan/limits.hpp>           // limits

namespace t2::inline v0::plan {

/// The optimum as the solver leaves it: no names, no host types, for kernels and loops.
template <real Real>
struct proven_optimum {
  optimize::program_optimum<Real, 3, limits<Real>::most + 2> at;  ///< multiplier[i + 1] belongs to limit i
  Real value;                                                     ///< of the law
  Real gap;                                                       ///< value - gap is a lower bound
  int missing = -1;    ///< coefficient whose absence leaves the problem without an optimum
  int unlimited = -1;  ///< variable, 0 N, 1 D, 2 k, that no limit holds from above: there is no optimum either
};

/// The separable law's optimum under the limits. A variable without effect is held at the least that a limit of it
/// alone allows; k of a law without k is 1.
/// @formula  minimise log(L - floor) under log(use of each limit) <= 0, over log N, log D, log k
/// @errors   at.end == infeasible: the multipliers name limits that conflict; missing or unlimited >= 0: no optimum
/// @accuracy gap <= 1e-12 (value - floor), 1e-9 where a term is below 1e-12 of it (tests/plan/certificate_test.cpp)
template <law::separable L>
[[nodiscard]] T2_HD proven_optimum<value_t<L>> prove(L const& law, limits<value_t<L>> const& keep,
                                                     pins<value_t<L>> fixed = {}) {
  using Real = value_t<L>;
  auto const terms = detail::terms_of(law);
  proven_optimum<Real> out{};
  out.missing = out.unlimited = -1;
  out.at.end = optimize::ending::stalled;
  for (int v = 0; v < 3; ++v) {
    if (terms.missing[v] == -1 || fixed.held[v]) continue;
    Real least = detail::least_log(keep, v);
    if (!(least > -infinity<Real>())) {
      if (terms.missing[v] >= 0) {
        out.missing = terms.missing[v];
        return out;
      }
      least = Real(0);
    }
    fixed.held[v] = true;
    fixed.log_value[v] = least;
  }
  out.unlimited = detail::unlimited(keep, fixed);
  if (out.unlimited >= 0) return out;
  plan_program<Real> program;
  detail::reset(program);
  program.open_group();
  for (int t = 0; t < terms.count; ++t) program.add(terms.term[t]);
  if (terms.count == 0) program.add({Real(0), {Real(0), Real(0), Real(0)}});
  detail::add_limits(keep, fixed, program);
  if (program.overflow || terms.too_many) return out;
  Real start[3];
  detail::guess(start);
  out.at = optimize::minimise(program, start);
  Real const above = terms.count == 0 ? Real(0) : math::exp(out.at.value);
  out.value = Real(terms.floor + above);
  out.gap = Real(-above * math::expm1(Real(-out.at.gap)));
  return out;
}

namespace detail {
template <real Real>
[[nodiscard]] inline status check(limits<Real> const& keep) {
  if (keep.bad != nullptr) return {.code = errc::out_of_domain, .argument = keep.bad};
  if (keep.overflow) return {.code = errc::unsupported, .argument = "more limits than fit"};
  return {};
}

/// What stands between a program's end and a plan, as a status.
template <law::law L>
[[nodiscard]] inline status why_not(optimize::program_optimum<value_t<L>, 3, limits<value_t<L>>::most + 2> const& at,
                                    limits<value_t<L>> const& keep) {
  if (at.end == optimize::ending::stalled) return {.code = errc::not_converged, .argument = "plan"};
  if (at.end == optimize::ending::optimal) return {};
  int worst = 0;
  for (int i = 1; i < keep.count; ++i)
    if (at.multiplier[worst + 1] < at.multiplier[i + 1]) worst = i;
  return {.code = errc::infeasible, .argument = keep.count > 0 ? keep.name[worst] : "limits"};
}

/// Names, prices and flags of a plan at a point. `force` is how fast the minimised value falls as a limit gives room, >= 0.
template <law::law L>
void describe(limits<value_t<L>> const& keep, value_t<L> const* force, int const* at_bound,
              allocation<value_t<L>>& out) {
  using Real = value_t<L>;
  for (int i = 0; i < keep.count; ++i) {
    Real const slack = Real(Real(1) - keep.use(i, out.params.value, out.tokens.value, out.samples.value));
    if (slack > Real(1e-9) && !(force[i] > Real(0))) continue;
    if (slack > Real(1e-6)) continue;
    Real const gain = Real(force[i] * Real(keep.side[i]));  // of more of the number that is limited
    Real const price = law::higher_is_better<L> ? gain : Real(-gain);
    out.add_price(keep.name[i], price);
    std::string_view const name = keep.name[i];
    if (name == "train") out.binding.train = true, out.by_train = price;
    if (name == "inference") out.binding.inference = true, out.by_inference = price;
    if (name == "min_samples") out.binding.min_samples = true;
  }
  for (int v = 0; v < 3; ++v)
    if (at_bound[v] != 0) out.binding.search = true;
  if (out.binding.search) out.add_price("search", Real(0));
  out.cautions.samples_below_one = depends_on_samples<L> && out.samples.value < Real(1);
}

template <law::separable L>
[[nodiscard]] result<allocation<value_t<L>>> certified(L const& law, limits<value_t<L>> const& keep,
                                                       pins<value_t<L>> const& fixed) {
  using Real = value_t<L>;
  if (status const bad = check(keep); !bad.ok()) return bad;
  auto const found = prove(law, keep, fixed);
  if (found.missing >= 0) return status{.code = errc::unbounded, .argument = L::parameters::name(found.missing).data()};
  int unlimited = found.unlimited;
  for (int v = 0; v < 3; ++v)
    if (found.at.at_bound[v] > 0) unlimited = v;
  if (unlimited >= 0)
    return status{.code = errc::unbounded,
                  .argument = unlimited == 0   ? "params"
                              : unlimited == 1 ? "tokens"
                                               : "samples"};
  if (status const bad = why_not<L>(found.at, keep); !bad.ok()) return bad;
  allocation<Real> out{};
  out.params = params<Real>(fixed.at(0, found.at.x[0]));
  out.tokens = tokens<Real>(fixed.at(1, found.at.x[1]));
  out.samples = samples<Real>(fixed.at(2, found.at.x[2]));
  out.value = found.value;
  out.certificate = {true, found.at.residual, found.gap};
  Real const above = math::exp(found.at.value);  // multipliers are of log(L - floor)
  Real force[limits<Real>::most];
  for (int i = 0; i < keep.count; ++i) force[i] = Real(found.at.multiplier[i + 1] * above);
  describe<L>(keep, force, found.at.at_bound, out);
  return out;
}
}  // namespace detail
}  // namespace t2::inline v0::plan
