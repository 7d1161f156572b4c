"""Log densities for test/distributions/CutRows.ts: plain differences of probabilities in 400 digits.

    python -m venv /tmp/figures && /tmp/figures/bin/pip install mpmath==1.4.1
    /tmp/figures/bin/python test/distributions/cut-figures.py

prints its versions, then a figure a line, as the rows have them.
"""
import platform

import mpmath
from mpmath import exp, log, mp, mpf, nstr

mp.dps = 400


def sigmoid(x):
    return 1 / (1 + exp(-x))


def ordered(k, location, cutpoints):
    # the float64 numbers themselves
    at = [sigmoid(mpf(c) - mpf(location)) for c in cutpoints]
    return log((at + [mpf(1)])[k] - ([mpf(0)] + at)[k])


def figure(law, x, value):
    print(f'[{law}, {x}, {nstr(value, 18)}],')


print('mpmath', mpmath.__version__, 'Python', platform.python_version())
for location, cutpoints, ks in [
    (0.3, [-1, 0.5, 2], [0, 1, 2, 3]),
    (0, [0], [0, 1]),
    (-40, [-1, 0.5, 2], [1, 3]),
    (300, [-1, 0.5], [0, 1, 2]),
    (0.25, [0, 1e-9], [1]),
    (-0.5, [3, 3.0000000001, 50], [1, 2]),
]:
    for k in ks:
        figure(f'ordered({location}, {list(cutpoints)})', k, ordered(k, location, cutpoints))


# between two ends: F(b) − F(a) of distribution functions, or of survival functions far to the right


def normal_cdf(x, m, s):
    return mpmath.erfc(-(x - m) / s / mpmath.sqrt(2)) / 2


def normal_log(x, m, s):
    return -(((x - m) / s) ** 2) / 2 - log(s) - log(2 * mpmath.pi) / 2


laws = {
    'normal': (normal_log, normal_cdf),
    'logNormal': (
        lambda x, m, s: normal_log(log(x), m, s) - log(x),
        lambda x, m, s: normal_cdf(log(x), m, s),
    ),
    'exponential': (lambda x, r: log(r) - r * x, lambda x, r: -mpmath.expm1(-r * x)),
    'logistic': (
        lambda x, m, s: -(x - m) / s - log(s) - 2 * log(1 + exp(-(x - m) / s)),
        lambda x, m, s: sigmoid((x - m) / s),
    ),
    'cauchy': (
        lambda x, m, s: -log(mpmath.pi) - log(s) - log(1 + ((x - m) / s) ** 2),
        lambda x, m, s: mpmath.atan((x - m) / s) / mpmath.pi + mpf(1) / 2,
    ),
    'laplace': (
        lambda x, m, s: -abs(x - m) / s - log(2 * s),
        lambda x, m, s: exp((x - m) / s) / 2 if x < m else 1 - exp(-(x - m) / s) / 2,
    ),
    'halfCauchy': (
        lambda x, s: log(2 / mpmath.pi) - log(s) - log(1 + (x / s) ** 2),
        lambda x, s: 2 * mpmath.atan(x / s) / mpmath.pi,
    ),
    'gumbel': (
        lambda x, m, s: -(x - m) / s - exp(-(x - m) / s) - log(s),
        lambda x, m, s: exp(-exp(-(x - m) / s)),
    ),
    'gamma': (
        lambda x, a, s: (a - 1) * log(x / s) - x / s - log(s) - mpmath.loggamma(a),
        lambda x, a, s: mpmath.gammainc(a, 0, x / s, regularized=True),
    ),
    'inverseGamma': (
        lambda x, a, s: -(a + 1) * log(x / s) - s / x - log(s) - mpmath.loggamma(a),
        lambda x, a, s: mpmath.gammainc(a, s / x, mpmath.inf, regularized=True),
    ),
    'beta': (
        lambda x, a, b: (a - 1) * log(x) + (b - 1) * log(1 - x) - log(mpmath.beta(a, b)),
        lambda x, a, b: mpmath.betainc(a, b, 0, x, regularized=True),
    ),
    'betaPrime': (
        lambda x, a, b, s: (a - 1) * log(x / s)
        - (a + b) * log(1 + x / s)
        - log(s)
        - log(mpmath.beta(a, b)),
        lambda x, a, b, s: mpmath.betainc(a, b, 0, x / (x + s), regularized=True),
    ),
    'studentT': (
        lambda x, v, m, s: -(v + 1) / 2 * log(1 + ((x - m) / s) ** 2 / v)
        - log(s)
        - log(v) / 2
        - log(mpmath.beta(mpf(1) / 2, v / 2)),
        lambda x, v, m, s: t_cdf((x - m) / s, v),
    ),
    'halfStudentT': (
        lambda x, v, s: log(2)
        - (v + 1) / 2 * log(1 + (x / s) ** 2 / v)
        - log(s)
        - log(v) / 2
        - log(mpmath.beta(mpf(1) / 2, v / 2)),
        lambda x, v, s: 2 * t_cdf(x / s, v) - 1,
    ),
}

