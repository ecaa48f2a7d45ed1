// SPDX-License-Identifier: BSL-1.0
// What the library runs over many elements, as a list: each entry runs one functor on a backend and hands back all that
// it computes. The table of docs/cuda.md is made from it (functors_test.cpp), and its kernels are those of functors.cu.
#pragma once

#include <t2/core/math.hpp>
#include <t2/exec/memory.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/fit/kernel/bootstrap.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/passk/batch.hpp>
#include <t2/passk/consistency.hpp>
#include <t2/passk/interval/bootstrap.hpp>
#include <t2/plan/ask/sweep.hpp>
#include <t2/plan/confidence/uncertainty.hpp>
#include <t2/random/words.hpp>
#include <t2/sample/beta.hpp>
#include <t2/sample/multinomial.hpp>
#include <t2/sample/outcomes.hpp>
#include <t2/sample/simulate.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::test {

/// What a functor gave: whole numbers, which are equal everywhere, and reals, which are within a bound.
struct functor_result {
  std::vector<std::uint64_t> counts;
  std::vector<double> reals;
  status problem;
};

using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});
inline constexpr law::chinchilla<double> loss_law{
    .E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
inline constexpr approach1 task_law = loss_law + law::sampling_gain<double>{.G = 3.36, .gamma = 0.445};

/// Numbers in [0, 1) that no library function makes.
inline std::vector<double> shares(std::size_t size, std::uint64_t seed) {
  std::vector<double> out;
  for (std::size_t i = 0; i < size; ++i) out.push_back(random::philox_word(seed, i, 0, 0) * 0x1p-32);
  return out;
}

/// Runs f on `to` in memory that the backend reaches.
template <class Ex, class T, class F>
status write(Ex const& ex, std::vector<T>& to, F const& f) {
  exec::lent const there(ex, std::span(to));
  if (!there.error().ok()) return there.error();
  if (status const ran = f(std::span<T>(there.data(), to.size())); !ran.ok()) return ran;
  return there.give_back();
}
template <class T, class Lent>
std::span<T const> reading(Lent const& there, std::vector<T> const& here) {
  return {there.data(), here.size()};
}

struct law_grid {
  static constexpr char const* name = "`law::evaluate`, a law over a grid";
  static constexpr double bound = 1e-14;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    std::vector<double> n, d, k;
    for (double s : shares(777, 1))
      n.push_back(1e7 + 1e11 * s), d.push_back(1e9 + 1e13 * s * s), k.push_back(1 + 100 * s);
    exec::lent const n_there(ex, std::span<double const>(n)), d_there(ex, std::span<double const>(d)),
        k_there(ex, std::span<double const>(k));
    functor_result out{{}, std::vector<double>(n.size()), {}};
    out.problem = write(ex, out.reals, [&](std::span<double> to) {
      return law::evaluate(ex, task_law, to, law::each<params>(reading(n_there, n)),
                           law::each<tokens>(reading(d_there, d)), law::each<samples>(reading(k_there, k)));
    });
    return out;
  }
};

struct pass_at_k {
  static constexpr char const* name = "`passk::unbiased`";
  static constexpr double bound = 1e-13;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    std::vector<int> n, c;
    for (double s : shares(1000, 2))
      n.push_back(20 + static_cast<int>(2000 * s)), c.push_back(static_cast<int>(n.back() * s));
    exec::lent const n_there(ex, std::span<int const>(n)), c_there(ex, std::span<int const>(c));
    functor_result out{{}, std::vector<double>(n.size()), {}};
    out.problem = write(ex, out.reals, [&](std::span<double> to) {
      return passk::unbiased(ex, reading(n_there, n), reading(c_there, c), 16, to);
    });
    return out;
  }
};

