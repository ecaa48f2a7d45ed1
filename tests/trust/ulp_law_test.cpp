// SPDX-License-Identifier: BSL-1.0
// t2: needs boost simd
// t2: labels slow
// Laws, costs and the closed form of a plan over their domains. Here 100 digits measure the rounding: the same formula
// at the same coefficients. That the formulas are right is what tests/law/golden_test.cpp and tests/cost ask.
#include "trust/ulp.hpp"

#include <t2/cost/compose.hpp>
#include <t2/cost/inference.hpp>
#include <t2/cost/training.hpp>
#include <t2/law/catalogue.hpp>
#include <t2/law/published/sets.hpp>
#include <t2/plan/solve.hpp>

#include <string_view>

using namespace t2;
using test::axis;
using test::row;
using test::wide;

namespace {

constexpr axis domain_of(std::string_view variable) {
  struct named {
    std::string_view variable;
    axis range;
  };
  constexpr named domains[] = {{"params", {axis::real, 1e3, 1e15}},
                               {"tokens", {axis::real, 1e5, 1e18}},
                               {"unique_tokens", {axis::real, 1e8, 1e13}},
                               {"samples", {axis::real, 1, 1e9}},
                               {"loss", {axis::real, 0.05, 12}},
                               {"flops", {axis::real, 1e14, 1e27}},
                               {"tokens_per_param", {axis::real, 0.05, 1e5}},
                               {"steps", {axis::real, 10, 1e7}},
                               {"experts", {axis::real, 1, 1024}},
                               {"granularity", {axis::real, 0.5, 64}},
                               {"sparsity", {axis::real, 0.01, 0.98}},
                               {"weight_bits", {axis::real, 4, 32}},
                               {"activation_bits", {axis::real, 4, 32}},
                               {"cache_bits", {axis::real, 4, 32}},
                               {"post_bits", {axis::real, 2, 16}}};
  for (named const& one : domains)
    if (one.variable == variable) return one.range;
  return {axis::real, 1, 1};
}

template <class Number, class L>
law::rebind_t<L, Number> with_reals(L const& law) {
  double values[L::parameters::size];
  law::store(law, values);
  Number exact[L::parameters::size];
  for (int i = 0; i < L::parameters::size; ++i) exact[i] = Number(values[i]);
  law::rebind_t<L, Number> out{};
  law::load(out, static_cast<Number const*>(exact));
  return out;
}

template <class Q>
struct axes_of;
template <template <class> class... Q>
struct axes_of<variable_list<Q...>> {
  static constexpr axis value[] = {domain_of(law::name_of<Q>().name)...};
};

// Coefficients that float holds, so that every type has the same law.
template <class L, int Bound>
struct law_row : row {
  static inline L coefficients{};
  static inline char const* name = L::about.name.data();
  static constexpr char const* where = "domain_of its variables";
  static constexpr double bound = Bound;
  static constexpr bool lanes = true;
  static constexpr auto const& axes = axes_of<typename L::variables>::value;
  template <class T>
  static T value(T const* x) {
    if constexpr (enable_lane<T>) {
      return law::evaluate_at(with_reals<value_t<T>>(coefficients), x);
    } else {
      return law::evaluate_at(with_reals<T>(coefficients), x);
    }
  }
  static wide exact(wide const* x) { return value<wide>(x); }
};

template <int Bound, class L>
void check(L const& law) {
  law_row<L, Bound>::coefficients = with_reals<double>(with_reals<float>(law));
  test::check_row<law_row<L, Bound>>(600);
}
template <class L, int Bound>
void check_set(std::string_view name) {
  auto const set = law::published::find_set(name);
  REQUIRE(set);
  check<Bound>(set->law<L>());
}

template <class Cost>
struct cost_row : row {
  static constexpr double bound = 8;
  static constexpr bool lanes = true;
  static constexpr axis axes[] = {{axis::real, 1e3, 1e15}, {axis::real, 1e5, 1e18}, {axis::real, 1, 1e4}};
  static constexpr char const* where = "N in 1e3..1e15, D in 1e5..1e18, k in 1..1e4";
};
struct lifetime_row : cost_row<void> {
  static constexpr char const* name = "cost::training + 1e3 cost::per_question";
  template <class T>
  static T value(T const* x) {
    using Real = typename exec::lane_traits<T>::value_type;
    auto const cost = cost::training<Real>{} + Real(1000) * cost::per_question<Real>{Real(512), Real(256)};
    return cost(params<T>(x[0]), tokens<T>(x[1]), samples<T>(x[2]));
  }
  static wide exact(wide const* x) { return 6 * x[0] * x[1] + 2000 * x[0] * (512 + 256 * x[2]); }
};

struct plan_row : row {
  static constexpr char const* name = "plan::solve, N of a Chinchilla law";
  static constexpr char const* where = "A, B in 10..1e6, alpha, beta in 0.1..1.5, C in 1e15..1e30";
  static constexpr double bound = 400;
  static constexpr int plain = 5;
  static constexpr bool floats = false;
  static constexpr axis axes[] = {{axis::real, 10, 1e6},
                                  {axis::real, 10, 1e6},
                                  {axis::real, 0.1, 1.5},
                                  {axis::real, 0.1, 1.5},
                                  {axis::real, 1e15, 1e30}};
  template <class T>
  static T value(T const* x) {
    law::chinchilla<T> const law{.E = T(1.5), .A = x[0], .B = x[1], .alpha = x[2], .beta = x[3]};
    auto const best = plan::solve(law, budget::training<T>{flops<T>(x[4])});
    return best ? best->params.value : not_a_number<T>();
  }
  static wide exact(wide const* x) {
    wide const s = x[2] + x[3], ratio = x[2] * x[0] / (x[3] * x[1]);
    return pow(ratio, 1 / s) * pow(x[4] / 6, x[3] / s);
  }
};

}  // namespace

