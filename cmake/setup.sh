# shellcheck shell=sh
# SPDX-License-Identifier: BSL-1.0
# What demo.sh and test.sh share. They source it, in the root of the repository.

say() { printf '%s\n' "$@"; }  # one line an argument

# install_packages PACKAGE...: nothing if all are there; apt where there is apt; elsewhere only the names.
install_packages() {
  if ! command -v apt-get >/dev/null; then
    say "There is no apt-get here. If the build fails, install what Debian calls: $*" >&2
    return 0
  fi
  missing=
  for package in "$@"; do
    case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
      *' installed') ;;
      *) missing="$missing $package" ;;
    esac
  done
  if [ -z "$missing" ]; then return 0; fi

  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "As root, first: apt-get install$missing" >&2
      return 1
    fi
    as_root=sudo
  fi
  apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300"
  say "Installing$missing"
  # shellcheck disable=SC2086  # $apt and $missing are lists of words
  $apt update && $apt install --no-install-recommends $missing
}

# quietly COMMAND...: its output only if it fails
quietly() {
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
  else
    status=$?
    cat "$log" >&2
    rm -f "$log"
    return "$status"
  fi
}

# How many compilers to run at once: one a core, but 2.5 GB of free memory for each.
jobs() {
  cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
  if command -v nproc >/dev/null; then cores=$(nproc); fi
  room=$cores
  if [ -r /proc/meminfo ]; then room=$(awk '/^MemAvailable:/ { print int($2 / 2500000) }' /proc/meminfo); fi
  if [ "$room" -lt "$cores" ]; then cores=$room; fi
  if [ "$cores" -lt 1 ]; then cores=1; fi
  echo "$cores"
}
