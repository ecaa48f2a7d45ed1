// SPDX-License-Identifier: BSL-1.0
// Laws of the loss.
#pragma once

#include <t2/law/loss/chinchilla.hpp>
