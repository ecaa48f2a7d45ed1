// SPDX-License-Identifier: BSL-1.0
// Published sets give the values, optima and identities that are known of them; every set and form is well described.
#include "support/near.hpp"

#include <t2/law/bind.hpp>
#include <t2/law/catalogue.hpp>
#include <t2/law/published/sets.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace t2;
using test::near;
namespace published = t2::law::published;

namespace {
template <class L>
L of(std::string_view name) {
  auto const set = published::find_set(name);
  REQUIRE(set);
  return set->law<L>();
}
}  // namespace

// Values of the printed coefficients, computed apart from this library in double or 40 decimal digits.
TEST_CASE("values") {
  auto const farseer = of<law::farseer<>>("farseer-2025");
  CHECK(farseer(params{1e9}, tokens{2e10}) == near(.5272241341735545, 1e-14));
  CHECK(farseer(params{1e8}, tokens{2e9}) == near(.6754598929458395, 1e-14));

  auto const precision = of<law::precision<>>("kumar-2024");
  auto const at = [&](double w, double a, double kv) {
    return precision(params{2.2e8}, tokens{2.6e10}, weight_bits{w}, activation_bits{a}, cache_bits{kv});
  };
  CHECK(at(1e4, 1e4, 1e4) == near(3.1966050752957167, 1e-14));
  CHECK(at(8, 8, 8) == near(3.2271084994668633, 1e-14));
  CHECK(at(4, 1e4, 1e4) == near(3.2576223091437155, 1e-14));
  CHECK(of<law::quantisation_penalty<>>("kumar-2024-post")(params{2.2e8}, tokens{2.6e10}, post_bits{4}) ==
        near(.05431555419351247, 1e-14));

  auto const repeated = law::bind(of<law::data_constrained<>>("muennighoff-2023-repeated"), unique_tokens{25e9});
  // the authors' examples; their constants are printed logarithms, ours the exponentials to ten digits
  CHECK(repeated(params{6.34e9}, tokens{242e9}) == near(2.2256440889984477, 1e-9));
  CHECK(repeated(params{8.67e9}, tokens{178e9}) == near(2.2269634075087867, 1e-9));

  auto const abnar = of<law::sparse_experts<>>("abnar-2025");
  CHECK(abnar(params{1e9}, tokens{2e10}, sparsity{0.}) == near(2.5656813083550216, 1e-14));
  CHECK(abnar(params{8e9}, tokens{2e10}, sparsity{.875}) == near(2.3812656992933117, 1e-14));
  auto const joint = of<law::joint_experts<>>("ludziejewski-2025");
  CHECK(joint(params{1e9}, tokens{2e10}, experts{1}) == near(2.577600043023020705L, 1e-14));
  CHECK(joint(params{1e9}, tokens{2e10}, experts{8}) == near(2.508777282102584309L, 1e-14));
  CHECK(of<law::routed<>>("clark-2022-s-base")(params{1e8}, experts{64}) == near(2.430529777676598, 1e-14));
  CHECK(of<law::sparse_weights<>>("frantar-2023-t5")(params{1e8}, tokens{1e10}, sparsity{.5}) ==
        near(1.837240161908089, 1e-14));
  CHECK(law::beta_failure<>{.A = 1, .alpha = 5, .beta = .35}(samples{100}) == near(.6629219905057052, 1e-13));
}

TEST_CASE("Gadre et al.: the optimal ratios of the paper, and Chinchilla in other coefficients") {
  struct row {
    std::string_view name;
    double ratio;
  };
  for (row const& want :
       {row{"gadre-2024-c4", 3.36}, row{"gadre-2024-redpajama", 7.42}, row{"gadre-2024-refinedweb", 5.85}}) {
    auto const law = of<law::overtrained<>>(want.name);
    CHECK(law.best_ratio() == near(want.ratio, 2e-3));
    double const n = 1.4e9, m = 640;
    CHECK(law(flops{6 * n * n * m}, tokens_per_param{m}) == near(law.as_chinchilla()(params{n}, tokens{n * m}), 1e-14));
    // the ratio is the optimum at any compute
    for (double const c : {1e20, 1e24})
      for (double const off : {0.9, 1.1})
        CHECK(law(flops{c}, tokens_per_param{law.best_ratio()}) <
              law(flops{c}, tokens_per_param{off * law.best_ratio()}));
  }
  CHECK(of<law::overtrained<>>("gadre-2024-redpajama")(flops{6 * 1.4e9 * 1.4e9 * 640}, tokens_per_param{640}) ==
        near(2.5262, 4e-5));
}

