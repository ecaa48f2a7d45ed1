// SPDX-License-Identifier: BSL-1.0
// Laws: values with named coefficients that compose.
#pragma once

#include <t2/law/bind.hpp>
#include <t2/law/catalogue.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/difficulty.hpp>
#include <t2/law/form.hpp>
#include <t2/law/law.hpp>
#include <t2/law/link.hpp>
#include <t2/law/linked.hpp>
#include <t2/law/loss.hpp>
#include <t2/law/moe.hpp>
#include <t2/law/parameter.hpp>
#include <t2/law/power_of_compute.hpp>
#include <t2/law/power_sum.hpp>
#include <t2/law/published.hpp>
#include <t2/law/sampling.hpp>
#include <t2/law/scale.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/law/task_loss.hpp>
