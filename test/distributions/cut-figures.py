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
