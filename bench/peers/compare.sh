#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Times the library beside its peers and writes docs/performance.md (about six minutes, on a machine with nothing else to do).
# Usage: sh bench/peers/compare.sh [option of compare.py]...
# The peers in Python go into a virtual environment in build/peers; those in C++ are Debian's packages.
set -eu
cd "$(dirname "$0")/../.."
. cmake/setup.sh

install_packages git g++ cmake ninja-build clang-19 libboost-dev libxsimd-dev libbenchmark-dev librandom123-dev liblbfgspp-dev python3-venv ca-certificates
cmake -S . -B build/bench -G Ninja -D CMAKE_BUILD_TYPE=Release -D T2_BUILD_BENCH=ON -D T2_BUILD_TESTS=OFF -D T2_BUILD_EXAMPLES=OFF -D T2_BUILD_DOCS=OFF
cmake --build build/bench --parallel "$(jobs)" --target t2_bench t2_side
[ -x build/peers/bin/python ] || python3 -m venv build/peers
build/peers/bin/pip install --quiet --requirement bench/peers/requirements.txt
exec build/peers/bin/python bench/peers/compare.py --t2-bench build/bench/bench/t2_bench --t2-side build/bench/bench/t2_side \
  --json build/peers/figures.json --page docs/performance.md "$@"
