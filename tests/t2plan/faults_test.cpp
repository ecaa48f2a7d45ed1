// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// Faults while t2plan runs: a full disk, a folder for a file, a signal in the middle. Outputs are whole or not there.
#include "program.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

using namespace t2plan::test;

namespace {

/// Runs a line of the shell in which $T2PLAN is the program.
outcome shell(std::string const& line) {
  scratch_folder const folder;
  std::string const out = folder.path("out"), err = folder.path("err");
  int const status = std::system(("{ " + line + "\n} > " + out + " 2> " + err + " < /dev/null").c_str());
  REQUIRE(WIFEXITED(status));
  return {WEXITSTATUS(status), content_of(out), content_of(err)};
}

std::string runs() {
  std::string text = "N,D,loss\n";
  for (int i = 0; i < 12; ++i) {
    double const n = 1e8 * std::pow(2, i % 4), d = 1e9 * std::pow(3, i / 4);
    text += std::to_string(n) + "," + std::to_string(d) + "," +
            std::to_string(1 + 400 / std::pow(n, 0.3) + 900 / std::pow(d, 0.3) + 0.01 * std::sin(i)) + "\n";
  }
  return text;
}

constexpr char const* full = "trap '' XFSZ; ulimit -f 1; ";  // files end at 512 bytes, as on a full disk

}  // namespace

TEST_CASE("standard output on a full disk") {
  for (std::string const command : {"laws", "laws --json", "predict --law besiroglu-2024 --params 1e9 --tokens 1e11 --json",
                                    "plan --law besiroglu-2024 --train 1e22 --json"}) {
    outcome const said = shell("\"$T2PLAN\" " + command + " > /dev/full");
    CAPTURE(command);
    CHECK(said.code == 2);
    CHECK(said.err.find("standard output cannot be written") != std::string::npos);
  }
}

TEST_CASE("a fit that the disk has no room for leaves what was there") {
  scratch_folder const folder;
  std::string const data = folder.file("runs.csv", runs()), out = folder.path("fit.json");
  std::string const fit = "\"$T2PLAN\" fit --law chinchilla --data " + data + " --out " + out;
  outcome const none = shell(full + fit);
  CHECK(none.code == 2);
  CHECK(none.err.find("cannot be written") != std::string::npos);
  CHECK(folder.names() == std::vector<std::string>{"runs.csv"});

  REQUIRE(shell(fit).code == 0);
  std::string const before = content_of(out);
  CHECK(before.size() > 512);
  CHECK(shell(full + fit + " --bootstrap 10").code == 2);
  CHECK(content_of(out) == before);
  CHECK(folder.names().size() == 2);
  CHECK(shell(fit + " --out /dev/full").code == 2);
}

TEST_CASE("a report that the disk has no room for is not there in part") {
  scratch_folder const folder;
  std::string const out = folder.path("demo");
  outcome const said = shell(full + std::string("\"$T2PLAN\" demo --bootstrap 2 --out ") + out);
  CHECK(said.code != 0);
  CHECK(said.err.find("t2plan: error: ") != std::string::npos);
  CHECK(!std::filesystem::exists(out + "/index.html"));
}

TEST_CASE("a folder where a file is asked for") {
  scratch_folder const folder;
  std::string const here = folder.path();
  for (std::string const command :
       {"fit --law chinchilla --data ", "plan --train 1e22 --fit ", "predict --params 1e9 --tokens 1e9 --fit ",
        "passk --k 1 --counts ", "passk --k 1 --log ", "simulate --problems "}) {
    CAPTURE(command);
    outcome const said = shell("\"$T2PLAN\" " + command + here);
    CHECK(said.code == 2);
    CHECK(said.err.find("this is a directory, not a file") != std::string::npos);
  }
  std::string const data = folder.file("runs.csv", runs());
  CHECK(shell("\"$T2PLAN\" fit --law chinchilla --data " + data + " --out " + here).code == 2);
  CHECK(shell("\"$T2PLAN\" fit --law chinchilla --data " + data + " --out " + here + "/none/fit.json").code == 2);
}

TEST_CASE("a signal in the middle leaves the old file or the new one") {
  scratch_folder const folder;
  std::string const data = folder.file("runs.csv", runs()), out = folder.file("fit.json", "old");
  std::string const fit = "\"$T2PLAN\" fit --law chinchilla --data " + data + " --bootstrap 200000 --out " + out;
  for (std::string const signal : {"INT", "TERM"}) {
    outcome const said = shell("timeout -s " + signal + " 0.4 " + fit);
    CAPTURE(said.err);
    CHECK(said.code == 124);
    CHECK(content_of(out) == "old");
    CHECK(folder.names().size() == 2);
  }
}
