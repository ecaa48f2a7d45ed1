# SPDX-License-Identifier: BSL-1.0
"""Times the library beside its peers and writes docs/performance.md. Run it by `sh bench/peers/compare.sh`.

Each case alternates the two sides, each in a process of its own; a process reports its fastest pass. The page shows the
median over the rounds, the spread in brackets, and how far both sides are from the truth.
"""

import argparse
import json
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from peers import CASES, PORTION

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

# Peers in C++ run in t2_bench itself: what the row says, the library's benchmark, its peers there.
IN_ONE_PROGRAM = [
    ("Chinchilla fit of 240 runs of fixed seed, Huber", "fit", "fit/chinchilla/huber/240", ["fit/chinchilla/peer:LBFGSpp, 4,500 starts", "fit/chinchilla/peer:LBFGSpp, one good start"]),
    ("random words of 32 bits", "word", "words/t2 dispatched", ["words/Random123 philox4x32", "words/std mt19937", "words/Boost mt19937"]),
    ("pass@k of mixed (n, c, k), n ≤ 10⁴", "triple", "unbiased/1e6/simd", ["unbiased/1e5/reference_product"]),
    ("solved within 100 samples, p = 0.01", "outcome", "any_of/t2_simd", ["any_of/std bernoulli_distribution"]),
    *[
        (f"Beta({s}) numbers", "draw", f"library/t2_simd/{i}", [f"Boost beta_distribution/{i}", f"std gamma ratio/{i}"])
        for i, s in enumerate(("0.05, 0.5", "0.3, 2", "2, 5", "50, 120"))
    ],
    *[
        (f"Beta-binomial counts, a = 0.3, b = 2, k = {k}", "draw", f"beta_binomial/t2_simd/{k}", [f"beta_binomial/Boost/{k}"])
        for k in (16, 100, 1000, 10000)
    ],
    ("Beta ratio, both tails, scalar", "value", "beta_ratio/both_tails/scalar", ["beta_ratio/both_tails/peer:boost_tgamma_delta_ratio", "beta_ratio/both_tails/peer:std_lgamma"]),
    ("Beta ratio, both tails, SIMD", "value", "beta_ratio/both_tails/simd", ["beta_ratio/both_tails/peer:boost_tgamma_delta_ratio", "beta_ratio/both_tails/peer:std_lgamma"]),
    *[
        (f"Binomial counts of a chance each, k = {k}, p around {p / 1000}", "draw", f"binomial_draws/t2_simd/{k}/{p}", [f"binomial_draws/Boost/{k}/{p}", f"binomial_draws/std/{k}/{p}"])
        for k, p in ((16, 100), (100, 10), (100, 300), (1000, 300), (10000, 300))
    ],
    *[
        (f"Binomial({k}, 0.3) counts", "draw", f"binomial/t2_simd/{k}", [f"binomial/Boost/{k}", f"binomial/std/{k}"])
        for k in (100, 10000)
    ],
]

# What was set out to be reached on one core with AVX2 unless said: name, [unit], most, where it is measured.
TARGETS = [
    ("Chinchilla fit of 240 runs", "µs", 60, ("case", "chinchilla", 1e6)),
    ("4,000 bootstrap refits, two cores", "ms", 80, ("bench", "fit/chinchilla/refits/4000/2", 4000e3)),
    ("T² approach 1, 2,904 points", "ms", 2, ("case", "task_loss", 1e3)),
    ("T² approach 2, both stages", "ms", 20, ("bench", "fit/approach2/2904", 1e3)),
    ("task accuracy of a, b and k, both tails, with SIMD", "ns", 25, ("case", "accuracy", 1e9)),
    ("task accuracy of N, D and k, both tails, with SIMD", "ns", 25, ("bench", "task_accuracy/both_tails/simd", 1e9)),
    ("task accuracy of N, D and k, both tails, scalar", "ns", 25, ("bench", "task_accuracy/both_tails/scalar", 1e9)),
    ("gradient of the Beta ratio, in values of it", "times", 4, ("ratio", ("beta_ratio/gradient/scalar", "beta_ratio/both_tails/scalar"), 1)),
    ("two-budget plan", "ns", 40, ("case", "sweep", 1e9)),
    ("unbiased pass@k, mixed n ≤ 10⁴", "ns", 15, ("case", "unbiased", 1e9)),
    ("Philox words", "ns", 0.45, ("bench", "words/t2 dispatched", 1e9)),
    ("solved within k samples", "ns", 0.8, ("bench", "any_of/t2_simd", 1e9)),
]

