"""Marginal densities of one weight under the priors, for test/priors/Marginals.ts.

    python -m venv /tmp/figures && /tmp/figures/bin/pip install mpmath==1.4.1
    /tmp/figures/bin/python test/priors/marginals.py

Our law integrates over the logarithms of the scales. Here a closed form stands where there is one;
else the integral is over t = λ/(1 + λ), in 60 digits, since mpmath's quad stops at an absolute error, of densities of λ that
are written anew: products of scales by the density of the product. Given the global scale, which is 1.
"""
from mpmath import besselk, beta, erfc, mpc, exp, gamma, hyperu, log, mp, mpf, ncdf, npdf, pi, quad, sqrt

mp.dps = 60

points = [mpf(10) ** k for k in range(-8, 9)]


def over_scales(density, w, variance=lambda z: z**2):
    """∫ N(w; 0, variance(λ)) p(λ) dλ, λ = t/(1 − t)."""

    def at(t):
        if t <= 0 or t >= 1:
            return mpf(0)
        z = t / (1 - t)
        v = variance(z)
        if v == 0:
            return mpf(0)
        return exp(-(w**2) / (2 * v)) / sqrt(2 * pi * v) * density(z) / (1 - t) ** 2

    scales = [mpf(10) ** (mpf(k) / 2) for k in range(-32, 33)]
    nodes = sorted({z / (1 + z) for z in scales} | {w * s / (1 + w * s) for s in scales})
    return quad(at, [mpf(0)] + nodes + [mpf(1)], maxdegree=5)


def t_density(x, df, scale):
    c = gamma((df + 1) / 2) / gamma(df / 2) / sqrt(df * pi) / scale
    return c * (1 + (x / scale) ** 2 / df) ** (-(df + 1) / 2)


def student_t(w, df=mpf(3), scale=mpf('0.5')):
    return t_density(w, df, scale)


def laplace(w, b=mpf('0.5')):
    return exp(-w / b) / (2 * b)


def normal_gamma(w, shape=mpf('0.3'), b=mpf(2)):
    order = shape - mpf(1) / 2
    return (w / b) ** order * besselk(order, w / b) / (sqrt(pi) * 2**order * b * gamma(shape))


def beta_prime(w, a=mpf('0.3'), b=mpf('1.5'), scale=mpf(2)):
    u = hyperu(b + mpf(1) / 2, mpf(3) / 2 - a, w**2 / (2 * scale**2))
    return gamma(b + mpf(1) / 2) * u / (sqrt(2 * pi) * scale * beta(a, b))


def strawderman_berger(w, scale=mpf(2)):
    t = w / scale
    mills = ncdf(-t) / npdf(t) if t < 5 else 1 / (t + tail(t))
    return (1 - t * mills) / (sqrt(2 * pi) * scale)


def tail(t):
    """Of Mills' ratio 1/(t + 1/(t + 2/(t + …)))."""
    rest = t
    for k in range(400, 1, -1):
        rest = t + k / rest
    return 1 / rest


def dirichlet_laplace(w, a=mpf('0.6')):
    x = sqrt(2 * w)
    return w ** ((a - 1) / 2) * besselk(1 - a, x) / (2 ** ((1 + a) / 2) * gamma(a))


def r2d2(w, a=mpf('0.4'), n=2, alpha=mpf('0.7'), b=mpf('0.8'), noise=mpf('0.5')):
    """Of one of n weights, by its Mellin transform: E|w|^(2s) is a product of gamma functions, and
    p(w) = (1/w) (1/2πi) ∫ E|w|^(2s) w^(−2s) ds along Re s = c, by equal steps."""

    def transform(s):
        normal = 2**s * gamma(mpf(1) / 2 + s) / sqrt(pi) * noise ** (2 * s)
        share = gamma(a + s) * gamma(n * a) / (gamma(a) * gamma(n * a + s))
        whole = gamma(alpha + s) * gamma(b - s) / (gamma(alpha) * gamma(b))
        return normal * gamma(1 + s) * share * whole

    # near the pole that rules at this end, so that little cancels
    c = mpf('0.7') if w > 1 else mpf('-0.3')
    h = mpf(1) / 64
    total = sum(
        (transform(mpc(c, k * h)) * w ** (-2 * mpc(c, k * h))).real * (1 if k == 0 else 2)
        for k in range(64 * 16)
    )
    return total * h / (2 * pi) / w


