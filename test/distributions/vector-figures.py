"""Log densities of vectors for test/distributions/VectorRows.ts.

    python -m venv /tmp/figures && /tmp/figures/bin/pip install mpmath==1.4.1
    /tmp/figures/bin/python test/distributions/vector-figures.py

prints its versions, then a figure a line, as the rows have them. Covariances are built element by element
and inverted in 60 digits; nothing here knows of factors, of innovations or of coordinates.
"""
import platform

import mpmath
from mpmath import det, log, matrix, mp, mpf, nstr, pi

mp.dps = 60


def normal(x, mean, covariance):
    n = len(x)
    d = matrix([mpf(a) - mpf(m) for a, m in zip(x, mean)])
    c = matrix([[mpf(e) for e in row] for row in covariance])
    return -((d.T * c ** -1 * d)[0] + log(det(c)) + n * log(2 * pi)) / 2


def autoregressive(x, location, coefficient, scale, start):
    """Covariance from Cov(x_r, x_t) = sum over common innovations."""
    n = len(x)
    location = location if isinstance(location, list) else [location] * n
    scale = scale if isinstance(scale, list) else [scale] * n
    sd = [mpf(start)] + [mpf(s) for s in scale[1:]]
    phi = mpf(coefficient)
    covariance = [
        [sum(phi ** (r - k) * phi ** (t - k) * sd[k] ** 2 for k in range(min(r, t) + 1)) for t in range(n)]
        for r in range(n)
    ]
    return normal(x, location, covariance)


def rows(matrix_):
    return [[matrix_[i, j] for j in range(matrix_.cols)] for i in range(matrix_.rows)]


def by_matrix(x, mean, by, given):
    m = matrix([[mpf(e) for e in row] for row in given])
    n = len(x)
    if by == 'cholesky':
        for i in range(n):
            for j in range(i + 1, n):
                m[i, j] = 0
        m = m * m.T
    elif by == 'precision':
        m = m ** -1
    return normal(x, mean, rows(m))


print('mpmath', mpmath.__version__, 'Python', platform.python_version())
for location, coefficient, scale, start, x in [
    (0, 1, 1, 1, [0.3]),
    (0, 1, 0.5, 0.5, [0.2, -0.4, 0.1, 0.7, 1.9]),
    ([1, 2, 0], -0.7, [9, 0.3, 2], 3, [0.5, 1.5, -2]),
    (2, 0.9, 0.01, 1e3, [-400, -360, -323.82]),
    (0.5, 0, 2, 1, [1, -1, 4, 2.5, 0, 0.25, -3]),
]:
    value = autoregressive(x, location, coefficient, scale, start)
    print(f'[walk({location}, {coefficient}, {scale}, {start}, {len(x)}), {x}, {nstr(value, 18)}],')

wide = [[2, 0, 0, 0, 0], [-0.5, 0.3, 0, 0, 0], [1, 4, 1.5, 0, 0], [0, 0.25, -3, 0.8, 0], [7, 0, 0.5, 0.1, 3]]
near = [[1, 0.99], [0.99, 1]]
for mean, by, given, x in [
    ([0.4], 'cholesky', [[-2]], [1.5]),
    ([0, 1], 'cholesky', [[1.5, 99], [0.4, 0.2]], [0.3, 0.8]),
    ([0, 0, 1, -1, 2], 'cholesky', wide, [0.5, -1, 2, 0.25, 3]),
    ([0, 1], 'covariance', [[2.25, 0.6], [0.6, 0.2]], [0.3, 0.8]),
    ([0, 0], 'covariance', near, [1, 1.1]),
    ([1, 0, 0], 'covariance', [[4, 1, 0.5], [1, 2, -0.7], [0.5, -0.7, 1]], [0.1, 0.2, -3]),
    ([1, 0, 0], 'precision', [[4, 1, 0.5], [1, 2, -0.7], [0.5, -0.7, 1]], [0.1, 0.2, -3]),
]:
    value = by_matrix(x, mean, by, given)
    print(f"[by('{by}', {mean}, {given}), {x}, {nstr(value, 18)}],")


