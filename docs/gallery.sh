#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# The gallery: reports of t2plan, their plots as pictures, and the page that shows them. Of real data where there are
# some, of the synthetic suite always.
# Usage: sh gallery.sh T2PLAN DATA OUT      writes OUT/gallery.md and OUT/gallery/
set -eu
t2plan=$1 data=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)
log=$out/gallery.log  # what t2plan says, its warnings among it
rm -rf "$out/gallery" "$log"
trap '[ $? -eq 0 ] || cat "$log" >&2' EXIT

# show NAME: the plots of a report
show() {
  mkdir "$out/gallery/$1/pictures"
  echo "<p><a href=\"gallery/$1/index.html\">The whole report</a></p>"
  LC_ALL=C awk -f "$here/pictures.awk" -v out="$out/gallery/$1/pictures" -v at="gallery/$1/pictures/" "$out/gallery/$1/index.html"
}

# gemstones TASK: fits of half of the checkpoints of the real suite, and the report
gemstones() {
  folder=$out/gallery/$1
  mkdir -p "$folder"
  set -- "$1" --checkpoints "$data/gemstones/checkpoints.csv" --questions "$data/gemstones/$1_nll.csv"
  task=$1
  shift
  {
    "$t2plan" fit --law t2-loss "$@" --fit-where 'tokens_per_param<=median' --k 1,2,4,8,16 --bootstrap 100 \
      --out "$folder/t2-loss.json"
    "$t2plan" fit --law t2-accuracy "$@" --fit-where 'tokens_per_param<=median' --bootstrap 100 \
      --out "$folder/t2-accuracy.json"
    "$t2plan" report --fit "$folder/t2-loss.json" --fit "$folder/t2-accuracy.json" "$@" --train 1e20 --inference 2e11 \
      --title "Gemstones on $task" --out "$folder"
  } >>"$log" 2>&1
  cat <<END

## Gemstones on $task {#gallery_$task}

Real models: 264 checkpoints of the Gemstones suite (McLeish et al. 2025) and the likelihoods of the right answers of a benchmark.
Fitted on the checkpoints with fewer tokens per parameter than the median, and compared with the others. They were trained at a
constant learning rate and say little about the exponent of D: plans far from them are what the law says, not findings about models.

\`\`\`
t2plan fit --law t2-loss --checkpoints checkpoints.csv --questions ${task}_nll.csv \\
  --fit-where 'tokens_per_param<=median' --k 1,2,4,8,16 --bootstrap 100 --out t2-loss.json
t2plan fit --law t2-accuracy --checkpoints checkpoints.csv --questions ${task}_nll.csv \\
  --fit-where 'tokens_per_param<=median' --bootstrap 100 --out t2-accuracy.json
t2plan report --fit t2-loss.json --fit t2-accuracy.json --checkpoints checkpoints.csv \\
  --questions ${task}_nll.csv --train 1e20 --inference 2e11 --out report
\`\`\`

END
  show "$task"
}

mkdir -p "$out/gallery/synthetic"
"$t2plan" demo --out "$out/gallery/synthetic" >"$log" 2>&1
{
  cat <<'END'
# Gallery: reports of t2plan

Beside each plot of a report stands a CSV file with its numbers. The pictures follow the light or dark mode of the reader.
END
  if [ -r "$data/gemstones/checkpoints.csv" ]; then
    gemstones arce
    gemstones piqa
  fi
  cat <<'END'

## Synthetic suite {#gallery_synthetic}

No model was trained: `t2plan demo` draws checkpoints and questions from a known law, fits them, plans and reports.

```
t2plan demo --out report
```

END
  show synthetic
} >"$out/gallery.md.new"
mv "$out/gallery.md.new" "$out/gallery.md"
