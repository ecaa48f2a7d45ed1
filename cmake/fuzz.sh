#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Fuzzes every parser and the numeric entry points with libFuzzer under the address and undefined behaviour sanitizers.
# Usage: sh cmake/fuzz.sh [SECONDS] [NAME]...    by default 300 s each of inputs, words and numbers
# What breaks a program is left in build/fuzz/tests/fuzz, and running the program on that file shows it again.
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

seconds=${1-300}
if [ $# -gt 0 ]; then shift; fi
if [ $# -eq 0 ]; then set -- inputs words numbers; fi
install_packages clang-19 libclang-rt-19-dev cmake ninja-build doctest-dev libcli11-dev nlohmann-json3-dev libboost-dev
quietly cmake --preset fuzz
cmake --build --preset fuzz --parallel "$(jobs)"
made=$PWD/build/fuzz/tests/fuzz  # absolute: one of the programs changes its folder
for name in "$@"; do
  "$made/t2_fuzz.$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4000 -max_len=4000 -print_final_stats=1 \
    -artifact_prefix="$made/" "$made/$name" "$PWD/tests/fuzz/corpus/$name"
done