named = {
    'gamma': ['shape', 'scale'],
    'inverseGamma': ['shape', 'scale'],
    'beta': ['alpha', 'beta'],
    'betaPrime': ['alpha', 'beta', 'scale'],
    'studentT': ['df', 'location', 'scale'],
    'halfStudentT': ['df', 'scale'],
}


def t_cdf(z, v):
    above = mpmath.betainc(v / 2, mpf(1) / 2, 0, v / (v + z * z), regularized=True) / 2
    return above if z < 0 else 1 - above


def arguments(name, args):
    numbers = [repr(float(a)) for a in args]
    if name not in named:
        return ', '.join(str(float(a)) for a in args)
    return '{ ' + ', '.join(f'{k}: {v}' for k, v in zip(named[name], numbers)) + ' }'


def truncated(name, args, low, high, x):
    ln, cdf = laws[name]
    args = [mpf(a) for a in args]
    below = mpf(0) if low is None else cdf(mpf(low), *args)
    above = mpf(1) if high is None else cdf(mpf(high), *args)
    ends = ', '.join(
        f'{k}: {v}' for k, v in [('low', low), ('high', high)] if v is not None
    )
    law = f"truncated({{ {ends}, of: {name}({arguments(name, args)}) }})"
    figure(law, x, ln(mpf(x), *args) - log(above - below))


for name, args, low, high, x in [
    ('normal', [0, 1], 0, None, 0.5),
    ('normal', [1, 2], -1, 4, 2.5),
    ('normal', [0, 1], 10, 11, 10.25),
    ('normal', [0, 1], -11, -10, -10.25),
    ('normal', [0, 1], 30, None, 30.01),
    ('normal', [0, 1], 30, 30.000001, 30.0000005),
    ('normal', [0, 1], -1e-9, 1e-9, 5e-10),
    ('normal', [0, 1], -0.3, 0.5, 0.1),
    ('normal', [-30, 1], 0, None, 0.01),
    ('normal', [0, 1], None, -38, -38.5),
    ('logNormal', [0.5, 0.8], 20, 30, 25),
    ('exponential', [2.5], 300, 300.001, 300.0005),
    ('logistic', [1, 0.5], 40, 41, 40.5),
    ('gumbel', [0, 1], 30, 31, 30.5),
    ('cauchy', [0, 1], 0, None, 0.5),
    ('cauchy', [1, 2], -3, 40, 2.5),
    ('cauchy', [0, 1], 1e5, 1.00001e5, 1.000005e5),
    ('cauchy', [0, 1], None, -1e6, -3e6),
    ('cauchy', [-2, 0.5], -2.000001, -1.999999, -2),
    ('laplace', [0, 1], 300, 301, 300.25),
    ('laplace', [1, 2], -40, 3, -1),
    ('laplace', [0, 1], -1e-9, 2e-9, 1e-9),
    ('laplace', [0, 1], None, -30, -31.5),
    ('halfCauchy', [3], None, 2, 1.5),
    ('halfCauchy', [0.01], 5, None, 6),
    ('gamma', [2.5, 0.7], 1, 3, 1.5),
    ('gamma', [0.001, 2], None, 5, 1e-20),
    ('gamma', [0.02, 1], 30, 31, 30.5),
    ('gamma', [1e6, 0.5], 502000, None, 502000.5),
    ('gamma', [3, 1], 2, 2.000001, 2.0000005),
    ('inverseGamma', [3, 2], 0.5, 2, 1),
    ('inverseGamma', [0.1, 1], None, 1e-2, 0.0099),
    ('beta', [2, 5], 0.1, 0.5, 0.2),
    ('beta', [0.01, 40], 0.5, None, 0.6),
    ('beta', [3000, 2], None, 0.5, 0.499),
    ('betaPrime', [2, 3, 0.5], 2, None, 3),
    ('betaPrime', [0.05, 0.02, 2], 1e-3, 1e6, 10),
    ('studentT', [3, 1, 2], 0, None, 0.5),
    ('studentT', [4, 0, 1], 1e6, None, 2e6),
    ('studentT', [0.01, 0, 1], None, -5, -1e10),
    ('studentT', [1e6, 0, 1], 10, 11, 10.25),
    ('studentT', [7, 1, 0.5], 0.999999, 1.000001, 1.0000005),
    ('halfStudentT', [3, 1], None, 2, 1),
    ('halfStudentT', [5, 0.1], 50, 60, 51),
]:
    truncated(name, args, low, high, x)
