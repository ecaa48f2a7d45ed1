// SPDX-License-Identifier: BSL-1.0
// For compilers without libFuzzer: gives a fuzzed program each file of the folders named, and what little changes make
// of it, always the same ones.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);
extern "C" [[gnu::weak]] int LLVMFuzzerInitialize(int*, char***);

namespace {

void give(std::string const& input) {
  (void)LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(input.data()), input.size());
}

std::string changed(std::string input, std::mt19937& engine) {
  for (int step = 0; step < 3 && !input.empty(); ++step) {
    std::size_t const at = engine() % input.size(), more = engine() % 9;
    switch (engine() % 4) {
      case 0: input[at] = static_cast<char>(engine()); break;
      case 1: input.erase(at, more); break;
      case 2: input.insert(at, input, engine() % input.size(), more); break;
      default: input.insert(at, 1, "0-.,\"e\n{[:9"[engine() % 11]); break;
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  if (LLVMFuzzerInitialize != nullptr) (void)LLVMFuzzerInitialize(&argc, &argv);
  std::mt19937 engine(1);
  int given = 0;
  for (int i = 1; i < argc; ++i) {
    for (auto const& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      std::string const input{std::istreambuf_iterator<char>(file), {}};
      give(input);
      for (int change = 0; change < 20; ++change) give(changed(input, engine));
      ++given;
    }
  }
  std::printf("%d files\n", given);
  return given == 0 ? 1 : 0;
}
