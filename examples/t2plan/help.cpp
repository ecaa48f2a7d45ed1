// SPDX-License-Identifier: BSL-1.0
#include "help.hpp"

#include "card.hpp"             // built_for_card
#include "cost_models.hpp"      // cost_help
#include "instruction_set.hpp"  // instruction_set, instruction_sets

#include <t2/version.hpp>

#include <CLI/CLI.hpp>

#include <cstddef>
#include <string>

namespace t2plan {
namespace {

struct command_examples {
  char const* command;
  char const* lines;
};

constexpr command_examples all_examples[] = {
    {"laws",
     "  t2plan laws\n"
     "  t2plan laws besiroglu-2024"},
    {"predict",
     "  t2plan predict --law besiroglu-2024 --params 7e9 --tokens 2e12\n"
     "  t2plan predict --fit accuracy.json --params 1e8 --tokens 1e11 --samples 16"},
    {"fit",
     "  t2plan fit --law chinchilla --data runs.csv --bootstrap 200 --out fit.json\n"
     "  t2plan fit --law t2-loss --checkpoints checkpoints.csv --questions nll.csv --k 1,2,4,8,16 --out loss.json\n"
     "  t2plan fit --law t2-accuracy --checkpoints checkpoints.csv --questions nll.csv --out accuracy.json\n"
     "  t2plan fit --law t2-accuracy --checkpoints checkpoints.csv --questions nll.csv --fit-where "
     "'tokens_per_param<=median'\n"
     "  t2plan fit --law coupled --checkpoints checkpoints.csv --questions nll.csv --bootstrap 100 --out coupled.json\n"
     "  t2plan fit --law t2-loss,t2-accuracy --validate --checkpoints checkpoints.csv --questions nll.csv"},
    {"plan",
     "  t2plan plan --law besiroglu-2024 --sampling 3.36,0.445 --train 2.56e19 --inference 2e9\n"
     "  t2plan plan --fit accuracy.json --train 1e20 --inference 2e10 --min-samples 1 --integer-samples\n"
     "  t2plan plan --law besiroglu-2024 --train 1e25 --unique-tokens 1e12 --epochs 4 --max-params 1e11\n"
     "  t2plan plan --law besiroglu-2024 --sampling 3.36,0.445 --budget-total 20000 --unit gpu-hours --hardware "
     "h100-sxm "
     "--questions 1e9 --output 200\n"
     "  t2plan plan --law besiroglu-2024 --target 2 --tokens-per-param 300: --prompt 500 --output 500\n"
     "  t2plan plan --law besiroglu-2024 --sampling 3.36,0.445 --train 1e22 --training-cost palm --context 4096 "
     "--inference 1e16 --inference-cost kv-cache --prompt 500 --output 500 --shape shape.json --hardware h100-sxm\n"
     "  t2plan plan --fit coupled.json --train 1e20 --inference 2e10 --max-samples 64\n"
     "  t2plan plan --law besiroglu-2024 --train 1e22 --sizes 1e9,3e9,7e9 --max-memory 16e9 --tolerance 0.01\n"
     "  t2plan plan --config cluster.toml --law besiroglu-2024 --sampling 3.36,0.445 --budget-total 20000\n"
     "with cluster.toml:\n"
     "  [plan]\n"
     "  hardware = h100-sxm\n"
     "  unit = gpu-hours\n"
     "  questions = 1e9\n"
     "  output = 200"},
    {"frontier",
     "  t2plan frontier --fit accuracy.json --train 1e18:1e21:10 --inference 2e10 > frontier.csv\n"
     "  t2plan frontier --fit accuracy.json --train 1e18:1e21:10 --inference 2e10 --tolerance 0.01 > flat.csv\n"
     "  t2plan frontier --law besiroglu-2024 --sampling 3.36,0.445 --target 3 --factor 10 --count 20 > trade.csv"},
    {"passk",
     "  t2plan passk --counts counts.csv --k 1,10 --extrapolate 1000\n"
     "  t2plan passk --counts counts.csv --k 1,10 --questions sample --json\n"
     "  t2plan passk --counts counts.csv --k 1,10 --cluster source --bootstrap 2000"},
    {"simulate",
     "  t2plan simulate --beta 0.4,1.2 --questions 1000 --samples 16 --repeats 100\n"
     "  t2plan simulate --fit accuracy.json --params 1e8 --tokens 1e11 --samples 64 --verifier 0.9,0.05"},
    {"report",
     "  t2plan report --fit loss.json --fit accuracy.json --train 1e20 --inference 2e10 --out report\n"
     "  t2plan report --law t2-accuracy,coupled --checkpoints checkpoints.csv --questions nll.csv --train 1e20 "
     "--inference 2e10 --out report\n"
     "  t2plan report --fit accuracy.json --target 0.7 --lifetime-questions 1e9 --output 200 --max-samples 64 --out report\n"
     "  t2plan report --fit accuracy.json --checkpoints checkpoints.csv --questions nll.csv --train 1e20 "
     "--inference 2e10 --out report"},
    {"demo", "  t2plan demo --out demo"},
};

}  // namespace

void set_help_format(CLI::App& program) {
  constexpr std::size_t width = 34;
  program.get_formatter()->column_width(width);
}

void add_help_examples(CLI::App& program) {
  program.footer(
      "t2plan COMMAND --help has examples; --json prints one object on standard output. Warnings go to\n"
      "standard error and, on a terminal, the progress of long work. Exit code: 0, 1 for a question\n"
      "without an answer, 2 for bad input. Colours are for terminals; NO_COLOR=1 turns them off.");
  for (CLI::App* const command : program.get_subcommands({})) {
    for (command_examples const& each : all_examples) {
      if (command->get_name() != each.command) continue;
      bool const has_costs = command->get_option_no_throw("--training-cost") != nullptr;
      command->footer((has_costs ? cost_help() + '\n' : std::string()) + "Examples:\n" + each.lines);
    }
  }
}

std::string version_text() {
  std::string out = "t2plan " + std::to_string(T2_VERSION_MAJOR) + '.' + std::to_string(T2_VERSION_MINOR) + '.' +
                    std::to_string(T2_VERSION_PATCH);
#if defined(__clang__)
  out += "\ncompiler: clang++ " __clang_version__;
#else
  out += "\ncompiler: g++ " __VERSION__;
#endif
  out += "\ninstruction set: " + instruction_set() + " (built for";
  for (std::string const& each : instruction_sets()) out += ' ' + each;
  out += ")\nbackends: scalar simd threads";
#if defined(T2_USES_MPI)
  out += " mpi";
#endif
  return out + (built_for_card() ? " cuda" : "");
}

}  // namespace t2plan
