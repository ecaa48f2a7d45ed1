#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Builds and runs the consumer with every compiler, Boost, xsimd and way of getting the library, and writes the table of
# docs/install.md. Versions that Debian 12 does not install side by side are unpacked below WORK, from Debian's packages.
# Usage: sh tests/package/matrix.sh [WORK]     (build/matrix)
set -eu
cd "$(dirname "$0")/../.."
source=$PWD
mkdir -p "${1-build/matrix}"
work=$(cd "${1-build/matrix}" && pwd)
log=$work/log
: >"$log"

# unpack SUITE PACKAGE: a package of Debian, beside what is installed
unpack() {
  if [ -e "$work/root/$1/usr/share/doc/$2" ]; then return 0; fi
  apt=$work/apt-$1
  mkdir -p "$work/root" "$apt/lists/partial" "$apt/archives/partial"
  keys=/usr/share/keyrings/debian-archive-keyring.gpg
  echo "deb [signed-by=$keys] http://deb.debian.org/debian $1 main" >"$apt/sources.list"
  suite=$1 package=$2
  set -- -q -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$apt/lists" \
    -o Dir::Cache="$apt"
  apt-get "$@" update >>"$log" 2>&1 &&
    (cd "$apt" && apt-get "$@" download "$package" >>"$log" 2>&1) &&
    dpkg -x "$apt/$package"_*.deb "$work/root/$suite"
}

unpack bookworm libboost1.81-dev || echo "Boost 1.81 is not at hand" >&2
{ unpack trixie libxsimd-dev && unpack trixie xtl-dev; } || echo "a newer xsimd is not at hand" >&2

cmake -S . -B "$work/library" -D T2_BUILD_EXAMPLES=OFF -D T2_BUILD_TESTS=OFF -D T2_BUILD_BENCH=OFF -D T2_BUILD_DOCS=OFF \
  >>"$log" 2>&1
cmake --install "$work/library" --prefix "$work/prefix" >>"$log" 2>&1

# build WAY: the consumer with $compiler, $boost and $xsimd, which are folders of CMake's files; what it prints to $said
build() {
  xtl=${xsimd%xsimd}xtl  # which Debian's xsimd asks for
  folder=$work/consumer
  rm -rf "$folder"
  if [ "$1" = Conan ]; then
    found="'Boost_DIR': '$boost', 'xsimd_DIR': '$xsimd', 'xtl_DIR': '$xtl'"
    CXX=$compiler CONAN_HOME=$work/conan conan create . --no-remote -pr:a cmake/conan/debian12 \
      -o '&:simd=True' -o '&:mpi=True' -c "tools.cmake.cmake_layout:test_folder=$folder" \
      -c "tools.cmake.cmaketoolchain:extra_variables={$found}" >"$said" 2>&1
    return
  fi
  cmake -G Ninja -S tests/package/consumer -B "$folder" -D WAY="$1" -D SOURCE="$source" \
    -D CMAKE_PREFIX_PATH="$work/prefix" -D 'COMPONENTS=simd;mpi' -D CMAKE_CXX_COMPILER="$compiler" \
    -D Boost_DIR="$boost" -D xsimd_DIR="$xsimd" -D xtl_DIR="$xtl" >"$said" 2>&1 &&
    cmake --build "$folder" -j 1 >>"$said" 2>&1 && "$folder/consumer" >>"$said" 2>&1
}

said=$work/said
ways="find_package add_subdirectory FetchContent"
if command -v conan >/dev/null; then ways="$ways Conan"; else echo "conan is not at hand" >&2; fi
failed=0
echo "| compiler | Boost | xsimd | built and run |"
echo "|---|---|---|---|"
for compiler in g++ clang++-19; do
  if ! command -v "$compiler" >/dev/null; then continue; fi
  for boost in /usr/lib/*/cmake/Boost-* "$work"/root/*/usr/lib/*/cmake/Boost-*; do
    for xsimd in /usr/share/cmake/xsimd /usr/lib/cmake/xsimd /usr/lib/*/cmake/xsimd "$work"/root/*/usr/share/cmake/xsimd; do
      if [ ! -d "$boost" ] || [ ! -d "$xsimd" ]; then continue; fi
      passed=
      for way in $ways; do
        if build "$way"; then
          passed="$passed${passed:+, }$way"
        else
          failed=1
          passed="$passed${passed:+, }**$way failed**"
        fi
        { echo "== $compiler $boost $xsimd $way"; cat "$said"; } >>"$log"
      done
      version=$("$compiler" -dumpfullversion -dumpversion)
      echo "| $compiler $version | $(sed -n 's/^Boost //p' "$said" | tr _ .) | $(sed -n 's/^xsimd \([0-9]\)/\1/p' "$said") | $passed |"
    done
  done
done
exit "$failed"
