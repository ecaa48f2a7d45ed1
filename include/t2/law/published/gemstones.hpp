// SPDX-License-Identifier: BSL-1.0
// Fits of this project to per-question losses of the Gemstone models (arXiv:2502.06857), each with its command.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/law/published/coefficient_set.hpp>  // coefficient_set

namespace t2::inline v0::law::published {

// clang-format off
inline constexpr coefficient_set gemstones_sets[] = {
    {"coupled-gemstones-piqa", "coupled",
     {{"A0", {351746972, -8}}, {"alpha", {761714344, -10}}, {"B0", {141963682, -9}}, {"beta", {646393352, -9}},
      {"c", {2, -1}}, {"a", {209582784, -8}}, {"b", {0, 0}}, {"s", {626782404, -9}}},
     "1 (pass@k) or nats (-log pass@k)",
     "this library: one-stage fit, Gemstone models, t2plan fit --law coupled --checkpoints checkpoints.csv "
     "--questions piqa_nll.csv --interaction 0.2",
     "all, input embedding and output head included",
     {4.8e7, 2.0e9}, {1.0e10, 3.501e11}, {}, {}, {1, 1024},
     "per-token pseudo-probabilities of the right answer; constant learning rate, so the part of D is poorly "
     "determined; not monotone in N where c > 0"},
    {"coupled-gemstones-arce", "coupled",
     {{"A0", {484854837, -8}}, {"alpha", {134146689, -9}}, {"B0", {154577581, -9}}, {"beta", {102396737, -8}},
      {"c", {2, -1}}, {"a", {10112225, -7}}, {"b", {753328637, -9}}, {"s", {503670483, -9}}},
     "1 (pass@k) or nats (-log pass@k)",
     "this library: one-stage fit, Gemstone models, t2plan fit --law coupled --checkpoints checkpoints.csv "
     "--questions arce_nll.csv --interaction 0.2",
     "all, input embedding and output head included",
     {4.8e7, 2.0e9}, {1.0e10, 3.501e11}, {}, {}, {1, 1024},
     "per-token pseudo-probabilities of the right answer; constant learning rate, so the part of D is poorly "
     "determined; not monotone in N where c > 0"},
    {"coupled-gemstones-openbook", "coupled",
     {{"A0", {672290308, -8}}, {"alpha", {802384795, -10}}, {"B0", {166295494, -9}}, {"beta", {94742326, -8}},
      {"c", {2, -1}}, {"a", {802929928, -9}}, {"b", {774099293, -9}}, {"s", {451458908, -9}}},
     "1 (pass@k) or nats (-log pass@k)",
     "this library: one-stage fit, Gemstone models, t2plan fit --law coupled --checkpoints checkpoints.csv "
     "--questions openbook_nll.csv --interaction 0.2",
     "all, input embedding and output head included",
     {4.8e7, 2.0e9}, {1.0e10, 3.501e11}, {}, {}, {1, 1024},
     "per-token pseudo-probabilities of the right answer; constant learning rate, so the part of D is poorly "
     "determined; not monotone in N where c > 0"},
    {"t2-loss-gemstones-piqa", "t2-loss",
     {{"E", {0, 0}}, {"A", {541335727, -4}}, {"B", {970863388, 2}}, {"alpha", {6215918445, -10}},
      {"beta", {1143084335, -9}}, {"G", {33560713, -7}}, {"gamma", {4454758977, -10}}},
     "nats",
     "this library: squares of -log pass@k, Gemstone models, t2plan fit --law t2-loss --checkpoints "
     "checkpoints.csv --questions piqa_nll.csv --k 1,2,4,8,16",
     "all, input embedding and output head included",
     {4.8e7, 2.0e9}, {1.0e10, 3.501e11}, {}, {}, {1, 16},
     "per-token pseudo-probabilities of the right answer; constant learning rate, so the part of D is poorly "
     "determined; E = 0 is a bound; far off beyond k = 16"},
    {"t2-accuracy-gemstones-piqa", "t2-accuracy",
     {{"E", {2192947662, -9}}, {"A", {54980115, -6}}, {"B", {12775686, -1}}, {"alpha", {1926953938, -10}},
      {"beta", {6395516045, -10}}, {"theta0", {7693388981, -10}}, {"theta1", {1032893622, -9}}, {"theta2", {1, 0}},
      {"theta3", {-701848641, -9}}, {"theta4", {1003261715, -9}}},
     "1",
     "this library: both stages of approach 2, Gemstone models, t2plan fit --law t2-accuracy --checkpoints "
     "checkpoints.csv --questions piqa_nll.csv",
     "all, input embedding and output head included",
     {4.8e7, 2.0e9}, {1.0e10, 3.501e11}, {}, {}, {1, 1024},
     "per-token pseudo-probabilities of the right answer; constant learning rate, so the part of D is poorly "
     "determined; theta2 = 1 is a bound"},
    {"t2-loss-gemstones-arce", "t2-loss",
     {{"E", {0, 0}}, {"A", {289701858, -5}}, {"B", {52371409, 10}}, {"alpha", {3942394149, -10}},
      {"beta", {1775320038, -9}}, {"G", {368827162, -8}}, {"gamma", {4019558167, -10}}},
     "nats",
     "this library: squares of -log pass@k, Gemstone models, t2plan fit --law t2-loss --checkpoints "
     "checkpoints.csv --questions arce_nll.csv --k 1,2,4,8,16",
     "all, input embedding and output head included",
     {4.8e7, 2.0e9}, {1.0e10, 3.501e11}, {}, {}, {1, 16},
     "per-token pseudo-probabilities of the right answer; constant learning rate, so the part of D is poorly "
     "determined; E = 0 is a bound; far off beyond k = 16"},
    {"t2-accuracy-gemstones-arce", "t2-accuracy",
     {{"E", {0, 0}}, {"A", {556490287, -7}}, {"B", {12360993, 5}}, {"alpha", {1245019892, -10}},
      {"beta", {120692015, -8}}, {"theta0", {7344851513, -11}}, {"theta1", {6865539839, -10}}, {"theta2", {1, 0}},
      {"theta3", {3486374312, -11}}, {"theta4", {4925019039, -10}}},
     "1",
     "this library: both stages of approach 2, Gemstone models, t2plan fit --law t2-accuracy --checkpoints "
     "checkpoints.csv --questions arce_nll.csv",
     "all, input embedding and output head included",
     {4.8e7, 2.0e9}, {1.0e10, 3.501e11}, {}, {}, {1, 1024},
     "per-token pseudo-probabilities of the right answer; constant learning rate, so the part of D is poorly "
     "determined; theta2 = 1 is a bound"},
    {"t2-loss-gemstones-openbook", "t2-loss",
     {{"E", {0, 0}}, {"A", {217493957, -6}}, {"B", {165863068, -1}}, {"alpha", {2444813218, -10}},
      {"beta", {7255435177, -10}}, {"G", {497082744, -8}}, {"gamma", {2773523248, -10}}},
     "nats",
     "this library: squares of -log pass@k, Gemstone models, t2plan fit --law t2-loss --checkpoints "
     "checkpoints.csv --questions openbook_nll.csv --k 1,2,4,8,16",
     "all, input embedding and output head included",
     {4.8e7, 2.0e9}, {1.0e10, 3.501e11}, {}, {}, {1, 16},
     "per-token pseudo-probabilities of the right answer; constant learning rate, so the part of D is poorly "
     "determined; E = 0 is a bound; far off beyond k = 16"},
    {"t2-accuracy-gemstones-openbook", "t2-accuracy",
     {{"E", {0, 0}}, {"A", {286088596, -7}}, {"B", {955958392, 1}}, {"alpha", {7415530341, -11}},
      {"beta", {1000757141, -9}}, {"theta0", {-1021479467, -9}}, {"theta1", {6294091773, -10}}, {"theta2", {1, 0}},
      {"theta3", {8159765839, -10}}, {"theta4", {4383245621, -10}}},
     "1",
     "this library: both stages of approach 2, Gemstone models, t2plan fit --law t2-accuracy --checkpoints "
     "checkpoints.csv --questions openbook_nll.csv",
     "all, input embedding and output head included",
     {4.8e7, 2.0e9}, {1.0e10, 3.501e11}, {}, {}, {1, 1024},
     "per-token pseudo-probabilities of the right answer; constant learning rate, so the part of D is poorly "
     "determined; theta2 = 1 is a bound"},
};
// clang-format on

}  // namespace t2::inline v0::law::published