struct pass_table {
  static constexpr char const* name = "`passk::unbiased_table`";
  static constexpr double bound = 2e-14;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    functor_result out{{}, std::vector<double>(1001), {}};
    out.problem = write(ex, out.reals, [&](std::span<double> to) { return passk::unbiased_table(ex, 1000, 16, to); });
    return out;
  }
};

struct pass_metric {
  static constexpr char const* name = "`passk::evaluate`, G-Pass@k";
  static constexpr double bound = 1e-12;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    std::vector<double> n(300, 64.), c;
    for (double s : shares(300, 3)) c.push_back(math::floor(64 * s));
    exec::lent const n_there(ex, std::span<double const>(n)), c_there(ex, std::span<double const>(c));
    functor_result out{{}, std::vector<double>(n.size()), {}};
    out.problem = write(ex, out.reals, [&](std::span<double> to) {
      return passk::evaluate(ex, passk::g_pass_at_k<double>{16, 0.5}, reading(n_there, n), reading(c_there, c), to);
    });
    return out;
  }
};

struct benchmark_bootstrap {
  static constexpr char const* name = "`passk::bootstrap`, questions, clusters and trials";
  static constexpr double bound = 0;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    std::vector<int> n, c, family;
    for (double s : shares(300, 9)) {
      n.push_back(s < 0.5 ? 50 : 200);
      c.push_back(s < 0.1 ? 0 : static_cast<int>(n.back() * s));
      family.push_back(static_cast<int>(40 * s * s));
    }
    functor_result out;
    passk::bootstrap_options const what[] = {
        {.replicates = 100, .seed = 3}, {.trials = false, .replicates = 33}, {.questions = false, .replicates = 33}};
    for (passk::bootstrap_options const& each : what) {
      std::span<int const> const clusters[] = {{}, family};
      for (std::span<int const> const& of : clusters) {
        auto const got = passk::bootstrap(ex, passk::counts<int>{n, c}, 16, each, of);
        if (!got) return {{}, {}, got.error()};
        double const numbers[] = {got->mean.value, got->mean.standard_error, got->percentile.lower,
                                  got->percentile.upper};
        out.reals.insert(out.reals.end(), numbers, numbers + 4);
      }
    }
    return out;
  }
};

struct budget_sweep {
  static constexpr char const* name = "`plan::sweep`";
  static constexpr double bound = 1e-12;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    std::vector<double> train, inference;
    for (double s : shares(777, 4)) train.push_back(1e18 + 1e22 * s), inference.push_back(1e8 + 1e12 * s * s);
    exec::lent const t_there(ex, std::span<double const>(train)), i_there(ex, std::span<double const>(inference));
    functor_result out{{}, std::vector<double>(train.size()), {}};
    out.problem = write(ex, out.reals, [&](std::span<double> to) {
      return plan::sweep(ex, task_law, reading(t_there, train), reading(i_there, inference), to);
    });
    return out;
  }
};

inline fit::dataset<> runs_of_law(std::size_t size) {
  fit::dataset<> out;
  std::vector<double> const s = shares(3 * size, 5);
  for (std::size_t i = 0; i < size; ++i) {
    out.params.push_back(math::exp(16 + 7 * s[3 * i]));
    out.tokens.push_back(math::exp(20 + 6 * s[3 * i + 1]));
    double const nats = loss_law(params<double>(out.params.back()), tokens<double>(out.tokens.back()));
    out.value.push_back(nats * (1 + 0.02 * (s[3 * i + 2] - 0.5)));
  }
  return out;
}

struct bootstrap_fits {
  static constexpr char const* name = "`fit::bootstrap_runs`, separable law";
  static constexpr double bound = 1e-4;  // a descent stops where the value, not the point, has no more to gain
  static constexpr std::size_t draws = 21;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    auto const drawn = fit::bootstrap_runs(ex, runs_of_law(60), loss_law, fit::huber{1e-3}, fit::log_residual,
                                           {.draws = draws, .seed = 5});
    if (!drawn) return {{}, {}, drawn.error()};
    functor_result out{{drawn->rows.size(), drawn->failed}, {}, {}};
    for (auto const& row : drawn->rows) out.reals.insert(out.reals.end(), row.begin(), row.end());
    return out;
  }
};

