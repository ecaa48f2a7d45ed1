// SPDX-License-Identifier: BSL-1.0
// Makes a program of the C++ in a Markdown page, and the output that the page shows for it.
// Usage: extract PAGE.md OUT.cpp OUT.expected
//
//   <!-- snippet: NAME -->         the ```cpp block that follows goes into the body of a function; blocks of one NAME are
//                                  one function. A ```text block after it is what it prints; without one it prints nothing.
//   <!-- snippet: NAME global -->  the block goes to namespace scope
//   <!-- hidden: NAME              lines up to --> are code that the page does not show; `hidden: NAME global` likewise
//
// A ```cpp block without a marker is an error, so that none goes untested. `using namespace t2;` holds everywhere.
// Names in backticks, such as `plan::solve`, must exist: each becomes a using-declaration (but for exec, whose headers are
// optional).
#include <cstdio>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct page {
  std::string name;
  std::set<std::string> includes, names;
  std::string global;
  std::vector<std::string> order;
  std::map<std::string, std::string> body, output;
};

[[nodiscard]] bool starts(std::string const& line, char const* prefix) { return line.rfind(prefix, 0) == 0; }

[[noreturn]] void fail(std::string const& where, int number, char const* what) {
  std::fprintf(stderr, "%s:%d: %s\n", where.c_str(), number, what);
  std::exit(1);
}

/// "NAME global" and whether it is global.
struct target {
  std::string name;
  bool global = false;
  explicit target(std::string const& text) {
    std::istringstream words(text);
    std::string word;
    words >> name;
    while (words >> word) global = global || word == "global";
  }
};

void add_code(page& out, target const& to, std::vector<std::string> const& lines, int first) {
  if (out.body.find(to.name) == out.body.end()) {
    out.order.push_back(to.name);
    out.body[to.name];
  }
  std::string& code = to.global ? out.global : out.body[to.name];
  code += "#line " + std::to_string(first) + " \"" + out.name + "\"\n";
  for (std::string const& line : lines) {
    bool const include = starts(line, "#include");
    if (include) out.includes.insert(line);
    code += (include ? std::string() : line) + "\n";
  }
}

void add_names(page& out, std::string const& line) {
  static std::regex const name("`((law|fit|plan|cost|passk|random|sample|optimize|math|budget)(::[a-z_0-9]+)+)");
  for (std::sregex_iterator at(line.begin(), line.end(), name), end; at != end; ++at) out.names.insert((*at)[1]);
}

[[nodiscard]] page read(char const* path) {
  page out;
  out.name = path;
  std::ifstream file(path);
  if (!file) fail(path, 0, "cannot be read");
  std::string line, marker, shown;  // shown: whose output a ```text block would be
  int number = 0;
  auto const block = [&](char const* end) {
    std::vector<std::string> lines;
    int const begin = number;
    while (std::getline(file, line) && ++number > 0 && line != end) lines.push_back(line);
    if (line != end) fail(path, begin, "is not closed");
    return lines;
  };
  while (std::getline(file, line)) {
    ++number;
    int const next = number + 1;
    if (starts(line, "<!-- snippet: ")) {
      marker = line.substr(14, line.size() - 14 - 4);
    } else if (starts(line, "<!-- hidden: ")) {
      target const to(line.substr(13));
      add_code(out, to, block("-->"), next);
    } else if (line == "```cpp") {
      if (marker.empty()) fail(path, number, "a block of C++ without a marker");
      target const to(marker);
      marker.clear();
      add_code(out, to, block("```"), next);
      shown = to.global ? std::string() : to.name;
    } else if (line == "```text" && !shown.empty()) {
      for (std::string const& text : block("```")) out.output[shown] += text + "\n";
      shown.clear();
    } else if (starts(line, "```")) {
      block("```");
    } else {
      add_names(out, line);
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::fputs("usage: extract PAGE.md OUT.cpp OUT.expected\n", stderr), 2;
  page const in = read(argv[1]);
  std::ofstream code(argv[2]), expected(argv[3]);
  code << "#include <t2/cost.hpp>\n#include <t2/passk.hpp>\n#include <t2/sample.hpp>\n#include <t2/t2.hpp>\n\n#include "
          "<cstdio>\n";
  for (std::string const& include : in.includes) code << include << "\n";
  code << "\n#pragma GCC diagnostic ignored \"-Wunused-variable\"\n#pragma GCC diagnostic ignored "
          "\"-Wunused-function\"\n"
          "#pragma GCC diagnostic ignored \"-Wunused-but-set-variable\"\n";
  int number = 0;
  for (std::string const& name : in.names) code << "namespace name_" << number++ << " { using t2::" << name << "; }\n";
  code << "\nusing namespace t2;\n\n" << in.global << "\n";
  for (std::string const& name : in.order)
    code << "static void snippet_" << name << "() {\n" << in.body.at(name) << "}\n\n";
  code << "int main() {\n";
  for (std::string const& name : in.order) {
    code << "  std::puts(\"## " << name << "\");\n  snippet_" << name << "();\n";
    expected << "## " << name << "\n" << (in.output.count(name) > 0 ? in.output.at(name) : std::string());
  }
  code << "}\n";
  return code && expected ? 0 : 1;
}
