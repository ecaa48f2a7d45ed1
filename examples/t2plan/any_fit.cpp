// SPDX-License-Identifier: BSL-1.0
#include "any_fit.hpp"

#include <utility>

namespace t2plan {

extern template any_fit fit_in_part<0>(std::string_view);
extern template any_fit fit_in_part<1>(std::string_view);
extern template any_fit fit_in_part<2>(std::string_view);
extern template any_fit fit_in_part<3>(std::string_view);
extern template any_fit fit_in_part<4>(std::string_view);
extern template any_fit fit_in_part<5>(std::string_view);
extern template any_fit fit_in_part<6>(std::string_view);

any_fit fit_of(std::string_view form) {
  return [&]<int... Part>(std::integer_sequence<int, Part...>) {
    any_fit out;
    (void)((out = fit_in_part<Part>(form)) || ...);
    return out;
  }(std::make_integer_sequence<int, fit_parts>{});
}

fitted_to data_of(std::string_view form) {
  fitted_to out = fitted_to::nothing;
  t2::law::for_each_form([&]<class Listed>(Listed const& each) {
    using Law = typename Listed::law_type;
    if (each.about.name == form)
      out = is_of_runs<Law> ? fitted_to::runs : is_of_tasks<Law> ? fitted_to::answers : fitted_to::nothing;
  });
  return out;
}

}  // namespace t2plan
