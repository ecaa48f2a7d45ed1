// SPDX-License-Identifier: BSL-1.0
// Published coefficients of the Chinchilla form in nats per token: printed digits, source, what N counts, range of the data.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/real.hpp>              // real
#include <t2/law/loss/chinchilla.hpp>    // chinchilla
#include <t2/law/published/printed.hpp>  // printed, span

#include <string_view>

namespace t2::inline v0::law::published {

/// One set of coefficients of L = E + A / N^alpha + B / D^beta [nats/token].
struct entry {
  std::string_view name;
  printed E, A, B, alpha, beta;
  std::string_view source;   ///< paper and where in it
  std::string_view counts;   ///< which parameters N counts
  span params, tokens, tokens_per_param;
  std::string_view note;

  template <real Real = double>
  [[nodiscard]] constexpr chinchilla<Real> law() const {
    return {E.as<Real>(), A.as<Real>(), B.as<Real>(), alpha.as<Real>(), beta.as<Real>()};
  }
};

/// The sets, oldest first.
inline constexpr entry entries[] = {
    {"hoffmann-2022",
     {169, -2}, {4064, -1}, {4107, -1}, {34, -2}, {28, -2},
     "Hoffmann et al. 2022, arXiv:2203.15556, eq. (10), digits of the text",
     "not stated",
     {7e7, 1.6e10}, {5e9, 5e11}, {},
     "two-digit exponents: the optimum at 5.76e23 FLOP moves from 40.3e9 to 32.2e9 parameters against hoffmann-2022-unrounded"},
    {"hoffmann-2022-unrounded",
     {169337368, -8}, {406401018, -6}, {410722827, -6}, {33917084, -8}, {2849083, -7},
     "Hoffmann et al. 2022, arXiv:2203.15556, eq. (10), unrounded digits of the source file",
     "not stated",
     {7e7, 1.6e10}, {5e9, 5e11}, {},
     "the optimiser of this fit stopped early (Besiroglu et al. 2024)"},
    {"muennighoff-2023",
     {18691436784, -10}, {520824952, -6}, {148771609, -5}, {3526596, -7}, {3526596, -7},
     "Muennighoff et al. 2023, arXiv:2305.16264, the authors' function; the law of fresh data, without repetition",
     "not stated",
     {1e7, 9e9}, {0, 9e11}, {},
     "E, A and B from the printed logarithms log E = .6254804, log A = 6.255414, log B = 7.3049974; alpha = beta by design"},
    {"besiroglu-2024",
     {18172, -4}, {48201, -2}, {208543, -2}, {3478, -4}, {3658, -4},
     "Besiroglu et al. 2024, arXiv:2404.10102, the published estimate",
     "as in Hoffmann et al. 2022",
     {5.733e7, 1.619e10}, {8.186e8, 3.178e11}, {0.4563, 341.1},
     "240 points read off a figure; the global optimum of the Huber objective at delta = 1e-3 is another: E 1.81722, A 477.826, B 2143.42, alpha .347310, beta .367172"},
    {"epoch-optimum",
     {1817218099010077, -15}, {477825868233905, -12}, {2143417363360458, -12}, {347310498881755, -15}, {367172432627762, -15},
     "this library: global optimum of the Huber objective, delta 1e-3, on the 240 runs digitised for arXiv:2404.10102; "
     "t2plan fit --law chinchilla --data epoch_chinchilla.csv --where kept=1",
     "as in Hoffmann et al. 2022",
     {5.733e7, 1.619e10}, {8.186e8, 3.178e11}, {0.4563, 341.1},
     "the published estimate of the same data is another point of a flat valley: besiroglu-2024"},
    {"sardana-2024-100",
     {17, -2}, {7199, -3}, {2597, -2}, {8, -2}, {13, -2},
     "Sardana et al. 2024, arXiv:2401.00448, table 1, runs of at most 100 tokens per parameter",
     "not stated",
     {}, {}, {0, 100},
     "two-digit exponents: optima from this set are orders of magnitude, not numbers"},
    {"sardana-2024-250",
     {98, -2}, {1423, -2}, {3954, -2}, {13, -2}, {16, -2},
     "Sardana et al. 2024, arXiv:2401.00448, table 1, runs of at most 250 tokens per parameter",
     "not stated",
     {}, {}, {0, 250},
     "two-digit exponents: optima from this set are orders of magnitude, not numbers"},
    {"sardana-2024-500",
     {95, -2}, {1707, -2}, {3580, -2}, {13, -2}, {16, -2},
     "Sardana et al. 2024, arXiv:2401.00448, table 1, runs of at most 500 tokens per parameter",
     "not stated",
     {}, {}, {0, 500},
     "two-digit exponents: optima from this set are orders of magnitude, not numbers"},
    {"sardana-2024",
     {145, -2}, {3366, -2}, {1389, -1}, {18, -2}, {24, -2},
     "Sardana et al. 2024, arXiv:2401.00448, table 1, all 47 runs",
     "not stated",
     {}, {}, {0, 10000},
     "two-digit exponents: optima from this set are orders of magnitude, not numbers"},
};

/// The entry of a name, or null.
[[nodiscard]] constexpr entry const* find(std::string_view name) {
  for (entry const& e : entries)
    if (e.name == name) return &e;
  return nullptr;
}

}  // namespace t2::inline v0::law::published