# What keeps the rows above from their targets: found by profiles and counts of operations, not by these timings.
BINDS = [
    "What binds where a target is not met: the Chinchilla fit makes some 28 evaluations of value, gradient and Hessian over the 240 runs,",
    "bound by their exponentials, logarithms and dot products; task accuracy of N and D takes two powers, four exponentials and three",
    "logarithms, with the Beta ratio some 265 vector instructions a value, and in scalar code the same functions of the C library;",
    "Philox words are bound by the vector units' additions,",
    "shifts and multiplications; a count of k samples with a chance of its own reads 2 k random bits, which is what keeps its bits the same",
    "everywhere, where rejection reads some 100 whatever k; headers are bound by those of the standard library that they include.",
]

GROWTH = [
    ("value of a sum of powers, 4,096 points", "terms", "evaluate_terms", (1, 2, 3, 4, 5, 6, 7, 8)),
    ("fit of a sum of powers, 1,000 points", "terms", "fit_terms", (1, 2, 3, 4, 5, 6)),
    ("Chinchilla fit", "runs", "fit_points", (100, 1000, 10_000, 100_000, 1_000_000)),
    ("approach 1 fit", "points", "fit_points_and_k", (100, 1000, 10_000, 100_000, 1_000_000)),
    ("bootstrap of 240 runs", "draws", "bootstrap_draws", (100, 1000, 10_000)),
    ("two-budget plans", "budgets", "plan_budgets", (1000, 10_000, 100_000, 1_000_000)),
    ("pass@10 of 20,000 questions", "n", "passk_n", (100, 10_000, 1_000_000, 100_000_000)),
    ("pass@k of 20,000 questions, n = 10⁶", "k", "passk_k", (1, 100, 10_000, 1_000_000)),
    ("simulation, k = 100, 100 repeats", "questions", "simulate_questions", (1000, 10_000, 100_000)),
    ("simulation, 1,000 questions, 1,000 repeats", "samples", "simulate_samples", (10, 100, 1000, 10_000)),
    ("simulation, 100 questions, k = 100", "repeats", "simulate_repeats", (1000, 10_000, 100_000)),
]

HEADERS = ["t2/law/loss/chinchilla.hpp", "t2/law/task_accuracy.hpp", "t2/passk/unbiased.hpp", "t2/plan/two_budget.hpp", "t2/fit/least.hpp", "t2/t2.hpp"]


# A side is one thread unless the case says more: numpy would otherwise start threads that only get in each other's way.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return [float(x) for x in done.stdout.split()]


def spread(values):
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def time_case(name, case, t2_side, rounds, folder):
    inputs = case.inputs()
    source = folder / "in"
    inputs.tofile(source)
    sides = {"t2": [t2_side, case.t2, source, folder / "t2"]}
    for i, peer in enumerate(case.peers):
        sides[peer] = [sys.executable, HERE / "peers.py", name, peer, source, folder / f"peer{i}"]
    each = {side: [] for side in sides}
    for _ in range(rounds):
        for side, command in sides.items():
            seconds, items = run(command)
            each[side].append(seconds / items)
    out = {}
    for side, command in sides.items():
        found = np.fromfile(command[-1])
        out[side] = spread(each[side])
        out[side]["error"] = case.error(inputs, found) if case.error and len(found) else None
        if side != "t2":
            out[side]["ratio"] = spread([p / t for p, t in zip(each[side], each["t2"])])
    return out


def time_bench(program, rounds):
    """Seconds an item of every benchmark of t2_bench, the rounds interleaved at random, and what else it counts."""
    text = subprocess.run(
        [program, f"--benchmark_repetitions={rounds}", "--benchmark_enable_random_interleaving=true", "--benchmark_min_time=0.05", "--benchmark_format=json"],
        capture_output=True, text=True, check=True,
    ).stdout
    each = {}
    for b in json.loads(text)["benchmarks"]:
        if b["run_type"] != "iteration":
            continue
        name = re.sub(r"/(repeats:\d+|real_time|process_time|iterations:\d+|min_time:[\d.]+)", "", b["name"])
        a_pass = b["real_time"] * {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1}[b["time_unit"]]
        entry = each.setdefault(name, {"times": [], "counters": {c: b[c] for c in ("error", "objective") if c in b}})
        entry["times"].append((1 / b["items_per_second"] if "items_per_second" in b else a_pass) * b.get("portion", 1))
    return {name: spread(e["times"]) | e["counters"] for name, e in each.items()}


def time_growth(t2_side, case, sizes):
    points = []
    for size in sizes:
        seconds, kib = run([t2_side, "grow", case, size])
        points.append({"size": size, "seconds": seconds, "mib": kib / 1024})
    x, y = np.log([p["size"] for p in points][-3:]), np.log([p["seconds"] for p in points][-3:])
    return {"points": points, "exponent": float(np.polyfit(x, y, 1)[0])}


