// SPDX-License-Identifier: BSL-1.0
// A law of a law: a link from loss to a metric, nested in a loss of N and D.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // nats, variable_list
#include <t2/core/real.hpp>      // promote_t, value_t
#include <t2/law/law.hpp>        // law, evaluate, rebind_t
#include <t2/law/parameter.hpp>  // nested_parameters

#include <concepts>

namespace t2::inline v0::law {

namespace detail {
template <template <class> class... Q>
[[nodiscard]] consteval bool takes_a_loss(variable_list<Q...>) {
  return std::same_as<variable_list<Q...>, variable_list<nats>>;
}
}  // namespace detail

/// A law of a loss alone.
template <class T>
concept link = law<T> && detail::takes_a_loss(typename T::variables{});

/// link(loss(...)): the two stages of a benchmark prediction as one law, with the coefficients of both.
/// @formula   value = link(L = loss(N, D))
/// @param     link  a law of nats   @param  loss  any law, in the unit that the link was fitted in
/// @return    in the link's unit; higher is better where it is for the link
template <law::link Link, law Loss>
  requires std::same_as<value_t<Link>, value_t<Loss>>
struct linked {
  Link link;
  Loss loss;

  using value_type = value_t<Loss>;
  using variables = typename Loss::variables;
  using parameters = nested_parameters<"link", &linked::link, Link, "loss", &linked::loss, Loss>;
  template <class Real, class K = Link, class L = Loss>
  using rebind = linked<rebind_t<K, Real>, rebind_t<L, Real>>;
  static constexpr bool higher_is_better = law::higher_is_better<Link>;

  template <class... Args>
  [[nodiscard]] T2_HD promote_t<value_type, typename Args::value_type...> operator()(Args const&... args) const {
    using T = promote_t<value_type, typename Args::value_type...>;
    return evaluate(link, nats<T>(evaluate(loss, args...)));
  }
};

/// linked by position: law::nest(sigmoid, bits_per_byte).
template <law::link Link, law Loss>
[[nodiscard]] T2_HD constexpr linked<Link, Loss> nest(Link const& link, Loss const& loss) {
  linked<Link, Loss> out{};
  out.link = link;
  out.loss = loss;
  return out;
}

}  // namespace t2::inline v0::law