TEST_CASE("Krajewski et al. 2024: their table, N counted as all experts, to its own rounding of coefficients") {
  auto const law = of<law::fine_grained<>>("krajewski-2024");
  struct row {
    double base, tokens, granularity, loss;
  };
  for (row const& r : {row{1e8, 4.37e9, 8, 3.133}, row{1e9, 28.94e9, 16, 2.491}, row{3e9, 72.9e9, 16, 2.245},
                       row{7e9, 137.6e9, 32, 2.076}, row{70e9, 941.07e9, 32, 1.694}, row{300e9, 2.96e12, 64, 1.503},
                       row{1e12, 7.94e12, 64, 1.367}})
    CHECK(std::abs(law(params{43 * r.base}, tokens{r.tokens}, granularity{r.granularity}) - r.loss) <= 0.025);
}

TEST_CASE("Ludziejewski et al.: the table of coefficients at 8 experts") {
  // table 4: L = m N^mu + n D^nu + c at E = 8
  auto const law = of<law::joint_experts<>>("ludziejewski-2025");
  auto const reduced = [](double n, double d) {
    return 21.833 * std::pow(n, -.1676) + 119.913 * std::pow(d, -.2338) + 1.3637;
  };
  for (double const n : {1e8, 1e9}) CHECK(law(params{n}, tokens{2e10}, experts{8}) == near(reduced(n, 2e10), 2e-3));
}

TEST_CASE("Clark et al.: E = 1 is near the dense law of the paper, so logarithms are to base 10") {
  double const dense = std::pow(3.568e13 / 1e8, .078);
  CHECK(of<law::routed<>>("clark-2022-s-base")(params{1e8}, experts{1}) == near(dense, 0.02));
}

TEST_CASE("Kaplan et al.: the joint law has the single-variable laws as its limits") {
  law::kaplan<> const joint{.Nc = 8.8e13, .Dc = 5.4e13, .alpha_N = .076, .alpha_D = .095};
  CHECK(joint(params{1e9}, tokens{1e40}) == near(of<law::kaplan_size<>>("kaplan-2020-size")(params{1e9}), 1e-12));
  CHECK(joint(params{1e60}, tokens{1e10}) == near(of<law::kaplan_data<>>("kaplan-2020-data")(tokens{1e10}), 1e-12));
}

TEST_CASE("allocations by compute") {
  struct row {
    std::string_view name;
    double params;
  };
  for (row const& want : {row{"porian-2024-rw-kaplan", 3.028e12}, row{"porian-2024-rw-head", 7.874e11},
                          row{"porian-2024-rw-warmup", 2.922e11}, row{"porian-2024-rw-decay", 1.830e11},
                          row{"porian-2024-rw-tuned", 7.694e10}})
    CHECK(of<law::power_of_compute<>>(want.name)(flops{5.88e23}) == near(want.params, 1e-3));
  // Llama 3's own plan at 3.8e25 FLOP: 16.55e12 tokens, 402e9 parameters
  double const d = of<law::power_of_compute<>>("llama3-2024")(flops{3.8e25});
  CHECK(d == near(16.29e12, 1e-3));
  CHECK(3.8e25 / 6 / d == near(402e9, 0.04));
}

