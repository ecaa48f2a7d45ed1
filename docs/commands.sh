#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# The page of t2plan's commands: what --help says.
# Usage: sh commands.sh T2PLAN > commands.md
set -eu
t2plan=$1

# shellcheck disable=SC2016  # backticks of Markdown
block() { printf '\n```\n%s\n```\n' "$("$t2plan" "$@" --help)"; }

cat <<'END'
# t2plan: commands

What `--help` says. The fields of `--json` are on a page of [their own](json.md).
END
block
"$t2plan" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z0-9]*\) .*/\1/p' | while read -r command; do
  printf '\n## %s {#command_%s}\n' "$command" "$command"
  block "$command"
done
