// SPDX-License-Identifier: BSL-1.0
#include "report_page.hpp"

#include "cost_models.hpp"  // cost_words

#include "error.hpp"  // fail, input_error

#include <t2/version.hpp>

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <type_traits>

namespace t2plan {
namespace {

namespace fs = std::filesystem;

std::string figure_html(figure const& what, std::vector<std::string> const& svgs, std::size_t& next) {
  std::string out = "<section><h2>" + escaped(what.heading) + "</h2>\n<p>" + escaped(what.caption) +
                    "</p>\n<div class=\"columns\">\n";
  plot all;  // of which the legend is made
  for (plot const& each : what.plots) {
    out += "<figure><figcaption><span>" + escaped(each.title) + "</span><a href=\"" + each.name +
           ".csv\">CSV</a></figcaption>\n" + svgs[next++] + "</figure>\n";
    all.curves.insert(all.curves.end(), each.curves.begin(), each.curves.end());
  }
  return out + "</div>" + legend(all) + "</section>\n";
}

std::string version() {
  return std::to_string(T2_VERSION_MAJOR) + '.' + std::to_string(T2_VERSION_MINOR) + '.' +
         std::to_string(T2_VERSION_PATCH);
}

// An option stays on one line, a long path may be broken.
std::string command_html(std::string const& command) {
  std::string out;
  std::istringstream words(command);
  for (std::string word; words >> word;) {
    out += (out.empty() ? "" : " ");
    out += word.starts_with("-") ? "<span class=\"number\">" + escaped(word) + "</span>" : escaped(word);
  }
  return out;
}

std::string footer(report_input const& input) {
  std::string out = "<footer><p>Made by t2plan " + version() + ". The same page again:</p>\n<pre>" +
                    command_html(input.command) + "</pre>\n";
  for (report_fit const& each : input.fits) {
    std::string files;
    if (each.fit.source.contains("files")) {
      for (auto const& file : each.fit.source["files"]) {
        files += (files.empty() ? "" : ", ") + (file.is_string() ? file.get<std::string>() : file.dump());
      }
    }
    out += "<p>" + capitalised(each.approach()) + ": " + escaped(each.known.name) +
           (files.empty() ? "" : ", fitted to " + escaped(files)) + ". " + escaped(form_of(each.fit.law).source) +
           ".</p>\n";
  }
  std::string counted;
  for (std::string const& each : cost_words(input.request)) counted += (counted.empty() ? "" : "; ") + each;
  return out + "<p class=\"quiet\">N counts parameters as the data do. D is in tokens, C = 6 N D in FLOP; " +
         (counted.empty() ? std::string("inference costs 2 N k FLOP for each token served")
                          : "costs of the plan: " + escaped(counted)) +
         ". Chinchilla: Hoffmann et al. 2022, arXiv:2203.15556.</p></footer>\n";
}

}  // namespace

double report_input::train() const {
  t2::plan::allocation<double> const& best = fits.front().plan.best;
  return request.train ? *request.train : training_cost(request)(best.params, best.tokens, best.samples);
}

double report_input::inference() const {
  t2::plan::allocation<double> const& best = fits.front().plan.best;
  return request.inference && request.has_usual_costs() ? *request.inference
                                                        : 2 * best.params.value * best.samples.value;
}

plan_request report_input::with_budgets() const {
  plan_request out = request;
  if (!request.target) return out;
  t2::plan::allocation<double> const& best = fits.front().plan.best;
  out.target.reset();
  out.questions.reset();
  out.tokens_served.reset();
  out.train = train();
  if (out.inference || out.samples) return out;
  plan_cost const cost = inference_cost(request);
  if (cost.counts_samples())
    out.inference = cost(best.params, best.tokens, best.samples);
  else
    out.max_samples = best.samples.value;
  return out;
}

plan_request report_input::in_usual_costs() const {
  plan_request out = with_budgets();
  if (out.has_usual_costs()) return out;
  if (out.inference) out.inference = inference();
  out.training_cost = "6nd";
  out.inference_cost.clear();
  out.active_share.reset();
  out.counts_active = false;
  return out;
}

report_files make_report(report_input const& input) {
  std::vector<figure> figures;
  for (report_fit const& each : input.fits) figures.push_back(isoflop_figure(input, each));
  figures.push_back(frontier_figure(input));
  if (input.data) {
    figures.push_back(prediction_figure(input));
    figures.push_back(samples_figure(input));
  }
  std::vector<plot> plots;
  for (figure const& each : figures) plots.insert(plots.end(), each.plots.begin(), each.plots.end());
  std::vector<std::string> const svgs = draw(plots);

  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
      escaped(input.heading) + "</title>\n<style>\n" + style_sheet() + "</style></head>\n<body>\n<header><h1>" +
      escaped(input.heading) + "</h1>\n";
  if (!input.notice.empty()) page += "<p class=\"notice\">" + escaped(input.notice) + "</p>\n";
  for (report_fit const& each : input.fits) page += "<p class=\"lead\">" + plan_sentence(input, each) + "</p>\n";
  page += "</header>\n<section><h2>The plan</h2>\n<div class=\"columns tables\">\n";
  for (report_fit const& each : input.fits) page += "<div>" + plan_section(input, each) + "</div>\n";
  page += "</div></section>\n";
  std::size_t next = 0;
  for (figure const& each : figures) page += figure_html(each, svgs, next);
  page += comparison_section(input);
  page += "<section><h2>The fits</h2>\n<div class=\"columns tables\">\n";
  for (report_fit const& each : input.fits) page += "<div>" + fit_section(each) + "</div>\n";
  page += "</div></section>\n" + footer(input) + "</body></html>\n";

  report_files out;
  for (plot const& each : plots) out.emplace_back(each.name + ".csv", plot_csv(each));
  out.emplace_back("index.html", std::move(page));
  return out;
}

report_fit plan_fit(std::string const& path, fit_record fit, plan_request const& request, unsigned threads) {
  if (!depends_on(fit.law, "samples")) {
    fail({path}, "a report is about laws of N, D and k, as t2-loss, t2-accuracy and coupled are");
  }
  report_fit out{.known = {.name = path,
                           .law = fit.law,
                           .range = fit.range,
                           .draws = fit.draws,
                           .level = fit.level,
                           .warnings = fit.quality.warnings},
                 .fit = std::move(fit),
                 .plan = {}};
  out.plan = make_plan(out.known, request);
  add_intervals(out.known, request, out.fit.level, threads, out.plan);
  add_answers(out.known, request, out.plan);
  return out;
}

std::string report_fit::approach() const {
  if (std::holds_alternative<t2_loss>(fit.law)) return "approach 1";
  if (std::holds_alternative<t2_accuracy>(fit.law)) return "approach 2";
  if (std::holds_alternative<coupled_accuracy>(fit.law)) return "the coupled law";
  return std::holds_alternative<coupled_loss>(fit.law) ? "the coupled law of the loss" : std::string(form_of(fit.law).name);
}

std::string report_fit::word() const {
  if (std::holds_alternative<t2_loss>(fit.law)) return "loss";
  if (std::holds_alternative<t2_accuracy>(fit.law)) return "accuracy";
  return std::string(form_of(fit.law).name);
}

paint report_fit::color() const {
  if (std::holds_alternative<t2_loss>(fit.law)) return paint::first;
  if (std::holds_alternative<t2_accuracy>(fit.law)) return paint::second;
  return std::holds_alternative<coupled_accuracy>(fit.law) ? paint::third : paint::ink;
}

double report_fit::value(double n, double d, double k) const {
  return std::visit(
      [&]<class Law>(Law const& law) {
        if constexpr (std::is_same_v<typename Law::variables, t2::variable_list<t2::params, t2::tokens, t2::samples>>)
          return law(t2::params{n}, t2::tokens{d}, t2::samples{k});
        else
          return std::numeric_limits<double>::quiet_NaN();
      },
      fit.law);
}

std::string capitalised(std::string text) {
  text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string human_number(double value, int digits) {
  static constexpr char const* raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  if (!std::isfinite(value)) return std::isnan(value) ? "–" : value > 0 ? "∞" : "−∞";
  double const size = std::abs(value);
  std::string text = readable(size, size >= 1000 ? std::max(digits, 4) : digits);
  bool const is_plain = size == 0 || (size >= 1e-3 && size < 1e4 && text.find('e') == std::string::npos);
  if (!is_plain) {
    int power = static_cast<int>(std::floor(std::log10(size)));
    std::string mantissa = readable(size / std::pow(10.0, power), digits);
    if (mantissa == "10") {
      mantissa = "1";
      ++power;
    }
    text = mantissa + " × 10" + (power < 0 ? "⁻" : "");
    for (char const digit : std::to_string(std::abs(power))) text += raised[digit - '0'];
  }
  return (value < 0 ? "−" : "") + text;
}

std::vector<double> log_spaced(double low, double high, std::size_t count) {
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i) {
    double const share = count < 2 ? 0 : static_cast<double>(i) / static_cast<double>(count - 1);
    out.push_back(i == 0 ? low : share == 1 ? high : std::exp(std::log(low) * (1 - share) + std::log(high) * share));
  }
  return out;
}

void write_files(std::string const& folder, report_files const& files) {
  std::error_code error;
  fs::path const target(folder);
  bool const is_new = !fs::exists(target, error);
  if (!is_new && !fs::is_directory(target, error)) fail({folder}, "is not a folder");
  fs::create_directories(target, error);
  if (error) fail({folder}, "cannot be made: " + error.message());
  // Everything is written beside its place first; only then the names are changed.
  std::string const suffix = ".t2plan-" + std::to_string(::getpid());
  auto const beside = [&](std::string const& name) { return target / (name + suffix); };
  auto const give_up = [&](std::string const& name, std::string const& why) {
    std::error_code ignored;
    for (auto const& [each, content] : files) fs::remove(beside(each), ignored);
    if (is_new) fs::remove(target, ignored);
    fail({(target / name).string()}, "cannot be written: " + why);
  };
  for (auto const& [name, content] : files) {
    std::ofstream file(beside(name), std::ios::binary);
    file << content;
    file.close();
    if (!file) give_up(name, "is the folder writable and the disk not full?");
  }
  for (auto const& [name, content] : files) {
    fs::rename(beside(name), target / name, error);
    if (error) give_up(name, error.message());
  }
}

}  // namespace t2plan
