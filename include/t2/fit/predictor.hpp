// SPDX-License-Identifier: BSL-1.0
// Any law at a point of the data with its gradient by the parameters: by `dual`, or by differences for a law that is not
// a template over its real.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law.
#pragma once

#include <t2/core/dual.hpp>    // dual
#include <t2/core/math.hpp>    // math::exp, math::log
#include <t2/core/real.hpp>    // value_t
#include <t2/fit/dataset.hpp>  // observations
#include <t2/law/law.hpp>      // law, rebindable, evaluate_at

#include <cstddef>
#include <type_traits>
#include <utility>

namespace t2::inline v0::fit::detail {

/// By central differences, with the step that balances truncation and rounding.
template <law::law L>
class by_differences {
 public:
  using Real = value_t<L>;
  static constexpr int size = law::parameter_count<L>;

  /// @param  parameters  [size], kept as a pointer
  explicit by_differences(Real const* parameters) : parameters_(parameters) {}

  Real operator()(observations<L> const& data, std::size_t i, Real (&slope)[size]) const {
    Real shifted[size], x[L::variables::size];
    for (int v = 0; v < L::variables::size; ++v) x[v] = data.x[v][i];
    for (int p = 0; p < size; ++p) shifted[p] = parameters_[p];
    auto const at = [&] {
      L law{};
      law::load(law, static_cast<Real const*>(shifted));
      return Real(law::evaluate_at(law, static_cast<Real const*>(x)));
    };
    Real const relative = math::exp(Real(math::log(epsilon<Real>()) / Real(3)));
    for (int p = 0; p < size; ++p) {
      Real const h = Real(relative * math::max(math::abs(parameters_[p]), Real(0.01)));
      shifted[p] = Real(parameters_[p] + h);
      Real const above = at();
      shifted[p] = Real(parameters_[p] - h);
      slope[p] = Real((above - at()) / (Real(2) * h));
      shifted[p] = parameters_[p];
    }
    return at();
  }

 private:
  Real const* parameters_;
};

struct nothing {};

/// What a law makes of its first variable alone and uses for every value of the second: the shape of a difficulty at a
/// location serves every k.
template <class Law, class T>
[[nodiscard]] auto shape_at(Law const& law, T const& first) {
  if constexpr (requires { law.pass(law.shape(first), first); }) return law.shape(first);
  else return nothing{};
}

/// By dual numbers. Points in canonical order share their first variable, so a shape is made once for all of them.
template <law::law L>
class by_duals {
 public:
  using Real = value_t<L>;
  static constexpr int size = law::parameter_count<L>;
  using number = dual<Real, size>;
  using rebound = law::rebind_t<L, number>;

  /// @param  parameters  [size]
  explicit by_duals(Real const* parameters) {
    number input[size];
    for (int p = 0; p < size; ++p) input[p] = number::variable(parameters[p], p);
    law::load(law_, static_cast<number const*>(input));
  }

  Real operator()(observations<L> const& data, std::size_t i, Real (&slope)[size]) {
    number const m = at(data, i);
    for (int p = 0; p < size; ++p) slope[p] = m.partial[p];
    return m.value;
  }

 private:
  using shape_type = decltype(shape_at(std::declval<rebound const&>(), std::declval<number const&>()));

  [[nodiscard]] number at(observations<L> const& data, std::size_t i) {
    if constexpr (!std::is_same_v<shape_type, nothing>) {
      if (!(data.x[0][i] == first_)) {
        first_ = data.x[0][i];
        shape_ = shape_at(law_, number(first_));
      }
      return law_.pass(shape_, number(data.x[1][i]));
    } else {
      number x[L::variables::size];
      for (int v = 0; v < L::variables::size; ++v) x[v] = number(data.x[v][i]);
      return law::evaluate_at(law_, static_cast<number const*>(x));
    }
  }

  rebound law_{};
  Real first_ = not_a_number<Real>();
  shape_type shape_{};
};

/// predictor(data, i, slope) -> value at point i, with slope [size] filled.
template <law::law L>
[[nodiscard]] auto make_predictor(value_t<L> const* parameters) {
  if constexpr (law::rebindable<L>) return by_duals<L>(parameters);
  else return by_differences<L>(parameters);
}

}  // namespace t2::inline v0::fit::detail
