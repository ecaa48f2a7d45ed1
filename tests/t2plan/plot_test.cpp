// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io
// Plots: ticks, legends, the numbers behind them, and the SVG that gnuplot makes of them.
#include "../../examples/t2plan/plot.hpp"

#include "../../examples/t2plan/error.hpp"
#include "with_path.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace t2plan;

namespace {

plot example(std::string const& name) {
  plot out{.name = name, .title = "pass@k & <more>", .x = {"samples k"}, .y = {"pass@k [1]"}, .curves = {}};
  out.curves.push_back({"95 % band", mark::band, paint::first, {1, 10, 100}, {1, 2, 3}, {2, 4, 6}});
  out.curves.push_back({"a \"law\"", mark::line, paint::first, {1, 10, 100}, {1.5, 3, std::nan("")}});
  out.curves.push_back({"observed", mark::disc, paint::ramp3, {1, 10, -1}, {1.4, 3.1, 2}});
  return out;
}

std::vector<std::string> labels(double low, double high) {
  std::vector<std::string> out;
  for (tick const& t : log_ticks(low, high)) {
    if (!t.text.empty()) out.push_back(t.text);
  }
  return out;
}

std::size_t count(std::string const& text, std::string const& part) {
  std::size_t out = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++out;
  return out;
}

}  // namespace

TEST_CASE("ticks of a logarithmic axis are powers of ten, with 1-2-5 on short ones") {
  CHECK(labels(1e6, 2e9) == std::vector<std::string>{"10^{6}", "10^{7}", "10^{8}", "10^{9}"});
  CHECK(labels(1, 30) == std::vector<std::string>{"1", "2", "5", "10", "20"});
  CHECK(labels(2.1e7, 1.9e8) == std::vector<std::string>{"5·10^{7}", "10^{8}"});
  CHECK(labels(2.1, 4.4) == std::vector<std::string>{"3", "4"});
  CHECK(labels(1e-3, 1e18).size() <= 8);
}

TEST_CASE("the CSV holds every named point, also those that the plot leaves out") {
  CHECK(plot_csv(example("a")) ==
        "curve,x,y,high\n"
        "\"95 % band\",1,1,2\n\"95 % band\",10,2,4\n\"95 % band\",100,3,6\n"
        "\"a \"\"law\"\"\",1,1.5,\n\"a \"\"law\"\"\",10,3,\n\"a \"\"law\"\"\",100,nan,\n"
        "\"observed\",1,1.4,\n\"observed\",10,3.1,\n\"observed\",-1,2,\n");
}

TEST_CASE("a legend names each label once and escapes it") {
  plot what = example("a");
  what.curves.push_back({"observed", mark::line, paint::ramp3, {1, 2}, {1, 2}});
  std::string const html = legend(what);
  CHECK(count(html, "<li>") == 3);
  CHECK(html.find("a &quot;law&quot;") != std::string::npos);
  CHECK(html.find("var(--paint-first)") != std::string::npos);
}

TEST_CASE("both sets of shades name every paint") {
  for (bool const dark : {false, true}) CHECK(count(paint_declarations(dark), "--paint-") == paints);
  CHECK(ramp(0, 6) == paint::ramp0);
  CHECK(ramp(5, 6) == paint::ramp6);
  CHECK(ramp(0, 1) == paint::ramp6);
}

TEST_CASE("SVGs of one page share no id, take its colours and need nothing from outside") {
  if (!test::has_gnuplot()) return;
  std::vector<plot> const plots{example("one"), example("two")};
  std::vector<std::string> const svgs = draw(plots);
  REQUIRE(svgs.size() == 2);
  CHECK(svgs[0].starts_with("<svg viewBox="));
  CHECK(svgs[0].find("aria-label=\"pass@k &amp; &lt;more&gt;\"") != std::string::npos);
  CHECK(svgs[0].find("id=\"two") == std::string::npos);
  CHECK(svgs[0].find("id='two") == std::string::npos);
  for (std::string const& svg : svgs) {
    for (char const* word :
         {"rgb(", "xlink", "http", "<script", "<?xml", "<!DOCTYPE", "id='gp", "#gp", "gnuplot", "#FEFEFE"}) {
      CHECK_MESSAGE(svg.find(word) == std::string::npos, std::string(word));
    }
    CHECK(svg.find("var(--paint-first)") != std::string::npos);
    CHECK(svg.find("var(--paint-ramp3)") != std::string::npos);
    CHECK(svg.find("samples k") != std::string::npos);
  }
}

TEST_CASE("a plot without points is drawn") {
  if (!test::has_gnuplot()) return;
  plot const empty{.name = "empty",
                   .title = "nothing",
                   .x = {"x"},
                   .y = {"y"},
                   .curves = {{"none", mark::line, paint::ink, {}, {}}}};
  CHECK(draw(std::vector{empty}).size() == 1);
}

TEST_CASE("without gnuplot there is a reason and no answer") {
  test::with_path const nowhere("/nonexistent");
  CHECK_THROWS_AS(require_gnuplot(), no_answer);
  CHECK_THROWS_WITH_AS(static_cast<void>(draw(std::vector{example("a")})), doctest::Contains("gnuplot-nox"), no_answer);
}
