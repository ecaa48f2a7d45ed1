#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Runs a program and looks in its output for what its source says it prints: lines `// t2: prints TEXT`.
# Usage: sh prints.sh SOURCE PROGRAM [ARGUMENT]...
source=$1
shift
output=$("$@") || {
  printf '%s\n' "$output" "$* failed"
  exit 1
}
missing=$(sed -n 's|^// t2: prints ||p' "$source" | while IFS= read -r line; do
  printf '%s\n' "$output" | grep -qF -- "$line" || printf '%s\n' "$line"
done)
[ -z "$missing" ] && exit 0
printf 'It does not print\n%s\nbut\n%s\n' "$missing" "$output"
exit 1