def log_uniform(w, least, most):
    """Of a scale whose logarithm is even between two ends."""
    return (erfc(w / (most * sqrt(2))) - erfc(w / (least * sqrt(2)))) / (2 * w * log(most / least))


def half_cauchy(z):
    return 2 / (pi * (1 + z**2))


def horseshoe_plus(z):
    d = z - 1
    ratio = 1 - d / 2 + d**2 / 3 if abs(d) < mpf(10) ** -12 else log(z) / d
    return 4 / pi**2 * ratio / (z + 1)


figures = {
    'studentTPrior': student_t,
    'laplacePrior': laplace,
    'normalGamma': normal_gamma,
    'normalExponentialGamma': lambda w: beta_prime(w, mpf(1), mpf('0.7'), mpf('0.5')),
    'normalBetaPrime': beta_prime,
    'strawdermanBerger': strawderman_berger,
    'horseshoe': lambda w: over_scales(half_cauchy, w),
    'horseshoePlus': lambda w: over_scales(horseshoe_plus, w),
    'halfTScales': lambda w: over_scales(lambda z: 2 * t_density(z, mpf(3), mpf(1)), w),
    'logCauchyScales': lambda w: over_scales(lambda z: 1 / (pi * z * (1 + log(z) ** 2)), w),
    'truncatedJeffreys': lambda w: log_uniform(w, mpf('0.01'), mpf(10)),
    'structuredPruning': lambda w: log_uniform(w, mpf('0.001'), mpf(1)),
    'regularisedHorseshoe': lambda w: over_scales(half_cauchy, w, lambda z: 4 * z**2 / (4 + z**2)),
    'regularisedBySlab': lambda w: by_slab(w),
    'dirichletLaplace': dirichlet_laplace,
    'r2d2': r2d2,
    'binaryDropout': lambda w: mpf('0.8') ** 2 * npdf(mpf('0.8') * w),
    'spikeAndSlab': lambda w: over_scales(concrete, w),
    'gaussianDropout': lambda w: gaussian_dropout(w),
    'ard': lambda w: t_density(w, mpf('0.2'), mpf(1)),
}


def concrete(z, a=mpf('0.25'), t=mpf('0.5')):
    """Of a switch that is on with probability a/(1 + a), as it is published, above 0 and below 1."""
    if z <= 0 or z >= 1:
        return mpf(0)
    return t * a * (z * (1 - z)) ** (-t - 1) / (a * z**-t + (1 - z) ** -t) ** 2


def gaussian_dropout(w, deviation=mpf('0.5')):
    """The density of z is that of |z|. Its tail is below any absolute error: in parts of its largest value."""
    top = sqrt(w * deviation) + 1
    least = (top - 1) ** 2 / (2 * deviation**2) + (w / top) ** 2 / 2
    with mp.workdps(60 + int(least / log(mpf(10))) if least < 2000 else 60):
        return over_scales(lambda z: npdf(z, 1, deviation) + npdf(z, -1, deviation), w)


def by_slab(w):
    """c² ~ inverseGamma(2, 8). The precision is P = q + r, q = 1/c² ~ gamma(2, rate 8), r = 1/λ², and
    M(x) = E e^(−xP) = (8/(8 + x))² g(x), g(x) = eˣ erfc √x. With √P as an integral
    of 1 − e^(−Ps), p(w) = (√2/π) ∫ −M′(w²/2 + y²) dy.
    """

    def slope(x):
        root = 1 / sqrt(pi * x)
        if x < 400:
            g = exp(x) * erfc(sqrt(x))
            less = root - g
        else:
            # g is root · (1 − 1/(2x) + 3/(2x)² − 15/(2x)³ + …)
            terms, term = [], root
            for k in range(1, 120):
                term *= -(2 * k - 1) / (2 * x)
                terms.append(term)
            less = -sum(terms)
            g = root - less
        return (8 / (8 + x)) ** 2 * (2 * g / (8 + x) + less)

    ends = [mpf(0)] + [mpf(10) ** k for k in range(-10, 13)]
    return sqrt(2) / pi * quad(lambda y: slope(w**2 / 2 + y**2), ends)


if __name__ == '__main__':
    import sys

    for name in sys.argv[1:] or figures:
        print(f'  {name}: [')
        for w in points:
            value = figures[name](w)
            print(f'    {mp.nstr(value, 16) if value > mpf(10) ** -300 else 0},', flush=True)
        print('  ],')
