"""Log densities for test/distributions/Rows.ts, by textbook formulas in 50 digits.

    python -m venv /tmp/figures && /tmp/figures/bin/pip install mpmath==1.4.1
    /tmp/figures/bin/python test/distributions/figures.py

prints a figure a line, as the rows have them. Figures that scipy.stats has as well are checked
against scipy 1.17.1, where it is installed, and the largest difference is printed at the end.
"""
from mpmath import exp, log, log1p, mp, mpf, ncdf, pi

mp.dps = 50


def t(x, df, m, s):
    z = (x - m) / s
    c = mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - log(df * pi) / 2
    return c - log(abs(s)) - (df + 1) / 2 * log1p(z**2 / df)


def normal(z):
    return -(z**2) / 2 - log(2 * pi) / 2


def log_horseshoe(z):
    """At scale 1, by its tail where e^y overflows; beside it, the mixture it is of."""
    y = z**2 / 2
    half = -log(2 * pi**3) / 2
    if y < 1e4:
        scaled = exp(y) * mp.e1(y)
    else:
        scaled = sum((-1) ** k * mp.factorial(k) / y ** (k + 1) for k in range(10))
    if mpf('0.01') < abs(z) < 20:
        angles = [0, pi / 64, pi / 16, pi / 4, pi * 7 / 16, pi / 2]
        mixed = mp.quad(lambda a: 2 / pi * exp(normal(z / mp.tan(a))) / mp.tan(a), angles)
        assert abs(half + log(scaled) - log(mixed)) < mpf('1e-15'), z
    return half + log(scaled)


def log_scaled_bessel(k):
    if k < 1e5:
        return log(mp.besseli(0, k)) - k
    half = mpf(1) / 2
    terms = (mp.rf(half, j) ** 2 / mp.factorial(j) / (2 * k) ** j for j in range(8))
    return log(sum(terms)) - log(2 * pi * k) / 2


densities = {
    'cauchy': lambda x, m, s: -log(pi * abs(s) * (1 + ((x - m) / s) ** 2)),
    'laplace': lambda x, m, s: -abs(x - m) / abs(s) - log(2 * abs(s)),
    'marginalHorseshoe': lambda x, scale: log_horseshoe(x / scale) - log(abs(scale)),
    'logistic': lambda x, m, s: -(x - m) / s - log(s) - 2 * log1p(exp(-(x - m) / s)),
    'gumbel': lambda x, m, s: -(x - m) / s - exp(-(x - m) / s) - log(s),
    'halfStudentT': lambda x, df, scale: t(x, df, 0, scale) + log(2),
    'weibull': lambda x, shape, scale: log(shape / x) + shape * log(x / scale) - (x / scale) ** shape,
    'frechet': lambda x, shape, scale: log(shape / x) - shape * log(x / scale) - (x / scale) ** -shape,
    'pareto': lambda x, minimum, shape: log(shape) + shape * log(minimum) - (shape + 1) * log(x),
    'logLogistic': lambda x, shape, scale: log(shape / x)
    + shape * log(x / scale)
    - 2 * log1p((x / scale) ** shape),
    'betaPrime': lambda x, alpha, beta, scale: (alpha - 1) * log(x / scale)
    - (alpha + beta) * log1p(x / scale)
    - log(scale)
    - mp.loggamma(alpha)
    - mp.loggamma(beta)
    + mp.loggamma(alpha + beta),
    'inverseGaussian': lambda x, mean, shape: log(shape / (2 * pi * x**3)) / 2
    - shape * (x - mean) ** 2 / (2 * mean**2 * x),
    'vonMises': lambda x, m, k: k * (mp.cos(x - m) - 1) - log(2 * pi) - log_scaled_bessel(k),
    'skewNormal': lambda x, location, scale, shape: log(2 / scale)
    + normal((x - location) / scale)
    + log(ncdf(shape * (x - location) / scale)),
}

positional = {'cauchy', 'marginalHorseshoe', 'laplace', 'logistic', 'gumbel', 'vonMises'}

