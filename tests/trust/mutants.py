#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Changes one constant or comparison of the numeric core at a time and asks the tests to notice.

Usage: python3 tests/trust/mutants.py [COMPILER]      (about five minutes of one core; prints a table, ends with 1 if one survives)
Each mutant is a copy of include/ with one change, against which the tests named beside it are compiled and run. A mutant
that a static_assert refuses is noticed too.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# header, what stands there, what is put there, test
MUTANTS = [
    ("core/beta_ratio", "360,    1260", "361,    1260", "core/beta_ratio"),
    ("core/beta_ratio", "1260, 1680", "1261, 1680", "core/beta_ratio"),
    ("core/beta_ratio", "(z0 - T(0.5)) * cross", "(z0 - T(0.25)) * cross", "core/beta_ratio"),
    ("core/beta_ratio", "ratio < T(0.5), T(T(1) - ratio)", "ratio < T(0.9999), T(T(1) - ratio)", "core/beta_ratio"),
    ("core/beta_ratio", "by_b += T(S1 / T(2) - cross", "by_b += T(S1 - cross", "core/beta_ratio"),
    ("core/sum", "leaves[i] += leaves[i + stride]", "leaves[i] += leaves[i]", "core/sum"),
    ("random/philox", "0xD2511F53u", "0xD2511F55u", "random/philox"),
    ("random/philox", "round < 10", "round < 9", "random/philox"),
    ("random/philox", "k1 += detail::philox_w1", "k1 += detail::philox_w0", "random/philox"),
    ("random/philox", "(bits >> 11) | 1", "(bits >> 11)", "random/philox"),
    ("random/threshold", "low) < bits", "low) <= bits", "random/threshold"),
    ("random/threshold", "philox_word(seed, i, draw + second_word", "philox_word(seed, i, draw + 1", "random/threshold"),
    ("random/threshold", "(shift - 1)) & 1)", "(shift - 1)) & 0)", "random/threshold"),
    ("random/threshold", "i < k && !(miss.exponent", "i + 1 < k && !(miss.exponent", "random/threshold"),
    ("passk/unbiased", "T const room = T((n - c) - k + T(1))", "T const room = T((n - c) - k)", "passk/unbiased"),
    ("passk/unbiased", "T(many / left)", "T(many / n)", "passk/unbiased"),
    ("passk/unbiased", "T(-math::log1p(T(-sure)))", "sure", "passk/unbiased"),
    ("passk/consistency", "return j < Tau(1) ? Tau(1) : j", "return j", "passk/consistency"),
    ("passk/consistency", "/ k) >= tau) j -= Tau(1)", "/ k) > tau) j -= Tau(1)", "passk/consistency"),
    ("passk/consistency", "T(T(1) - math::floor(T(-kk / T(2))))", "T(-math::floor(T(-kk / T(2))))", "passk/consistency"),
    ("passk/best_of", "T(T(i - k) / T(i - 1))", "T(T(i - k) / T(i))", "passk/best_of"),
    ("passk/best_of", "none_accepted(p, T(nn - T(1))).pass", "none_accepted(p, nn).pass", "passk/best_of"),
    ("passk/best_of", "? T(value / T(2)) : value", "? T(value) : value", "passk/best_of"),
    ("law/difficulty/beta_regression", "T(theta4) * T(location)", "T(theta3) * T(location)", "law/difficulty/beta_regression"),
    ("law/difficulty/beta_regression", "((T(1) - T(theta2)) + T(theta2) * miss)", "(T(theta2) * miss)", "law/difficulty/beta_regression"),
    ("cost/training", "per_pair = Real(6)", "per_pair = Real(5)", "cost/training"),
    ("cost/inference", "out[0] = {Real(2), Real(1), Real(0), Real(1)}", "out[0] = {Real(2), Real(1), Real(0), Real(0)}", "cost/inference"),
    ("fit/objective", "(r - clamped / Real(2))", "(r - clamped)", "fit/objective"),
    ("fit/objective", "return {math::log(Real(prediction / observation)), slope, Real(-slope * slope)}", "return {math::log(Real(prediction / observation)), slope, Real(slope * slope)}", "fit/objective"),
    ("fit/kernel/separable_points", "out.hessian[e][e] -= Real(", "out.hessian[e][e] += Real(", "fit/kernel/separable_sum"),
    ("plan/general/certified", "force[i] * Real(keep.side[i])", "force[i]", "plan/confidence/confidence"),
    ("plan/solve", "problem{law, Real(budget.train.value / Real(6))", "problem{law, Real(budget.train.value / Real(5))", "plan/solve"),
    ("plan/two_budget", "weight[t] - Real(direction[t]) * power[t] * u - top[side]", "weight[t] + Real(direction[t]) * power[t] * u - top[side]", "plan/two_budget"),
]


def build_and_run(compiler, include, test, folder):
    source = ROOT / "tests" / f"{test}_test.cpp"
    program = folder / "program"
    words = {w for line in re.findall(r"^// t2: needs (.*)$", source.read_text(), re.M) for w in line.split()}
    command = [compiler, "-std=c++20", "-O1", f"-I{include}", f"-I{ROOT}/tests", str(source), str(folder / "main.o"), "-o", str(program)]
    command += ["-pthread"] if "threads" in words else []
    if subprocess.run(command, capture_output=True).returncode:
        return "does not compile"
    try:
        return "passes" if subprocess.run([program], capture_output=True, timeout=300).returncode == 0 else "test fails"
    except subprocess.TimeoutExpired:
        return "never ends"


def main():
    compiler = sys.argv[1] if len(sys.argv) > 1 else "g++"
    survived = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shared = f'-DT2_SHARED_DATA="{ROOT}/../shared/data"'
        subprocess.run([compiler, "-std=c++20", "-O0", shared, "-DT2_SKIP_CODE=77", f"-I{ROOT}/include", f"-I{ROOT}/tests", "-c", ROOT / "tests/doctest_main.cpp", "-o", folder / "main.o"], check=True)
        for test in sorted({m[3] for m in MUTANTS}):
            if (found := build_and_run(compiler, ROOT / "include", test, folder)) != "passes":
                sys.exit(f"{test} without a mutant: {found}")
        print("| header | was | is | test | noticed |\n|---|---|---|---|---|")
        for header, was, now, test in MUTANTS:
            include = folder / "include"
            shutil.rmtree(include, ignore_errors=True)
            shutil.copytree(ROOT / "include", include)
            path = include / "t2" / f"{header}.hpp"
            text = path.read_text()
            if was not in text:
                sys.exit(f"{header}: '{was}' is not there any more")
            path.write_text(text.replace(was, now, 1))
            found = build_and_run(compiler, include, test, folder)
            survived += found == "passes"
            print(f"| `{header}` | `{was}` | `{now}` | `{test.replace('/', '.')}` | {'**no**' if found == 'passes' else found} |", flush=True)
    print(f"\n{len(MUTANTS)} mutants, {survived} survived")
    sys.exit(1 if survived else 0)


main()
