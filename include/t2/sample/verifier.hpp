// SPDX-License-Identifier: BSL-1.0
// Best of k by an imperfect verifier: it reads the samples in turn and hands on the first that it accepts.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, random.
#pragma once

#include <t2/core/status.hpp>       // result
#include <t2/random/threshold.hpp>  // nearest_threshold, threshold
#include <t2/random/wide.hpp>       // power, wide

#include <cstdint>
#include <vector>

namespace t2::inline v0::sample {

/// How often a verifier accepts an answer, and what follows if it accepts none of the k.
struct verifier {
  double accepts_right = 1;  ///< chance that a right answer is accepted [1]
  double accepts_wrong = 0;  ///< chance that a wrong answer is accepted [1]
  bool guesses = false;      ///< none accepted: hand on one of the k at random instead of nothing
};

/// For c = 0 ... k: the chance that the answer handed on is right, given that c of the k samples are.
/// @formula   f(c, w) = c/(c+w) (r + (1-r) f(c-1, w)) + w/(c+w) (1-s) f(c, w-1) with r, s the chances of acceptance,
///            plus (1-r)^c (1-s)^w c/k where the verifier guesses
/// @param     k  [samples], 1 ... 4096: the time grows with its square
/// @return    k + 1 thresholds, made of integers; a perfect verifier gives never, always, always, ...
/// @errors    out_of_domain: a chance outside [0, 1] or NaN, or k = 0; unsupported: k too large
[[nodiscard]] inline result<std::vector<random::threshold>> verified_thresholds(std::uint64_t k, verifier const& v) {
  using random::wide;
  if (!(v.accepts_right >= 0 && v.accepts_right <= 1))
    return status{.code = errc::out_of_domain, .argument = "accepts_right", .value = v.accepts_right};
  if (!(v.accepts_wrong >= 0 && v.accepts_wrong <= 1))
    return status{.code = errc::out_of_domain, .argument = "accepts_wrong", .value = v.accepts_wrong};
  if (k == 0) return status{.code = errc::out_of_domain, .argument = "k"};
  if (k > 4096) return status{.code = errc::unsupported, .argument = "k", .value = static_cast<double>(k)};
  wide const right = wide::from(v.accepts_right), pass_over_right = wide(1) - right;
  wide const pass_over_wrong = wide(1) - wide::from(v.accepts_wrong);
  std::vector<random::threshold> out(k + 1);
  // above[w] = f(c - 1, w); each row gets shorter by one
  std::vector<wide> above(k + 1), row(k + 1);
  for (std::uint64_t c = 1; c <= k; ++c) {
    for (std::uint64_t w = 0; w + c <= k; ++w) {
      wide sum = wide(c) * (right + pass_over_right * above[w]);
      if (w > 0) sum = sum + wide(w) * pass_over_wrong * row[w - 1];
      row[w] = sum / wide(c + w);
    }
    wide chance = row[k - c];
    if (v.guesses) chance = chance + power(pass_over_right, c) * power(pass_over_wrong, k - c) * wide(c) / wide(k);
    out[c] = random::nearest_threshold(chance);
    above.swap(row);
  }
  return out;
}

}  // namespace t2::inline v0::sample
