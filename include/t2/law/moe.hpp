// SPDX-License-Identifier: BSL-1.0
// Mixtures of experts.
#pragma once

#include <t2/law/moe/effective_experts.hpp>
#include <t2/law/moe/fine_grained.hpp>
#include <t2/law/moe/joint_experts.hpp>
#include <t2/law/moe/routed.hpp>
#include <t2/law/moe/sparse_experts.hpp>
