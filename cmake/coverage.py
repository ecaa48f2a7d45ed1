#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Turns the counters of the tests into a page: lines and branches a folder, and every line that no test reached.

Usage: python3 cmake/coverage.py BUILD [--docs]      run by cmake/coverage.sh

A line is a line with code other than closing braces. It is reached if any instance of its template, in any test, ran it. A branch likewise; the two ways out of a call that
may throw are no branches. Why a line is not reached stands in tests/coverage.txt: a reason, then lines of the form
"header: code". What has no counter at all (in no instance, or only evaluated by the compiler) is listed too.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INCLUDE = ROOT / "include" / "t2"
LEAST = 95.0  # percent of lines

# gcov attributes to a closing brace what is cleaned up where an exception leaves the function.
BRACE = re.compile(r"^[\s})\];]*(//.*)?$")

# A statement that leaves a counter wherever its function is emitted.
STATEMENT = re.compile(r"^\s*(return\b(?! \{\};)|if \(|for \(|while \()")


def real_branches(branches):
    """The counts of those that are not the ways out of a call: one falls through, the other throws."""
    out = []
    after_throw = False
    for branch in branches:
        if branch["throw"]:
            if out and out[-1][1]:
                out.pop()
            else:
                after_throw = True
        elif after_throw and branch["fallthrough"]:
            after_throw = False
        else:
            out.append((branch["count"], branch["fallthrough"]))
    return [count for count, _ in out]


@cache
def braces(path):
    return {number for number, text in enumerate(path.read_text().splitlines(), 1) if BRACE.match(text)}


def read(build):
    """header -> line -> [count, {(branches, position): count}]"""
    headers = defaultdict(dict)
    version = subprocess.run(["g++", "-dumpversion"], capture_output=True, text=True, check=True).stdout.strip()
    gcov = shutil.which(f"gcov-{version}") or "gcov"
    for counters in sorted(Path(build).resolve().rglob("*.gcda")):
        # only sources below the root: without -r it is all of Boost
        command = [gcov, "--branch-probabilities", "--json-format", "--stdout", "--relative-only",
                   "--source-prefix", str(ROOT), str(counters)]
        found = subprocess.run(command, capture_output=True, text=True, check=True, cwd=counters.parent).stdout
        for text in found.splitlines():
            for file in json.loads(text)["files"]:
                path = ROOT / file["file"]
                if INCLUDE not in path.parents or path.suffix != ".hpp":
                    continue
                lines = headers[path.relative_to(INCLUDE).as_posix()]
                for line in file["lines"]:
                    if line["line_number"] in braces(path):
                        continue
                    entry = lines.setdefault(line["line_number"], [0, {}])
                    entry[0] += line["count"]
                    counts = real_branches(line["branches"])
                    for position, count in enumerate(counts):
                        key = (len(counts), position)
                        entry[1][key] = entry[1].get(key, 0) + count
    return headers


def branches_of(entry):
    """Of instances with different numbers of branches, those with the most."""
    most = max((arcs for arcs, _ in entry[1]), default=0)
    return [count for (arcs, _), count in entry[1].items() if arcs == most]


def read_reasons():
    """[(reason, [(header, code)])]"""
    groups = []
    file = ROOT / "tests" / "coverage.txt"
    for line in file.read_text().splitlines() if file.exists() else []:
        if line.startswith("  "):
            header, code = line.strip().split(": ", 1)
            groups[-1][1].append((header, code))
        elif line and not line.startswith("#"):
            groups.append((line, []))
    return groups


def percent(part, whole):
    return f"{100 * part / whole:.1f}" if whole else "-"


def table(headers):
    folders = defaultdict(lambda: [0, 0, 0, 0])
    for header, lines in headers.items():
        for name in {str(Path(header).parent), "all"}:
            row = folders[name]
            for entry in lines.values():
                taken = branches_of(entry)
                row[0] += entry[0] > 0
                row[1] += 1
                row[2] += sum(count > 0 for count in taken)
                row[3] += len(taken)
    out = ["| folder | lines | reached | % | branches | taken | % |", "|---|---|---|---|---|---|---|"]
    for name in sorted(folders, key=lambda name: (name == "all", name)):
        ran, lines, taken, branches = folders[name]
        title = "all" if name == "all" else f"`{name}`"
        out.append(f"| {title} | {lines} | {ran} | {percent(ran, lines)} | {branches} | {taken} | {percent(taken, branches)} |")
    ran, lines = folders["all"][:2]
    return out, 100 * ran / lines


def source(header):
    return (INCLUDE / header).read_text().splitlines()


def without_counter(headers):
    """Statements of host code for which no test has a counter."""
    rows = []
    for path in sorted(INCLUDE.rglob("*.hpp")):
        header = path.relative_to(INCLUDE).as_posix()
        device = False
        for number, text in enumerate(source(header), 1):
            if re.match(r"\s*#\s*if.*__CUDA_ARCH__|\s*#\s*ifdef __CUDACC__", text):
                device = True
            elif re.match(r"\s*#\s*(else|endif)", text):
                device = False
            elif not device and STATEMENT.match(text) and number not in headers.get(header, {}):
                rows.append((header, number, text.strip()))
    return rows


def grouped(rows, reasons):
    """The rows below their reasons, those without one at the end."""
    def listing(reason, here):  # a fence, since Doxygen looks for links and entities in lists
        return [f"{reason}:", "", "```text"] + [f"{h}:{n}: {code}" for h, n, code in here] + ["```", ""]

    out = []
    left = list(rows)
    for reason, known in reasons:
        here = [row for row in left if (row[0], row[2]) in known]
        left = [row for row in left if row not in here]
        if here:
            out += listing(reason, here)
    if left:
        out += listing("No reason given", left)
    return out


def main():
    headers = read(sys.argv[1])
    rows, reached = table(headers)
    texts = {header: source(header) for header in headers}
    missed = [(header, number, texts[header][number - 1].strip())
              for header in sorted(headers) for number, entry in sorted(headers[header].items()) if not entry[0]]
    silent = without_counter(headers)
    reasons = read_reasons()
    page = rows + ["", f"Lines that no test reached ({len(missed)}):", ""] + grouped(missed, reasons)
    page += [f"Statements without a counter ({len(silent)}):", ""] + grouped(silent, reasons)
    text = "\n".join(page).rstrip() + "\n"
    print(text, end="")
    if "--docs" in sys.argv:
        docs = ROOT / "docs" / "trust.md"
        begin, end = "<!-- made by cmake/coverage.sh -->\n", "<!-- end -->\n"
        before, rest = docs.read_text().split(begin)
        docs.write_text(before + begin + "\n" + text + "\n" + end + rest.split(end, 1)[1])
    return 0 if reached >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
