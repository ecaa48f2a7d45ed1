// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// Every plain law of the catalogue: double against 50 digits over its domain, other reals, derivatives, the least type.
#include "support/archetype.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/catalogue.hpp>
#include <t2/law/published/sets.hpp>

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string_view>

using namespace t2;
using boost::multiprecision::cpp_dec_float_50;  // expression templates on
using wide = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<50>, boost::multiprecision::et_off>;

namespace {

struct domain {
  std::string_view variable;
  double low, high;
};
constexpr domain domains[] = {{"params", 1e6, 1e13},
                              {"tokens", 1e8, 1e15},
                              {"unique_tokens", 1e8, 1e13},
                              {"samples", 1, 1e6},
                              {"loss", 0.05, 12},
                              {"flops", 1e14, 1e27},
                              {"tokens_per_param", 0.05, 1e5},
                              {"steps", 10, 1e7},
                              {"experts", 1, 1024},
                              {"granularity", 0.5, 64},
                              {"sparsity", 0.01, 0.98},
                              {"weight_bits", 4, 32},
                              {"activation_bits", 4, 32},
                              {"cache_bits", 4, 32},
                              {"post_bits", 2, 16}};

template <class L>
std::array<double, L::variables::size> draw(std::mt19937_64& engine) {
  std::array<double, L::variables::size> x{};
  std::size_t at = 0;
  law::for_each_variable<L>([&](law::variable_name v) {
    for (domain const& d : domains)
      if (d.variable == v.name) {
        std::uniform_real_distribution<> turn(std::log(d.low), std::log(d.high));
        x[at++] = static_cast<float>(std::exp(turn(engine)));  // the same number in every type
      }
  });
  REQUIRE(at == x.size());
  return x;
}

/// The law with other numbers for its coefficients: those of `law`, exactly.
template <class T, class L>
law::rebind_t<L, T> as(L const& law) {
  double parameters[L::parameters::size];
  law::store(law, parameters);
  T exact[L::parameters::size];
  for (int i = 0; i < L::parameters::size; ++i) exact[i] = T(parameters[i]);
  law::rebind_t<L, T> out{};
  law::load(out, static_cast<T const*>(exact));
  return out;
}

template <class T, class L, std::size_t V>
T at(law::rebind_t<L, T> const& law, std::array<double, V> const& x) {
  T point[V];
  for (std::size_t v = 0; v < V; ++v) point[v] = T(x[v]);
  return law::evaluate_at(law, static_cast<T const*>(point));
}

struct errors {
  double value = 0;       // |error| / (epsilon max(|value|, least))
  double derivative = 0;  // relative to the larger of |derivative| and |value / x|
};

/// `least`: the size of the terms where they cancel.
template <class L>
errors measure(L const& law, double least, int points) {
  std::mt19937_64 engine(7);
  errors worst;
  auto const exact = as<wide>(law);
  constexpr int variables = L::variables::size;
  for (int i = 0; i < points; ++i) {
    auto const x = draw<L>(engine);
    wide const want = at<wide, L>(exact, x);
    double const size = std::max(std::fabs(static_cast<double>(want)), least);
    double const got = at<double, L>(law, x);
    worst.value = std::max(worst.value, std::fabs(static_cast<double>(wide(got) - want)) / size / epsilon<double>());
    if (i % 10 != 0) continue;

    using number = dual<double, variables>;
    number point[variables];
    for (int v = 0; v < variables; ++v) point[v] = number::variable(x[static_cast<std::size_t>(v)], v);
    number const slope = law::evaluate_at(law, static_cast<number const*>(point));
    CHECK(std::fabs(slope.value - got) <= 1e-12 * size);
    for (int v = 0; v < variables; ++v) {
      wide shifted[variables];
      for (int w = 0; w < variables; ++w) shifted[w] = wide(x[static_cast<std::size_t>(w)]);
      wide const step = wide(shifted[v] * wide(1e-16));
      shifted[v] += step;
      wide const above = law::evaluate_at(exact, static_cast<wide const*>(shifted));
      shifted[v] -= wide(2) * step;
      double const want_slope = static_cast<double>(
          wide((above - law::evaluate_at(exact, static_cast<wide const*>(shifted))) / (wide(2) * step)));
      double const scale = std::max(std::fabs(want_slope), size / x[static_cast<std::size_t>(v)]);
      worst.derivative = std::max(worst.derivative, std::fabs(slope.partial[v] - want_slope) / scale);
    }
  }
  return worst;
}

/// The same law in other types: the error of each is within the same number of its own epsilons. The 50-digit type with
/// expression templates, slow to compile, is tried on the forms that mix their expressions most.
template <class L>
inline constexpr bool tried_with_templates = false;
template <>
inline constexpr bool tried_with_templates<law::data_constrained<>> = true;
template <>
inline constexpr bool tried_with_templates<law::farseer<>> = true;
template <>
inline constexpr bool tried_with_templates<law::joint_experts<>> = true;
template <>
inline constexpr bool tried_with_templates<law::log_sigmoid<>> = true;
template <>
inline constexpr bool tried_with_templates<law::beta_failure<>> = true;

template <class L>
void other_types(L const& law, double least, double bound) {
  std::mt19937_64 engine(11);
  auto const exact = as<wide>(law);
  for (int i = 0; i < 40; ++i) {
    auto const x = draw<L>(engine);
    wide const want = at<wide, L>(exact, x);
    double const size = std::max(std::fabs(static_cast<double>(want)), least);
    auto const off = [&](auto const& got) {
      return std::fabs(static_cast<double>(wide(static_cast<long double>(got)) - want)) / size;
    };
    // coefficients are rounded to float first, which costs more than the evaluation
    CHECK(off(at<float, L>(as<float>(law), x)) <= 64 * bound * static_cast<double>(epsilon<float>()));
    CHECK(off(at<long double, L>(as<long double>(law), x)) <=
          2 * bound * static_cast<double>(epsilon<long double>()) + 1e-19);
    if (i >= 5) continue;
    if constexpr (tried_with_templates<L>) {
      cpp_dec_float_50 const other = at<cpp_dec_float_50, L>(as<cpp_dec_float_50>(law), x);
      CHECK(std::fabs(static_cast<double>(wide(other.str(50)) - want)) <= 1e-43 * size);
    }
    using number = test::archetype;
    number point[L::variables::size];
    for (std::size_t v = 0; v < x.size(); ++v) point[v] = number(x[v]);
    CHECK(static_cast<double>(law::evaluate_at(as<number>(law), static_cast<number const*>(point))) ==
          doctest::Approx(at<double, L>(law, x)).epsilon(1e-12));
  }
}

template <class L>
void check(L const& law, double bound, double least = 0) {
  CAPTURE(L::about.name);
  errors const worst = measure(law, least, 400);
  MESSAGE(L::about.name, ": value ", worst.value, " epsilon, derivative ", worst.derivative);
  CHECK(worst.value <= bound);
  CHECK(worst.derivative <= 1e-11);
  other_types(law, least, bound);
}

template <class L>
L of(std::string_view name) {
  auto const set = law::published::find_set(name);
  REQUIRE(set);
  return set->law<L>();
}

}  // namespace

