// SPDX-License-Identifier: BSL-1.0
#include "suite.hpp"

#include <t2/random/normal.hpp>
#include <t2/sample/beta.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace t2plan {
namespace {

constexpr std::uint32_t question_stream = 0x71756573;  // "ques"
constexpr std::uint32_t loss_stream = 0x6c6f7373;      // "loss"

// What both the files and the fits see: decimals, so that reading a file back gives the same numbers.
double rounded(double x, double unit) { return std::round(x * unit) / unit; }

struct run {
  double params, tokens;
};

std::vector<run> grid() {
  constexpr int levels = 12, sizes = 16, per_level = 7;
  auto const size = [](int i) { return std::round(5.18e6 * std::pow(9.02e8 / 5.18e6, i / (sizes - 1.0))); };
  std::vector<run> out;
  for (int level = 0; level < levels; ++level) {
    double const flop = 1.25e16 * std::exp2(level);
    int const first = (9 * level + 5) / 11;  // sizes grow more slowly than compute, as the optimum does
    for (int i = level == levels - 1 ? first - 1 : first; i < first + per_level; ++i)
      out.push_back({size(i), std::round(flop / (6 * size(i)))});
  }
  // Overtrained: the largest of these sizes at the most tokens costs as much as the last level.
  constexpr double most_tokens = 1.2e11, largest = 2.56e19 / (6 * most_tokens);
  for (int i = 0; i < 7; ++i)
    for (double const part : {0.25, 0.5, 1.0})
      out.push_back({std::round(5.18e6 * std::pow(largest / 5.18e6, i / 6.0)), part * most_tokens});
  return out;
}

void append(std::string& out, double x) {
  std::array<char, 32> text;
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), x).ptr);
}

}  // namespace

suite_truth default_truth() {
  return {.law = {{.E = 0.5, .A = 560, .B = 2300, .alpha = 0.33, .beta = 0.355},
                  {.theta0 = 1.7, .theta1 = 1.8, .theta2 = 0.8, .theta3 = -0.6, .theta4 = 1.1}}};
}

t2::fit::outcomes<double> make_suite(suite_truth const& truth, std::uint64_t seed) {
  t2::fit::outcomes<double> out;
  out.questions = truth.questions;
  std::uint32_t checkpoint = 0;
  for (run const& each : grid()) {
    double const loss = truth.law.loss(t2::params{each.params}, t2::tokens{each.tokens});
    double const noise = t2::random::normals<double>({seed, checkpoint, 0, loss_stream}).first;
    out.params.push_back(each.params);
    out.tokens.push_back(each.tokens);
    out.location.push_back(rounded(loss * std::exp(truth.loss_noise * noise), 1e6));
    auto const shape = truth.law.difficulty.shape(loss);
    for (std::size_t q = 0; q < truth.questions; ++q) {
      // of the p of this question here and at another checkpoint the law says nothing: they are drawn independently
      double const p = t2::sample::beta_draw(shape.a, shape.b, seed, q, checkpoint, question_stream);
      out.nll.push_back(rounded(-std::log(std::max(p, 1e-300)), 1e6));
    }
    ++checkpoint;
  }
  return out;
}

std::string checkpoints_csv(t2::fit::outcomes<double> const& suite) {
  std::string out = "ckpt,N,D,loss\n";
  for (std::size_t c = 0; c < suite.checkpoints(); ++c) {
    append(out += "synthetic-", static_cast<double>(c));
    for (double const x : {suite.params[c], suite.tokens[c], suite.location[c]}) append(out += ',', x);
    out += '\n';
  }
  return out;
}

std::string questions_csv(t2::fit::outcomes<double> const& suite) {
  std::string out = "ckpt";
  for (std::size_t q = 0; q < suite.questions; ++q) append(out += ",q", static_cast<double>(q));
  out += '\n';
  for (std::size_t c = 0; c < suite.checkpoints(); ++c) {
    append(out += "synthetic-", static_cast<double>(c));
    for (std::size_t q = 0; q < suite.questions; ++q) append(out += ',', suite.nll[c * suite.questions + q]);
    out += '\n';
  }
  return out;
}

}  // namespace t2plan