def time_includes(compilers, folder):
    out = {}
    for compiler in compilers:
        best = {}
        for _ in range(3):
            for header in ["cmath", *HEADERS]:
                source = folder / "include.cpp"
                source.write_text(f"#include <{header}>\n")
                begin = time.perf_counter()
                subprocess.run([compiler, "-std=c++20", "-fsyntax-only", f"-I{ROOT}/include", source], check=True)
                best[header] = min(best.get(header, math.inf), time.perf_counter() - begin)
        out[compiler] = {h: best[h] - best["cmath"] for h in HEADERS} | {"cmath": best["cmath"]}
    return out


# ---- the page -------------------------------------------------------------------------------------------------------


UNITS = (("s", 1), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))


def show_time(seconds):
    unit, size = next((u for u in UNITS if seconds >= u[1]), UNITS[-1])
    return f"{seconds / size:.3g} {unit}"


def show_times(s):
    """The median and, in its unit, the spread."""
    unit, size = next((u for u in UNITS if s["median"] >= u[1]), UNITS[-1])
    return f"{s['median'] / size:.3g} {unit} ({s['low'] / size:.3g}–{s['high'] / size:.3g})"


def show_ratios(s):
    return f"{show_ratio(s['median'])} ({show_ratio(s['low'])}–{show_ratio(s['high'])})"


def show_ratio(x):
    return f"{x:,.0f}" if x >= 100 else f"{x:.3g}"


def peer_name(benchmark):
    """Benchmarks are called PEER ./N or WHAT/PEER/N, or WHAT/.../peer:NAME."""
    if "peer:" in benchmark:
        return re.sub(r"(4,500 starts)", r"\1 (²)", benchmark.split("peer:")[1].replace("_", " "))
    parts = benchmark.split("/")
    return parts[0] if parts[0].startswith(("Boost", "std")) else next(p for p in parts[1:] if not p[0].isdigit())


def show_error(e):
    return "" if e is None else f"{e:.1e}" if e >= 0 else f"−{-e:.1e}"


