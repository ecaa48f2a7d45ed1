// SPDX-License-Identifier: BSL-1.0
// A published set of coefficients of any form: digits, source, units, what N counts, range of the data.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/real.hpp>              // value_t
#include <t2/law/law.hpp>                // law
#include <t2/law/published/printed.hpp>  // printed, span

#include <string_view>

namespace t2::inline v0::law::published {

/// One coefficient by the name it has in its law.
struct coefficient {
  std::string_view name{};
  printed value{};
};

/// A set with its provenance.
struct coefficient_set {
  static constexpr int most = 12;

  std::string_view name;
  std::string_view form;           ///< the name of its law in the catalogue
  coefficient coefficients[most];  ///< up to the first without a name
  std::string_view unit;           ///< of the law's value
  std::string_view source;         ///< paper and where in it; for fits of this project the command that repeats them
  std::string_view counts;         ///< which parameters N counts
  span params, tokens, tokens_per_param, flops, samples;
  std::string_view note;
  std::string_view log_base = "e";  ///< of the logarithms in its formula: "e" or "10"

  [[nodiscard]] constexpr int size() const {
    int n = 0;
    while (n < most && !coefficients[n].name.empty()) ++n;
    return n;
  }

  /// The law with these coefficients: find_set("farseer-2025")->law<law::farseer<double>>(). Coefficients are matched
  /// by name; one that the set lacks is 0.
  /// @param  L  the law of this set's form
  template <law::law L>
  [[nodiscard]] constexpr L law() const {
    value_t<L> values[L::parameters::size];
    for (int i = 0; i < L::parameters::size; ++i) {
      values[i] = value_t<L>(0);
      for (int j = 0; j < size(); ++j)
        if (coefficients[j].name == L::parameters::name(i)) values[i] = coefficients[j].value.template as<value_t<L>>();
    }
    L out{};
    law::load(out, static_cast<value_t<L> const*>(values));
    return out;
  }
};

}  // namespace t2::inline v0::law::published
