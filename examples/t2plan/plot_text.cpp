// SPDX-License-Identifier: BSL-1.0
// What stands beside a plot: its legend and its numbers.
#include "gnuplot.hpp"  // escaped
#include "output.hpp"   // readable
#include "plot.hpp"

#include <algorithm>
#include <cmath>

namespace t2plan {
namespace {

// What a mark looks like, 28 by 14.
std::string sample(mark drawn_as, std::string const& color) {
  std::string const stroke = " stroke=\"" + color + "\"";
  switch (drawn_as) {
    case mark::line: return "<path d=\"M1,7H27\" stroke-width=\"3\"" + stroke + "/>";
    case mark::dashes: return "<path d=\"M1,7H27\" stroke-width=\"3\" stroke-dasharray=\"7 4\"" + stroke + "/>";
    case mark::band: return "<rect x=\"1\" y=\"1\" width=\"26\" height=\"12\" opacity=\".25\" fill=\"" + color + "\"/>";
    case mark::disc: return "<circle cx=\"14\" cy=\"7\" r=\"4\" fill=\"" + color + "\"/>";
    case mark::speck: return "<circle cx=\"14\" cy=\"7\" r=\"2.5\" fill=\"" + color + "\"/>";
    case mark::triangle: return "<path d=\"M14,2L19,11H9z\" fill=\"" + color + "\"/>";
    case mark::diamond: return "<path d=\"M14,1L20,7L14,13L8,7z\" fill=\"" + color + "\"/>";
  }
  return "";
}

}  // namespace

std::string legend(plot const& what) {
  std::vector<std::string> labels;
  for (curve const& c : what.curves) {
    bool const is_drawn = std::ranges::any_of(c.y, [](double y) { return std::isfinite(y); });
    if (!c.label.empty() && is_drawn && std::ranges::find(labels, c.label) == labels.end()) labels.push_back(c.label);
  }
  std::string out = "<ul class=\"legend\">";
  for (std::string const& label : labels) {
    out += "<li><svg viewBox=\"0 0 28 14\" width=\"28\" height=\"14\" aria-hidden=\"true\">";
    std::vector<std::string> samples;
    for (curve const& c : what.curves) {
      if (c.label != label) continue;
      std::string const each = sample(c.drawn_as, css(c.color));
      if (std::ranges::find(samples, each) == samples.end()) samples.push_back(each);
    }
    for (std::string const& each : samples) out += each;
    out += "</svg>" + escaped(label) + "</li>";
  }
  return out + "</ul>";
}

std::string plot_csv(plot const& what) {
  std::string out = "curve,x,y,high\n";
  for (curve const& c : what.curves) {
    if (c.label.empty()) continue;
    std::string label;
    for (char const letter : c.label) label += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    for (std::size_t i = 0; i < c.x.size(); ++i) {
      out += '"' + label + "\"," + readable(c.x[i], 10) + ',' + readable(c.y[i], 10) + ',';
      if (!c.high.empty()) out += readable(c.high[i], 10);
      out += '\n';
    }
  }
  return out;
}

}  // namespace t2plan
