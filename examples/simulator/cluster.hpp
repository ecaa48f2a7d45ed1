// SPDX-License-Identifier: BSL-1.0
// A discrete-event simulation of a serving cluster: requests arrive, queue for a place on a GPU, sample until the verifier
// accepts an answer or k samples are spent, and leave.
#pragma once

#include <t2/cost.hpp>
#include <t2/random.hpp>
#include <t2/sample.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

/// Seconds of one GPU that k answers take, one after the other, where `places` requests are decoded side by side: a step
/// reads the weights once and every cache. A cost of our own: it lists its monomials, and plans take it like the library's.
struct gpu_seconds {
  t2::cost::family<> sizes;
  t2::cost::hardware<> on;
  double prompt, output, places;

  using value_type = double;
  static constexpr t2::cost::unit measured_in = t2::cost::unit::second;
  static constexpr int monomial_count = 2;

  void store(t2::cost::monomial<>* out) const {
    double const steps = output / (on.bandwidth * places);
    double const cache = places * sizes.per_area(sizes.shape.kv_width()) * 2 * (prompt + output / 2);
    out[0] = {2 * steps, 1, 0, 1};
    out[1] = {cache * steps, 2. / 3, 0, 1};
  }
  template <t2::lane N, t2::lane D, t2::lane K>
  [[nodiscard]] auto operator()(t2::params<N> const& n, t2::tokens<D> const& d, t2::samples<K> const& k) const {
    return t2::cost::posynomial(*this, n, d, k);
  }
};

struct cluster {
  double arrivals_per_second;
  double seconds_per_sample;               ///< of a request, on its place
  int places;                              ///< requests served at once: GPUs times places of each
  std::uint64_t k;                         ///< most samples of a request
  t2::law::beta_shape<double> difficulty;  ///< of the questions
  t2::sample::verifier verifier;
};

struct served {
  double solved = 0;    ///< share of requests whose accepted answer is right
  double attempts = 0;  ///< samples per request
  double busy = 0;      ///< share of places in use
  double p95 = 0;       ///< 95th percentile of the time from arrival to answer [s]
};

/// Serves `requests` of them. The same seed gives the same arrivals and difficulties whatever the cluster is, so that two
/// clusters differ by what they do, not by chance.
inline served simulate(cluster const& c, std::uint64_t requests, std::uint64_t seed) {
  struct request {
    double arrival, chance;
    std::uint64_t used = 0;
  };
  struct event {
    double time;
    std::uint64_t who;
    bool operator>(event const& other) const { return time != other.time ? time > other.time : who > other.who; }
  };
  std::vector<request> all(requests);
  double clock = 0;
  for (std::uint64_t i = 0; i < requests; ++i) {
    clock -= std::log(t2::random::uniforms<double>({.seed = seed, .index = i}, 0).first) / c.arrivals_per_second;
    all[i] = {clock, t2::sample::beta_draw(c.difficulty.a, c.difficulty.b, seed, i, 1)};
  }

  std::priority_queue<event, std::vector<event>, std::greater<>> finished;  // samples, by the time they end
  std::queue<std::uint64_t> waiting;
  std::vector<double> latency;
  double samples = 0, solved = 0;
  int free = c.places;
  for (std::uint64_t next = 0; next < requests || !finished.empty();) {
    if (finished.empty() || (next < requests && all[next].arrival <= finished.top().time)) {
      waiting.push(next);
      clock = all[next++].arrival;
    } else {
      auto const [time, who] = finished.top();
      finished.pop();
      clock = time;
      request& r = all[who];
      auto const draw =
          t2::random::uniforms<double>({.seed = seed, .index = who, .draw = 2}, static_cast<std::uint32_t>(r.used));
      bool const right = draw.first < r.chance;
      bool const accepted = draw.second < (right ? c.verifier.accepts_right : c.verifier.accepts_wrong);
      ++r.used;
      samples += 1;
      if (accepted || r.used == c.k) {
        solved += accepted && right ? 1 : 0;
        latency.push_back(clock - r.arrival);
        ++free;
      } else {
        finished.push({clock + c.seconds_per_sample, who});
      }
    }
    for (; free > 0 && !waiting.empty(); waiting.pop(), --free)
      finished.push({clock + c.seconds_per_sample, waiting.front()});
  }
  double const n = static_cast<double>(requests);
  std::nth_element(latency.begin(), latency.begin() + static_cast<std::ptrdiff_t>(0.95 * n), latency.end());
  return {solved / n, samples / n, samples * c.seconds_per_sample / (clock * c.places),
          latency[static_cast<std::size_t>(0.95 * n)]};
}
