// SPDX-License-Identifier: BSL-1.0
// t2: expects constraints not satisfied|constraint failure
#include <t2/t2.hpp>

t2::law::chinchilla<int> const law{2, 482, 2085, 0, 0};
