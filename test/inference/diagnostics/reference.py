"""Writes arviz.json beside this file: arrays, and what ArviZ says of them.

    pip install scipy==1.18.1 numpy==2.5.5 'arviz-base==1.3.1' 'arviz-stats[xarray]==1.3.3'
    python reference.py

Numbers of arrays have few digits, so that the file is small. WAIC, which ArviZ 1.x has no more, is
its formula in NumPy.
"""
import json
import pathlib
import warnings

import numpy as np
from arviz_stats.base import array_stats
from arviz_stats.base.diagnostics import _DiagnosticsBase
from scipy.special import logsumexp

warnings.simplefilter("ignore")
draw = np.random.default_rng(20261129)
base = _DiagnosticsBase()


def autoregressive(phi, chains, draws):
    x = np.zeros((chains, draws))
    x[:, 0] = draw.normal(size=chains) / np.sqrt(1 - phi**2)
    for t in range(1, draws):
        x[:, t] = phi * x[:, t - 1] + draw.normal(size=chains)
    return x


def outlier(x):
    x[:, x.shape[1] // 2] = 1e4
    return x


def few_digits(x):
    return np.vectorize(lambda v: float(f"{v:.4g}"))(x)


cases = {
    "independent": draw.normal(size=(4, 60)),
    "autoregressive, odd, an outlier in the middle": outlier(autoregressive(0.9, 4, 81)),
    "antithetic": autoregressive(-0.9, 4, 60),
    "alternating": np.tile([1.0, -1.0], (2, 20)) + 0.01 * draw.normal(size=(2, 40)),
    "Cauchy": draw.standard_cauchy(size=(4, 40)),
    "counts, with ties": draw.poisson(3, size=(3, 51)).astype(float),
    "one chain": autoregressive(0.5, 1, 90),
    "a chain elsewhere": draw.normal(size=(4, 30)) + np.array([[0], [0], [0], [2]]),
    "a chain wider": draw.normal(size=(4, 30)) * np.array([[1], [1], [1], [5]]),
    "a drift": draw.normal(size=(3, 40)) + np.linspace(0, 4, 40),
    "far from zero": 1000 + autoregressive(0.7, 2, 61),
    "ten draws": draw.normal(size=(2, 10)),
}


def of_chains(x):
    many = x.shape[0] > 1
    quantiles = [0.05, 0.5, 0.9]
    return {
        "rHat": base._rhat_rank(x) if many else None,
        "bulkRHat": base._rhat_z_scale(x) if many else None,
        "foldedRHat": base._rhat_folded(x) if many else None,
        "bulkSize": base._ess_bulk(x),
        "tailSize": base._ess_tail(x, (0.05, 0.95)),
        "meanSize": base._ess_mean(x),
        "quantileSizes": [base._ess_quantile(x, q) for q in quantiles],
        "meanError": base._mcse_mean(x),
        "sdError": base._mcse_sd(x),
        "quantileErrors": [base._mcse_quantile(x, q) for q in quantiles],
        "energyFractions": list(base._bfmi(x)),
    }


def of_weights(log_weights, efficiency):
    # psislw negates what it is given
    smoothed, k = array_stats.psislw(-log_weights, efficiency)
    return {"smoothed": list(smoothed), "k": float(k)}


weights = {
    "normal": (draw.normal(size=100), 1.0),
    "bounded": (np.log(draw.beta(2, 1, size=120)), 1.0),
    "Pareto": (few_digits(np.log(draw.pareto(1 / 0.9, size=400) + 1)), 1.0),
    "correlated": (2 * draw.normal(size=300), 0.4),
    "super-efficient": (draw.standard_t(4, size=260), 1.7),
}

n, s = 6, 160
theta = 0.3 * draw.normal(size=s)
y = np.array([0.1, -0.4, 1.2, 0.3, 6.0, -1.0])
likelihood = few_digits(-0.5 * (y[:, None] - theta) ** 2 - 0.9189)
# draws of an approximation that is too narrow, weighed
log_p = np.round(-0.5 * (theta / 0.3) ** 2, 4)
log_q = np.round(-0.5 * (theta / 0.25) ** 2, 4)
approximate = [base._loo_approximate_posterior(row[None, :], log_p[None, :], log_q[None, :]) for row in likelihood]
loo = [array_stats.loo(row[None, :], chain_axis=0, draw_axis=1) for row in likelihood]
elpd = np.array([float(p[0]) for p in loo])
waic_p = np.var(likelihood, axis=1, ddof=1)
waic = logsumexp(likelihood, axis=1) - np.log(s) - waic_p

json.dump(
    {
        "versions": "arviz-stats 1.3.3, arviz-base 1.3.1, numpy 2.5.5, scipy 1.18.1",
        "chains": [
            {"name": name, "values": x.tolist(), **of_chains(x)}
            for name, x in ((name, few_digits(x)) for name, x in cases.items())
        ],
        "weights": [
            {"name": name, "values": w.tolist(), "efficiency": r, **of_weights(w, r)}
            for name, (w, r) in ((name, (few_digits(w), r)) for name, (w, r) in weights.items())
        ],
        "likelihood": likelihood.tolist(),
        "loo": {
            "elpd": elpd.sum(),
            "error": np.sqrt(n * np.var(elpd, ddof=1)),
            "pointwise": [[float(v) for v in p] for p in loo],
        },
        "approximate": {
            "logWeights": np.round(log_p - log_q, 4).tolist(),
            "pointwise": [[float(p[0]), float(p[1])] for p in approximate],
        },
        "waic": {
            "elpd": waic.sum(),
            "error": np.sqrt(n * np.var(waic, ddof=1)),
            "parameters": waic_p.tolist(),
        },
    },
    (pathlib.Path(__file__).parent / "arviz.json").open("w"),
)
