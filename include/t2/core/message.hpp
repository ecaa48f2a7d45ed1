// SPDX-License-Identifier: BSL-1.0
// The text of a status, one line, made on the host.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/status.hpp>  // errc, status

#include <cstdio>
#include <string>

namespace t2::inline v0 {

/// What a code means, in words that follow an argument's name.
[[nodiscard]] constexpr char const* describe(errc code) {
  switch (code) {
    case errc::ok: return "no error";
    case errc::empty: return "no data";
    case errc::size_mismatch: return "has another length than the rest";
    case errc::out_of_domain: return "is outside its domain";
    case errc::too_few_points: return "has fewer points than the law has coefficients";
    case errc::no_variation: return "has the same value at every point";
    case errc::not_identified: return "is not identified by the data";
    case errc::unbounded: return "is missing from the law: there is no interior optimum";
    case errc::infeasible: return "cannot be satisfied: there is no feasible plan";
    case errc::not_converged: return "did not converge to a usable number";
    case errc::unsupported: return "is not supported";
    case errc::backend_failure: return "failed on its backend";
    case errc::cancelled: return "was cancelled";
    case errc::no_device: return "was not found";
    case errc::out_of_memory: return "has no room left for the memory asked for";
    case errc::device_lost: return "happened on the device: it is of no further use to this program";
  }
  return "unknown status";
}

/// "tokens is outside its domain (value -1 at index 3)".
[[nodiscard]] inline std::string message(status const& error) {
  std::string text = *error.argument != '\0' ? std::string(error.argument) + ' ' + describe(error.code)
                                             : std::string(describe(error.code));
  bool const has_value = error.code == errc::out_of_domain || error.value != 0;
  if (!has_value && error.index < 0) return text;
  text += " (";
  if (has_value) {
    char number[32];
    std::snprintf(number, sizeof number, "value %.6g", error.value);
    text += number;
  }
  if (error.index >= 0) text += (has_value ? " at index " : "index ") + std::to_string(error.index);
  return text + ')';
}

}  // namespace t2::inline v0
