// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan boost cli11 json threads
// t2: labels once
// docs/json.md names every field that t2plan prints, and t2plan prints every field that it names.
#include "suite_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using t2plan::test::content_of;
using t2plan::test::json;
using t2plan::test::root;
using t2plan::test::run_in;
using t2plan::test::scratch_folder;
using names = std::set<std::string>;

namespace {

std::string joined(std::string const& prefix, std::string const& name) {
  return prefix.empty() || prefix == "." ? name : prefix + "." + name;
}

/// Fields of an output: a.b[].c, an empty object counts as one field.
void add_fields(json const& value, std::string const& path, names& out) {
  if (value.is_object()) {
    if (value.empty()) out.insert(joined(path, "*"));
    for (auto const& [name, item] : value.items()) add_fields(item, joined(path, name), out);
  } else if (value.is_array() && !value.empty() && value[0].is_object()) {
    for (json const& item : value) add_fields(item, path + "[]", out);
  } else {
    out.insert(path);
  }
}

/// The tables of the page: for each heading its fields, and which other tables it takes in at which place.
struct table {
  names fields;
  std::vector<std::pair<std::string, std::string>> others;  // place, heading
};
std::map<std::string, table> tables() {
  std::map<std::string, table> out;
  std::istringstream lines(content_of(root + "/docs/json.md"));
  std::string heading;
  static std::regex const name("`([^`]+)`( as ([a-z]+))?");
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) heading = line.substr(3);
    if (!line.starts_with("| `")) continue;
    std::string const cell = line.substr(0, line.find(" | ", 2));
    for (std::sregex_iterator at(cell.begin(), cell.end(), name), end; at != end; ++at) {
      if ((*at)[3].matched)
        out[heading].others.emplace_back((*at)[1], (*at)[3]);
      else
        out[heading].fields.insert((*at)[1]);
    }
  }
  return out;
}

names documented(std::map<std::string, table> const& all, std::string const& heading) {
  REQUIRE_MESSAGE(all.count(heading) == 1, heading);
  names out = all.at(heading).fields;
  for (auto const& [place, other] : all.at(heading).others)
    for (std::string const& field : documented(all, other)) out.insert(joined(place, field));
  return out;
}

bool matches(std::string const& pattern, std::string const& field) {
  std::string expression;
  for (char const c : pattern) {
    if (c == '*')
      expression += "[^.\\[]+";
    else if (c == '.' || c == '[' || c == ']')
      expression += std::string("\\") + c;
    else
      expression += c;
  }
  return std::regex_match(field, std::regex(expression));
}

}  // namespace

TEST_CASE("every field is documented, and printed") {
  scratch_folder const folder;
  fill(folder);
  static_cast<void>(folder.file("hardware.json", R"({"base": "h100-sxm", "hour_price": 2.5})"));
  std::map<std::string, std::vector<std::string>> const commands{
      {"laws", {"", "besiroglu-2024", "chinchilla"}},
      {"predict",
       {"--law besiroglu-2024 --params 7e9 --tokens 2e12",
        "--fit accuracy.json --params 1e8 --tokens 1e11 --samples 16"}},
      {"fit",
       {"--law chinchilla --data runs.csv --bootstrap 4",
        "--law t2-accuracy --checkpoints checkpoints.csv --questions nll.csv --fit-where 'tokens_per_param<=median'",
        "--law coupled --checkpoints checkpoints.csv --questions nll.csv",
        "--law t2-loss,t2-accuracy --validate --splits extrapolate_params --checkpoints checkpoints.csv --questions "
        "nll.csv"}},
      {"plan",
       {"--law besiroglu-2024 --train 1e20", "--fit accuracy.json --train 1e20 --inference 2e10",
        "--law besiroglu-2024 --sampling 3,0.4 --budget-total 1e6 --unit money --hardware hardware.json --questions 1e9 "
        "--output 200 --shape shape.json --sizes 3e8,1e9 --tolerance 1 --sensitivity",
        "--law besiroglu-2024 --train 1e22 --unique-tokens 2e10 --epochs inf --sensitivity",
        "--law besiroglu-2024 --sampling 3,0.4 --target 3 --inference 1e11 --tokens-per-param 100:",
        "--law besiroglu-2024 --target 2.1 --tokens-per-param 300: --output 500",
        "--law besiroglu-2024 --sampling 3,0.4 --train 1e22 --inference 1e16 --training-cost palm --context 4096 "
        "--inference-cost kv-cache --prompt 500 --output 200 --shape shape.json --intensity 590 --active-share 0.5"}},
      {"frontier",
       {"--fit accuracy.json --train 1e18:1e21:3 --inference 2e10 --level 0.9",
        "--law besiroglu-2024 --sampling 3,0.4 --train 1e20:1e21:2 --inference 2e10 --sizes 3e8,1e9 --tolerance 1 --sensitivity",
        "--law besiroglu-2024 --sampling 3,0.4 --target 3 --count 3"}},
      {"passk",
       {"--counts counts.csv --k 1,10 --extrapolate 1000 --plug-in --model "
        "beta_binomial,zero_inflated,scaled_beta,power_law",
        "--counts counts.csv --k 1 --cluster source"}},
      {"simulate", {"--beta 0.4,1.2 --questions 100 --samples 16 --repeats 10 --verifier 0.9,0.05"}},
      {"report",
       {"--fit loss.json --fit accuracy.json --train 1e20 --inference 2e10 --sizes 3e7,1e8 --tolerance 1 --sensitivity "
        "--out report",
        "--fit accuracy.json --target 0.6 --lifetime-questions 1e9 --output 200 --max-samples 64 --out report",
        "--fit accuracy.json --target 0.6 --tokens-served 1e12 --max-samples 64 --out report"}},
      {"demo", {"--bootstrap 4 --out demo"}}};
  auto const pages = tables();
  for (auto const& [command, runs] : commands) {
    names printed;
    for (std::string const& words : runs) {
      std::string line = "t2plan " + command + " " + words + " --json 2> warnings";
      CAPTURE(line);
      REQUIRE(run_in(folder, line) == 0);
      add_fields(json::parse(content_of(folder.path("said"))), "", printed);
    }
    names patterns = documented(pages, command);
    patterns.merge(documented(pages, "every command"));
    for (std::string const& field : printed) {
      bool const is_documented =
          std::ranges::any_of(patterns, [&](std::string const& pattern) { return matches(pattern, field); });
      CHECK_MESSAGE(is_documented, command << " prints " << field << ", which docs/json.md does not name");
    }
    for (std::string const& pattern : patterns) {
      bool const is_printed =
          std::ranges::any_of(printed, [&](std::string const& field) { return matches(pattern, field); });
      CHECK_MESSAGE(is_printed, "docs/json.md names " << pattern << " of " << command << ", which is not printed");
    }
  }
}
