#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Builds t2plan and runs its demo on the built-in synthetic suite. What follows is passed on to it.
# Usage: sh cmake/demo.sh [--out DIR] [option of `t2plan demo`]...
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

quietly install_packages g++ cmake ninja-build libcli11-dev nlohmann-json3-dev libboost-dev gnuplot-nox
quietly cmake --preset release -D T2_BUILD_EXAMPLES=ON -D T2_BUILD_TESTS=OFF -D T2_BUILD_BENCH=OFF
quietly cmake --build --preset release --target t2plan --parallel "$(jobs)"

exec build/release/examples/t2plan demo --out build/demo "$@"
