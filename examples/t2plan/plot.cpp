// SPDX-License-Identifier: BSL-1.0
#include "plot.hpp"

#include "gnuplot.hpp"  // run_gnuplot, for_page, recolor, gnuplot_text
#include "output.hpp"   // readable

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace t2plan {
namespace {

struct shade {
  char const* name;
  char const* light;  // also what gnuplot is told, which the SVG is searched for
  char const* dark;
};
constexpr std::array<shade, paints> shades{{{"ink", "#1b1f24", "#e6e8eb"},
                                            {"grid", "#d9dce0", "#3a3f46"},
                                            {"first", "#0072b2", "#56b4e9"},
                                            {"second", "#d55e00", "#f0843c"},
                                            {"third", "#007a5a", "#2fc79a"},
                                            {"ramp0", "#e0a800", "#ffe08a"},
                                            {"ramp1", "#e0762b", "#ffb85c"},
                                            {"ramp2", "#d1495b", "#ff8f70"},
                                            {"ramp3", "#a8327d", "#f0689a"},
                                            {"ramp4", "#8e2f9b", "#cf7be0"},
                                            {"ramp5", "#4a3fb0", "#9d94ff"},
                                            {"ramp6", "#0d1b3e", "#dfe8ff"}}};
shade const& shade_of(paint color) { return shades[static_cast<std::size_t>(color)]; }

struct extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void take(std::vector<double> const& values, bool logarithmic) {
    for (double const v : values) {
      if (!std::isfinite(v) || (logarithmic && !(v > 0))) continue;
      low = std::min(low, v);
      high = std::max(high, v);
    }
  }
};

// The range of an axis: what was asked for, or that of the data with a little room.
extent range_of(axis const& which, plot const& what, bool is_x) {
  if (which.low < which.high) return {which.low, which.high};
  extent out;
  for (curve const& c : what.curves) {
    out.take(is_x ? c.x : c.y, which.logarithmic);
    if (!is_x) out.take(c.high, which.logarithmic);
  }
  if (!(out.low <= out.high)) return which.logarithmic ? extent{1, 10} : extent{0, 1};
  if (which.logarithmic) {
    double const room = std::max(std::pow(out.high / out.low, 0.04), 1.02);
    return {out.low / room, out.high * room};
  }
  double const room = std::max(0.04 * (out.high - out.low), 1e-3 * std::abs(out.high));
  return {out.low - room, out.high + room};
}

void set_axis(std::string& script, char name, axis const& which, extent const& range) {
  std::string const axis_name(1, name);
  script += "set " + axis_name + "label " + gnuplot_text(which.label) + " noenhanced tc rgb '" +
            shade_of(paint::ink).light + "'\n";
  script += "set " + axis_name + "range [" + readable(range.low, 10) + ":" + readable(range.high, 10) + "]\n";
  script += (which.logarithmic ? "set logscale " : "unset logscale ") + axis_name + "\nset " + axis_name + "tics ";
  if (which.logarithmic) {
    script += "(";
    char const* between = "";
    for (tick const& t : log_ticks(range.low, range.high)) {
      script += between + gnuplot_text(t.text) + " " + readable(t.at, 10) + (t.text.empty() ? " 1" : " 0");
      between = ", ";
    }
    script += ") ";
  } else {
    script += "autofreq ";
  }
  script += std::string("nomirror tc rgb '") + shade_of(paint::ink).light + "'\n";
}

char const* style_of(mark drawn_as) {
  switch (drawn_as) {
    case mark::line: return "lines lw 2.5 dt 1";
    case mark::dashes: return "lines lw 2.5 dt (8,6)";
    case mark::disc: return "points pt 7 ps 0.55";
    case mark::speck: return "points pt 7 ps 0.33";
    case mark::triangle: return "points pt 9 ps 0.42";
    case mark::diamond: return "points pt 13 ps 1.1";
    case mark::band: break;
  }
  return "";
}

// gnuplot's names, and with them the ids, take no hyphen.
std::string id_of(plot const& what) {
  std::string out = what.name;
  std::ranges::replace(out, '-', '_');
  return out;
}

std::string script_of(plot const& what, std::string const& output) {
  std::string out = "set terminal svg size 520,400 font 'sans-serif,18' background rgb '#fefefe' enhanced name '" +
                    id_of(what) + "'\nset output '" + output + "'\nunset key\n";
  out += std::string("set border 3 lc rgb '") + shade_of(paint::ink).light + "'\n";
  out += std::string("set grid front lc rgb '") + shade_of(paint::grid).light + "' lw 1 dt 1\nset grid back\n";
  out += "set tmargin 0.8\nset rmargin 2.5\nset clip two\nset xlabel offset 0,0.4\n";
  set_axis(out, 'x', what.x, range_of(what.x, what, true));
  set_axis(out, 'y', what.y, range_of(what.y, what, false));
  std::string commands;
  for (std::size_t i = 0; i < what.curves.size(); ++i) {
    curve const& c = what.curves[i];
    std::string const data = "$d" + std::to_string(i);
    bool const is_band = c.drawn_as == mark::band;
    out += data + " << EOD\n";
    std::size_t kept = 0;
    for (std::size_t p = 0; p < c.x.size(); ++p) {
      bool const shown = std::isfinite(c.x[p]) && std::isfinite(c.y[p]) && (!what.x.logarithmic || c.x[p] > 0) &&
                         (!what.y.logarithmic || c.y[p] > 0);
      if (!shown) continue;
      out += readable(c.x[p]) + ' ' + readable(c.y[p]) + (is_band ? ' ' + readable(c.high[p]) : "") + '\n';
      ++kept;
    }
    out += "EOD\n";
    if (kept == 0) continue;
    commands += (commands.empty() ? "plot " : ", ") + data;
    std::string const color = std::string("rgb '") + shade_of(c.color).light + "'";
    if (is_band)
      commands += " using 1:2:3 with filledcurves fc " + color + " fs transparent solid 0.18 noborder";
    else
      commands += std::string(" using 1:2 with ") + style_of(c.drawn_as) + " lc " + color;
    commands += " title " + gnuplot_text(c.label) + " noenhanced";
  }
  return out + (commands.empty() ? "plot NaN" : commands) + "\nunset output\n";
}

}  // namespace

