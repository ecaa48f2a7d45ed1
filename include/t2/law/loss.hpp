// SPDX-License-Identifier: BSL-1.0
// Laws of the loss.
#pragma once

#include <t2/law/loss/broken_power.hpp>
#include <t2/law/loss/centred_kaplan.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/loss/compute_power.hpp>
#include <t2/law/loss/coupled.hpp>
#include <t2/law/loss/data_constrained.hpp>
#include <t2/law/loss/farseer.hpp>
#include <t2/law/loss/kaplan.hpp>
#include <t2/law/loss/overtrained.hpp>
#include <t2/law/loss/precision.hpp>
#include <t2/law/loss/sparse_weights.hpp>
