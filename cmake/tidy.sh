#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Runs clang-tidy by .clang-tidy over all headers, in the one source that includes them, and over t2plan.
# Usage: sh cmake/tidy.sh [FILE]...    by default all; with files, those sources
# Prints what it finds, and fails if that is anything.
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

install_packages clang-19 clang-tidy-19 cmake ninja-build doctest-dev libcli11-dev nlohmann-json3-dev libboost-dev libxsimd-dev \
  libopenmpi-dev
build=build/tidy
# nothing is built, so there are no precompiled headers to include
quietly cmake --preset clang -B "$build" -D T2_BUILD_TESTS=ON -D T2_WITH_CUDA=OFF -D CMAKE_DISABLE_PRECOMPILE_HEADERS=ON

# tidy FILTER FILE...: FILTER of the headers whose findings count
tidy() {
  filter=$1
  shift
  printf '%s\0' "$@" |
    xargs -0 -n 1 -P "$(jobs)" clang-tidy-19 -p "$build" --quiet --warnings-as-errors='*' --header-filter="$filter" 2>/dev/null
}

status=0
if [ $# -gt 0 ]; then
  tidy '(include/t2|examples|tests)/' "$@" || status=1
else
  tidy 'include/t2/' "$build/tests/headers/together.cpp" || status=1
  tidy 'examples/t2plan/' examples/t2plan/*.cpp || status=1
fi
if [ "$status" -eq 0 ]; then say "clang-tidy finds nothing"; fi
exit "$status"
