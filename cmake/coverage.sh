#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Runs the tests of the library with counters in them (g++, gcov) and says which lines and branches of the headers they
# reach, and which they do not.
# Usage: sh cmake/coverage.sh [--docs]
#   --docs  puts the result into docs/trust.md too
# Writes build/coverage/coverage.md. Ends with 1 if a test fails or less than 95 % of the lines were reached.
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

install_packages g++ cmake ninja-build python3 doctest-dev libboost-dev nlohmann-json3-dev libxsimd-dev libopenmpi-dev openmpi-bin
jobs=$(jobs)
cmake --preset coverage
# Only what compares values: not t2plan and its tests, the headers one by one, the pages, the fuzzers.
tests=$(cmake --build --preset coverage --target help | sed -n 's/^\(t2_test\.[^:]*\): .*/\1/p')
# shellcheck disable=SC2086  # a list of words
cmake --build --preset coverage --parallel "$jobs" --target $tests

find build/coverage -name '*.gcda' -delete  # of an earlier run
failed=0
ctest --preset coverage --parallel "$jobs" --no-tests=error --label-exclude 'package|fail' \
  --exclude-regex '^(headers|docs|examples|speed|fuzz|cuda)\.' || failed=1
python3 cmake/coverage.py build/coverage "$@" >build/coverage/coverage.md || failed=1
cat build/coverage/coverage.md
exit "$failed"