TEST_CASE("OLMo ladder: both steps at the sizes the authors predict") {
  // the targets lie beyond the data, and step 2 falls between its floor and its ceiling
  for (std::string const task :
       {"mmlu", "hellaswag", "arc-challenge", "arc-easy", "piqa", "commonsenseqa", "socialiqa", "openbookqa"}) {
    CAPTURE(task);
    auto const loss = of<law::chinchilla<>>("olmo-" + task);
    auto const link = of<law::sigmoid<>>("olmo-" + task + "-accuracy");
    double const small = link(nats{loss(params{190'354'176.}, tokens{3.8e9})});
    double const large = link(nats{loss(params{13'202'396'160.}, tokens{5e12})});
    CHECK(small < large);
    CHECK(large < link.b);
    CHECK(small > link.b + link.a);
  }
}

TEST_CASE("Muennighoff et al.: the data wall") {
  auto const law = of<law::data_constrained<>>("muennighoff-2023-repeated");
  // repeated data is worth at most 1 + RD of the distinct
  CHECK(law.effective(1e20, 1e10, law.RD) == near(1e10 * 16.387756, 1e-9));
  // one epoch of a model that the data can feed: Chinchilla
  law::chinchilla<> const fresh{law.E, law.A, law.B, law.alpha, law.beta};
  CHECK(law(params{1e8}, tokens{1e11}, unique_tokens{1e11}) == near(fresh(params{1e8}, tokens{1e11}), 1e-14));
  CHECK(law(params{1e8}, tokens{1e11}, unique_tokens{1e13}) == near(fresh(params{1e8}, tokens{1e11}), 1e-14));
  CHECK(law.fed(1.) == near(.0509865, 1e-5));
  CHECK(law(params{1e9}, tokens{1e12}, unique_tokens{1e10}) > law(params{1e9}, tokens{1e12}, unique_tokens{1e11}));
}

TEST_CASE("queries outside the data are flagged with the factor") {
  auto const* const set = published::find("besiroglu-2024");
  CHECK(published::out_of_range(*set, 1e9, 2e10).empty());
  auto const far = published::out_of_range(*set, 1.619e12, 3.178e13);
  REQUIRE(far.size == 2);
  CHECK(far.item[0].variable == "params");
  CHECK(far.item[0].factor == near(100, 1e-12));
  CHECK(far.item[1].variable == "tokens");
  auto const low = published::out_of_range(*set, 5.733e6, 8.186e8);
  REQUIRE(low.size == 1);
  CHECK(low.item[0].factor == near(10, 1e-12));
  CHECK(low.item[0].limit == 5.733e7);
  // by compute: Farseer's digits have no best size beyond 1e22 FLOP
  auto const farseer = published::out_of_range(*published::find_set("farseer-2025"), 1e10, 2e12);
  REQUIRE(farseer.size == 1);
  CHECK(farseer.item[0].variable == "flops");
  CHECK(farseer.item[0].factor == near(12, 1e-12));
  CHECK(published::out_of_range(*published::find_set("coupled-gemstones-piqa"), 1e9, 1e11, 4096).item[0].factor == 4);
}

TEST_CASE("every set names a form of the catalogue and has exactly its coefficients, each inside its bounds") {
  std::set<std::string_view> names;
  int count = 0;
  published::for_each_set([&](published::coefficient_set const& set) {
    CAPTURE(set.name);
    ++count;
    CHECK(names.insert(set.name).second);
    CHECK(!set.unit.empty());
    CHECK(!set.counts.empty());
    CHECK((set.source.find("arXiv:") != std::string_view::npos ||
           set.source.find("t2plan fit") != std::string_view::npos));
    bool found = false;
    law::for_each_form([&](auto each) {
      using L = typename decltype(each)::law_type;
      if (each.about.name != set.form) return;
      found = true;
      REQUIRE(set.size() == L::parameters::size);
      for (int i = 0; i < set.size(); ++i) {
        int const at = L::parameters::find(set.coefficients[i].name);
        CAPTURE(set.coefficients[i].name);
        REQUIRE(at >= 0);
        double const value = set.coefficients[i].value.template as<double>();
        CHECK(value >= L::parameters::box(at).lower);
        CHECK(value <= L::parameters::box(at).upper);
      }
    });
    CHECK(found);
  });
  CHECK(count == 68);
}

TEST_CASE("every form has a name of its own, words, variables and coefficients") {
  std::set<std::string_view> names;
  law::for_each_form([&](auto each) {
    using L = typename decltype(each)::law_type;
    CAPTURE(each.about.name);
    CHECK(names.insert(each.about.name).second);
    CHECK(!each.about.value.empty());
    CHECK(!each.about.formula.empty());
    CHECK(!each.about.source.empty());
    CHECK(each.about.test.starts_with("law."));
    int variables = 0;
    law::for_each_variable<L>([&](law::variable_name v) {
      CHECK(v.name != "?");
      ++variables;
    });
    CHECK(variables == L::variables::size);
    std::set<std::string_view> parameters;
    for (int i = 0; i < L::parameters::size; ++i) CHECK(parameters.insert(L::parameters::name(i)).second);
    static_assert(law::rebindable<L>);
    static_assert(std::is_trivially_copyable_v<L>);
  });
  CHECK(names.size() == law::catalogue<double>::size);
}
