// SPDX-License-Identifier: BSL-1.0
// Plan under a data wall: 25e9 distinct tokens, and more compute than they are the optimum for. Four ways to plan, and what
// each plan gives by the law that knows what repeated tokens are worth.
//
// t2: prints pretend                N = 1.3e+09, 49.6 epochs, k = 74.4: promised 2.5389, worth 2.5792, certified, bound by train inference
// t2: prints each token once        N = 2.1e+09, 1.0 epochs, k = 47.2: promised 2.7719, worth 2.7742, certified, bound by inference unique_tokens
// t2: prints at most four times     N = 2.1e+09, 4.0 epochs, k = 47.2: promised 2.6480, worth 2.6553, certified, bound by inference unique_tokens
// t2: prints law of repetition      N = 1.7e+09, 39.6 epochs, k = 59.4: promised 2.5768, worth 2.5768, certified, bound by train inference
#include <t2/t2.hpp>

#include <cstdio>

using namespace t2;

int main() {
  double const distinct = 25e9;
  budget::split const budget{.train = flops{1e22}, .inference = flops{2e11}};

  // Muennighoff et al. 2023, with and without repetition; G and gamma are made up, as no paper prints them.
  law::sampling_gain const sampling{.G = 1.0, .gamma = 0.3};
  auto const fresh = law::published::find("muennighoff-2023")->law() + sampling;
  auto const repetition = law::published::find_set("muennighoff-2023-repeated")->law<law::data_constrained<double>>();
  auto const worn = law::bind(repetition, unique_tokens{distinct}) + sampling;

  auto const show = [&](char const* what, result<plan::allocation<double>> const& plan) {
    if (!plan) return std::printf("%-23s%s\n", what, message(plan.error()).c_str()), void();
    std::printf("%-23sN = %.1e, %.1f epochs, k = %.1f: promised %.4f, worth %.4f, %s, bound by", what,
                plan->params.value, plan->tokens.value / distinct, plan->samples.value, plan->value,
                worn(plan->params, plan->tokens, plan->samples),
                plan->certificate.certified ? "certified" : "searched");
    for (char const* limit : plan->binding) std::printf(" %s", limit);
    std::printf("\n");
  };
  show("pretend", plan::solve(fresh, plan::subject_to(budget)));
  show("each token once", plan::solve(fresh, plan::subject_to(budget, plan::data_wall{distinct})));
  show("at most four times", plan::solve(fresh, plan::subject_to(budget, plan::data_wall{distinct, 4.})));
  show("law of repetition", plan::solve(worn, plan::subject_to(budget)));
}
