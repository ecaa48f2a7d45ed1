// SPDX-License-Identifier: BSL-1.0
#include "any_fit_part.hpp"

template t2plan::any_fit t2plan::fit_in_part<3>(std::string_view);