def dirichlet(x, alpha):
    """As gammas over their sum: the integral over the sum, in 60 digits, of the joint density."""
    x, alpha = [mpf(e) for e in x], [mpf(a) for a in alpha]
    x[-1] = 1 - sum(x[:-1])

    def joint(s):
        each = [(s * e) ** (a - 1) * mpmath.exp(-s * e) / mpmath.gamma(a) for e, a in zip(x, alpha)]
        return mpmath.fprod(each) * s ** (len(x) - 1)

    top = sum(alpha)
    return log(mpmath.quad(joint, [0, top / 4, top / 2, top, 2 * top, 4 * top + 40, mpmath.inf]))


def multinomial(x, logits):
    """As the product of binomials, each of what is left."""
    p = [mpmath.exp(mpf(l)) for l in logits]
    left, value = sum(x), mpf(0)
    for k in range(len(x)):
        rest = sum(p[k:])
        value += log(mpmath.binomial(left, x[k]))
        if k < len(x) - 1:
            value += x[k] * log(p[k] / rest) + (left - x[k]) * log(1 - p[k] / rest)
        left -= x[k]
    return value


few = [[2, 0], [-0.5, 0.3], [1, 4], [0, 0.25], [7, 0.5]]
for mean, given, scale, x in [
    ([0.4], [[-2]], 0.5, [1.5]),
    ([0, 1], [[1.5], [0.4]], [1, -0.2], [0.3, 0.8]),
    ([0, 0, 1, -1, 2], few, [1, 0.5, 2, 0.1, 3], [0.5, -1, 2, 0.25, 3]),
    (0, [[1e6, 2e6], [3e6, -1e6], [5e5, 1e6]], 1e-3, [2e6, 2.5e6, 1e6]),
    (0, [[1e3, 1e3], [2e3, 2000.001], [-1e3, -1e3]], 1, [1e3, 2e3, -1000.5]),
    (1, [[0.5, 2, -1]], 0.3, [-2]),
]:
    n = len(x)
    each = scale if isinstance(scale, list) else [scale] * n
    m = mean if isinstance(mean, list) else [mean] * n
    covariance = [
        [sum(mpf(a) * mpf(b) for a, b in zip(given[i], given[j])) + (mpf(each[i]) ** 2 if i == j else 0) for j in range(n)]
        for i in range(n)
    ]
    print(f'[fewFactors({mean}, {given}, {scale}), {x}, {nstr(normal(x, m, covariance), 18)}],')
for alpha, x in [
    ([1, 1], [0.25, 0.75]),
    ([0.5, 2.5, 7], [0.125, 0.25, 0.625]),
    ([3, 3, 3, 3], [0.5, 0.25, 0.125, 0.125]),
    ([40, 0.25], [0.9375, 0.0625]),
]:
    print(f'[shares({alpha}), {x}, {nstr(dirichlet(x, alpha), 18)}],')
def gumbel_softmax(x, logits, t):
    """Of Gumbels l + g = t ln x + r: the integral over r of their joint density, times |dy/d(x, r)|."""
    x, logits, t = [mpf(e) for e in x], [mpf(l) for l in logits], mpf(t)
    x[-1] = 1 - sum(x[:-1])

    def joint(r):
        each = [t * log(e) + r - l for e, l in zip(x, logits)]
        return mpmath.exp(sum(-u - mpmath.exp(-u) for u in each))

    top = max(l - t * log(e) for e, l in zip(x, logits))
    jacobian = t ** (len(x) - 1) / mpmath.fprod(x)
    return log(mpmath.quad(joint, mpmath.linspace(top - 8, top + 60, 69)) * jacobian)


