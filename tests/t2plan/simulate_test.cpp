// SPDX-License-Identifier: BSL-1.0
// t2plan simulate: the same digest on every backend, estimates near the closed form, clear refusals.
// t2: needs t2plan json
#include <t2/core/beta_ratio.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>

namespace {

using json = nlohmann::json;
namespace fs = std::filesystem;

struct answer {
  int code;
  std::string out, error;
};

std::string content(fs::path const& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

fs::path scratch(std::string const& name) {
  return fs::temp_directory_path() / ("t2-simulate-" + std::to_string(getpid()) + "-" + name);
}

answer simulate(std::string const& options, std::string const& before = "") {
  char const* const program = std::getenv("T2PLAN");
  REQUIRE(program != nullptr);
  fs::path const out = scratch("out"), error = scratch("error");
  std::string const command =
      before + " " + program + " simulate " + options + " >" + out.string() + " 2>" + error.string();
  int const code = std::system(command.c_str());
  answer got{WEXITSTATUS(code), content(out), content(error)};
  fs::remove(out);
  fs::remove(error);
  return got;
}

std::string digest(answer const& got) {
  INFO(got.error);
  REQUIRE(got.code == 0);
  return json::parse(got.out).at("digest").get<std::string>();
}

}  // namespace

TEST_CASE("the digest does not depend on backend and threads, and does on the seed") {
  std::string const plan = "--beta 0.3,2 --questions 2000 --samples 16 --repeats 500 --json ";
  std::string const first = digest(simulate(plan + "--backend scalar"));
  CHECK(first.size() == 16);
  for (std::string const where : {"--backend simd", "--backend threads --threads 1", "--backend threads --threads 3"})
    CHECK(digest(simulate(plan + where)) == first);
  CHECK(digest(simulate(plan + "--seed 2")) != first);
  CHECK(digest(simulate(plan + "--first-repeat 500")) != first);
}

TEST_CASE("ranks of MPI") {
  answer const one = simulate("--beta 0.3,2 --repeats 5 --backend mpi --json", "ASAN_OPTIONS=detect_leaks=0");
  if (one.code == 2) {  // built without
    CHECK(one.error.find("without MPI") != std::string::npos);
    return;
  }
  std::string const first = digest(simulate("--beta 0.3,2 --samples 16 --repeats 500 --backend scalar --json"));
  for (int ranks = 1; ranks <= 4; ++ranks)
    CHECK(digest(simulate("--beta 0.3,2 --samples 16 --repeats 500 --backend mpi --json",
                          "ASAN_OPTIONS=detect_leaks=0 "  // Open MPI keeps what it starts with
                          "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun --oversubscribe -np " +
                              std::to_string(ranks))) == first);
}

TEST_CASE("a CUDA card, or the reason why there is none") {
  std::string const plan = "--beta 0.3,2 --questions 2000 --samples 16 --repeats 500 --json ";
  answer const got = simulate(plan + "--backend cuda");
  if (got.code == 0) {
    CHECK(digest(got) == digest(simulate(plan + "--backend scalar")));
    return;
  }
  CHECK(got.code == 1);
  CHECK(got.out.empty());
  CHECK(got.error.find("--backend cuda: ") != std::string::npos);
  CHECK(got.error.find('\n') == got.error.size() - 1);
  MESSAGE("SKIPPED: no counts of a card: " << got.error);
}

TEST_CASE("estimates are within their standard errors of the closed form") {
  answer const got = simulate("--beta 0.3,2 --questions 1000 --samples 64 --repeats 1000 --json --verifier 1,0");
  REQUIRE(got.code == 0);
  json const result = json::parse(got.out);
  CHECK(result.at("schema") == 1);
  CHECK(result.at("outcomes") == 1'000'000);
  CHECK(result.at("seconds").get<double>() > 0);
  for (std::string const k : {"1", "8", "64"}) {
    double const exact = t2::beta_ratio(0.3, 2., std::stod(k)).complement;
    double const value = result.at("pass_at").at(k), error = result.at("standard_error").at(k);
    CHECK(std::fabs(value - exact) < 4 * error);
    CHECK(error < 1e-3);
  }
  CHECK(result.at("best_of").get<double>() ==
        doctest::Approx(result.at("pass_at").at("64").get<double>()).epsilon(1e-12));
}

TEST_CASE("questions of a file share their chances among repeats") {
  fs::path const file = scratch("counts.csv");
  std::ofstream(file) << "problem,n,c\na,100,0\nb,100,10\nc,100,50\nd,10,10\n";
  answer const got = simulate("--problems " + file.string() + " --samples 4 --repeats 20000 --json");
  REQUIRE(got.code == 0);
  json const result = json::parse(got.out);
  CHECK(result.at("questions") == 4);
  double const exact = (0 + (1 - std::pow(0.9, 4)) + (1 - std::pow(0.5, 4)) + 1) / 4;
  CHECK(std::fabs(result.at("pass_at").at("4").get<double>() - exact) <
        4 * result.at("standard_error").at("4").get<double>());
  std::ofstream(file) << "problem,n,c\na,100,0\nb,10,11\n";
  answer const bad = simulate("--problems " + file.string());
  CHECK(bad.code == 2);
  CHECK(bad.error.find(file.string() + ":3") != std::string::npos);
  CHECK(bad.out.empty());
  fs::remove(file);
}

TEST_CASE("bad usage exits with 2 and says why") {
  for (std::string const options :
       {"", "--beta 0.3", "--beta 0.3,2 --problems x.csv", "--beta=-1,2", "--beta 0.3,2 --samples 0",
        "--fit nowhere.json", "--beta 0.3,2 --backend gpu", "--beta 0.3,2 --verifier 2,0"}) {
    answer const got = simulate(options);
    INFO(options << ": " << got.error);
    CHECK(got.code == 2);
    CHECK(!got.error.empty());
    CHECK(got.out.empty());
  }
}
