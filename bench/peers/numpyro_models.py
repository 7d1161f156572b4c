"""
SVI in NumPyro: AutoNormal, Adam, the Monte Carlo ELBO of one draw. Models as their users write them, and with every half-Cauchy
written as √(gamma · inverse gamma), which gives the guide the sites that ours has.
"""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax import lax
from numpyro.infer import SVI, Trace_ELBO
from numpyro.infer.autoguide import AutoNormal

import start
from timing import times_of

RATE, STEPS_PER_CALL = 1e-3, 2000


# models

def as_written(name, scale):
    return numpyro.sample(name, dist.HalfCauchy(scale))


def as_pair(name, scale):
    a = numpyro.sample(f"{name}.a", dist.Gamma(0.5, 1 / scale**2))
    b = numpyro.sample(f"{name}.b", dist.InverseGamma(0.5, 1.0))
    return jnp.sqrt(a * b)


def eight_schools_model(half_cauchy, sigma, y):
    mu = numpyro.sample("mu", dist.Normal(0, 5))
    tau = half_cauchy("tau", 5.0)
    with numpyro.plate("schools", 8):
        base = numpyro.sample("theta.base", dist.Normal(0, 1))
        numpyro.sample("y", dist.Normal(mu + tau * base, sigma), obs=y)


def horseshoe_model(half_cauchy, x, y):
    s = half_cauchy("s", 0.1)
    with numpyro.plate("features", start.FEATURES):
        z = half_cauchy("z", 1.0)
        base = numpyro.sample("w.base", dist.Normal(0, 1))
    sigma = numpyro.sample("sigma", dist.HalfNormal(1))
    with numpyro.plate("people", start.PEOPLE):
        numpyro.sample("y", dist.Normal(x @ (s * z * base), sigma), obs=y)


# contestants

class Stepper:
    """`in_scan`: 2000 updates a call; otherwise one."""

    def __init__(self, model, half_cauchy, data, sites, in_scan):
        self.what = f"NumPyro {numpyro.__version__}"
        self.data = [jnp.asarray(a, jnp.float32) for a in data]
        self.sites, self.in_scan = sites, in_scan
        self.model = partial(model, half_cauchy)
        self.guide = AutoNormal(self.model)
        self.svi = SVI(self.model, self.guide, numpyro.optim.Adam(RATE), Trace_ELBO())
        self.state = self.svi.init(jax.random.key(1), *self.data)
        update = lambda state, _=None: self.svi.update(state, *self.data)
        self.call = jax.jit((lambda state: lax.scan(update, state, length=STEPS_PER_CALL)) if in_scan else update)

    def advance(self):
        self.state, losses = self.call(self.state)
        jax.block_until_ready((self.state, losses))

    def run(self, count):
        return [time / (STEPS_PER_CALL if self.in_scan else 1) for time in times_of(count, self.advance)]

    def loss(self, steps, draws):
        """The −ELBO of the numbers of start.py, by Monte Carlo; nothing to compare with without noise or for a guide of other sites."""
        if draws == 0 or self.sites is None:
            return None
        parameters = {}
        for name, (location, logvar) in start.guide(self.sites).items():
            parameters[f"{name}_auto_loc"] = jnp.asarray(location, jnp.float32)
            parameters[f"{name}_auto_scale"] = jnp.exp(0.5 * jnp.asarray(logvar, jnp.float32))
        elbo = Trace_ELBO(num_particles=draws)
        return float(elbo.loss(jax.random.key(2), parameters, self.model, self.guide, *self.data))


def maker(model, half_cauchy, data, sites, in_scan):
    return lambda threads: Stepper(model, half_cauchy, data(), sites, in_scan)


def schools():
    return np.array(start.SCHOOL_ERRORS), np.array(start.SCHOOL_EFFECTS)


eight_schools = maker(eight_schools_model, as_pair, schools, start.EIGHT_SCHOOLS, False)
eight_schools_scan = maker(eight_schools_model, as_pair, schools, start.EIGHT_SCHOOLS, True)
eight_schools_scan_as_written = maker(eight_schools_model, as_written, schools, None, True)
horseshoe = maker(horseshoe_model, as_pair, start.regression, start.HORSESHOE, False)
horseshoe_scan = maker(horseshoe_model, as_pair, start.regression, start.HORSESHOE, True)
horseshoe_scan_as_written = maker(horseshoe_model, as_written, start.regression, None, True)