for logits, t, x in [([0, 0], 1, [0.25, 0.75]), ([0.5, -1, 2], 0.5, [0.125, 0.25, 0.625]), ([0, 3, 0, 1], 2, [0.5, 0.25, 0.125, 0.125]), ([-4, 1], 0.25, [0.9375, 0.0625])]:
    print(f'[choice({logits}, {t}), {x}, {nstr(gumbel_softmax(x, logits, t), 18)}],')
for logits, x in [([0, 0], [3, 4]), ([0.5, -1, 2], [2, 0, 9]), ([-3, 4, 0.25, 0], [0, 0, 0, 0])]:
    print(f'[trials({sum(x)}, {logits}), {x}, {nstr(multinomial(x, logits), 18)}],')
for m, s, x in [(0, 1, [0.3]), (1, 2, [-2, 0.5, 0.75, 4]), (0, 3, [-1e3, 0, 2])]:
    value = sum(normal([e], [m], [[mpf(s) ** 2]]) for e in x) + log(mpmath.factorial(len(x)))
    print(f'[inOrder({m}, {s}, {len(x)}), {x}, {nstr(value, 18)}],')


def lkj_cholesky(rows_, shape):
    """ln p of the correlation matrix, its constant as an integral over it or as published (LKJ 2009,
    equation 16), and the volume of L -> R by derivatives."""
    n = len(rows_)
    pairs = [(i, k) for i in range(n) for k in range(i)]
    eta = mpf(shape)

    def factor(free):
        l = matrix(n, n)
        for (i, k), x in zip(pairs, free):
            l[i, k] = x
        for i in range(n):
            l[i, i] = mpmath.sqrt(1 - sum(l[i, k] ** 2 for k in range(i)))
        return l

    def correlations(free):
        l = factor(free)
        r = l * l.T
        return [r[i, k] for i, k in pairs]

    free = [mpf(rows_[i][k]) for i, k in pairs]
    l = factor(free)
    h = mpf(10) ** -20
    slopes = matrix(len(pairs), len(pairs))
    for c in range(len(pairs)):
        up, down = [list(free) for _ in range(2)]
        up[c] += h
        down[c] -= h
        for r, (a, b) in enumerate(zip(correlations(up), correlations(down))):
            slopes[r, c] = (a - b) / (2 * h)
    published = mpf(0)
    for k in range(1, n):
        b = eta + mpf(n - k - 1) / 2
        published += (2 * eta - 2 + n - k) * (n - k) * log(2) + (n - k) * log(mpmath.beta(b, b))
    if n == 2:
        integral = mpmath.quad(lambda r: (1 - r**2) ** (eta - 1), [-1, 0, 1])
        assert abs(log(integral) - published) < 1e-8
    if n == 3:
        # the third correlation lies between r12 r13 -+ the root of (1 - r12²)(1 - r13²)
        inner = mpmath.quad(lambda t: (1 - t**2) ** (eta - 1), [-1, 0, 1])
        outer = mpmath.quad(lambda r: (1 - r**2) ** (eta - mpf(1) / 2), [-1, 0, 1])
        assert abs(log(inner * outer**2) - published) < 1e-8
    return (eta - 1) * log(det(l * l.T)) - published + log(abs(det(slopes)))


three_rows = [[1, 0, 0], [0.5, 0, 0], [-0.25, 0.75, 0]]
four_rows = [[1, 0, 0, 0], [-0.9, 0, 0, 0], [0.125, 0.5, 0, 0], [0.25, -0.25, 0.625, 0]]
for shape, rows_ in [
    (1, [[1, 0], [0.5, 0]]),
    (2.5, [[1, 0], [-0.75, 0]]),
    (0.5, three_rows),
    (4, three_rows),
    (1, four_rows),
    (30, four_rows),
]:
    value = lkj_cholesky(rows_, shape)
    n = len(rows_)
    for i in range(n):
        rows_[i][i] = float(mpmath.sqrt(1 - sum(mpf(rows_[i][k]) ** 2 for k in range(i))))
    print(f'[factor({shape}, {n}), {sum(rows_, [])}, {nstr(value, 18)}],')
