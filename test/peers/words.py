"""What models need that NumPyro and JAX lack. Arrays have their last axes concerned; those before run along."""
import jax.numpy as jnp
import numpyro.distributions as dist
from numpyro.distributions import constraints


class LogUniform(dist.Distribution):
    """ln p(x) = −ln|x| on all of ℝ: improper, and up to a constant."""

    support = constraints.real

    def log_prob(self, value):
        return -jnp.log(jnp.abs(value))


def gather(x, index):
    """x[..., index]; 0 where the index is no position."""
    size = x.shape[-1]
    index = jnp.asarray(index)
    batch = jnp.broadcast_shapes(x.shape[:-1], index.shape)
    index = jnp.broadcast_to(index, batch)
    inside = (index >= 0) & (index < size) & (index == jnp.floor(index))
    position = jnp.where(inside, index, 0).astype(int)[..., None]
    found = jnp.take_along_axis(jnp.broadcast_to(x, batch + (size,)), position, axis=-1)[..., 0]
    return jnp.where(inside, found, 0.0)


def positions(count, size, stride):
    """Where the windows lie on their axis with its padding: count × size."""
    return stride * jnp.arange(count)[:, None] + jnp.arange(size)


def unfold(x, count, size, stride, padding):
    """The windows along the last axis: y[..., i, j] = x[..., i · stride + j − padding], 0 off the axis."""
    padded = jnp.pad(x, [(0, 0)] * (x.ndim - 1) + [(padding, padding)])
    return padded[..., positions(count, size, stride)]


def fold(x, length, stride, padding):
    """The adjoint of unfold, onto an axis of this length."""
    count, size = x.shape[-2:]
    sums = jnp.zeros(x.shape[:-2] + (length + 2 * padding,))
    return sums.at[..., positions(count, size, stride)].add(x)[..., padding : padding + length]
