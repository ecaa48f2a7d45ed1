#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# What an object for another instruction set may lend to the rest of the program: its table of functions and nothing else.
# Usage: instruction_sets.sh NM OBJECT...
nm=$1
shift
for object; do
  table=$(basename "$object" .o)
  lent=$("$nm" --extern-only --defined-only --format=posix "$object" | cut -d ' ' -f 1)
  if [ "$lent" != "_ZN6t2plan${#table}${table}E" ]; then
    echo "$object has other symbols than its table:"
    echo "$lent"
    exit 1
  fi
done
