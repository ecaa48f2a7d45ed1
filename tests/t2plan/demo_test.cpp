// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// The program's demo: the whole chain in one command.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace fs = std::filesystem;

namespace {

struct outcome {
  int code;
  std::string text;
};

// What the program says on stdout and stderr, and its exit code.
outcome run(std::string const& arguments, std::string const& before = "") {
  std::string const command = before + " '" + std::getenv("T2PLAN") + "' " + arguments;
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  outcome out{0, {}};
  for (int c; (c = std::fgetc(pipe)) != EOF;) out.text += static_cast<char>(c);
  int const status = ::pclose(pipe);
  out.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

bool has_gnuplot() {
  if (std::system("command -v gnuplot > /dev/null") == 0) return true;
  std::cout << "SKIPPED: gnuplot not found\n";
  return false;
}

struct folder {
  fs::path path = fs::temp_directory_path() / ("t2plan_demo_" + std::to_string(::getpid()));
  ~folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

}  // namespace

TEST_CASE("the demo finds the law that its suite was made from, and writes the report") {
  if (!has_gnuplot()) return;
  folder const place;
  outcome const ran = run("demo --bootstrap 60 --json --out '" + place.path.string() + "' 2> /dev/null");
  REQUIRE(ran.code == 0);
  auto const said = nlohmann::json::parse(ran.text);
  CHECK(said["schema"] == 1);
  CHECK(said["synthetic"] == true);
  REQUIRE(said["coefficients"].size() == 10);
  int inside = 0;
  for (auto const& each : said["coefficients"]) inside += each["inside"].get<bool>() ? 1 : 0;
  CHECK(inside >= 8);
  REQUIRE(said["plans"].size() == 2);
  CHECK(said["plans"][0]["law"] == "t2-loss");
  CHECK(said["plans"][1]["law"] == "t2-accuracy");
  CHECK(said["plans"][1]["tokens_per_param"].get<double>() >
        5 * said["plans"][1]["baseline"]["tokens_per_param"].get<double>());
  for (char const* const file : {"index.html", "synthetic_checkpoints.csv", "synthetic_questions.csv", "t2-loss.json",
                                 "t2-accuracy.json", "frontier-ratio.csv"}) {
    CHECK_MESSAGE(fs::file_size(place.path / file) > 100, std::string(file));
  }
}

TEST_CASE("the demo's account names what is synthetic and what approach 1 is") {
  if (!has_gnuplot()) return;
  folder const place;
  outcome const ran = run("demo --bootstrap 20 --out '" + place.path.string() + "' 2> /dev/null");
  REQUIRE(ran.code == 0);
  for (char const* const words :
       {"Synthetic suite: 106 checkpoints of 500 questions", "No model was trained", "inside",
        "Approach 1 (t2-loss) is not the law the suite was made from", "Chinchilla plan", "index.html"}) {
    CHECK_MESSAGE(ran.text.find(words) != std::string::npos, std::string(words));
  }
}

TEST_CASE("without gnuplot the demo exits with 1 and writes nothing") {
  folder const place;
  outcome const ran = run("demo --out '" + place.path.string() + "' 2>&1", "PATH=/nonexistent");
  CHECK(ran.code == 1);
  CHECK(ran.text.find("gnuplot") != std::string::npos);
  CHECK(!fs::exists(place.path));
}
