// SPDX-License-Identifier: BSL-1.0
// How a law names its coefficients: a type list of names and member pointers, so that fits, plans and reports address
// them by name and kernels by position. (A tuple or table of member pointers does not pass nvcc into a kernel.)
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // real

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace t2::inline v0::law {

/// What a coefficient does in its law. Separable laws are linear in the first kind and fitted without a start.
enum class role : std::uint8_t {
  coefficient,  ///< multiplies a term; >= 0 unless told otherwise
  exponent,     ///< power of a variable; in [0, 3] unless told otherwise
  other         ///< anything else; unbounded unless told otherwise
};

/// The interval a coefficient lies in.
struct bounds {
  double lower;
  double upper;
};

[[nodiscard]] constexpr bounds default_bounds(role kind) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  return kind == role::coefficient ? bounds{0, infinite}
         : kind == role::exponent  ? bounds{0, 3}
                                   : bounds{-infinite, infinite};
}

/// A name as a template argument.
template <std::size_t Size>
struct fixed_string {
  char text[Size]{};
  constexpr fixed_string() = default;
  constexpr fixed_string(char const (&literal)[Size]) {
    for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
  }
  [[nodiscard]] constexpr std::string_view view() const { return {text, Size - 1}; }
};

/// One coefficient: parameter<"E", &chinchilla::E, role::coefficient>.
template <fixed_string Name, auto Member, role Role = role::other, bounds Box = default_bounds(Role)>
struct parameter {
  static constexpr auto label = Name;
  static constexpr auto member = Member;
  static constexpr role kind = Role;
  static constexpr bounds box = Box;

  template <class Law>
  [[nodiscard]] T2_HD static constexpr auto& of(Law& law) {
    return law.*Member;
  }
};

namespace detail {
template <fixed_string Path, fixed_string Name>
[[nodiscard]] consteval auto joined() {
  fixed_string<sizeof(Path.text) + sizeof(Name.text)> out;
  std::size_t at = 0;
  for (std::size_t i = 0; i + 1 < sizeof(Path.text); ++i) out.text[at++] = Path.text[i];
  out.text[at++] = '.';
  for (std::size_t i = 0; i < sizeof(Name.text); ++i) out.text[at++] = Name.text[i];
  return out;
}
template <bool Qualified, fixed_string Path, fixed_string Name>
[[nodiscard]] consteval auto qualified_label() {
  if constexpr (Qualified) {
    return joined<Path, Name>();
  } else {
    return Name;
  }
}
}  // namespace detail

/// A coefficient of a member law; it carries its path (`loss.alpha`) only where its own name would clash.
template <fixed_string Path, auto Outer, class Inner, bool Qualified>
struct nested_parameter {
  static constexpr auto label = detail::qualified_label<Qualified, Path, Inner::label>();
  static constexpr role kind = Inner::kind;
  static constexpr bounds box = Inner::box;

  template <class Law>
  [[nodiscard]] T2_HD static constexpr auto& of(Law& law) {
    return Inner::of(law.*Outer);
  }
};

/// The coefficients of a law, in the order of its `load` and `store`.
template <class... Parameters>
struct parameter_list {
  static constexpr int size = sizeof...(Parameters);

  [[nodiscard]] static constexpr std::string_view name(int i) {
    constexpr std::string_view names[] = {Parameters::label.view()...};
    return names[i];
  }
  [[nodiscard]] static constexpr role kind(int i) {
    constexpr role kinds[] = {Parameters::kind...};
    return kinds[i];
  }
  [[nodiscard]] static constexpr bounds box(int i) {
    constexpr bounds boxes[] = {Parameters::box...};
    return boxes[i];
  }
  [[nodiscard]] static constexpr bool contains([[maybe_unused]] std::string_view wanted) {
    return ((Parameters::label.view() == wanted) || ...);
  }
  /// Position of a coefficient, -1 if there is none of that name.
  [[nodiscard]] static constexpr int find([[maybe_unused]] std::string_view wanted) {
    for (int i = 0; i < size; ++i)
      if (name(i) == wanted) return i;
    return -1;
  }
};

/// Moves coefficients between a law and an array in the order of its list.
template <class Law, class Real>
T2_HD constexpr void store(Law const& law, Real* out) {
  [&]<class... P>(parameter_list<P...>) { ((*out++ = P::of(law)), ...); }(typename Law::parameters{});
}
template <class Law, class Real>
T2_HD constexpr void load(Law& law, Real const* in) {
  [&]<class... P>(parameter_list<P...>) { ((P::of(law) = *in++), ...); }(typename Law::parameters{});
}

namespace detail {
template <class... A, class... B>
auto concatenate(parameter_list<A...>, parameter_list<B...>) -> parameter_list<A..., B...>;

template <fixed_string Path, auto Outer, class Sibling, class... P>
auto nest(parameter_list<P...>)
    -> parameter_list<nested_parameter<Path, Outer, P, Sibling::contains(P::label.view())>...>;
}  // namespace detail

/// The coefficients of two member laws as one list.
template <fixed_string PathA, auto OuterA, class A, fixed_string PathB, auto OuterB, class B>
using nested_parameters =
    decltype(detail::concatenate(detail::nest<PathA, OuterA, typename B::parameters>(typename A::parameters{}),
                                 detail::nest<PathB, OuterB, typename A::parameters>(typename B::parameters{})));

}  // namespace t2::inline v0::law
