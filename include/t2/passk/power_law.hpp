// SPDX-License-Identifier: BSL-1.0
// Coverage as a power law of k, -log pass@k = A k^-B: what the field draws through its curves, with its standard
// errors.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/math.hpp>                // math::exp, math::log, math::pow
#include <t2/core/real.hpp>                // real
#include <t2/core/status.hpp>              // result
#include <t2/core/sum.hpp>                 // compensated
#include <t2/passk/counts.hpp>             // check, counts
#include <t2/passk/grouped.hpp>            // grouped
#include <t2/passk/interval/estimate.hpp>  // estimate
#include <t2/passk/unbiased.hpp>           // unbiased_tails

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::inline v0::passk {

template <real Real>
struct power_law_fit;

/// Mean pass@k over questions = exp(-A k^-B). It is a description, not a distribution: a mean of 1 - (1-p)^k is a power
/// law only where few questions have small p, and it need not bend as the data do (see residual).
/// @param     A  [nats], > 0   @param  B  [1], > 0
/// @source    Brown et al. 2024, arXiv:2407.21787, section 3 (a = -A, b = -B)
template <real Real = double>
struct power_law {
  Real A;
  Real B;

  using value_type = Real;

  /// @param  k  [samples] > 0, real   @errors  NaN for k <= 0
  template <class K>
  [[nodiscard]] Real pass_at(K const& k) const {
    if (!(k > K(0))) return not_a_number<Real>();
    return math::exp(Real(-A * math::pow(Real(k), Real(-B))));
  }

  /// Least squares of log(-log mean pass@k) on log k; standard errors by leaving out one question at a time, since
  /// values at several k come from the same samples.
  /// @param     ks  distinct, each in [1, least number of trials]   @shape  [points], >= 2
  /// @return    too_few_points "k" below 2 distinct values; out_of_domain "k"; not_identified "successes" where the
  ///            mean pass@k is 0 or 1 at a k, also with a question left out, or does not rise with k
  template <class Count, class K>
  [[nodiscard]] static result<power_law_fit<Real>> fit(counts<Count> const& data, std::span<K const> ks);
};

/// A power law fitted to coverage.
template <real Real>
struct power_law_fit : power_law<Real> {
  Real covariance[2][2];  ///< of (log A, B)
  Real residual;          ///< root mean square of log(-log pass@k) about the line [1]

  /// @return  pass@k and its standard error by the delta method: sampling error only, none for the form
  template <class K>
  [[nodiscard]] estimate<Real> estimate_at(K const& k) const {
    Real const pass = this->pass_at(k), log_k = math::log(Real(k));
    Real const slope = Real(-pass * math::log(pass));  // |d pass / d log A|; that of B is log k times it
    Real const variance =
        Real(covariance[0][0] - Real(2) * log_k * covariance[0][1] + log_k * log_k * covariance[1][1]);
    return {pass, Real(slope * math::sqrt(math::max(variance, Real(0))))};
  }
};

template <real Real>
template <class Count, class K>
result<power_law_fit<Real>> power_law<Real>::fit(counts<Count> const& data, std::span<K const> ks) {
  if (ks.empty()) return status{errc::empty, "k", 0, -1};
  for (std::size_t i = 0; i < ks.size(); ++i)
    if (status problem = check(data, ks[i]); !problem.ok()) return problem;
  std::vector<Real> x(ks.size());
  Real mean_x(0), spread(0);
  for (std::size_t j = 0; j < ks.size(); ++j) mean_x += Real((x[j] = math::log(Real(ks[j]))) / Real(ks.size()));
  for (Real const& one : x) spread += Real((one - mean_x) * (one - mean_x));
  if (!(spread > Real(0))) return status{errc::too_few_points, "k", static_cast<double>(ks[0]), -1};

  std::vector<group<Real>> const groups = grouped<Real>(data);
  std::vector<Real> pass(groups.size() * ks.size()), total(ks.size());
  for (std::size_t j = 0; j < ks.size(); ++j) {
    compensated<Real> sum;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      pass[g * ks.size() + j] = unbiased(groups[g].n, groups[g].c, Real(ks[j]));
      sum += Real(groups[g].questions * pass[g * ks.size() + j]);
    }
    total[j] = sum.value();
  }
  struct line {
    Real log_a, b, residual;
    bool valid;
  };
  auto const regress = [&](Real const* without, Real const& questions) {
    std::vector<Real> y(ks.size());
    Real mean_y(0), slope(0), squares(0);
    for (std::size_t j = 0; j < ks.size(); ++j) {
      Real const mean = Real((total[j] - (without != nullptr ? without[j] : Real(0))) / questions);
      if (!(mean > Real(0) && mean < Real(1))) return line{Real(0), Real(0), Real(0), false};
      mean_y += Real((y[j] = math::log(Real(-math::log(mean)))) / Real(ks.size()));
    }
    for (std::size_t j = 0; j < ks.size(); ++j) slope += Real((x[j] - mean_x) * (y[j] - mean_y) / spread);
    for (std::size_t j = 0; j < ks.size(); ++j) {
      Real const off = Real(y[j] - mean_y - slope * (x[j] - mean_x));
      squares += Real(off * off / Real(ks.size()));
    }
    return line{Real(mean_y - slope * mean_x), Real(-slope), math::sqrt(squares), true};
  };
  Real const questions = Real(data.size());
  line const all = regress(nullptr, questions);
  if (!all.valid || !(all.b > Real(0)) || data.size() < 2) return status{errc::not_identified, "successes", 0, -1};
  Real mean_a(0), mean_b(0);
  std::vector<line> left;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    left.push_back(regress(&pass[g * ks.size()], Real(questions - Real(1))));
    if (!left.back().valid) return status{errc::not_identified, "successes", 0, -1};
    mean_a += Real(groups[g].questions * left.back().log_a / questions);
    mean_b += Real(groups[g].questions * left.back().b / questions);
  }
  power_law_fit<Real> out{{math::exp(all.log_a), all.b}, {}, all.residual};
  Real aa(0), ab(0), bb(0);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    Real const weight = Real(groups[g].questions * (questions - Real(1)) / questions);
    Real const da = Real(left[g].log_a - mean_a), db = Real(left[g].b - mean_b);
    aa += Real(weight * da * da);
    ab += Real(weight * da * db);
    bb += Real(weight * db * db);
  }
  out.covariance[0][0] = aa;
  out.covariance[0][1] = out.covariance[1][0] = ab;
  out.covariance[1][1] = bb;
  return out;
}

}  // namespace t2::inline v0::passk
