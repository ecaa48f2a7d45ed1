// SPDX-License-Identifier: BSL-1.0
// Counts per question of repeated sampling (model,problem,n,c), read from the shared data.
#pragma once

#include <t2/passk/counts.hpp>
#include <t2/passk/interval/benchmark.hpp>
#include <t2/random/philox.hpp>
#include <t2/random/resample.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace t2::test {

struct model_counts {
  std::vector<std::int64_t> n, c;
  [[nodiscard]] passk::counts<std::int64_t> view() const { return {n, c}; }
};

inline std::map<std::string, model_counts> read_monkeys(std::filesystem::path const& path) {
  std::map<std::string, model_counts> out;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string model, problem, n, c;
    std::getline(fields, model, ',');
    std::getline(fields, problem, ',');
    std::getline(fields, n, ',');
    std::getline(fields, c, ',');
    out[model].n.push_back(std::stoll(n));
    out[model].c.push_back(std::stoll(c));
  }
  return out;
}

/// Mean pass@k of the questions themselves, from all of their samples.
inline double mean_solved(model_counts const& all, double k = 10'000) { return *passk::mean_pass(all.view(), k); }

/// Successes among `drawn` of n samples without replacement, c of the n correct: one trial after the other.
inline std::int64_t draw_subset(std::int64_t n, std::int64_t c, std::int64_t drawn, std::uint32_t draw,
                                std::uint32_t question) {
  std::int64_t hits = 0;
  for (std::int64_t i = 0; i < drawn; ++i) {
    random::philox_block const b = random::philox(20261, {static_cast<std::uint64_t>(i), draw, question});
    std::uint64_t const bits = b.word[0] | (std::uint64_t{b.word[1]} << 32);
    if (static_cast<std::int64_t>(random::index_below(static_cast<std::uint64_t>(n - i), bits)) < c - hits) ++hits;
  }
  return hits;
}

/// 100 of the samples of every question, or, with `redraw`, of as many questions drawn with replacement.
inline model_counts subset(model_counts const& all, std::int64_t drawn, std::uint32_t draw, bool redraw = false) {
  model_counts out;
  for (std::size_t i = 0; i < all.n.size(); ++i) {
    random::philox_block const b = random::philox(20262, {i, draw, 0});
    std::size_t const at = redraw ? random::index_below(all.n.size(), b.word[0] | (std::uint64_t{b.word[1]} << 32)) : i;
    out.n.push_back(drawn);
    out.c.push_back(draw_subset(all.n[at], all.c[at], drawn, draw, static_cast<std::uint32_t>(i)));
  }
  return out;
}

}  // namespace t2::test
