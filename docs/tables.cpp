// SPDX-License-Identifier: BSL-1.0
// Writes the page of tables: laws, published coefficients, the terms of costs, data sheets. All of it is read from the
// library, so that a law or a set that is added shows up by itself.
// Usage: tables > tables.md
#include <t2/cost.hpp>
#include <t2/t2.hpp>

#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>

using namespace t2;

namespace {

// What Markdown and Doxygen would take for markup.
[[nodiscard]] std::string plain(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '|')
      out += "&#124;";
    else if (c == '*')
      out += "\\*";
    else if (c == '_')
      out += "\\_";
    else
      out += c;
  }
  return out;
}

// The digits as printed: 4064 10^-1 is 406.4.
[[nodiscard]] std::string digits(law::published::printed const& x) {
  std::string text = std::to_string(x.mantissa < 0 ? -x.mantissa : x.mantissa);
  if (x.exponent >= 0) {
    if (x.mantissa != 0 && x.exponent > 6)
      text += "e" + std::to_string(x.exponent);
    else if (x.mantissa != 0)
      text.append(static_cast<std::size_t>(x.exponent), '0');
  } else {
    std::size_t const decimals = static_cast<std::size_t>(-x.exponent);
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    text.insert(text.size() - decimals, ".");
  }
  return (x.mantissa < 0 ? "-" : "") + text;
}

[[nodiscard]] std::string number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", x);
  return text;
}

void add_range(std::string& to, char const* name, law::published::span const& range) {
  if (!range.known()) return;
  if (!to.empty()) to += "<br>";
  bool const open = std::isinf(range.high);
  to += std::string(name) + " " + number(range.low) + (open ? " and more" : " to " + number(range.high));
}

void laws() {
  std::puts("## Laws {#laws}\n");
  law::for_each_form([](auto const& each) {
    using L = typename std::decay_t<decltype(each)>::law_type;
    std::printf("### %s {#law_%s}\n\n", plain(each.about.name).c_str(), std::string(each.about.name).c_str());
    std::printf("```\n%s\n```\n\n", std::string(each.about.formula).c_str());
    std::string variables, coefficients;
    law::for_each_variable<L>([&](law::variable_name const& v) {
      variables += (variables.empty() ? "" : ", ") + std::string(v.name) + " [" + std::string(v.unit) + "]";
    });
    for (int i = 0; i < L::parameters::size; ++i)
      coefficients += (i == 0 ? "" : ", ") + std::string(L::parameters::name(i));
    std::printf("- value: %s\n- variables: %s\n- coefficients: %s\n- source: %s\n", plain(each.about.value).c_str(),
                plain(variables).c_str(), plain(coefficients).c_str(), plain(each.about.source).c_str());
    if constexpr (law::separable<L>)
      std::puts("- separable: fitted without a starting point, planned with a certificate");
    std::puts("");
  });
}

void coefficients() {
  std::puts("## Published coefficients {#coefficients}\n");
  std::puts("Digits as printed. Where the range of the runs is known, a query outside it is flagged.\n");
  law::published::for_each_set([](law::published::coefficient_set const& set) {
    std::string values, ranges;
    for (int i = 0; i < set.size(); ++i)
      values +=
          (i == 0 ? "" : ", ") + std::string(set.coefficients[i].name) + " = " + digits(set.coefficients[i].value);
    add_range(ranges, "N", set.params);
    add_range(ranges, "D", set.tokens);
    add_range(ranges, "D/N", set.tokens_per_param);
    add_range(ranges, "C", set.flops);
    add_range(ranges, "k", set.samples);
    std::printf("### %s {#set_%s}\n\n", plain(set.name).c_str(), std::string(set.name).c_str());
    std::printf("| | |\n|---|---|\n| law | [%s](#law_%s) |\n| coefficients | %s |\n| unit | %s |\n| source | %s |\n",
                plain(set.form).c_str(), std::string(set.form).c_str(), plain(values).c_str(), plain(set.unit).c_str(),
                plain(set.source).c_str());
    if (set.log_base != "e") std::printf("| logarithms | base %s |\n", std::string(set.log_base).c_str());
    std::printf("| N counts | %s |\n", plain(set.counts).c_str());
    if (!ranges.empty()) std::printf("| range | %s |\n", ranges.c_str());
    if (!set.note.empty()) std::printf("| note | %s |\n", plain(set.note).c_str());
    std::puts("");
  });
}

