// SPDX-License-Identifier: BSL-1.0
// t2: needs boost simd
// t2: labels slow
// core and passk over their stated domains against their definitions in 100 digits.
#include "trust/ulp.hpp"

#include <t2/core/beta_ratio.hpp>
#include <t2/core/math.hpp>
#include <t2/passk/allocation.hpp>
#include <t2/passk/best_of.hpp>
#include <t2/passk/consistency.hpp>
#include <t2/passk/coverage.hpp>
#include <t2/passk/interval/estimate.hpp>
#include <t2/passk/interval/posterior.hpp>
#include <t2/passk/interval/variance.hpp>
#include <t2/passk/majority.hpp>
#include <t2/passk/mixture/beta_binomial.hpp>
#include <t2/passk/mixture/scaled_beta.hpp>
#include <t2/passk/mixture/zero_inflated.hpp>
#include <t2/passk/power_law.hpp>
#include <t2/passk/unbiased.hpp>
#include <t2/random/normal.hpp>

#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <vector>

using namespace t2;
using test::axis;
using test::row;
using test::wide;

namespace {

// ---- Definitions -----------------------------------------------------------------------------------------------------

wide log_gamma(wide const& x) { return boost::math::lgamma(x); }

/// log B(a, b+k)/B(a, b), from the definition: 100 digits leave more than 50 after what cancels.
wide log_ratio(wide const& a, wide const& b, wide const& k) {
  if (k == 0 || a == 0) return a == 0 && b == 0 && k > 0 ? std::numeric_limits<wide>::quiet_NaN() : wide(0);
  if (b == 0) return -std::numeric_limits<wide>::infinity();
  return log_gamma(b + k) - log_gamma(b) + log_gamma(a + b) - log_gamma(a + b + k);
}
wide ratio(wide const& a, wide const& b, wide const& k) {
  wide const log = log_ratio(a, b, k);
  return isinf(log) ? wide(0) : exp(log);
}
wide complement(wide const& a, wide const& b, wide const& k) {
  wide const log = log_ratio(a, b, k);
  return isinf(log) ? wide(1) : wide(-expm1(log));
}

/// prod_{i<few} (n-many-i)/(n-i): the chance that no correct one is among k of n.
wide miss_of(wide const& n, wide const& c, wide const& k) {
  if (n - c - k + 1 <= 0) return 0;
  if (c > 3000 && (k > 3000 || floor(k) != k)) return ratio(c, n - c - k + 1, k);
  bool const over_c = c <= 3000;
  wide const few = over_c ? c : k, many = over_c ? k : c;
  wide out(1);
  for (int i = 0; i < few; ++i) out *= (n - many - i) / (n - i);
  return out;
}
wide pass_of(wide const& n, wide const& c, wide const& k) {
  if (n - c - k + 1 <= 0) return 1;
  if (c > 3000 && (k > 3000 || floor(k) != k)) return complement(c, n - c - k + 1, k);
  return 1 - miss_of(n, c, k);  // 1e12 samples cost 24 of the 100 digits
}
wide choose(wide const& n, wide const& k) {
  wide out(1);
  for (int i = 0; i < k; ++i) out *= (n - i) / wide(i + 1);
  return n < k ? wide(0) : out;
}
wide overlap(wide const& n, wide const& c, wide const& k, wide const& i) {  // P(J = i)
  return choose(c, i) * choose(n - c, k - i) / choose(n, k);
}
wide from(wide const& n, wide const& c, wide const& k, wide const& j) {  // P(J >= j)
  wide sum(0);
  for (wide i = j; i <= k && i <= c; i += 1) sum += overlap(n, c, k, i);
  return sum;
}
wide log_one_minus(wide const& p) { return p == 1 ? -std::numeric_limits<wide>::infinity() : wide(log1p(-p)); }
wide rate_miss(wide const& p, wide const& k) {
  return k == 0 || p == 0 ? wide(1) : p == 1 ? wide(0) : wide(exp(k * log_one_minus(p)));
}
wide rate_pass(wide const& p, wide const& k) {
  return k == 0 || p == 0 ? wide(0) : p == 1 ? wide(1) : wide(-expm1(k * log_one_minus(p)));
}

/// n, c, k in the order that makes them counts.
void order(double* x) {
  x[1] = std::min(x[1], x[0]);
  x[2] = std::min(x[2], x[0]);
}

// ---- core ------------------------------------------------------------------------------------------------------------

struct shapes : row {
  static constexpr char const* where = "a, b in 1e-6..1e8, k in 1e-12..1e12";
  static constexpr bool lanes = true;
  static constexpr axis axes[] = {{axis::real, 1e-6, 1e8}, {axis::real, 1e-6, 1e8}, {axis::real, 1e-12, 1e12}};
};
struct beta_ratio_row : shapes {
  static constexpr char const* name = "beta_ratio, ratio";
  static constexpr double bound = 1500;
  template <class T>
  static T value(T const* x) { return beta_ratio(x[0], x[1], x[2]).ratio; }
  static wide exact(wide const* x) { return ratio(x[0], x[1], x[2]); }
};
struct beta_complement_row : shapes {
  static constexpr char const* name = "beta_ratio, complement";
  static constexpr double bound = 16;
  template <class T>
  static T value(T const* x) { return beta_ratio(x[0], x[1], x[2]).complement; }
  static wide exact(wide const* x) { return complement(x[0], x[1], x[2]); }
};
struct log_beta_ratio_row : shapes {
  static constexpr char const* name = "log_beta_ratio";
  static constexpr double bound = 16;
  template <class T>
  static T value(T const* x) { return log_beta_ratio(x[0], x[1], x[2]); }
  static wide exact(wide const* x) { return log_ratio(x[0], x[1], x[2]); }
};
struct log1mexp_row : row {
  static constexpr char const* name = "math::log1mexp";
  static constexpr char const* where = "x in 0..1e300";
  static constexpr double bound = 1.5;
  static constexpr axis axes[] = {{axis::real, 0, 1e300}};
  template <class T>
  static T value(T const* x) { return math::log1mexp(x[0]); }
  static wide exact(wide const* x) {
    if (x[0] == 0) return -std::numeric_limits<wide>::infinity();
    return x[0] < 1 ? wide(log(-expm1(-x[0]))) : x[0] > 1e6 ? wide(0) : wide(log1p(-exp(-x[0])));
  }
};
struct log_sum_exp_row : row {
  static constexpr char const* name = "math::log_sum_exp";
  static constexpr char const* where = "x, y in 0..1e300";
  static constexpr double bound = 1.5;
  static constexpr axis axes[] = {{axis::real, 0, 1e300}, {axis::real, 0, 1e300}};
  template <class T>
  static T value(T const* x) { return math::log_sum_exp(x[0], x[1]); }
  static wide exact(wide const* x) {
    wide const top = x[0] < x[1] ? x[1] : x[0], gap = abs(x[0] - x[1]);
    return gap > 1e6 ? top : wide(top + log1p(exp(-gap)));
  }
};
struct decimal_row : row {
  static constexpr int plain = 3;
  static constexpr char const* name = "decimal";
  static constexpr char const* where = "m to 2^53 (2^24 in float), e in 0..22 and its inverse";
  static constexpr double bound = 1;
  static constexpr axis axes[] = {{axis::whole, 0, 0x1p53}, {axis::whole, 0, 22}, {axis::whole, 0, 2}};
  template <class T>
  static T value(T const* x) {
    return decimal<T>(static_cast<long long>(x[0]), static_cast<int>(x[2] > 0 ? x[1] : -x[1]));
  }
  static wide exact(wide const* x) {
    wide const power = pow(wide(10), x[1]);
    return x[2] > 0 ? wide(x[0] * power) : wide(x[0] / power);
  }
};
struct normal_row : row {
  static constexpr int plain = 1;
  static constexpr char const* name = "random::unit_circle, cos";
  static constexpr char const* where = "u in (0, 1), beside 2";
  static constexpr double bound = 2;
  static constexpr bool lanes = true;
  static constexpr bool floats = false;
  static constexpr axis axes[] = {{axis::share, 1e-16, 1 - 1e-16}};
  template <class T>
  static T value(T const* x) {  // its error is absolute: + 2
    random::uniform_pair<T> const at = random::unit_circle(x[0]);
    return T(at.first + T(2));
  }
  static wide exact(wide const* x) {
    return cos(2 * boost::math::constants::pi<wide>() * x[0]) + 2;
  }
};
struct quantile_row : row {
  static constexpr char const* name = "passk::normal_quantile";
  static constexpr char const* where = "p in 1e-290..1";
  static constexpr double bound = 8;
  static constexpr bool floats = false;
  static constexpr axis axes[] = {{axis::share, 1e-290, 1}};
  template <class T>
  static T value(T const* x) { return passk::normal_quantile(x[0]); }
  static wide exact(wide const* x) {
    if (x[0] == 0) return -std::numeric_limits<wide>::infinity();
    if (x[0] == 1) return std::numeric_limits<wide>::infinity();
    if (x[0] == wide(0.5)) return 0;
    using fifty = boost::multiprecision::cpp_bin_float_50;
    return wide(fifty(-sqrt(fifty(2)) * boost::math::erfc_inv(fifty(2 * x[0]))));
  }
};

// ---- pass@k ----------------------------------------------------------------------------------------------------------

struct counts_row : row {
  static constexpr char const* where = "n to 1e12 (2^24 in float), any c, k";
  static constexpr bool lanes = true;
  static constexpr axis axes[] = {{axis::whole, 1, 1e12}, {axis::whole, 0, 1e12}, {axis::whole, 1, 1e12}};
  static void arrange(double* x) { order(x); }
};
struct unbiased_row : counts_row {
  static constexpr char const* name = "passk::unbiased";
  static constexpr double bound = 8;
  template <class T>
  static T value(T const* x) { return passk::unbiased_tails<T>(x[0], x[1], x[2]).pass; }
  static wide exact(wide const* x) { return pass_of(x[0], x[1], x[2]); }
};
struct unbiased_miss_row : counts_row {
  static constexpr char const* name = "passk::unbiased_miss";
  static constexpr double bound = 900;
  template <class T>
  static T value(T const* x) { return passk::unbiased_tails<T>(x[0], x[1], x[2]).miss; }
  static wide exact(wide const* x) { return miss_of(x[0], x[1], x[2]); }
};
struct log_miss_row : counts_row {
  static constexpr char const* name = "passk::log_miss";
  static constexpr double bound = 8;
  template <class T>
  static T value(T const* x) { return passk::log_miss(x[0], x[1], x[2]); }
  static wide exact(wide const* x) {
    wide const room = x[0] - x[1] - x[2] + 1;
    if (room <= 0) return -std::numeric_limits<wide>::infinity();
    if (x[1] > 3000 && x[2] > 3000) return log_ratio(x[1], room, x[2]);
    return log(miss_of(x[0], x[1], x[2]));
  }
};
struct neg_log_pass_row : counts_row {
  static constexpr char const* name = "passk::neg_log_pass";
  static constexpr double bound = 900;
  template <class T>
  static T value(T const* x) { return passk::neg_log_pass(x[0], x[1], x[2]); }
  static wide exact(wide const* x) {
    wide const miss = miss_of(x[0], x[1], x[2]);
    if (x[1] == 0) return std::numeric_limits<wide>::infinity();
    return miss < wide(0.5) ? wide(-log1p(-miss)) : wide(-log(pass_of(x[0], x[1], x[2])));
  }
};
struct real_k_row : unbiased_row {
  static constexpr char const* name = "passk::unbiased, k between whole numbers";
  static constexpr char const* where = "n to 1e4, k real";
  static constexpr axis axes[] = {{axis::whole, 1, 1e4}, {axis::whole, 0, 1e4}, {axis::real, 1, 1e4}};
};
struct rate_row : row {
  static constexpr char const* where = "p in [0, 1], k in 0..1e300";
  static constexpr bool lanes = true;
  static constexpr axis axes[] = {{axis::share, 0, 1}, {axis::real, 0, 1e300}};
};
struct rate_pass_row : rate_row {
  static constexpr char const* name = "passk::rate_tails, pass";
  static constexpr double bound = 2;
  template <class T>
  static T value(T const* x) { return passk::rate_tails(x[0], x[1]).pass; }
  static wide exact(wide const* x) { return rate_pass(x[0], x[1]); }
};
struct rate_miss_row : rate_row {
  static constexpr char const* name = "passk::rate_tails, miss";
  static constexpr double bound = 300;
  template <class T>
  static T value(T const* x) { return passk::rate_tails(x[0], x[1]).miss; }
  static wide exact(wide const* x) { return rate_miss(x[0], x[1]); }
};
struct attempts_at_rate_row : rate_row {
  static constexpr char const* where = "p 0 or 1e-300..1, k 0 or 1e-15..1e300";
  static constexpr axis axes[] = {{axis::share, 0, 1, 1e-300}, {axis::real, 0, 1e300, 1e-15}};
  static constexpr char const* name = "passk::expected_attempts(p, k)";
  static constexpr double bound = 3;
  template <class T>
  static T value(T const* x) { return passk::expected_attempts(x[0], x[1]); }
  static wide exact(wide const* x) { return x[0] == 0 ? x[1] : wide(rate_pass(x[0], x[1]) / x[0]); }
};
struct attempts_row : row {
  static constexpr char const* name = "passk::attempts";
  static constexpr char const* where = "n to 1000, whole c, k";
  static constexpr double bound = 5;
  static constexpr axis axes[] = {{axis::whole, 1, 1000}, {axis::whole, 0, 1000}, {axis::whole, 1, 1000}};
  static void arrange(double* x) { order(x); }
  template <class T>
  static T value(T const* x) { return passk::attempts(x[0], x[1], x[2]); }
  static wide exact(wide const* x) {
    wide sum(0), term(1);
    for (wide j = 0; j < x[2]; j += 1) {
      sum += term;
      term *= (x[0] - x[1] - j) / (x[0] - j);
    }
    return sum;
  }
};
struct beta_attempts_row : row {
  static constexpr char const* name = "passk::beta_attempts";
  static constexpr char const* where = "a, b in 1e-6..1e8, k whole to 1000";
  static constexpr double bound = 50;
  static constexpr axis axes[] = {{axis::real, 1e-6, 1e8}, {axis::real, 1e-6, 1e8}, {axis::whole, 0, 1000}};
  template <class T>
  static T value(T const* x) { return passk::beta_attempts(x[0], x[1], x[2]); }
  static wide exact(wide const* x) {
    wide sum(0), term(1);
    for (wide j = 0; j < x[2]; j += 1) {
      sum += term;
      term *= (x[1] + j) / (x[0] + x[1] + j);
    }
    return sum;
  }
};
struct pass_until_row : row {
  static constexpr char const* name = "passk::pass_until";
  static constexpr char const* where = "r, K to 2^53 (2^24 in float)";
  static constexpr double bound = 1;
  static constexpr bool lanes = true;
  static constexpr axis axes[] = {{axis::whole, 2, 0x1p53}, {axis::whole, 2, 0x1p53}};
  static void arrange(double* x) { x[1] = std::max(x[0], x[1]); }
  template <class T>
  static T value(T const* x) { return passk::pass_until(x[0], x[1]); }
  static wide exact(wide const* x) { return (x[0] - 1) / (x[1] - 1); }
};
struct small_counts : row {
  static constexpr char const* where = "n to 1000, any c, k, j";
  static constexpr axis axes[] = {
      {axis::whole, 1, 1000}, {axis::whole, 0, 1000}, {axis::whole, 1, 1000}, {axis::whole, 0, 1000}};
  static void arrange(double* x) {
    order(x);
    x[3] = std::min(x[3], x[2]);
  }
};
struct at_least_row : small_counts {
  static constexpr char const* name = "passk::at_least (g_pass, pass_hat)";
  static constexpr double bound = 200;
  template <class T>
  static T value(T const* x) { return passk::at_least_tails(x[0], x[1], x[2], x[3]).pass; }
  static wide exact(wide const* x) { return x[3] == 0 ? wide(1) : from(x[0], x[1], x[2], x[3]); }
};
struct below_row : small_counts {
  static constexpr char const* name = "passk::at_least_tails, miss";
  static constexpr double bound = 300;
  template <class T>
  static T value(T const* x) { return passk::at_least_tails(x[0], x[1], x[2], x[3]).miss; }
  static wide exact(wide const* x) {
    wide sum(0);
    for (wide i = 0; i < x[3] && i <= x[1]; i += 1) sum += overlap(x[0], x[1], x[2], i);
    return sum;
  }
};
struct mg_pass_row : small_counts {
  static constexpr int plain = 1;
  static constexpr char const* name = "passk::mg_pass";
  static constexpr double bound = 8;
  template <class T>
  static T value(T const* x) { return passk::mg_pass(x[0], x[1], x[2]); }
  static wide exact(wide const* x) {
    wide sum(0);
    wide const half = ceil(x[2] / 2);
    for (wide i = half + 1; i <= x[2] && i <= x[1]; i += 1) sum += (i - half) * overlap(x[0], x[1], x[2], i);
    return 2 * sum / x[2];
  }
};
struct majority_row : small_counts {
  static constexpr int plain = 1;
  static constexpr char const* name = "passk::majority, ties shared";
  static constexpr double bound = 8;
  template <class T>
  static T value(T const* x) { return passk::majority(x[0], x[1], x[2], passk::tie::shared); }
  static wide exact(wide const* x) {
    wide const half = floor(x[2] / 2), won = from(x[0], x[1], x[2], half + 1);
    return half + half < x[2] ? won : wide(won + overlap(x[0], x[1], x[2], half) / 2);
  }
};
struct max_at_row : row {
  static constexpr int plain = 2;
  static constexpr char const* name = "passk::max_at";
  static constexpr char const* where = "200 rewards over 12 decades, k in 1..200";
  static constexpr double bound = 5;
  static constexpr axis axes[] = {{axis::whole, 1, 1e6}, {axis::whole, 1, 200}};
  template <class T>
  static std::vector<T> rewards(double seed) {
    std::mt19937_64 engine(static_cast<std::uint64_t>(seed));
    std::vector<T> out;
    for (int i = 0; i < 200; ++i)
      out.push_back(static_cast<T>(static_cast<float>(std::pow(10, static_cast<double>(engine() >> 11) * 12 * 0x1p-53))));
    return out;
  }
  template <class T>
  static T value(T const* x) {
    auto const r = rewards<T>(static_cast<double>(x[0]));
    return *passk::max_at<T>(r, static_cast<std::size_t>(x[1]));
  }
  static wide exact(wide const* x) {
    auto r = rewards<float>(static_cast<double>(x[0]));
    std::sort(r.begin(), r.end());
    wide sum(0);
    for (int i = static_cast<int>(x[1]); i <= 200; ++i)
      sum += wide(r[static_cast<std::size_t>(i - 1)]) * choose(i - 1, x[1] - 1) / choose(200, x[1]);
    return sum;
  }
};
struct verifier_row : row {
  static constexpr char const* name = "passk::verifier::best_of";
  static constexpr char const* where = "p, T, F 0 or 1e-15..1, n in 1..1e6";
  static constexpr double bound = 700;
  static constexpr axis axes[] = {
      {axis::share, 0, 1, 1e-15}, {axis::share, 0, 1, 1e-15}, {axis::share, 0, 1, 1e-15}, {axis::real, 1, 1e6}};
  template <class T>
  static T value(T const* x) { return passk::verifier<T>{x[1], x[2]}.best_of(x[0], x[3]); }
  static wide exact(wide const* x) {
    wide const &p = x[0], &t = x[1], &f = x[2], r = p * t + (1 - p) * f;
    wide const accepted = r == 0 ? wide(0) : wide(rate_pass(r, x[3]) * p * t / r);
    return accepted + rate_miss(r, x[3] - 1) * p * (1 - t);
  }
};

// ---- Spread and uncertainty ------------------------------------------------------------------------------------------

struct variance_row : row {
  static constexpr char const* name = "passk::variance";
  static constexpr char const* where = "n to 300, p in [0, 1]";
  static constexpr double bound = 800;
  static constexpr axis axes[] = {{axis::whole, 1, 300}, {axis::whole, 1, 300}, {axis::share, 0, 1}};
  static void arrange(double* x) { x[1] = std::min(x[0], x[1]); }
  template <class T>
  static T value(T const* x) { return passk::variance(x[0], x[1], x[2]); }
  static wide exact(wide const* x) {
    wide const &n = x[0], &k = x[1];
    if (x[2] == 0 || x[2] == 1) return 0;
    wide const log_q = log1p(-x[2]);
    wide sum(0);
    for (wide j = 1; j <= k; j += 1) sum -= overlap(n, k, k, j) * exp((2 * k - j) * log_q) * expm1(j * log_q);
    return sum;
  }
};
struct variance_estimate_row : row {
  static constexpr char const* name = "passk::variance_estimate";
  static constexpr char const* where = "n to 1e4, k to n/2";
  static constexpr double bound = 700;
  static constexpr axis axes[] = {{axis::whole, 2, 1e4}, {axis::whole, 0, 1e4}, {axis::whole, 1, 1e4}};
  static void arrange(double* x) {
    x[1] = std::min(x[1], x[0]);
    x[2] = std::max(1.0, std::min(x[2], std::floor(x[0] / 2)));
  }
  template <class T>
  static T value(T const* x) { return passk::variance_estimate(x[0], x[1], x[2]); }
  static wide exact(wide const* x) {
    wide const r = miss_of(x[0], x[1], x[2]);
    if (x[1] == 0) return 0;
    return r * r - miss_of(x[0], x[1], 2 * x[2]);
  }
};
struct moments_row : row {
  static constexpr char const* name = "passk::beta_moments, variance";
  static constexpr char const* where = "a, b in 0.5..1e4, k in 1..1e6";
  static constexpr double bound = 20000;
  static constexpr bool lanes = true;
  static constexpr axis axes[] = {{axis::real, 0.5, 1e4}, {axis::real, 0.5, 1e4}, {axis::real, 1, 1e6}};
  template <class T>
  static T value(T const* x) { return passk::beta_moments(x[0], x[1], x[2]).variance; }
  static wide exact(wide const* x) {
    wide const r = ratio(x[0], x[1], x[2]);
    return ratio(x[0], x[1], 2 * x[2]) - r * r;
  }
};
struct per_sample_row : row {
  static constexpr char const* name = "passk::variance_per_sample(p, k)";
  static constexpr char const* where = "p in [0, 1], k in 1..1e6";
  static constexpr double bound = 800;
  static constexpr bool lanes = true;
  static constexpr axis axes[] = {{axis::share, 0, 1}, {axis::real, 1, 1e6}};
  template <class T>
  static T value(T const* x) { return passk::variance_per_sample(x[0], x[1]); }
  static wide exact(wide const* x) { return x[0] * rate_miss(x[0], 2 * x[1] - 1); }
};
struct mixture_row : row {
  static constexpr char const* where = "a, b in 1e-3..1e4, n to 1000";
  static constexpr axis axes[] = {
      {axis::real, 1e-3, 1e4}, {axis::real, 1e-3, 1e4}, {axis::whole, 1, 1000}, {axis::whole, 0, 1000}};
  static void arrange(double* x) { x[3] = std::min(x[3], x[2]); }
};
wide log_rising(wide const& x, wide const& n) {  // log x (x+1) ... (x+n-1)
  wide product(1);
  for (wide i = 0; i < n; i += 1) product *= x + i;
  return log(product);
}
struct log_probability_row : mixture_row {
  static constexpr char const* name = "passk::beta_binomial::log_probability";
  static constexpr double bound = 40;
  template <class T>
  static T value(T const* x) { return passk::beta_binomial<T>{x[0], x[1]}.log_probability(x[2], x[3]); }
  static wide exact(wide const* x) {
    return log_rising(x[0], x[3]) + log_rising(x[1], x[2] - x[3]) - log_rising(x[0] + x[1], x[2]);
  }
};
struct zero_inflated_row : mixture_row {
  static constexpr char const* name = "passk::zero_inflated_beta::log_probability";
  static constexpr double bound = 30;
  template <class T>
  static T value(T const* x) { return passk::zero_inflated_beta<T>{x[0], x[1], T(0.25)}.log_probability(x[2], x[3]); }
  static wide exact(wide const* x) {
    wide const possible = log_probability_row::exact(x);
    return x[3] > 0 ? wide(log(wide(0.75)) + possible) : wide(log(wide(0.25) + wide(0.75) * exp(possible)));
  }
};
struct scaled_row : row {
  static constexpr char const* where = "a, b in 1e-3..1e3, s in 1e-6..1, k to 300";
  static constexpr axis axes[] = {
      {axis::real, 1e-3, 1e3}, {axis::real, 1e-3, 1e3}, {axis::real, 1e-6, 1}, {axis::whole, 0, 300}};
  template <bool Pass>
  static wide sum(wide const* x) {
    wide out(0), weight = x[2] == 1 ? wide(x[3] == 0 ? 1 : 0) : wide(pow(1 - x[2], x[3])), fails(1);
    if (x[2] == 1) return Pass ? complement(x[0], x[1], x[3]) : ratio(x[0], x[1], x[3]);
    for (wide j = 0; j <= x[3]; j += 1) {
      out += weight * (Pass ? wide(1 - fails) : fails);
      weight *= (x[3] - j) / (j + 1) * x[2] / (1 - x[2]);
      fails *= (x[1] + j) / (x[0] + x[1] + j);
    }
    return out;
  }
};
struct scaled_pass_row : scaled_row {
  static constexpr char const* name = "passk::scaled_beta::pass_tails, pass";
  static constexpr double bound = 70;
  template <class T>
  static T value(T const* x) { return passk::scaled_beta<T>{x[0], x[1], x[2]}.pass_tails(x[3]).pass; }
  static wide exact(wide const* x) { return sum<true>(x); }
};
struct scaled_miss_row : scaled_row {
  static constexpr char const* name = "passk::scaled_beta::pass_tails, miss";
  static constexpr double bound = 350;
  template <class T>
  static T value(T const* x) { return passk::scaled_beta<T>{x[0], x[1], x[2]}.pass_tails(x[3]).miss; }
  static wide exact(wide const* x) { return sum<false>(x); }
};
struct power_law_row : row {
  static constexpr char const* name = "passk::power_law::pass_at";
  static constexpr char const* where = "A in 1e-3..30, B in 1e-3..3, k in 1..1e9";
  static constexpr double bound = 40;
  static constexpr axis axes[] = {{axis::real, 1e-3, 30}, {axis::real, 1e-3, 3}, {axis::real, 1, 1e9}};
  template <class T>
  static T value(T const* x) { return passk::power_law<T>{x[0], x[1]}.pass_at(x[2]); }
  static wide exact(wide const* x) { return exp(-x[0] * pow(x[2], -x[1])); }
};

template <class... Rows>
void check_all(int points) {
  (test::check_row<Rows>(points), ...);
}

}  // namespace

TEST_CASE("core") {
  check_all<beta_ratio_row, beta_complement_row, log_beta_ratio_row>(600);
  check_all<log1mexp_row, log_sum_exp_row, decimal_row, normal_row>(4000);
  check_all<quantile_row>(500);
}
TEST_CASE("pass@k") {
  check_all<unbiased_row, unbiased_miss_row, log_miss_row, neg_log_pass_row, real_k_row>(1000);
  check_all<rate_pass_row, rate_miss_row, attempts_at_rate_row, pass_until_row, verifier_row>(3000);
  check_all<attempts_row, beta_attempts_row>(1000);
  check_all<at_least_row, below_row, mg_pass_row, majority_row>(400);
  check_all<max_at_row>(100);
}
TEST_CASE("spread and uncertainty") {
  check_all<variance_row>(300);
  check_all<variance_estimate_row, moments_row, log_probability_row, zero_inflated_row>(600);
  check_all<scaled_pass_row, scaled_miss_row>(600);
  check_all<per_sample_row, power_law_row>(3000);
}
