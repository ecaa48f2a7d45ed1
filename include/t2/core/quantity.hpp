// SPDX-License-Identifier: BSL-1.0
// Strong types for what laws, costs and plans are functions of: swapping N and D does not compile.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // lane, real

#include <concepts>
#include <type_traits>

namespace t2::inline v0 {

namespace detail {
// The number that a literal or an expression stands for: integers mean double, an expression template its number.
template <class T>
struct number {
  using type = T;
};
template <std::integral T>
struct number<T> {
  using type = double;
};
template <class T>
  requires(!lane<T> && requires { typename T::result_type; })
struct number<T> {
  using type = typename T::result_type;
};
template <class T>
using number_t = typename number<std::remove_cvref_t<T>>::type;

// The quantities are templates without a constraint of their own: a constrained one cannot stand in a list of templates
// on all compilers, so the constraint is checked here.
template <class T>
struct quantity {
  static_assert(lane<T>, "t2: a quantity holds a real number or a batch of them");
  using value_type = T;
  T value;

  quantity() = default;
  template <class U>
    requires std::constructible_from<T, U const&>
  T2_HD constexpr explicit quantity(U const& number) : value(static_cast<T>(number)) {}
};
}  // namespace detail

/// N [parameters], the model size; which parameters are counted is the law's to say.
template <class T = double>
struct params : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
params(U const&) -> params<detail::number_t<U>>;

/// D [tokens], the training tokens.
template <class T = double>
struct tokens : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
tokens(U const&) -> tokens<detail::number_t<U>>;

/// U [tokens], the distinct tokens there are: D > U repeats them.
template <class T = double>
struct unique_tokens : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
unique_tokens(U const&) -> unique_tokens<detail::number_t<U>>;

/// k [samples], the samples drawn per question.
template <class T = double>
struct samples : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
samples(U const&) -> samples<detail::number_t<U>>;

/// L [nats], a loss handed to a law that is a function of it: the location of a task's questions.
template <class T = double>
struct nats : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
nats(U const&) -> nats<detail::number_t<U>>;

/// C [FLOP], a number of floating-point operations.
template <class T = double>
struct flops : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
flops(U const&) -> flops<detail::number_t<U>>;

/// The quantities a law is a function of, in the order of its call operator.
template <template <class> class... Quantity>
struct variable_list {
  static constexpr int size = sizeof...(Quantity);
};

namespace detail {
template <template <class> class Wanted, class T>
inline constexpr bool is_quantity = false;
template <template <class> class Wanted, class T>
inline constexpr bool is_quantity<Wanted, Wanted<T>> = true;
}  // namespace detail

/// The argument of the wanted kind: pick<tokens>(params{..}, tokens{..}) is the second.
template <template <class> class Wanted, class First, class... Rest>
[[nodiscard]] T2_HD constexpr auto const& pick(First const& first, Rest const&... rest) {
  if constexpr (detail::is_quantity<Wanted, First>) {
    return first;
  } else {
    static_assert(sizeof...(Rest) > 0, "t2: a variable that the law lists is missing from the call");
    return pick<Wanted>(rest...);
  }
}

}  // namespace t2::inline v0
