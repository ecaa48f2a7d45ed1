// SPDX-License-Identifier: BSL-1.0
// Running gnuplot, and making its SVG part of a page. Used by plot.cpp only.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan {

/// The first gnuplot on PATH.   @errors  no_answer: there is none
[[nodiscard]] std::string find_gnuplot();

/// One run of gnuplot for all plots. @param  script  of plot i, which writes its SVG to the given file
/// @return  the SVG of each plot   @errors  no_answer: gnuplot is missing or failed, with what it said
[[nodiscard]] std::vector<std::string> run_gnuplot(
    std::size_t count, std::function<std::string(std::size_t, std::string const&)> const& script);

/// A text of gnuplot's language, in double quotes.
[[nodiscard]] std::string gnuplot_text(std::string_view text);

/// An SVG document as an element of a page: without prologue, background and size, ids and title of its own.
[[nodiscard]] std::string for_page(std::string_view svg, std::string const& name, std::string const& title);

/// Replaces a colour #rrggbb, which gnuplot writes as rgb(r, g, b), by another expression.
void recolor(std::string& svg, std::string_view from, std::string const& to);

/// Text as HTML or SVG.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace t2plan
