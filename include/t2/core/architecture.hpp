// SPDX-License-Identifier: BSL-1.0
// Quantities of how a model is built and trained, beside its size: experts, sparsity, precision, over-training.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/quantity.hpp>  // quantity, number_t

namespace t2::inline v0 {

/// M = D/N [tokens/parameter], how far a model is trained.
template <class T = double>
struct tokens_per_param : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
tokens_per_param(U const&) -> tokens_per_param<detail::number_t<U>>;

/// S [1], optimiser steps.
template <class T = double>
struct steps : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
steps(U const&) -> steps<detail::number_t<U>>;

/// E [1] >= 1, experts of each layer; 1 is a dense model.
template <class T = double>
struct experts : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
experts(U const&) -> experts<detail::number_t<U>>;

/// G [1] > 0, how many times smaller an expert is than the feed-forward layer it replaces.
template <class T = double>
struct granularity : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
granularity(U const&) -> granularity<detail::number_t<U>>;

/// S [1] in [0, 1), the share of experts, or of weights, that is not used.
template <class T = double>
struct sparsity : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
sparsity(U const&) -> sparsity<detail::number_t<U>>;

/// P_w [bits], precision of weights in training.
template <class T = double>
struct weight_bits : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
weight_bits(U const&) -> weight_bits<detail::number_t<U>>;

/// P_a [bits], precision of activations in training.
template <class T = double>
struct activation_bits : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
activation_bits(U const&) -> activation_bits<detail::number_t<U>>;

/// P_kv [bits], precision of keys and values in training.
template <class T = double>
struct cache_bits : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
cache_bits(U const&) -> cache_bits<detail::number_t<U>>;

/// P_post [bits], precision that weights are quantised to after training.
template <class T = double>
struct post_bits : detail::quantity<T> {
  using detail::quantity<T>::quantity;
};
template <class U>
post_bits(U const&) -> post_bits<detail::number_t<U>>;

}  // namespace t2::inline v0
