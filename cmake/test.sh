#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Builds and tests everything with g++ but the slow tests; builds the same with clang, and runs what may differ there and does
# not take long unoptimised (label `once`).
# Usage: sh cmake/test.sh [--all]
#   --all  the whole suite, slow tests too, with clang too, with the sanitizers, fuzzed, as a release build; and clang-tidy
# With T2_REQUIRE_DATA=1 in the environment a test that lacks its real data fails instead of being skipped.
# The last line is "N passed, N failed, N skipped"; a build that fails counts as one failed test.
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

all=false
case ${1-} in
  '') ;;
  --all) all=true ;;
  *) say "usage: sh cmake/test.sh [--all]" >&2; exit 2 ;;
esac

passed=0
failed=0
skipped=0

# The number that an attribute of CTest's report has, for example tests="12".
count() { sed -n "s/^.*[[:space:]]$1=\"\([0-9]*\)\".*/\1/p" "$report" | head -n 1; }

# check PRESET [OPTION OF CTEST]...: configure, build, test, and add to the counts
check() {
  preset=$1
  shift
  say "" "== $preset =="
  if ! cmake --preset "$preset" -D T2_BUILD_TESTS=ON -D T2_BUILD_BENCH=OFF -D T2_SLOW_TESTS="$all" ||
     ! cmake --build --preset "$preset" --parallel "$jobs" -- -k 0; then
    say "The build $preset failed."
    failed=$((failed + 1))
    return 0
  fi

  report=$PWD/build/$preset/tests.xml
  rm -f "$report"
  result=0
  ctest --preset "$preset" --parallel "$jobs" --no-tests=error --output-junit "$report" "$@" || result=$?
  if [ ! -r "$report" ]; then
    failed=$((failed + 1))
    return 0
  fi
  grep -o 'SKIPPED: [^<]*' "$report" || true
  total=$(count tests)
  bad=$(count failures)
  omitted=$(($(count skipped) + $(count disabled)))
  passed=$((passed + total - bad - omitted))
  skipped=$((skipped + omitted))
  if [ "$result" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi  # CTest itself failed
  failed=$((failed + bad))
}

if ! install_packages git g++ cmake ninja-build clang-19 libclang-rt-19-dev doctest-dev libcli11-dev nlohmann-json3-dev libboost-dev \
     libxsimd-dev libopenmpi-dev openmpi-bin gnuplot-nox doxygen valgrind ca-certificates; then
  say "0 passed, 1 failed, 0 skipped"
  exit 1
fi
jobs=$(jobs)

if $all; then
  # Debian does not have Conan; where it cannot be had, its test is skipped.
  if ! command -v conan >/dev/null && install_packages python3-venv && python3 -m venv build/conan &&
     build/conan/bin/pip install -q 'conan>=2,<3'; then
    PATH=$PWD/build/conan/bin:$PATH
  fi
  check dev
  check clang
  check asan-ubsan
  check tsan
  check fuzz
  check release
  say "" "== clang-tidy =="
  if sh cmake/tidy.sh; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
else
  check dev
  check clang --label-exclude 'real-data|package|once'
fi

say "" "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
