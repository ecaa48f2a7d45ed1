// SPDX-License-Identifier: BSL-1.0
// Uncertainty of pass@k from counts: variance, standard errors, posterior, bootstrap, comparison of two models.
#pragma once

#include <t2/passk/interval/bayes.hpp>
#include <t2/passk/interval/benchmark.hpp>
#include <t2/passk/interval/bootstrap.hpp>
#include <t2/passk/interval/estimate.hpp>
#include <t2/passk/interval/paired.hpp>
#include <t2/passk/interval/posterior.hpp>
#include <t2/passk/interval/step_variance.hpp>
#include <t2/passk/interval/variance.hpp>