def page(data):
    m = data["machine"]
    lines = [
        "# Performance",
        "",
        "<!-- Written by bench/peers/compare.py. Do not edit. -->",
        "",
        f"Measured on {m['date']} on {m['cpu']}, {m['cores']} cores, {m['system']}; {m['compiler']} with `-O3 -mavx2 -mfma`; "
        f"Python {m['python']}, numpy {m['numpy']}, SciPy {m['scipy']}. One core unless a row says more. The command that repeats "
        "it, writes this page, and installs the peers into a virtual environment of its own:",
        "",
        "```sh",
        "sh bench/peers/compare.sh",
        "```",
        "",
        f"Times are the median of {data['rounds']} rounds, in brackets the fastest and the slowest. The two sides take turns in every "
        "round, and the ratio is taken within a round: above 1 the library is faster.",
        "",
        "## Peers in Python",
        "",
        "Both sides read the same numbers. The error is that of the answers on those numbers, by the measure of the last "
        "column: a fast wrong answer does not win.",
        "",
        "| work | t2scaling | peer | its time | ratio | error of t2 | error of the peer | measure |",
        "|--|--|--|--|--|--|--|--|",
    ]
    for name, sides in data["cases"].items():
        case = CASES[name]
        for peer, p in sides.items():
            if peer == "t2":
                continue
            lines.append(
                f"| {case.title} | {show_times(sides['t2'])} per {case.unit} | {peer} | {show_times(p)} | "
                f"**{show_ratios(p['ratio'])}** | {show_error(sides['t2']['error'])} | {show_error(p['error'])} | {case.error_means} |"
            )
    lines += [
        "",
        f"(¹) The protocol of the replication: L-BFGS-B with a numerical gradient from each of 4,500 starts. Every {PORTION}th start "
        f"was run and its time multiplied by {PORTION}; the error is that of the best of those.",
        "",
        "Not compared: `vpnls`, which no package index that this machine reaches offers.",
        "",
        "## Peers in C++, in one program",
        "",
        "The error is the largest relative one on the same numbers, of the smaller tail; for fits, how far the sum reached is above "
        "the lowest of all.",
        "",
        "| work | t2scaling | peer | its time | ratio | error of t2 | error of the peer |",
        "|--|--|--|--|--|--|--|",
    ]
    slower, wrong = [], []
    for title, unit, ours, theirs in IN_ONE_PROGRAM:
        rows = {name: data["bench"][name] for name in (ours, *theirs) if name in data["bench"]}
        lowest = min((row["objective"] for row in rows.values() if "objective" in row), default=None)
        errors = {name: row["objective"] / lowest - 1 if lowest else row.get("error") for name, row in rows.items()}
        for peer in theirs:
            if ours not in rows or peer not in rows:
                continue
            ratio = rows[peer]["median"] / rows[ours]["median"]
            if ratio < 1:
                (wrong if (errors[peer] or 0) > 1e-6 else slower).append(f"{title} ({peer_name(peer)})")
            lines.append(
                f"| {title} | {show_times(rows[ours])} per {unit} | {peer_name(peer)} | {show_times(rows[peer])} | "
                f"**{show_ratio(ratio)}** | {show_error(errors[ours])} | {show_error(errors[peer])} |"
            )
    for name, sides in data["cases"].items():
        slower += [f"{CASES[name].title} ({p})" for p, s in sides.items() if p != "t2" and s["ratio"]["median"] < 1]
    lines += [
        "",
        f"(²) Of its 4,500 starts every {PORTION}th was run and the time multiplied by {PORTION}.",
        "",
        "Rows on which a peer is faster: " + ("; ".join(slower) if slower else "none") + ".",
        "",
        "Faster, with errors above 10⁻⁶: " + ("; ".join(wrong) if wrong else "none") + ".",
        "",
    ]
    lines += ["## Targets", "", "| work | target | measured (median) | met |", "|--|--|--|--|"]
    for title, unit, most, (kind, key, scale) in TARGETS:
        if kind == "ratio":
            value = {"median": data["bench"][key[0]]["median"] / data["bench"][key[1]]["median"]} if key[0] in data["bench"] else None
        else:
            value = data["cases"].get(key, {}).get("t2") if kind == "case" else data["bench"].get(key)
        if value is None:
            continue
        found = value["median"] * scale
        lines.append(f"| {title} | ≤ {most:g} {unit} | {found:.3g} {unit} | {'yes' if found <= most else 'no'} |")
    for compiler, times in data["includes"].items():
        lines.append(f"| `#include <t2/t2.hpp>`, {compiler} | ≤ 0.8 s | {times['t2/t2.hpp'] + times['cmath']:.2f} s | {'yes' if times['t2/t2.hpp'] + times['cmath'] <= 0.8 else 'no'} |")
        for header in HEADERS[:-1]:
            lines.append(f"| `#include <{header}>` beyond `<cmath>`, {compiler} | ≤ 0.35 s | {times[header]:.2f} s | {'yes' if times[header] <= 0.35 else 'no'} |")
    lines += ["", *BINDS, ""]
    lines += [
        "## Growth with the work",
        "",
        "The exponent is the slope of log time over log size through the last three sizes; memory is the peak of the whole "
        "process. With the terms of a law the grid of exponents that a fit starts from grows geometrically, by a factor of 7 a term from "
        "the fourth on: fits are made for laws of up to four power terms.",
        "",
        "| work | in | sizes | time | exponent | peak memory at the largest |",
        "|--|--|--|--|--|--|",
    ]
    for title, variable, case, _ in GROWTH:
        g = data["growth"][case]
        points = g["points"]
        lines.append(
            f"| {title} | {variable} | {', '.join(format(p['size'], ',') for p in points)} | {', '.join(show_time(p['seconds']) for p in points)} | "
            f"{g['exponent']:.2f} | {points[-1]['mib']:.0f} MiB |"
        )
    return "\n".join(lines).rstrip() + "\n"


def machine(compiler):
    import scipy

    cpu = next((l.split(":", 1)[1].strip() for l in Path("/proc/cpuinfo").read_text().splitlines() if l.startswith("model name")), platform.machine())
    version = subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    return {"date": time.strftime("%Y-%m-%d"), "cpu": cpu, "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release().split('-')[0]}",
            "compiler": version, "python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}


def main():
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--t2-side", type=Path, required=True)
    parse.add_argument("--t2-bench", type=Path, required=True)
    parse.add_argument("--compiler", default="g++")
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--only", default="", help="cases whose name has this expression")
    parse.add_argument("--json", type=Path, required=True, help="where the figures go")
    parse.add_argument("--page", type=Path, help="where the page goes")
    parse.add_argument("--from-json", action="store_true", help="only write the page, from figures measured before")
    o = parse.parse_args()
    if o.from_json:
        data = json.loads(o.json.read_text())
    else:
        data = {"rounds": o.rounds, "machine": machine(o.compiler), "cases": {}}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for key, case in CASES.items():
                if not re.search(o.only, key):
                    continue
                if case.needs and not case.needs.exists():
                    say(f"{key}: left out, {case.needs} is not there")
                    continue
                data["cases"][key] = time_case(key, case, o.t2_side, o.rounds, folder)
                say(key + ": " + ", ".join(f"{s} {show_time(v['median'])}" for s, v in data["cases"][key].items()))
            data["bench"] = time_bench(o.t2_bench, o.rounds)
            data["growth"] = {case: time_growth(o.t2_side, case, sizes) for _, _, case, sizes in GROWTH}
            data["includes"] = time_includes([o.compiler, "clang++-19"], folder)
        o.json.write_text(json.dumps(data, indent=1))
    if o.page:
        o.page.write_text(page(data))


main()
