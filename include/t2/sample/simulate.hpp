// SPDX-License-Identifier: BSL-1.0
// Monte Carlo of a plan: M questions, k samples each, R repeats. What is kept is how often c of the k samples succeed,
// which does not grow with R; pass@j, pass^j, majority, best-of-k and attempts follow from it (sample/tally.hpp).
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, exec, random, law.
#pragma once

#include <t2/core/config.hpp>                     // T2_HD
#include <t2/core/quantity.hpp>                   // samples
#include <t2/core/status.hpp>                     // result, status
#include <t2/exec/backend.hpp>                    // backend, sum_over_ranks
#include <t2/exec/device.hpp>                     // fetch_add
#include <t2/exec/memory.hpp>                     // lent, on_device
#include <t2/law/difficulty/beta_regression.hpp>  // beta_shape
#include <t2/random/words.hpp>                    // words_of
#include <t2/sample/beta_binomial.hpp>            // beta_binomial_table
#include <t2/sample/binomial.hpp>                 // binomial_table
#include <t2/sample/digest.hpp>                   // digest
#include <t2/sample/outcomes.hpp>                 // add_histogram, add_shared, outcomes
#include <t2/sample/tally.hpp>                    // tally

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::inline v0 {

/// The key of all randomness: same seed, same numbers.
struct seed {
  std::uint64_t value = 1;
};

/// Which repeats of a simulation are run: a long one may be cut into parts, run anywhere and added up.
struct repeats {
  std::uint64_t count = 1;
  std::uint64_t first = 0;
};

namespace sample {

/// The streams that simulations use, apart from those that a caller picks for draws of its own: streams from 0xF0000000
/// on are the library's.
inline constexpr std::uint32_t fresh_stream = 0xF0000001u, repeated_stream = 0xF0000002u;

namespace detail {
[[nodiscard]] inline status whole_samples(double k) {
  if (k >= 1 && k < double(most_values) && k == double(static_cast<std::uint64_t>(k))) return {};
  return {.code = errc::out_of_domain, .argument = "samples", .value = k};
}

// Repeats of question number `question` in its part number `part`.
template <class Words>
[[nodiscard]] T2_HD outcomes repeats_of(std::uint64_t question, std::uint64_t part, seed key, repeats const& which) {
  std::uint64_t begin, end;
  outcomes const all{key.value, which.first, which.count, 0, repeated_stream};
  bounds<Words>(all, part, begin, end);
  return {key.value, (question << 40) + begin, end - begin, 0, repeated_stream};
}

[[nodiscard]] inline std::uint64_t law_digest(std::uint64_t question, random::table const& law) {
  return digest().add(question).add(law).value();
}

// Repeats of one question, `chunk` of them or fewer.
template <class Words>
struct question_kernel {
  std::span<double const> chances;
  std::uint64_t k;
  seed key;
  repeats which;
  std::uint64_t parts;  // of each question
  std::uint64_t* counts;
  std::uint64_t* laws;

  void operator()(std::size_t index) const {
    std::uint64_t const question = index / parts;
    outcomes const run = repeats_of<Words>(question, index % parts, key, which);
    bool const many = run.count > 4096;
    auto const law = binomial_table(k, chances[question], many);  // its arguments were checked
    std::vector<std::uint64_t> local(law->size(), 0);
    if (many) {
      histogram_kernel<Words> const kernel{run, law->view(), local.data()};
      for (std::size_t c = 0; c < detail::chunks<Words>(run); ++c) kernel(c);
    } else {
      add_directly<Words>(run, law->view(), local.data());
    }
    for (std::size_t v = 0; v < local.size(); ++v)
      if (local[v] > 0) exec::fetch_add(counts + law->first() + v, local[v]);
    if (index % parts == 0) exec::fetch_add(laws, law_digest(question, *law));  // a sum: the order does not matter
  }
};

// The laws of many questions in a row, made on the host for a device.
struct packed_laws {
  std::vector<std::uint32_t> high, guide;
  std::vector<std::uint64_t> bits, first, at{0};  // where the thresholds of each question begin
  std::vector<std::uint8_t> open;

  void add(random::table const& law) {
    random::table_view const v = law.view();
    high.insert(high.end(), v.high, v.high + v.size);
    bits.insert(bits.end(), v.bits, v.bits + v.size);
    guide.insert(guide.end(), v.guide, v.guide + v.cells() + 1);
    open.insert(open.end(), v.open, v.open + v.cells());
    first.push_back(law.first());
    at.push_back(bits.size());
  }
};

// Repeats of one question by a thread of a device.
struct packed_kernel {
  std::uint32_t const *high, *guide;
  std::uint64_t const *bits, *first, *at;
  std::uint8_t const* open;
  std::uint64_t questions_before, parts;
  seed key;
  repeats which;
  std::uint64_t* counts;

  T2_HD void operator()(std::size_t index) const {
    std::uint64_t const q = index / parts;
    outcomes const run = repeats_of<random::block_words>(questions_before + q, index % parts, key, which);
    // without a guide for many a table has two cells (random/table.hpp)
    random::table_view const law{
        high + at[q], bits + at[q], guide + 3 * q, open + 2 * q, static_cast<std::uint32_t>(at[q + 1] - at[q]), 31};
    for (std::uint64_t c = 0; c < chunks_of(run); ++c) add_shared(run, c, law, counts + first[q]);
  }

 private:
  [[nodiscard]] T2_HD static std::uint64_t chunks_of(outcomes const& run) {
    constexpr std::uint64_t size = chunk_of<random::block_words>;
    return (run.first + run.count - 1) / size - run.first / size + 1;
  }
};

template <class Exec>
[[nodiscard]] status repeat_on_device(Exec const& ex, std::span<double const> chances, std::uint64_t parts, seed key,
                                      repeats which, tally& out) {
  constexpr std::size_t at_once = 1u << 14;  // bounds the memory of the laws
  exec::lent const counts(ex, std::span(out.counts));
  if (!counts.error().ok()) return counts.error();
  for (std::size_t begin = 0; begin < chances.size(); begin += at_once) {
    std::size_t const end = std::min(chances.size(), begin + at_once);
    packed_laws laws;
    for (std::size_t q = begin; q < end; ++q) {
      auto const law = binomial_table(out.samples(), chances[q], false);
      if (!law) return law.error();
      laws.add(*law);
      out.laws += law_digest(q, *law);
    }
    auto const lend = [&ex](auto const& numbers) { return exec::lent(ex, std::span(numbers)); };
    auto const high = lend(laws.high), guide = lend(laws.guide);
    auto const bits = lend(laws.bits), first = lend(laws.first), at = lend(laws.at);
    auto const open = lend(laws.open);
    status const lost[] = {high.error(), guide.error(), bits.error(), first.error(), at.error(), open.error()};
    for (status const& each : lost)
      if (!each.ok()) return each;
    packed_kernel const work{high.data(), guide.data(), bits.data(), first.data(), at.data(),    open.data(),
                             begin,       parts,        key,         which,        counts.data()};
    if (status const stopped = ex.for_each_index((end - begin) * parts, work); !stopped.ok()) return stopped;
  }
  return counts.give_back();
}
}  // namespace detail

/// Every repeat draws fresh questions, p ~ Beta(a, b): the expectation is that of approach 2 itself.
/// @param     shape      a, b  [1], >= 0   @param  questions  M of one repeat
/// @param     k          [samples], a whole number, 1 ... 2^24   @param  key  the seed
/// @return    the tally of repeats which.first, ..., the same on every backend; outcome q of repeat r is number r M + q
/// @errors    out_of_domain: a, b, k, or r M beyond 2^63; otherwise the status of the backend
template <exec::backend Exec, class K>
[[nodiscard]] result<tally> fresh(Exec const& ex, law::beta_shape<double> const& shape, std::uint64_t questions,
                                  samples<K> k, seed key, repeats which = {}) {
  if (status const bad = detail::whole_samples(double(k.value)); !bad.ok()) return bad;
  std::uint64_t const limit = std::uint64_t{1} << 63;
  if (questions == 0) return status{.code = errc::empty, .argument = "questions"};
  if (which.count > limit / questions || which.first > limit / questions - which.count)
    return status{.code = errc::out_of_domain, .argument = "repeats", .value = double(which.count)};
  std::uint64_t const n = static_cast<std::uint64_t>(k.value);
  auto const law = beta_binomial_table(shape.a, shape.b, n);
  if (!law) return law.error();
  tally out(n);
  out.outcomes = questions * which.count;
  out.laws = digest().add(*law).value();
  outcomes const run{
      .seed = key.value, .first = questions * which.first, .count = out.outcomes, .stream = fresh_stream};
  std::span<std::uint64_t> const values(out.counts.data() + law->first(), law->size());
  if (status const stopped = add_histogram(ex, *law, run, values); !stopped.ok()) return stopped;
  return out;
}

/// Questions with chances of their own, shared by all repeats: the law of one benchmark rather than of all alike.
/// @param     chances  p [1] of each question, at most 2^24 of them   @param  k  [samples], a whole number, 1 ... 2^24
/// @return    the tally of repeats which.first, ..., the same on every backend; repeat r of question q is outcome 2^40
///            q + r
/// @errors    empty; out_of_domain: a chance outside [0, 1] with its index, k, or repeats beyond 2^40
template <exec::backend Exec, class K>
[[nodiscard]] result<tally> repeated(Exec const& ex, std::span<double const> chances, samples<K> k, seed key,
                                     repeats which = {}) {
  if (status const bad = detail::whole_samples(double(k.value)); !bad.ok()) return bad;
  if (chances.empty()) return status{.code = errc::empty, .argument = "chances"};
  if (chances.size() > (std::size_t{1} << 24)) return status{.code = errc::unsupported, .argument = "chances"};
  for (std::size_t q = 0; q < chances.size(); ++q)
    if (!(chances[q] >= 0 && chances[q] <= 1))
      return status{.code = errc::out_of_domain, .argument = "chances", .value = chances[q], .index = std::int64_t(q)};
  std::uint64_t const limit = std::uint64_t{1} << 40;
  if (which.count > limit || which.first > limit - which.count)
    return status{.code = errc::out_of_domain, .argument = "repeats", .value = double(which.count)};
  tally out(static_cast<std::uint64_t>(k.value));
  if (which.count == 0) return out;
  out.outcomes = chances.size() * which.count;
  using words = random::words_of<Exec>;
  outcomes const of_one{key.value, which.first, which.count, 0, repeated_stream};
  std::uint64_t const parts = detail::chunks<words>(of_one);
  if constexpr (exec::on_device<Exec>) {
    if (status const stopped = detail::repeat_on_device(ex, chances, parts, key, which, out); !stopped.ok())
      return stopped;
    exec::sum_over_ranks(ex, out.counts.data(), out.counts.size());  // each rank has made all laws
    return out;
  } else {
    detail::question_kernel<words> const work{chances, out.samples(), key, which, parts, out.counts.data(), &out.laws};
    if (status const stopped = ex.for_each_index(static_cast<std::size_t>(chances.size() * parts), work); !stopped.ok())
      return stopped;
    exec::sum_over_ranks(ex, out.counts.data(), out.counts.size());
    exec::sum_over_ranks(ex, &out.laws, 1);
  }
  return out;
}

}  // namespace sample
}  // namespace t2::inline v0
