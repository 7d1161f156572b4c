"""The posterior of dsl-examples/seedlings.ts by NumPyro, whose law of the factor and coordinates of it are its own.

    python -m venv /tmp/figures && /tmp/figures/bin/pip install numpyro==0.22.0 jax==0.10.2
    /tmp/figures/bin/python test/cli/seedlings.py

prints means and deviations of 40,000 draws.
"""
import csv
import pathlib

import jax
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

numpyro.enable_x64()
table = pathlib.Path(__file__).parents[2] / 'dsl-examples/data/seedlings.csv'
rows = list(csv.DictReader(open(table)))
plant = np.array([int(r['plant']) for r in rows])
week, height = (np.array([float(r[k]) for r in rows]) for k in ['week', 'height'])


def model():
    corr = numpyro.sample('corr', dist.LKJCholesky(2, concentration=2.0))
    scale = numpyro.sample('scale', dist.HalfNormal(5.0).expand([2]).to_event(1))
    mean = numpyro.sample('mean', dist.Normal(0.0, 20.0).expand([2]).to_event(1))
    error = numpyro.sample('error', dist.HalfNormal(5.0))
    with numpyro.plate('plants', 24):
        effect = numpyro.sample('effect', dist.MultivariateNormal(mean, scale_tril=scale[:, None] * corr))
    numpyro.sample('height', dist.Normal(effect[plant, 0] + effect[plant, 1] * week, error), obs=height)


chains = MCMC(
    NUTS(model, target_accept_prob=0.95),
    num_warmup=2000,
    num_samples=20000,
    num_chains=2,
    chain_method='sequential',
    progress_bar=False,
)
chains.run(jax.random.PRNGKey(0))
for name, draws in chains.get_samples().items():
    print(name, draws.mean(0), draws.std(0))
