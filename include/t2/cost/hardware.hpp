// SPDX-License-Identifier: BSL-1.0
// Accelerators: peak FLOP/s by precision, bandwidth, memory. What is reached and what an hour costs is the user's.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // real

#include <string_view>

namespace t2::inline v0::cost {

/// The number format of matrix products.
enum class precision : unsigned char { bf16, fp8, fp4 };

/// One accelerator.
/// @param  peak_*       dense peak [FLOP/s], 0 where the format is missing
/// @param  bandwidth    [bytes/s]   @param  memory  [bytes]
/// @param  utilisation  share of the peak that is reached, in (0, 1]: an assumption to be replaced by a measurement
/// @param  hour_price   [money per hour], 0 where not given: prices differ too much to have a default
template <real Real = double>
struct hardware {
  Real peak_bf16;
  Real peak_fp8;
  Real peak_fp4;
  Real bandwidth;
  Real memory;
  Real utilisation = Real(4) / Real(10);
  Real hour_price = Real(0);

  [[nodiscard]] T2_HD constexpr Real peak(precision format) const {
    return format == precision::bf16 ? peak_bf16 : format == precision::fp8 ? peak_fp8 : peak_fp4;
  }
  /// FLOP that one byte of traffic costs at peak: the intensity of `cached_question` per byte.
  [[nodiscard]] T2_HD constexpr Real intensity(precision format) const { return Real(peak(format) / bandwidth); }
};

/// A data sheet: names, figures, where they are printed and since when the product is described so.
struct data_sheet {
  std::string_view name;
  double peak_bf16, peak_fp8, peak_fp4;  ///< [FLOP/s], dense: half of what sheets print "with sparsity"
  double bandwidth;                      ///< [bytes/s]
  double memory;                         ///< [bytes]
  std::string_view source;
  std::string_view date;

  template <real Real = double>
  [[nodiscard]] constexpr hardware<Real> figures() const {
    return {.peak_bf16 = Real(peak_bf16),
            .peak_fp8 = Real(peak_fp8),
            .peak_fp4 = Real(peak_fp4),
            .bandwidth = Real(bandwidth),
            .memory = Real(memory)};
  }
};

/// The sheets, oldest first.
inline constexpr data_sheet data_sheets[] = {
    {"a100-80gb", 3.12e14, 0, 0, 2.039e12, 80e9, "NVIDIA A100 80GB SXM data sheet", "2021"},
    {"h100-sxm", 9.89e14, 1.979e15, 0, 3.35e12, 80e9, "NVIDIA H100 SXM data sheet, half of the figures with sparsity",
     "2023"},
    {"mi300x", 1.307e15, 2.615e15, 0, 5.3e12, 192e9, "AMD Instinct MI300X data sheet", "2023"},
    {"h200-sxm", 9.89e14, 1.979e15, 0, 4.8e12, 141e9, "NVIDIA H200 SXM data sheet, half of the figures with sparsity",
     "2024"},
    {"b200", 2.25e15, 4.5e15, 9e15, 8e12, 192e9, "NVIDIA B200 data sheet; 4.5e15 / 8e12 is the 562.5 of Kinetics",
     "2024"},
};

/// The sheet of a name, or null.
[[nodiscard]] constexpr data_sheet const* find_data_sheet(std::string_view name) {
  for (data_sheet const& sheet : data_sheets)
    if (sheet.name == name) return &sheet;
  return nullptr;
}

}  // namespace t2::inline v0::cost
