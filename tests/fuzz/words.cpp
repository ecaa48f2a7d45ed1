// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io
// Command lines of t2plan, one word a line, on a few small files. An answer or one of the three refusals that main
// knows; what else is thrown is a defect.
#include "fuzz.hpp"

#include "../../examples/t2plan/commands.hpp"
#include "../../examples/t2plan/error.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// Takes everything and keeps nothing.
struct sink : std::streambuf {
  int overflow(int c) override { return c; }
  std::streamsize xsputn(char const*, std::streamsize n) override { return n; }
};

/// A folder with the files that the words may name, and from now on the current one.
void enter_folder() {
  namespace fs = std::filesystem;
  fs::path const folder = fs::temp_directory_path() / ("t2_fuzz_words_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  fs::current_path(folder);
  std::ofstream("counts.csv") << "ckpt,problem,n,c\na,1,8,3\na,2,8,0\nb,1,8,4\nb,2,8,1\n";
  std::ofstream("runs.csv") << "N,D,loss,kept\n1e7,1e9,4.1,1\n1e7,1e10,3.4,1\n1e8,1e9,3.5,0\n1e8,1e10,2.9,1\n1e9,1e9,3.4,1\n"
                               "1e9,1e10,2.6,1\n1e9,1e11,2.4,1\n";
  std::ofstream("log.jsonl") << R"({"task_id":"a","passed":true})" "\n" R"({"task_id":"a","passed":false})" "\n";
}

/// Only what is quick and writes nothing: other commands have tests of their own.
bool harmless(std::vector<std::string> const& words) {
  static char const* const commands[] = {"laws", "predict", "plan", "frontier", "passk", "fit"};
  bool known = false;
  for (std::string const& word : words) {
    known = known || std::ranges::any_of(commands, [&](char const* each) { return word == each; });
    for (char const* each : {"simulate", "report", "demo"}) {
      if (word == each) return false;
    }
    if (word.find('/') != std::string::npos || word.find("--o") != std::string::npos || word.starts_with("-o")) return false;
    if (word.starts_with("--boot") || word.starts_with("--thr")) return false;
  }
  return known;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  enter_folder();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size > 400) return 0;
  std::string_view input(reinterpret_cast<char const*>(data), size);
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < input.size();) {
    std::size_t const end = std::min(input.find('\n', begin), input.size());
    std::string word(input.substr(begin, end - begin));
    if (word.find('\0') == std::string::npos) words.push_back(std::move(word));  // no word of a command line has one
    begin = end + 1;
  }
  if (!harmless(words)) return 0;

  static sink nothing;
  auto* const out = std::cout.rdbuf(&nothing);
  auto* const err = std::cerr.rdbuf(&nothing);
  try {
    CLI::App program("", "t2plan");
    program.require_subcommand(1);
    t2plan::add_laws(program);
    t2plan::add_predict(program);
    t2plan::add_fit(program);
    t2plan::add_plan(program);
    t2plan::add_frontier(program);
    t2plan::add_passk(program);
    std::ranges::reverse(words);
    program.parse(words);
  } catch (CLI::Error const&) {
  } catch (t2plan::no_answer const&) {
  } catch (t2plan::input_error const&) {
  }
  std::cout.rdbuf(out);
  std::cerr.rdbuf(err);
  return 0;
}