#: By distribution: arguments in order, then x.
points = {
    'cauchy': [(1, -2, 3.5), (0, '1e-20', 1), (0, '1e-36', '1e-18'), (0, 1, '1e25')],
    'marginalHorseshoe': [
        (2, '0.3'),
        (-1, 3),
        ('1e-5', '0.02'),
        (1, '1e-8'),
        (1, '1e-12'),
        (1, '1e8'),
        ('1e-36', '1e-18'),
        ('1e-30', '1e30'),
        ('1e30', '1e-30'),
        ('1e150', '1e-150'),
    ],
    'laplace': [(1, -2, 3.5), (0, '1e-10', '1e-9'), (-3, 7, 40)],
    'logistic': [(1, 2, 3.5), (0, 1, -700), (0, '0.01', '1e-5')],
    'halfStudentT': [
        (1, 2, 5),
        ('0.1', 1, 40),
        ('2.5', 3, 2),
        (30, 1, 40),
        ('1e8', 1, '1.5'),
        ('2.5', '1e-10', '1e25'),
    ],
    'weibull': [('2.5', '0.4', '0.3'), ('0.3', 3, '0.01'), (50, 2, '2.1'), ('0.5', '1e30', '1e-20')],
    'frechet': [('2.5', '0.4', '0.3'), ('0.3', 3, 200), (50, 2, '2.1'), ('0.5', '1e-30', '1e20')],
    'gumbel': [(1, 2, '3.5'), (0, 1, 60), (0, 1, -6), (3, '0.01', '3.001')],
    'pareto': [('1.5', '2.5', 4), ('1e-3', '0.1', '1e10'), (2, 50, '2.01')],
    'logLogistic': [('2.5', '0.4', '0.3'), ('0.3', 3, '1e-6'), (50, 2, '2.1'), (3, '1e-20', 1)],
    'betaPrime': [
        ('0.5', '0.5', 1, 3),
        (1, 1, 2, 3),
        ('2.5', '1.5', 2, '0.7'),
        ('1e4', '1e4', 1, '1.01'),
        ('1e7', '1e7', 1, '1.001'),
        ('0.5', '0.5', '1e-20', 1),
        ('1e-3', '1e6', 1, '1e-12'),
    ],
    'inverseGaussian': [(1, 2, '0.7'), ('0.3', '0.01', '1e-4'), (2, 100, '2.1'), (1, '1e6', '1.0005')],
    'vonMises': [
        ('0.5', 2, '1.2'),
        (0, '0.001', 3),
        (-2, '0.3', '3.1'),
        (1, '9.999', '1.3'),
        (1, 10, '1.3'),
        (0, '1e4', '0.02'),
        (3, '1e8', '3.0001'),
        (100, 5, '0.1'),
        (0, '1e-10', 1),
    ],
    'skewNormal': [(1, 2, 3, '3.5'), (1, 2, 3, '-2.5'), (0, 1, -4, 6), (0, 1, 0, '0.5')],
}


def figure(name, numbers):
    *args, x = [mpf(float(n)) for n in numbers]
    return densities[name](x, *args)


def shown(name, args):
    if name in positional:
        return f"{name}({', '.join(map(str, args))})"
    names = densities[name].__code__.co_varnames[1 : len(args) + 1]
    return f"{name}({{ {', '.join(f'{n}: {a}' for n, a in zip(names, args))} }})"


def by_scipy(name, numbers):
    from scipy import stats

    *a, x = map(float, numbers)
    rows = {
        'cauchy': lambda m, s: stats.cauchy(m, abs(s)),
        'laplace': lambda m, s: stats.laplace(m, abs(s)),
        'logistic': lambda m, s: stats.logistic(m, s),
        'gumbel': lambda m, s: stats.gumbel_r(m, s),
        'weibull': lambda k, s: stats.weibull_min(k, scale=s),
        'frechet': lambda k, s: stats.invweibull(k, scale=s),
        'pareto': lambda low, k: stats.pareto(k, scale=low),
        'logLogistic': lambda k, s: stats.fisk(k, scale=s),
        'betaPrime': lambda p, q, s: stats.betaprime(p, q, scale=s),
        'inverseGaussian': lambda m, k: stats.invgauss(m / k, scale=k),
        'skewNormal': lambda m, s, k: stats.skewnorm(k, m, s),
        'vonMises': lambda m, k: stats.vonmises(k, m),
    }
    return float(rows[name](*a).logpdf(x)) if name in rows else None


if __name__ == '__main__':
    worst = []
    for name, rows in points.items():
        print(name)
        for numbers in rows:
            value = figure(name, numbers)
            *args, x = numbers
            print(f'  [{shown(name, args)}, {x}, {mp.nstr(value, 18)}],')
            try:
                other = by_scipy(name, numbers)
            except ImportError:
                continue
            if other is not None:
                worst.append((abs(other - float(value)), name, numbers))
    for difference, name, numbers in sorted(worst, key=lambda w: -w[0])[:6]:
        print(f'scipy differs by {difference:.1e} at {name}{numbers}')
