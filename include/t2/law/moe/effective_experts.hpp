// SPDX-License-Identifier: BSL-1.0
// How many experts a layer of E experts is worth.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // lane, promote_t, real

namespace t2::inline v0::law {

/// @formula   1/Eh = 1 / (E - 1 + 1 / (1/Es - 1/Em)) + 1/Em, so that Eh(1) = Es and Eh -> Em as E grows
/// @param     experts E >= 1, least Es > 0, most Em > Es   @return  Eh [1]
/// @source    Clark et al. 2022, arXiv:2202.01169, the saturating transform; Ludziejewski et al. 2025,
///            arXiv:2502.05172, eq. (4)
template <lane T>
[[nodiscard]] T2_HD T effective_experts(T const& experts, T const& least, T const& most) {
  T const shift = T(T(1) / (T(1) / least - T(1) / most));
  return T(T(1) / (T(1) / (experts - T(1) + shift) + T(1) / most));
}

}  // namespace t2::inline v0::law
