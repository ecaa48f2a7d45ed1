#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Runs a compiler and keeps what it says: compile.sh REPORT COMMAND...
report=$1
shift
if "$@" 2> "$report"; then exit 0; fi
cat "$report" >&2
exit 1