TEST_CASE("laws of the loss") {
  check_set<law::chinchilla<>, 8>("besiroglu-2024");
  check_set<law::data_constrained<>, 32>("muennighoff-2023-repeated");
  check_set<law::overtrained<>, 16>("gadre-2024-c4");
  check_set<law::kaplan_size<>, 8>("kaplan-2020-size");
  check_set<law::kaplan_data<>, 8>("kaplan-2020-data");
  check_set<law::kaplan_compute<>, 8>("kaplan-2020-compute");
  check<8>(law::kaplan<>{.Nc = 6.4e13, .Dc = 1.8e13, .alpha_N = 0.076, .alpha_D = 0.103});
  check<8>(law::kaplan_steps<>{.Nc = 6.5e13, .Sc = 2.1e3, .alpha_N = 0.077, .alpha_S = 0.76});
  check<8>(law::compute_power<>{.E = 0.4, .A = 300, .alpha = 0.15});
  check<64>(law::broken_power<>{.a = 0.2, .b = 40, .c0 = 0.05, .c1 = 0.2, .d1 = 1e20, .f1 = 0.4});
  check_set<law::farseer<>, 150>("farseer-2025");
  check_set<law::sparse_weights<>, 16>("frantar-2023-t5");
  check_set<law::precision<>, 32>("kumar-2024");
  check_set<law::quantisation_penalty<>, 60>("kumar-2024-post");
  check<16>(law::coupled<>{.A0 = 3.5175, .alpha = 0.0762, .B0 = 0.142, .beta = 0.6464, .c = 0.2});
  check<16>(law::centred_kaplan<>{.P = 200, .q = 0.36, .Q = 5, .g = 0.23});
}
TEST_CASE("experts, links, samples") {
  check_set<law::routed<>, 64>("clark-2022-s-base");
  check_set<law::fine_grained<>, 16>("krajewski-2024");
  check_set<law::sparse_experts<>, 16>("abnar-2025");
  check_set<law::joint_experts<>, 64>("ludziejewski-2025");
  check_set<law::power_of_compute<>, 40>("porian-2024-rw-tuned");
  check_set<law::sigmoid<>, 16>("olmo-hellaswag-accuracy");
  check<200>(law::log_sigmoid<>{.a = -0.1, .x0 = 0.7, .k = 5});
  check_set<law::exponential_error<>, 250>("gadre-2024-c4-error");
  check<8>(law::power_link<>{.xi0 = 0.2, .K0 = 0.8, .kappa = 0.9});
  check<32>(law::sampling_gain<>{.G = 3.36, .gamma = 0.445});
  check<32>(law::coverage_power<>{.a = -2.5, .b = -0.35});
  check<200>(law::beta_failure<>{.A = 0.9, .alpha = 5, .beta = 0.35});
  check<200>(law::compute_samples<>{.A = 5e3, .alpha = -0.15, .beta = -0.3, .delta = 0.002});
}
TEST_CASE("costs and plans") {
  test::check_row<lifetime_row>();
  test::check_row<plan_row>(600);
}
