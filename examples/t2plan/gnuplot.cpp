// SPDX-License-Identifier: BSL-1.0
#include "gnuplot.hpp"

#include "error.hpp"  // no_answer
#include "text.hpp"   // in_quotes, read_text

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

namespace t2plan {
namespace {

namespace fs = std::filesystem;

// A folder that is gone at the end of the scope.
class scratch_folder {
 public:
  scratch_folder() {
    std::string pattern = (fs::temp_directory_path() / "t2plan-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw no_answer("no temporary folder for gnuplot can be made");
    path_ = pattern;
  }
  scratch_folder(scratch_folder const&) = delete;
  scratch_folder& operator=(scratch_folder const&) = delete;
  ~scratch_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

// For the shell: everything between single quotes is as it is.
std::string shell_quoted(std::string const& text) {
  std::string out = "'";
  for (char const c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + '\'';
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

// Drops `begin ... end` wherever it stands.
void drop(std::string& text, std::string_view begin, std::string_view end) {
  for (std::size_t at = 0; (at = text.find(begin, at)) != std::string::npos;) {
    std::size_t const stop = text.find(end, at + begin.size());
    if (stop == std::string::npos) return;
    text.erase(at, stop + end.size() - at);
  }
}

}  // namespace

std::string find_gnuplot() {
  char const* const variable = std::getenv("PATH");
  std::istringstream folders(variable == nullptr ? "" : variable);
  for (std::string folder; std::getline(folders, folder, ':');) {
    fs::path const program = fs::path(folder.empty() ? "." : folder) / "gnuplot";
    std::error_code ignored;
    if (fs::is_regular_file(program, ignored) && ::access(program.c_str(), X_OK) == 0) return program.string();
  }
  throw no_answer("gnuplot, which draws the plots, is not on PATH; Debian and Ubuntu have it in gnuplot-nox");
}

std::vector<std::string> run_gnuplot(std::size_t count,
                                     std::function<std::string(std::size_t, std::string const&)> const& script) {
  std::string const program = find_gnuplot();
  scratch_folder const folder;
  auto const output = [&](std::size_t i) { return (folder.path() / (std::to_string(i) + ".svg")).string(); };
  std::string const script_path = (folder.path() / "plots.gp").string();
  {
    std::ofstream file(script_path, std::ios::binary);
    file << "set encoding utf8\n";
    for (std::size_t i = 0; i < count; ++i) file << "reset\n" << script(i, output(i));
  }
  std::string const command = shell_quoted(program) + " -d " + shell_quoted(script_path) + " 2>&1";
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  std::string said;
  std::array<char, 4096> buffer;
  while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) said += buffer.data();
  if (!pipe || ::pclose(pipe.release()) != 0) {
    std::string_view const words = trim(said);
    throw no_answer("gnuplot failed: " + in_quotes(words.substr(words.rfind('\n') + 1)));
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(read_text(output(i)));
  return out;
}

std::string gnuplot_text(std::string_view text) {
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + '"';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char const c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string for_page(std::string_view svg, std::string const& name, std::string const& title) {
  std::size_t const begin = svg.find("viewBox"), end = svg.find('"', svg.find('"', begin) + 1) + 1;
  std::string body(svg.substr(svg.find('>', begin) + 1));
  drop(body, "<title>" + name, "</title>");
  drop(body, "<desc>", "</desc>");
  drop(body, "<filter", "</filter>");
  drop(body, "<rect x=\"0\" y=\"0\"", "/>");  // the background
  replace_all(body, "id='gp", "id='" + name + "-gp");
  replace_all(body, "'#gp", "'#" + name + "-gp");
  replace_all(body, "id=\"gnuplot_canvas\"", "id=\"" + name + "-canvas\"");
  replace_all(body, "xlink:href", "href");
  replace_all(body, " color=\"#FEFEFE\"", "");
  return "<svg " + std::string(svg.substr(begin, end - begin)) + " role=\"img\" aria-label=\"" + escaped(title) +
         "\">" + body;
}

void recolor(std::string& svg, std::string_view from, std::string const& to) {
  auto const channel = [&](std::size_t i) { return std::stoi(std::string(from.substr(1 + 2 * i, 2)), nullptr, 16); };
  for (char const* const format : {"rgb(%3d, %3d, %3d)", "rgb(%d,%d,%d)"}) {
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), format, channel(0), channel(1), channel(2));
    replace_all(svg, text.data(), to);
  }
}

}  // namespace t2plan
