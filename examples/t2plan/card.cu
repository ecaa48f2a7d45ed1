// SPDX-License-Identifier: BSL-1.0
#include "card.hpp"

#include <t2/exec/cuda.cuh>
#include <t2/plan/confidence/uncertainty.hpp>
#include <t2/plan/solve.hpp>

#include <algorithm>
#include <cstddef>

namespace t2plan {

bool built_for_card() { return true; }

t2::result<t2::sample::tally> fresh_on_card(t2::law::beta_shape<double> const& shape, std::uint64_t questions,
                                            std::uint64_t samples, std::uint64_t seed, t2::repeats which) {
  auto const card = t2::exec::cuda_device::open();
  if (!card) return card.error();
  t2::samples<double> const k(static_cast<double>(samples));
  return t2::sample::fresh(card->on(), shape, questions, k, t2::seed{seed}, which);
}

t2::result<t2::sample::tally> repeated_on_card(std::span<double const> chances, std::uint64_t samples,
                                               std::uint64_t seed, t2::repeats which) {
  auto const card = t2::exec::cuda_device::open();
  if (!card) return card.error();
  t2::samples<double> const k(static_cast<double>(samples));
  return t2::sample::repeated(card->on(), chances, k, t2::seed{seed}, which);
}

t2::result<std::vector<drawn_on_card>> plans_on_card(t2_loss const& law, std::vector<std::vector<double>> const& rows,
                                                     t2::budget::split<double> const& budget) {
  auto const card = t2::exec::cuda_device::open();
  if (!card) return card.error();
  auto const point = t2::plan::solve(law, budget);
  if (!point) return point.error();
  t2::fit::bootstrap_draws<double, static_cast<std::size_t>(t2::law::parameter_count<t2_loss>)> draws;
  draws.rows.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) std::copy(rows[i].begin(), rows[i].end(), draws.rows[i].begin());
  auto const plans = t2::plan::plan_draws(card->on(), law, draws, *point, budget);
  if (!plans) return plans.error();
  std::vector<drawn_on_card> out;
  for (auto const& each : *plans) out.push_back({each.params, each.tokens, each.samples, each.value, each.found});
  return out;
}

}  // namespace t2plan
