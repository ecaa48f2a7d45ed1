// SPDX-License-Identifier: BSL-1.0
// Numeric entry points at any bits: the first byte names one, then come doubles as they lie in memory. NaN or a value in
// its range, a status or a usable result; and soon.
#include "fuzz.hpp"

#include <t2/core/beta_ratio.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/objective.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/passk/best_of.hpp>
#include <t2/passk/consistency.hpp>
#include <t2/passk/coverage.hpp>
#include <t2/passk/interval/posterior.hpp>
#include <t2/passk/interval/variance.hpp>
#include <t2/passk/majority.hpp>
#include <t2/passk/mixture/beta_binomial.hpp>
#include <t2/passk/unbiased.hpp>
#include <t2/plan/solve.hpp>
#include <t2/random/threshold.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace {

using namespace t2;
using test::promise;

/// NaN or in [0, 1], but for rounding.
bool share(double x) { return std::isnan(x) || (x >= 0 && x <= 1 + 1e-12); }

struct numbers {
  std::uint8_t const* data;
  std::size_t size;
  double next() {
    double x = 0;
    std::size_t const some = size < sizeof x ? size : sizeof x;
    std::memcpy(&x, data, some);
    data += some;
    size -= some;
    return x;
  }
};

void ratios(numbers in) {
  double const a = in.next(), b = in.next(), k = in.next();
  auto const f = beta_ratio(a, b, k);
  double const log = log_beta_ratio(a, b, k);
  bool const stated = a <= 1e150 && b <= 1e150 && k <= 1e150 && (a == 0 || a >= 1e-150) && (b == 0 || b >= 1e-150) &&
                      (k == 0 || k >= 1e-150);
  if (a < 0 || b < 0 || k < 0 || std::isnan(a + b + k)) promise(std::isnan(f.ratio) && std::isnan(log), "NaN outside");
  if (!stated) return;
  promise(share(f.ratio) && share(f.complement), "R and 1 - R are shares");
  promise(std::isnan(f.ratio) || std::fabs(f.ratio + f.complement - 1) < 1e-12, "that add up to 1");
  promise(std::isnan(log) || log <= 1e-12, "log R <= 0");
}

void passes(numbers in) {
  double const n = in.next(), c = in.next(), k = in.next(), j = in.next(), p = in.next();
  auto const f = passk::unbiased_tails(n, c, k);
  promise(share(f.pass) && share(f.miss), "pass@k is a share");
  promise(std::isnan(f.pass) == !(passk::check_draw(n, c, k).ok()), "NaN where check_draw refuses, and only there");
  promise(share(passk::rate_tails(p, k).pass) && share(passk::plug_in(n, c, k)), "so are rates");
  double const attempts = passk::attempts(n, c, k);
  promise(std::isnan(attempts) || (attempts >= 1 - 1e-9 && attempts <= k * (1 + 1e-9)), "between one attempt and k");
  promise(share(passk::verifier<double>{j, p}.best_of(c, k)), "best of n is a share");
  if (n <= 0x1p53 && k > 1e5) return;  // sums of so many terms take their time
  promise(share(passk::at_least_tails(n, c, k, j).pass), "G-Pass is a share");
  promise(share(passk::mg_pass(n, c, k)), "mG-Pass is a share");
  promise(share(passk::majority(n, c, k)), "maj@k is a share");
  double const v = passk::variance(n, k, p), w = passk::variance_estimate(n, c, k);
  promise(std::isnan(v) || (v >= 0 && v <= 0.26), "a variance of shares");
  promise(std::isnan(w) || (w >= 0 && w <= 1), "an estimate of one");
}

void chances(numbers in) {
  double const p = in.next(), q = in.next();
  std::uint64_t k = 0;
  std::memcpy(&k, &q, sizeof k);
  promise(random::bernoulli_threshold(p).always == (p >= 1 || p > 1 - 0x1p-65), "always is for p = 1");
  (void)random::any_of_threshold(p, k);
  (void)random::all_of_threshold(p, k);
  (void)random::nll_threshold(q);
}

void plans(numbers in) {
  using loss = law::sum<law::chinchilla<double>, law::sampling_gain<double>>;
  double values[7];
  for (double& each : values) each = in.next();
  loss law{};
  law::load(law, static_cast<double const*>(values));
  budget::split<double> const budget{flops{in.next()}, flops{in.next()}};
  auto const best = plan::solve(law, budget, {.min_samples = in.next()});
  if (!best) return;
  double const n = best->params.value, d = best->tokens.value, k = best->samples.value;
  promise(n > 0 && d > 0 && k > 0 && std::isfinite(n) && std::isfinite(d) && std::isfinite(k), "a plan has numbers > 0");
  promise(std::isfinite(best->value), "and a value");
  if (!(n > 1e-290 && d > 1e-290 && k > 1e-290)) return;  // denormal numbers have few digits
  if (!(budget.train.value > 1e-290 && budget.inference.value > 1e-290)) return;
  promise(6 * n * d <= budget.train.value * (1 + 1e-9), "within the training budget");
  promise(2 * n * k <= budget.inference.value * (1 + 1e-9), "and that of inference");
}

void fits(numbers in, bool robust) {
  fit::dataset<double> data;
  while (in.size >= 3 * sizeof(double) && data.value.size() < 12) {
    data.params.push_back(in.next());
    data.tokens.push_back(in.next());
    data.value.push_back(in.next());
  }
  auto const check = [](auto const& found) {
    if (!found) return;
    double values[5];
    law::store(found->law, values);
    for (double const each : values) promise(std::isfinite(each) && each >= 0, "coefficients are numbers in their bounds");
    promise(values[3] <= 3 && values[4] <= 3, "exponents too");
    promise(!found->converged || std::isfinite(found->objective), "a fit has an objective");
  };
  if (robust) {
    check(fit::least<law::chinchilla<>>(data, fit::huber{1e-3}, fit::log_residual));
  } else {
    check(fit::least<law::chinchilla<>>(data, fit::squared{}, fit::linear_residual));
  }
}

void counts(numbers in) {
  std::vector<std::int64_t> n, c;
  while (in.size >= 4 && n.size() < 40) {
    n.push_back(in.data[0] | in.data[1] << 8);
    c.push_back(in.data[2] | in.data[3] << 8);
    in.data += 4;
    in.size -= 4;
  }
  passk::counts const data{std::span<std::int64_t const>(n), std::span<std::int64_t const>(c)};
  auto const found = passk::beta_binomial<double>::fit(data);
  if (found) {
    promise(found->a > 0 && found->b > 0 && std::isfinite(found->a + found->b), "shapes > 0");
    promise(share(found->pass_at(1000.0)), "a share far beyond the samples");
  }
  auto const posterior = passk::posterior_questions<double>(data, 1000.0);
  if (posterior) promise(share(posterior->value) && posterior->standard_error >= 0, "a posterior has an error");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size < 1) return 0;
  numbers const in{data + 1, size - 1};
  switch (data[0] % 7) {
    case 0: ratios(in); break;
    case 1: passes(in); break;
    case 2: chances(in); break;
    case 3: plans(in); break;
    case 4: fits(in, true); break;
    case 5: fits(in, false); break;
    default: counts(in); break;
  }
  return 0;
}
