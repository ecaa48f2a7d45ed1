// SPDX-License-Identifier: BSL-1.0
// The built-in synthetic suite: checkpoints and questions drawn from a law that is known, so that a fit can be judged.
#pragma once

#include <t2/fit/outcomes.hpp>                    // outcomes
#include <t2/law/difficulty/beta_regression.hpp>  // beta_regression
#include <t2/law/loss/chinchilla.hpp>             // chinchilla
#include <t2/law/task_accuracy.hpp>               // task_accuracy

#include <cstddef>
#include <cstdint>
#include <string>

namespace t2plan {

using accuracy_law = t2::law::task_accuracy<t2::law::chinchilla<double>>;

/// What the suite is made from. No model was trained for it.
struct suite_truth {
  accuracy_law law{};
  double loss_noise = 0.004;    ///< standard deviation of log(measured loss / true loss)
  std::size_t questions = 500;  ///< at each checkpoint
};

/// Coefficients of the size that fits of real tasks have (PIQA on the Gemstone models: theta = .77, 1.03, 1, -.70, 1),
/// chosen so that the paper's example, 2.56e19 FLOP of training and 2e9 FLOP of inference, has its optimum among the
/// runs. theta2, the ceiling of the mean chance, lies inside (0, 1): at its bound 1 the estimate could err to one side
/// only, and whether an interval holds the truth would hang on whether its end is the bound. E is low enough that the
/// largest models come near that ceiling, without which theta2 and theta0 could not be told apart.
[[nodiscard]] suite_truth default_truth();

/// 106 checkpoints in the shape of the grid of arXiv 2604.01411: 12 levels of compute from 1.25e16 to 2.56e19 FLOP with
/// 85 runs about the Chinchilla optimum, and 21 runs far beyond it; N from 5.18e6 to 9.02e8, D from 5e7 to 1.2e11.
/// Each question's chance p is drawn from the Beta law at the checkpoint's true loss, its NLL is -log p; `location` is
/// the loss that training would have reported: the true loss with noise.
/// @return  numbers rounded as in the files, a function of the seed alone
[[nodiscard]] t2::fit::outcomes<double> make_suite(suite_truth const& truth, std::uint64_t seed);

/// The two files of the suite as text: columns ckpt (synthetic-0, ...), N, D, loss; and a matrix ckpt, q0, q1, ... of
/// NLL.
[[nodiscard]] std::string checkpoints_csv(t2::fit::outcomes<double> const& suite);
[[nodiscard]] std::string questions_csv(t2::fit::outcomes<double> const& suite);

}  // namespace t2plan
