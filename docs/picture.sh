#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# The picture of the README, for light and dark pages: two plots of the report that `t2plan demo` makes.
# Usage: sh picture.sh T2PLAN OUT       writes OUT/picture-light.svg and OUT/picture-dark.svg
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" demo --out "$work" >/dev/null
for theme in light dark; do
  LC_ALL=C awk -f "$(dirname "$0")/pictures.awk" -v theme=$theme -v only="frontier-ratio frontier-params" \
    -v note="Synthetic suite of t2plan demo: no model was trained. Bands: 95 % of 500 bootstrap draws." \
    -v out="$2/picture-$theme.svg" "$work/index.html"
done