struct drawn_plans {
  static constexpr char const* name = "`plan::plan_draws`, two budgets";
  static constexpr double bound = 1e-11;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    fit::bootstrap_draws<double, 7> draws;
    for (double s : shares(100, 6)) {
      draws.rows.emplace_back();
      law::store(task_law, draws.rows.back().data());  // E, A, B, alpha, ...
      draws.rows.back()[1] *= 1 + s;
      draws.rows.back()[3] *= 1 + 0.1 * (s - 0.5);
    }
    draws.rows.back()[1] = 0;  // no term in N: no plan
    budget::split<double> const budget{flops<double>(1e22), flops<double>(1e12)};
    auto const plans = plan::plan_draws(ex, task_law, draws, *plan::solve(task_law, budget), budget);
    if (!plans) return {{}, {}, plans.error()};
    functor_result out;
    for (auto const& p : *plans) {
      out.counts.push_back(p.found ? 1 : 0);
      if (!p.found) continue;
      double const numbers[] = {p.params, p.tokens, p.samples, p.value, p.committed};
      out.reals.insert(out.reals.end(), numbers, numbers + 5);
    }
    return out;
  }
};

struct random_words {
  static constexpr char const* name = "`random::fill_words`";
  static constexpr double bound = 0;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    std::vector<std::uint32_t> words(4 * 1003);
    functor_result out;
    out.problem = write(ex, words,
                        [&](std::span<std::uint32_t> to) { return random::fill_words(ex, 7, {1ull << 33, 1, 2}, to); });
    out.counts.assign(words.begin(), words.end());
    return out;
  }
};

inline constexpr sample::outcomes many_outcomes{
    .seed = 0x0123456789ABCDEF, .first = 1001, .count = 300'000, .draw = 3, .stream = 7};

struct any_of_k {
  static constexpr char const* name = "`sample::hits`, any of k";
  static constexpr double bound = 0;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    functor_result out;
    double const chances[] = {1e-5, 0.01, 0.5};  // nvcc does not take a list in the loop of a template
    for (double p : chances) {
      auto const happened = sample::hits(ex, random::any_of_threshold(p, 10), many_outcomes);
      if (!happened) return {{}, {}, happened.error()};
      out.counts.push_back(*happened);
    }
    return out;
  }
};

struct histogram {
  static constexpr char const* name = "`sample::add_histogram`: binomial, beta-binomial, geometric";
  static constexpr double bound = 0;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    functor_result out;
    result<random::table> const laws[] = {sample::beta_binomial_table(0.3, 2., 100), sample::binomial_table(1000, 0.3),
                                          sample::binomial_table(4, 0.3, false)};
    for (auto const& law : laws) {
      std::vector<std::uint64_t> counts(law->size());
      if (out.problem = sample::add_histogram(ex, *law, many_outcomes, counts); !out.problem.ok()) return out;
      out.counts.insert(out.counts.end(), counts.begin(), counts.end());
    }
    return out;
  }
};

struct binomials {
  static constexpr char const* name = "`sample::binomial_draws`";
  static constexpr double bound = 0;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    std::vector<double> p = shares(1003, 8);
    p[5] = 0, p[6] = 1;
    std::vector<std::uint16_t> counts(p.size());
    functor_result out;
    out.problem = sample::binomial_draws(ex, std::span<double const>(p), samples{100}, {9, 5}, std::span(counts));
    out.counts.assign(counts.begin(), counts.end());
    return out;
  }
};

