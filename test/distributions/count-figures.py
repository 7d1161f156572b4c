"""Log densities of counts and shares by mpmath, with 50 digits, from their textbook formulas.

Prints its versions, then a line a figure: the distribution as the tests write it, x, ln p(x).

    pip install mpmath==1.4.1 && python3 test/distributions/count-figures.py
"""
import sys

import mpmath as mp

mp.mp.dps = 50
ln, lgamma = mp.log, mp.loggamma


def choose(n, x):
    return lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1)


def log_beta(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def sigmoid(l):
    return 1 / (1 + mp.exp(-l))


def poisson(x, rate):
    return x * ln(rate) - rate - lgamma(x + 1)


def geometric(x, p):
    return ln(p) + x * mp.log1p(-p)


def negative_binomial(x, r, p):
    return lgamma(x + r) - lgamma(r) - lgamma(x + 1) + r * ln(p) + x * mp.log1p(-p)


def of_mean(x, mean, r):
    return lgamma(x + r) - lgamma(r) - lgamma(x + 1) + r * ln(r / (r + mean)) + x * ln(mean / (r + mean))


def binomial(x, n, l):
    return choose(n, x) + x * ln(sigmoid(l)) + (n - x) * ln(sigmoid(-l))


def beta_binomial(x, n, a, b):
    return choose(n, x) + log_beta(x + a, n - x + b) - log_beta(a, b)


def beta(x, a, b):
    return (a - 1) * ln(x) + (b - 1) * mp.log1p(-x) - log_beta(a, b)


def kumaraswamy(x, a, b):
    return ln(a) + ln(b) + (a - 1) * ln(x) + (b - 1) * mp.log1p(-mp.power(x, a))


def relaxed_bernoulli(x, l, t):
    # as Maddison, Mnih and Teh write it, a = e^l
    a = mp.exp(l)
    return ln(t * a) - (t + 1) * (ln(x) + ln(1 - x)) - 2 * ln(a * mp.power(x, -t) + mp.power(1 - x, -t))


def hard_concrete(x, l, t, b, a):
    # the masses at the ends and the slope between them of P(draw <= x), the draw by its definition
    def below(y):
        s = (y + b) / (1 + a + b)
        return 1 / (1 + mp.exp(l - t * ln(s / (1 - s))))

    return ln(below(mp.mpf(0)) if x == 0 else 1 - below(mp.mpf(1)) if x == 1 else mp.diff(below, x))


def m(x):
    return mp.mpf(x)


print(f"python {sys.version.split()[0]}, mpmath {mp.__version__}", file=sys.stderr)


def row(text, x, value):
    print(f"[{text}, {x}, {mp.nstr(value, 18)}],")


for x, rate in [(0, 2.5), (3, 2.5), (7, 1e-3), (1000000, 1e6), (1001000, 1e6), (2, 1e-30), (100000000, 1e8)]:
    row(f"poisson({rate})", x, poisson(m(x), m(rate)))
for x, p in [(0, 0.3), (4, 0.3), (1000000, 1e-6), (3, 0.999)]:
    row(f"geometric({{ probability: {p} }})", x, geometric(m(x), m(p)))
for x, l in [(4, -0.7), (1, 40.0)]:
    row(f"geometric({{ logits: {l} }})", x, geometric(m(x), sigmoid(m(l))))
for x, mean, r in [(0, 3.0, 0.5), (7, 3.0, 0.5), (7, 3.0, 1e8), (1000000, 1e6, 2.0), (5, 1e-3, 1e-2), (3, 3.0, 1e4)]:
    row(f"negativeBinomial({{ mean: {mean}, concentration: {r} }})", x, of_mean(m(x), m(mean), m(r)))
for x, r, p in [(2, 3.5, 0.3), (0, 3.5, 0.3), (100, 1.0, 0.01)]:
    row(f"negativeBinomial({{ successes: {r}, probability: {p} }})", x, negative_binomial(m(x), m(r), m(p)))
for x, r, l in [(2, 3.5, -1.2), (40, 0.1, -6.0)]:
    row(f"negativeBinomial({{ successes: {r}, logits: {l} }})", x, negative_binomial(m(x), m(r), sigmoid(m(l))))
for x, n, l in [(0, 12, 0.4), (5, 12, 0.4), (12, 12, 0.4), (500000, 1000000, 0.001), (3, 1000000, -40.0), (0, 0, 1.0)]:
    row(f"binomial({{ total: {n}, logits: {l} }})", x, binomial(m(x), m(n), m(l)))
for x, n, p in [(5, 12, 0.3), (11, 12, 0.999)]:
    row(f"binomial({{ total: {n}, probability: {p} }})", x, choose(m(n), m(x)) + x * ln(m(p)) + (n - x) * mp.log1p(-m(p)))
for x, n, a, b in [(0, 12, 2.0, 3.0), (5, 12, 2.0, 3.0), (12, 12, 0.1, 0.2), (5, 12, 2e6, 3e6), (400000, 1000000, 2.5, 4.0)]:
    row(f"betaBinomial({{ total: {n}, alpha: {a}, beta: {b} }})", x, beta_binomial(m(x), m(n), m(a), m(b)))
for x, a, b in [(0.3, 2.0, 5.0), (0.999, 0.5, 0.5), (1e-10, 0.1, 3.0), (0.4, 4e5, 6e5), (0.40001, 4e7, 6e7), (0.5, 1.0, 1.0)]:
    row(f"beta({{ alpha: {a}, beta: {b} }})", x, beta(m(x), m(a), m(b)))
for x, mean, k in [(0.3, 0.25, 8.0), (0.9, 0.5, 0.5)]:
    row(f"beta({{ mean: {mean}, precision: {k} }})", x, beta(m(x), m(mean) * m(k), (1 - m(mean)) * m(k)))
for x, a, b in [(0.3, 2.0, 5.0), (0.999999, 0.5, 0.5), (1e-10, 0.1, 3.0), (0.01, 4.0, 1e8)]:
    row(f"kumaraswamy({{ alpha: {a}, beta: {b} }})", x, kumaraswamy(m(x), m(a), m(b)))
for x, l, t in [(0.3, 0.7, 0.5), (1e-10, -3.0, 0.1), (0.999999, 2.0, 2.0), (0.5, 0.0, 1.0), (1e-30, 5.0, 0.667)]:
    row(f"relaxedBernoulli({{ logits: {l}, temperature: {t} }})", x, relaxed_bernoulli(m(x), m(l), m(t)))
for x, l, t, b, a in [(0.0, 0.7, 0.5, 0.1, 0.1), (1.0, 0.7, 0.5, 0.1, 0.1), (0.3, 0.7, 0.5, 0.1, 0.1), (0.0, 9.0, 0.667, 0.01, 3.0), (1.0, -30.0, 2.0, 0.5, 1e-6), (1e-6, -3.0, 0.1, 1e-4, 2.0), (0.999, 2.0, 5.0, 0.2, 0.05)]:
    given = f"logits: {l}, temperature: {t}, below: {b}, above: {a}"
    row(f"hardConcrete({{ {given} }})", x, hard_concrete(m(x), m(l), m(t), m(b), m(a)))
