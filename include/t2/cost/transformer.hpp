// SPDX-License-Identifier: BSL-1.0
// The shape of a transformer: its parameters, its cache, and its FLOP by three published conventions.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/math.hpp>    // math::pow
#include <t2/core/real.hpp>    // real

namespace t2::inline v0::cost {

/// A decoder-only transformer.
/// @param  feed_forward_matrices  2 (up, down), or 3 with a gate
template <real Real = double>
struct transformer {
  Real layers;
  Real width;  ///< d_model
  Real heads;
  Real head_dim;
  Real kv_heads;      ///< heads of keys and values; fewer than `heads` with grouped queries
  Real feed_forward;  ///< width of the feed-forward layer
  Real vocabulary;
  Real feed_forward_matrices = Real(2);

  /// Width of attention, heads times head_dim.
  [[nodiscard]] T2_HD constexpr Real attention_width() const { return Real(heads * head_dim); }
  /// Numbers of the key-value cache per token of context, over all layers: 2 kv_heads head_dim layers.
  [[nodiscard]] T2_HD constexpr Real kv_width() const { return Real(Real(2) * kv_heads * head_dim * layers); }
  /// Query heads per key-value head.
  [[nodiscard]] T2_HD constexpr Real group() const { return Real(heads / kv_heads); }
  /// Weights of attention and feed-forward layers (Kaplan's N; 12 layers width^2 for the plain shape); norms left out.
  [[nodiscard]] T2_HD constexpr Real non_embedding() const {
    Real const query_and_output = Real(Real(2) * width * attention_width());
    Real const key_and_value = Real(Real(2) * width * kv_heads * head_dim);
    return Real(layers * (query_and_output + key_and_value + feed_forward_matrices * width * feed_forward));
  }
  /// One embedding table.
  [[nodiscard]] T2_HD constexpr Real embedding() const { return Real(vocabulary * width); }
};

/// Which FLOP of attention a convention counts. Kaplan counts one of the two products with the context, PaLM both.
enum class convention : unsigned char { kaplan, palm, hoffmann };

/// Forward FLOP of one token that come on top of 2 N: scores, softmax and weighted values over a context.
/// @formula   kaplan: 2 L c h;  palm: 4 L c h;  hoffmann: 4 L c h + 3 heads L c,  h = heads head_dim
/// @param     context  c [tokens]   @return  [FLOP per token]
/// @source    Kaplan et al. 2020, arXiv:2001.08361, table 1; Chowdhery et al. 2022, arXiv:2204.02311, appendix B;
///            Hoffmann et al. 2022, arXiv:2203.15556, appendix F
template <real Real>
[[nodiscard]] T2_HD constexpr Real attention_flops(transformer<Real> const& shape, Real const& context,
                                                   convention how) {
  Real const product = Real(Real(2) * shape.layers * context * shape.attention_width());
  if (how == convention::kaplan) return product;
  if (how == convention::palm) return Real(Real(2) * product);
  return Real(Real(2) * product + Real(3) * shape.heads * shape.layers * context);
}

/// Forward FLOP of a whole sequence by Hoffmann's appendix F, embedding and logits included; training is three times
/// that.
/// @formula   2 s V d + L (2 s d h + 4 s d kv + 4 s^2 h + 3 heads s^2 + 2 s h d + 2 m s d f) + 2 s d V,
///            h = heads head_dim, kv = kv_heads head_dim, m = feed_forward_matrices; keys and values cost 4 s d h where
///            kv = h
/// @param     sequence  s [tokens]   @return  [FLOP per sequence]
/// @source    Hoffmann et al. 2022, arXiv:2203.15556, appendix F
template <real Real>
[[nodiscard]] T2_HD constexpr Real sequence_flops(transformer<Real> const& shape, Real const& sequence) {
  Real const vocabulary = Real(Real(2) * sequence * shape.embedding());  // once in, once out
  Real const weights = Real(Real(2) * sequence * shape.non_embedding());
  Real const attention = Real(sequence * attention_flops(shape, sequence, convention::hoffmann));
  return Real(Real(2) * vocabulary + weights + attention);
}

/// Sizes of one shape: layers and width grow alike, head_dim and vocabulary stay, so that attention and cache grow as
/// N^(2/3). Costs use it to say what attention costs at an N that is still to be found; at `params` they are exact.
/// @param  params  the N of `shape` as the law counts it [parameters]
template <real Real = double>
struct family {
  transformer<Real> shape;
  Real params;

  /// c such that `at_reference` at `params` is c N^(2/3).
  [[nodiscard]] T2_HD Real per_area(Real const& at_reference) const {
    return Real(at_reference * math::pow(params, Real(Real(-2) / Real(3))));
  }
};

}  // namespace t2::inline v0::cost
