# SPDX-License-Identifier: BSL-1.0
# Exact values of the difficulties, for tests/law/difficulty/exact_values.hpp: pass@k, its complement and the mean of
# -log pass@k, and their derivatives as differences of 50 digits, at points drawn over the domain that the headers state.
#
#   pip install python-flint mpmath && python3 exact_values.py > exact_values.hpp
#
# The integrals are sums of Gauss-Legendre rules of 60 and of 76 nodes on panels shorter than the distance to the nearest
# singularity, which have to agree; the library's trapezoids and substitutions are not used. Arguments are what float holds, so that every type is given the same numbers.
import random
import struct
import sys

from flint import arb, ctx
import mpmath

ctx.prec = 256
mpmath.mp.prec = 256
DIGITS = 22  # printed: more than a double can tell apart
HALF = arb(1) / 2


def as_float(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def exact(x):
    return x if isinstance(x, arb) else arb(x)


def nodes_of(count):
    """Gauss-Legendre on [-1, 1]."""
    roots = [arb.legendre_p_root(count, i, weight=True) for i in range(count)]
    return [(x.mid(), w.mid()) for x, w in roots]


RULES = {count: nodes_of(count) for count in (60, 76)}


def question(cost, k):
    """pass, miss and -log pass of a question."""
    log_miss = k * ((-(-cost).exp()).log1p() if cost > HALF else (-((-cost).expm1())).log())
    passed, missed = -(log_miss.expm1()), log_miss.exp()
    return passed.mid(), missed.mid(), (-(passed.log() if missed > HALF else (-missed).log1p())).mid()


def averages(log_weight, cost, k, grid, length):
    """E[pass], E[miss], E[-log pass] where exp(log_weight) is the density up to a factor. `grid` covers wherever any of
    the integrands can matter, and a panel at x is at most length(x) long. Two orders have to agree."""
    def values(x):
        return (arb(1),) + question(cost(x), k)
    sizes = [[log_weight(x) + (v.log() if v > 0 else arb(-10) ** 41) for v in values(x)] for x in grid]
    best = [max(row[m] for row in sizes) for m in range(4)]
    kept = [i for i, row in enumerate(sizes) if any(row[m] > best[m] - 100 for m in range(4))]
    low, high = grid[max(kept[0] - 1, 0)], grid[min(kept[-1] + 1, len(grid) - 1)]
    top = max(log_weight(x) for x in grid)
    panels, x = [], low
    while x < high:
        step = min(length(x), length(x + length(x)))
        panels.append((x, min(x + step, high)))
        x = (x + step).mid()
    results = []
    for rule in RULES.values():
        sums = [arb(0)] * 4
        for a, b in panels:
            half, middle = ((b - a) / 2).mid(), ((a + b) / 2).mid()
            for node, w in rule:
                at = (middle + half * node).mid()
                weight = (half * w * (log_weight(at) - top).exp()).mid()
                sums = [(total + weight * v).mid() for total, v in zip(sums, values(at))]
        results.append([total / sums[0] for total in sums[1:]])
    for coarse, fine in zip(*results):
        if not abs(coarse - fine) <= abs(fine) * arb(10) ** -27 + arb(10) ** -1000:
            raise ArithmeticError(f"{len(panels)} panels: {(coarse / fine - 1).str(5)}")
    return results[-1]


def spread(a, b, mu):
    free = a + b * mu
    return mu if mu < free else free


def rate(excess, base, k):
    """How fast the cost of a question changes, in units in which the density does, where it matters most."""
    return max(arb(3), min(excess, k.log() + 4 - base))


def log_normal(a, b, s, mu, k):
    w = spread(a, b, mu)

    def excess(z):
        return w * (s * z - s * s / 2).exp()
    grid = [arb(i) / 4 for i in range(-4 * 60, 4 * 60 + 1)]
    return averages(lambda z: -z * z / 2, lambda z: mu - w + excess(z), k, grid,
                    lambda z: min(arb(0.8), arb(1.3) / (s * rate(excess(z), mu - w, k))))


def gamma(a, b, s, mu, k):
    w, v = spread(a, b, mu), s * s
    low = 60 * s + 900 * v + 2 * (1 + v * w).log()
    high = (1 + 60 * s + 900 * v).log()
    grid = [-low * (arb(i) / 400) ** 3 for i in range(400, 0, -1)] + [high * (arb(i) / 300) ** 2 for i in range(301)]
    return averages(lambda t: (1 + t - t.exp()) / v, lambda t: mu - w + w * t.exp(), k, grid,
                    lambda t: min(arb(0.8) * s, arb(1.3) / rate(w * t.exp(), mu - w, k)))


def to_mp(x):
    return mpmath.mpf(x.mid().str(110, radius=False))


def from_mp(x):
    return arb(mpmath.nstr(x, 90, min_fixed=1, max_fixed=0))


def beta(a, b, k):
    """p ~ Beta(a, b): closed forms for pass@k, the integral in the logit of p for -log pass@k."""
    log_miss = (b + k).lgamma() + (a + b).lgamma() - b.lgamma() - (a + b + k).lgamma()
    centre, width = (a / b).log(), ((a + b) / (a * b)).sqrt()
    lowest, highest = 200 / a + 200, 200 / b + 200
    grid = sorted([(-lowest * (arb(i) / 400) ** 4).mid() for i in range(401)] +
                  [(highest * (arb(i) / 400) ** 4).mid() for i in range(1, 401)] +
                  [(centre + width * i).mid() for i in range(-60, 61)] + [(arb(i) / 2 - k.log()).mid() for i in range(-40, 41)])

    def log_density(t):
        return -(a * (-t).exp().log1p() + b * t.exp().log1p())

    def length(t):
        # the singularities are at t = i pi and where k e^t = 2 pi i
        away = max(arb(2), min(abs(t), abs(t + k.log())) / 3 if t > 0 or t < -k.log() else arb(2))
        return min(away, width * arb(0.8) + abs(t - centre) / 5)
    exact_loss = averages(log_density, lambda t: (-t).exp().log1p(), k, grid, length)
    if not abs(exact_loss[1] / log_miss.exp() - 1) < arb(10) ** -25 and log_miss > -2000:
        raise ArithmeticError(f"{a.str(5)} {b.str(5)} {k.str(5)}: {exact_loss[1].str(30)} {log_miss.exp().str(30)}")
    return [-(log_miss.expm1()), log_miss.exp(), exact_loss[2]]


def beta_mean(nu0, nu1, mu, k):
    nu, mean = to_mp((nu0 + nu1 * mu).exp()), to_mp(mu)
    most = mpmath.digamma(nu)

    def off(t):
        return mpmath.log(most - mpmath.digamma(nu / (1 + mpmath.exp(-t)))) - mpmath.log(mean)
    low = high = -mpmath.log(mpmath.expm1(mean)) if mean < 600 else -mean
    while off(low) < 0:
        low -= 2 + abs(low) / 2
    while off(high) > 0:
        high += 2 + abs(high) / 2
    t = mpmath.findroot(off, (low, high), solver="anderson", tol=mpmath.mpf(10) ** -145, maxsteps=400) if low < high else low
    return beta(from_mp(nu / (1 + mpmath.exp(-t))), from_mp(nu / (1 + mpmath.exp(t))), k)


def beta_regression(t0, t1, t2, t3, t4, loss, k):
    tilt, nu = (t1 * (loss - t0)).exp(), (t3 + t4 * loss).exp()
    m = t2 / (1 + tilt)
    return beta(m * nu, (1 - m) * nu, k)


def log_uniform(low, high):
    import math
    return as_float(math.exp(random.uniform(math.log(low), math.log(high))))


def spread_point(least_s, most_s):
    a = random.choice([0.0, log_uniform(1e-3, 20), log_uniform(1e-3, 20), log_uniform(0.1, 5), log_uniform(0.1, 5)])
    b = random.choice([0.0, as_float(random.uniform(0, 0.99)), as_float(random.uniform(0, 0.99))])
    s = random.choice([log_uniform(least_s, most_s), log_uniform(0.05, 2), log_uniform(0.3, 1)])
    mu = random.choice([log_uniform(1e-4, 300), log_uniform(0.02, 20), log_uniform(0.3, 8)])
    k = random.choice([1.0, as_float(round(log_uniform(1, 1e9))), log_uniform(0.5, 1e12), as_float(round(log_uniform(2, 1e4)))])
    return [a, b, s, mu, k]


def mean_point():
    while True:
        nu0, nu1 = as_float(random.uniform(-7, 10)), as_float(random.choice([0, random.uniform(-1, 1)]))
        mu = random.choice([log_uniform(1e-4, 300), log_uniform(0.02, 20)])
        k = random.choice([1.0, as_float(round(log_uniform(1, 1e9))), log_uniform(0.5, 1e12)])
        if -7 <= nu0 + nu1 * mu <= 18:
            return [nu0, nu1, mu, k]


def regression_point():
    while True:
        t = [as_float(random.uniform(0, 4)), as_float(random.uniform(0, 4)),
             random.choice([1.0, as_float(random.uniform(0.2, 1))]), as_float(random.uniform(-3, 6)),
             as_float(random.uniform(-1, 1.5)), log_uniform(0.02, 12), log_uniform(0.5, 1e12)]
        if -7 <= t[3] + t[4] * t[5] <= 16 and t[1] * (t[5] - t[0]) < 30:
            return t


def text(x, digits):
    if abs(x) < arb(10) ** -900:
        return "0"
    assert x.rel_accuracy_bits() > 3.33 * digits, x
    return x.str(digits, radius=False)


def slopes(f, point):
    """d/dx of pass, miss and -log pass for each argument x, in this order."""
    out = []
    for i in range(len(point)):
        x = [exact(v) for v in point]
        step = max(abs(x[i]), arb(10) ** -3) * arb(2) ** -56
        up, down = list(x), list(x)
        up[i] += step
        down[i] -= step
        out += [(high - low) / (2 * step) for high, low in zip(f(*up), f(*down))]
    return out


def table(name, f, draw, count):
    random.seed(name)
    print(f"inline constexpr exact_value {name}_values[] = {{")
    for _ in range(count):
        point = draw()
        values = [text(v, DIGITS) for v in f(*[exact(x) for x in point])]
        print("    {{" + ", ".join(x.hex() for x in point) + "}, " + ", ".join(f'"{v}"' for v in values) + "},", flush=True)
    print("};")


def slope_table(name, f, draw, count):
    random.seed(name + " slopes")
    print(f"inline constexpr exact_slopes {name}_slopes[] = {{")
    while count > 0:
        point = draw()
        # where a double holds digits of all three values, and no argument is at an end of its range
        if 0 in point or not all(abs(v) > arb(10) ** -30 for v in f(*[exact(x) for x in point])):
            continue
        # what is left of a difference of equal numbers is 0
        values = [text(v, 14) if abs(v.mid()) > arb(10) ** -38 else "0" for v in slopes(f, point)]
        print("    {{" + ", ".join(x.hex() for x in point) + "}, {" + ", ".join(f'"{v}"' for v in values) + "}},", flush=True)
        count -= 1
    print("};")


LAWS = {"log_normal": (log_normal, lambda: spread_point(1e-4, 3), 160, 16),
        "gamma": (gamma, lambda: spread_point(1e-3, 2.5), 160, 12),
        "beta_mean": (beta_mean, mean_point, 80, 6),
        "beta_regression": (beta_regression, regression_point, 60, 4)}

HEAD = """// SPDX-License-Identifier: BSL-1.0
// Exact values of the difficulties over their domains, made by exact_values.py.
#pragma once

namespace t2::test {

/// The coefficients of the law, location and k; then pass@k, its complement and the mean of -log pass@k.
struct exact_value {
  double at[7];
  char const *pass, *miss, *negative_log;
};
/// The same, then d/dx of pass, of its complement and of -log pass for each of them.
struct exact_slopes {
  double at[7];
  char const* by[21];
};

// clang-format off
"""


def main():
    print(HEAD)
    for name in sys.argv[1:] or LAWS:
        f, draw, values, differences = LAWS[name]
        table(name, f, draw, values)
        slope_table(name, f, draw, differences)
    print("// clang-format on\n\n}  // namespace t2::test")


if __name__ == "__main__":
    main()