paint ramp(std::size_t index, std::size_t count) {
  std::size_t const at = count < 2 ? ramp_size - 1 : (index * (ramp_size - 1) + (count - 1) / 2) / (count - 1);
  return static_cast<paint>(static_cast<std::size_t>(paint::ramp0) + at);
}

std::string css(paint color) { return std::string("var(--paint-") + shade_of(color).name + ")"; }

std::string paint_declarations(bool dark) {
  std::string out;
  for (shade const& s : shades) out += std::string("--paint-") + s.name + ":" + (dark ? s.dark : s.light) + ";";
  return out;
}

std::vector<tick> log_ticks(double low, double high) {
  double const decades = std::log10(high / low);
  int const first = static_cast<int>(std::floor(std::log10(low) - 1e-9)),
            last = static_cast<int>(std::ceil(std::log10(high) + 1e-9));
  bool const plain = low >= 0.009 && high < 9999;
  int const every = static_cast<int>(std::ceil(decades / 7));
  std::vector<tick> out;
  for (int power = first; power <= last; ++power) {
    for (int digit = 1; digit < 10; ++digit) {
      double const at = digit * std::pow(10.0, power);
      if (at < low * (1 - 1e-9) || at > high * (1 + 1e-9)) continue;
      bool const is_labelled = decades > 2     ? digit == 1 && power % every == 0
                               : decades > 0.7 ? digit == 1 || digit == 2 || digit == 5
                                               : true;
      if (!is_labelled && (decades > 5 && digit != 1)) continue;
      std::string text;
      if (is_labelled) {
        std::string const mantissa = digit == 1 ? "" : std::to_string(digit) + "·";
        text = plain ? readable(at) : mantissa + "10^{" + std::to_string(power) + "}";
      }
      out.push_back({at, text});
    }
  }
  return out;
}

void require_gnuplot() { static_cast<void>(find_gnuplot()); }

std::vector<std::string> draw(std::span<plot const> plots) {
  std::vector<std::string> svgs =
      run_gnuplot(plots.size(), [&](std::size_t i, std::string const& output) { return script_of(plots[i], output); });
  for (std::size_t i = 0; i < svgs.size(); ++i) {
    svgs[i] = for_page(svgs[i], id_of(plots[i]), plots[i].title);
    for (std::size_t p = 0; p < paints; ++p) recolor(svgs[i], shades[p].light, css(static_cast<paint>(p)));
  }
  return svgs;
}

}  // namespace t2plan
