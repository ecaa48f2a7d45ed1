#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Usage: sh compare.sh EXPECTED PROGRAM: whether PROGRAM prints what is in the file EXPECTED
output=$("$2") || {
  printf '%s\n' "$output" "$2 failed"
  exit 1
}
printf '%s\n' "$output" | diff -u "$1" -
