// SPDX-License-Identifier: BSL-1.0
// Plots: what is on them, drawn by gnuplot as SVG that takes its colours from the page it stands in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan {

/// Colours by what they stand for. The page gives each a light and a dark shade; all pairs on one plot stay apart for
/// colour-blind readers (hues of Okabe and Ito; a ramp of one light-to-dark sweep for ordered things).
enum class paint : std::uint8_t { ink, grid, first, second, third, ramp0, ramp1, ramp2, ramp3, ramp4, ramp5, ramp6 };
inline constexpr std::size_t paints = 12;
inline constexpr std::size_t ramp_size = 7;

/// The shade of `count` ordered things: the ends of the ramp for the first and the last.
[[nodiscard]] paint ramp(std::size_t index, std::size_t count);

/// --paint-first: #0072b2; ... for a style sheet.
[[nodiscard]] std::string paint_declarations(bool dark);
/// var(--paint-first)
[[nodiscard]] std::string css(paint color);

enum class mark : std::uint8_t { line, dashes, band, disc, speck, triangle, diamond };

/// One thing on a plot. Points that are not finite, or not positive on a logarithmic axis, are left out.
struct curve {
  std::string label;  ///< in the legend and the CSV; "" for neither
  mark drawn_as = mark::line;
  paint color = paint::ink;
  std::vector<double> x, y;
  std::vector<double> high = {};  ///< of a band, whose lower edge is y
};

struct axis {
  std::string label;  ///< with its unit in brackets
  bool logarithmic = true;
  double low = 0, high = 0;  ///< equal: from the data
};

/// One plot; `name` is a word: the name of its CSV and the root of the ids in its SVG.
struct plot {
  std::string name;
  std::string title;  ///< what a screen reader says, and the heading of the plot
  axis x, y;
  std::vector<curve> curves;
};

/// Says before any work that the plots cannot be drawn.
/// @errors  no_answer: gnuplot is not on PATH
void require_gnuplot();

/// The SVG of each plot, for use inside an HTML page: no ids in common, no size of its own, no legend.
/// @errors  no_answer: gnuplot is not on PATH, or failed
[[nodiscard]] std::vector<std::string> draw(std::span<plot const> plots);

/// The legend as HTML: labels with samples of their marks. Curves that share a label share its place.
[[nodiscard]] std::string legend(plot const& what);

/// The numbers behind a plot: curve, x, y and, for bands, the upper edge.
[[nodiscard]] std::string plot_csv(plot const& what);

/// Where labelled ticks stand on a logarithmic axis and how they read: powers of ten, with 1-2-5 between them where the
/// axis is short.
struct tick {
  double at;
  std::string text;  ///< gnuplot's markup; "" for a small tick
};
[[nodiscard]] std::vector<tick> log_ticks(double low, double high);

}  // namespace t2plan
