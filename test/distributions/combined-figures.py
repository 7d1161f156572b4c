"""Log densities of distributions made of others, for test/distributions/CombinedRows.ts.

    python -m venv /tmp/figures && /tmp/figures/bin/pip install mpmath==1.4.1
    /tmp/figures/bin/python test/distributions/combined-figures.py

prints a figure a line as the rows have them: sums of densities and masses in 50 digits, where the
rows add logarithms.
"""
from mpmath import exp, gamma, log, loggamma, mp, mpf, nstr, pi, rf, sqrt

mp.dps = 50


def normal(x, m, s):
    return exp(-((x - m) / s) ** 2 / 2) / (s * sqrt(2 * pi))


def student(x, df, m, s):
    z = (x - m) / s
    c = gamma((df + 1) / 2) / (gamma(df / 2) * sqrt(df * pi) * s)
    return c * (1 + z**2 / df) ** (-(df + 1) / 2)


def poisson(x, rate):
    return exp(x * log(rate) - rate - loggamma(x + 1))


def negative_binomial(x, mean, r):
    return rf(r, x) / gamma(x + 1) * (r / (r + mean)) ** r * (mean / (r + mean)) ** x


def binomial(x, n, p):
    return mp.binomial(n, x) * p**x * (1 - p) ** (n - x)


def weights(logits):
    all_ = [exp(mpf(l)) for l in logits]
    return [w / sum(all_) for w in all_]


def sigmoid(l):
    return 1 / (1 + exp(-l))


def row(name, x, p):
    print(f"{name:34} {x:>8} {nstr(log(p), 18)}")


def normals(x, logits, ms, ss):
    return sum(w * normal(x, mpf(m), mpf(s)) for w, m, s in zip(weights(logits), ms, ss))


three = (['0.3', '-1', '2'], [-2, '0.5', 3], ['0.5', 1, '2'])
for x in ['0.25', '-40']:
    row('three normals', x, normals(mpf(x), *three))
apart = (['0', '-30'], [0, 50], [1, '0.01'])
for x in ['50', '8']:
    row('two normals far apart', x, normals(mpf(x), *apart))
families = weights(['1', '-0.5', '0.25'])
for x in ['0.7', '-12', '200']:
    x_ = mpf(x)
    parts = [normal(x_, 0, 1), student(x_, mpf(3), 1, 2), exp(-abs(x_ + 1) / 2) / 4]
    row('normal, t and Laplace', x, sum(w * p for w, p in zip(families, parts)))


def zero_inflated(p, f, x):
    return (1 - p) * f(mpf(x)) + (p if x == 0 else 0)


def hurdle(p, f, x):
    return p if x == 0 else (1 - p) * f(mpf(x)) / (1 - f(mpf(0)))


laws = {
    'poisson 2.5, p 0.3': (mpf('0.3'), lambda x: poisson(x, mpf('2.5'))),
    'poisson 1e-9, p 0.3': (mpf('0.3'), lambda x: poisson(x, mpf('1e-9'))),
    'poisson 1e-3, p 0.3': (mpf('0.3'), lambda x: poisson(x, mpf('1e-3'))),
    'poisson 800, logits -40': (sigmoid(mpf(-40)), lambda x: poisson(x, mpf(800))),
    'poisson 2.5, logits 30': (sigmoid(mpf(30)), lambda x: poisson(x, mpf('2.5'))),
    'negativeBinomial 3 0.5, p 0.1': (mpf('0.1'), lambda x: negative_binomial(x, mpf(3), mpf('0.5'))),
    'binomial 12 0.3, p 0.6': (mpf('0.6'), lambda x: binomial(x, 12, mpf('0.3'))),
}
for name, (p, f) in laws.items():
    for x in [0, 4]:
        row('zero-inflated ' + name, x, zero_inflated(p, f, x))
        row('hurdle ' + name, x, hurdle(p, f, x))