TEST_CASE("laws of the loss") {
  check(of<law::data_constrained<>>("muennighoff-2023-repeated"), 16);
  check(of<law::overtrained<>>("gadre-2024-c4"), 8);
  check(of<law::kaplan_size<>>("kaplan-2020-size"), 4);
  check(of<law::kaplan_data<>>("kaplan-2020-data"), 4);
  check(of<law::kaplan_compute<>>("kaplan-2020-compute"), 4);
  check(law::kaplan<>{.Nc = 6.4e13, .Dc = 1.8e13, .alpha_N = 0.076, .alpha_D = 0.103}, 8);
  check(law::kaplan_steps<>{.Nc = 6.5e13, .Sc = 2.1e3, .alpha_N = 0.077, .alpha_S = 0.76}, 8);
  check(law::compute_power<>{.E = 0.4, .A = 300, .alpha = 0.15}, 4);
  check(law::broken_power<>{.a = 0.2, .b = 40, .c0 = 0.05, .c1 = 0.2, .d1 = 1e20, .f1 = 0.4}, 32);
  check(of<law::farseer<>>("farseer-2025"), 128);
  check(of<law::sparse_weights<>>("frantar-2023-t5"), 8);
  check(of<law::precision<>>("kumar-2024"), 16);
  check(of<law::quantisation_penalty<>>("kumar-2024-post"), 16);
  check(law::coupled<>{.A0 = 3.5175, .alpha = 0.0762, .B0 = 0.142, .beta = 0.6464, .c = 0.2}, 16);
  check(law::centred_kaplan<>{.P = 200, .q = 0.36, .Q = 5, .g = 0.23}, 8);
}

TEST_CASE("mixtures of experts and allocations") {
  check(of<law::routed<>>("clark-2022-s-base"), 32);
  check(of<law::fine_grained<>>("krajewski-2024"), 8);
  check(of<law::sparse_experts<>>("abnar-2025"), 8);
  check(of<law::joint_experts<>>("ludziejewski-2025"), 32);
  check(of<law::power_of_compute<>>("porian-2024-rw-tuned"), 4);
}

TEST_CASE("links and laws of samples") {
  check(of<law::sigmoid<>>("olmo-hellaswag-accuracy"), 8, 1);
  check(law::log_sigmoid<>{.a = -0.1, .x0 = 0.7, .k = 5}, 8, 1);
  check(of<law::exponential_error<>>("gadre-2024-c4-error"), 8, 1);
  check(law::power_link<>{.xi0 = 0.2, .K0 = 0.8, .kappa = 0.9}, 4);
  check(law::coverage_power<>{.a = -2.5, .b = -0.35}, 8);
  check(law::beta_failure<>{.A = 0.9, .alpha = 5, .beta = 0.35}, 64);
  check(law::compute_samples<>{.A = 5e3, .alpha = -0.15, .beta = -0.3, .delta = 0.002}, 64);
}

TEST_CASE("outside the domain: NaN") {
  double const nan = not_a_number<double>();
  auto const data = of<law::data_constrained<>>("muennighoff-2023-repeated");
  for (double const bad : {-1., nan}) {
    CHECK(std::isnan(data(params{bad}, tokens{1e11}, unique_tokens{1e10})));
    CHECK(std::isnan(data(params{1e9}, tokens{bad}, unique_tokens{1e10})));
    CHECK(std::isnan(data(params{1e9}, tokens{1e11}, unique_tokens{bad})));
    CHECK(std::isnan(of<law::farseer<>>("farseer-2025")(params{bad}, tokens{1e11})));
    CHECK(std::isnan(of<law::routed<>>("clark-2022-hash")(params{bad}, experts{8})));
    CHECK(std::isnan(of<law::kaplan_data<>>("kaplan-2020-data")(tokens{bad})));
    CHECK(std::isnan(law::beta_failure<>{.A = 1, .alpha = 5, .beta = 0.35}(samples{bad})));
  }
  // so few bits that nothing is left of the parameters
  CHECK(std::isnan(of<law::precision<>>("kumar-2024")(params{1e8}, tokens{1e10}, weight_bits{0.5}, activation_bits{8},
                                                      cache_bits{8})));
}
