// SPDX-License-Identifier: BSL-1.0
// After how many questions does a small model trained for long cost less than the Chinchilla model of the same loss?
// And what
// changes when only 15e12 tokens exist?
#include <t2/t2.hpp>

#include <cmath>
#include <cstdio>

int main() {
  using namespace t2;

  auto const loss = law::published::find("besiroglu-2024")->law();
  auto const question = cost::per_question{.prompt = 500.0, .output = 500.0};

  std::puts("300 tokens per parameter against Chinchilla at the same loss; a question is 500 tokens in and 500 out");
  struct size {
    char const* like;
    double params;
  };
  for (size const s : {size{"Gemma 2B", 2e9}, size{"OLMo 7B", 7e9}, size{"Llama 8B", 8e9}, size{"Llama 70B", 70e9}}) {
    plan::served_model<double> const longer{params{s.params}, tokens{300 * s.params}};
    double const target = loss(longer.params, longer.tokens);
    auto const best = plan::least_cost(loss, cost::training{}, target);  // the cheapest training for that loss
    if (!best) return std::puts(message(best.error()).c_str()), 1;
    auto const questions = plan::break_even(longer, {best->plan.params, best->plan.tokens}, cost::training{}, question);
    std::printf(
        "  %-9s  loss %.4f; Chinchilla: N = %.3g, D/N = %.3g; training costs %.2f times as much and is paid back by "
        "%.3g questions\n",
        s.like, target, best->plan.params.value, best->plan.tokens_per_param(),
        6 * s.params * 300 * s.params / best->cost, questions ? *questions : NAN);
  }

  std::puts("The cheapest model of a loss for a lifetime of questions, without and with a wall of 15e12 tokens");
  for (double const target : {2.0, 1.95, 1.93})
    for (double const count : {1e9, 1e12, 1e15}) {
      auto const lifetime = cost::training{} + count * question;
      auto const free = plan::least_cost(loss, lifetime, target);
      auto const walled =
          plan::least_cost(loss, lifetime, target, plan::subject_to(plan::data_wall{.unique = 15e12, .epochs = 1.}));
      if (!free || !walled) continue;
      std::printf(
          "  loss %.2f, %.0e questions: N = %.3g, D = %.3g, %.3g FLOP; with the wall N = %.3g, D = %.3g, %+.2g %%\n",
          target, count, free->plan.params.value, free->plan.tokens.value, free->cost, walled->plan.params.value,
          walled->plan.tokens.value, 100 * (walled->cost / free->cost - 1));
    }
}
