"""Distributions that NumPyro lacks, from those that it has. Arguments come in our families' order."""
import jax.numpy as jnp
import numpyro.distributions as dist
from numpyro.distributions import constraints


class HalfStudentT(dist.Distribution):
    """|x| for x ~ StudentT(df, 0, scale)."""

    support = constraints.positive

    def __init__(self, df, scale):
        self.whole = dist.StudentT(df, 0.0, scale)
        super().__init__(self.whole.batch_shape)

    def log_prob(self, value):
        return self.whole.log_prob(value) + jnp.log(2.0)
