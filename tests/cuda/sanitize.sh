#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# A program of kernels under compute-sanitizer, once for wrong addresses and once for memory that is read before it is
# written. Its launches that must fail are left out by its argument. Usage: sanitize.sh PROGRAM
skip() {
  echo "SKIPPED: $(basename "$1").sanitizer: $2"
  exit 77
}
PATH=$PATH:/usr/local/cuda/bin
command -v compute-sanitizer >/dev/null || skip "$1" "compute-sanitizer not found"
"$1" valid >/dev/null
[ $? -eq 77 ] && skip "$1" "no CUDA device"
set -e
for tool in memcheck initcheck; do
  compute-sanitizer --tool $tool --report-api-errors no --error-exitcode 1 "$1" valid
done