void power(std::string& to, char const* name, double exponent) {
  if (exponent == 0) return;
  to += std::string(" ") + name;
  if (exponent != 1) to += "^" + number(exponent);
}

template <cost::posynomial_cost Cost>
void terms(char const* name, Cost const& cost) {
  static constexpr char const* units[] = {"FLOP", "GPU hours", "money", "s", "bytes"};
  cost::monomial<> term[Cost::monomial_count];
  cost.store(term);
  std::string sum;
  for (cost::monomial<> const& t : term) {
    if (t.coefficient == 0) continue;
    sum += (sum.empty() ? "" : " + ") + number(t.coefficient);
    power(sum, "N", t.params);
    power(sum, "D", t.tokens);
    power(sum, "k", t.samples);
  }
  std::printf("| `cost::%s` | %s | %s |\n", name, units[static_cast<int>(Cost::measured_in)], sum.c_str());
}

void costs() {
  std::puts("## Costs {#costs}\n");
  std::puts(
      "Each cost as the library computes it, for a prompt of 1,000 and answers of 500 tokens, attention and caches of "
      "the");
  std::puts("sizes of one shape (16 layers of width 2048, 4 of 16 heads for keys and values, N = 1e9), on one H100.\n");
  cost::family<> const sizes{.shape = {.layers = 16,
                                       .width = 2048,
                                       .heads = 16,
                                       .head_dim = 128,
                                       .kv_heads = 4,
                                       .feed_forward = 8192,
                                       .vocabulary = 50000},
                             .params = 1e9};
  auto const h100 = cost::find_data_sheet("h100-sxm")->figures();
  std::puts("| cost | unit | terms |\n|---|---|---|");
  terms("training", cost::training{});
  terms("training_with_attention", cost::training_with_attention<>{sizes, 4096});
  terms("training_of_sequences", cost::training_of_sequences<>{sizes, 4096});
  terms("per_token_served", cost::per_token_served<>{});
  terms("per_question", cost::per_question<>{.prompt = 1000, .output = 500});
  terms("tokens_served", cost::tokens_served<>{1e12});
  terms("cached_question", cost::cached_question<>{sizes, 1000, 500, h100.intensity(cost::precision::bf16)});
  terms("prefill", cost::prefill<>{sizes, 1000});
  terms("weights", cost::weights<>{});
  terms("serving_memory", cost::serving_memory<>{.sizes = sizes, .prompt = 1000, .output = 500});
  terms("answer_time", cost::answer_time<>{.sizes = sizes, .on = h100, .prompt = 1000, .output = 500});
  std::puts("");
}

void sheets() {
  std::puts("## Accelerators {#sheets}\n");
  std::puts("| name | bf16 [FLOP/s] | fp8 | fp4 | bandwidth [bytes/s] | memory [bytes] | source | year |");
  std::puts("|---|---|---|---|---|---|---|---|");
  for (cost::data_sheet const& s : cost::data_sheets) {
    auto const or_none = [](double x) { return x > 0 ? number(x) : std::string("none"); };
    std::printf("| %s | %s | %s | %s | %s | %s | %s | %s |\n", std::string(s.name).c_str(),
                or_none(s.peak_bf16).c_str(), or_none(s.peak_fp8).c_str(), or_none(s.peak_fp4).c_str(),
                number(s.bandwidth).c_str(), number(s.memory).c_str(), plain(s.source).c_str(),
                std::string(s.date).c_str());
  }
  std::puts(
      "\nDense peaks: half of what sheets print \"with sparsity\". What is reached of them is for you to measure.");
}

}  // namespace

int main() {
  std::puts("# Tables: laws, coefficients, costs, accelerators\n");
  std::puts("Made from the library by `docs/tables.cpp`; nothing on this page is typed.\n\n[TOC]\n");
  laws();
  coefficients();
  costs();
  sheets();
}