struct votes {
  static constexpr char const* name = "`sample::add_votes`";
  static constexpr double bound = 0;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    functor_result out;
    std::size_t const answers[] = {4, 100};  // more than 64 are counted in memory of the device
    for (std::size_t const size : answers) {
      std::vector<double> weights;
      for (std::size_t i = 0; i < size; ++i) weights.push_back(1 / (1. + static_cast<double>(i)));
      std::vector<std::uint64_t> wins(size);
      out.problem =
          sample::add_votes(ex, *sample::answer_table(weights), 7, {.seed = 5, .first = 3, .count = 5000}, wins);
      if (!out.problem.ok()) return out;
      out.counts.insert(out.counts.end(), wins.begin(), wins.end());
    }
    return out;
  }
};

struct fresh_questions {
  static constexpr char const* name = "`sample::fresh`: simulation of a plan";
  static constexpr double bound = 0;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    auto const tally = sample::fresh(ex, law::beta_shape<double>{0.3, 2.}, 100, samples{16}, seed{1}, {200, 3});
    if (!tally) return {{}, {}, tally.error()};
    functor_result out{tally->counts, {}, {}};
    out.counts.push_back(tally->digest());
    return out;
  }
};

struct shared_questions {
  static constexpr char const* name = "`sample::repeated`: simulation of a benchmark";
  static constexpr double bound = 0;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    std::vector<double> p = shares(50, 7);
    p.front() = 0, p.back() = 1;
    auto const tally = sample::repeated(ex, p, samples{16}, seed{1}, {5000, 3});
    if (!tally) return {{}, {}, tally.error()};
    functor_result out{tally->counts, {}, {}};
    out.counts.push_back(tally->digest());
    return out;
  }
};

struct beta_numbers {
  static constexpr char const* name = "`sample::beta_draws`";
  static constexpr double bound = 1e-12;
  template <class Ex>
  static functor_result run(Ex const& ex) {
    functor_result out{{}, std::vector<double>(1003), {}};
    out.problem =
        write(ex, out.reals, [&](std::span<double> to) { return sample::beta_draws(ex, 0.3, 2., {9, 5}, to); });
    return out;
  }
};

struct sums {
  static constexpr char const* name = "`reduce`";
  static constexpr double bound = 1e-15;
  struct term {
    T2_HD double operator()(std::size_t i) const { return 1 / (1 + static_cast<double>(i)); }
  };
  template <class Ex>
  static functor_result run(Ex const& ex) {
    functor_result out;
    std::size_t const sizes[] = {0, 1, 1023, 1024, 5000, 33 * 1024, 1'100'003};
    for (std::size_t size : sizes) out.reals.push_back(ex.template reduce<double>(size, term{}));
    if (!(out.reals.back() > 0)) out.problem = {.code = errc::backend_failure, .argument = "reduce"};
    return out;
  }
};

/// f(entry{}) for all of them.
template <class F>
void for_each_functor(F const& f) {
  f(law_grid{}), f(pass_at_k{}), f(pass_table{}), f(pass_metric{}), f(benchmark_bootstrap{}), f(budget_sweep{}), f(drawn_plans{}),
      f(bootstrap_fits{});
  f(random_words{}), f(any_of_k{}), f(histogram{}), f(binomials{}), f(votes{}), f(fresh_questions{}),
      f(shared_questions{}), f(beta_numbers{});
  f(sums{});
}

/// The largest difference from what the reference gave, relative; infinite where whole numbers or sizes differ.
inline double distance(functor_result const& got, functor_result const& want) {
  if (!got.problem.ok() || got.counts != want.counts || got.reals.size() != want.reals.size())
    return infinity<double>();
  double worst = 0;
  for (std::size_t i = 0; i < got.reals.size(); ++i) {
    double const off = math::abs(got.reals[i] - want.reals[i]), size = math::abs(want.reals[i]);
    if (off > 0 || off != off)
      worst = off <= 1e300 ? math::max(worst, off / (size > 0 ? size : 1)) : infinity<double>();
  }
  return worst;
}

}  // namespace t2::test
