/**
 * What models need that NumPyro and JAX lack, as Python. Arrays have their last axes concerned; those
 * before run along.
 *
 * @since 0.2.0
 */

const stirling = `def stirling(x):
    """The error of Stirling's formula: ln gamma(x) - (x - 1/2) ln x + x - ln(2 pi)/2."""
    return special.gammaln(x) - (x - 0.5) * jnp.log(x) + x - 0.5 * jnp.log(2.0 * jnp.pi)
`

const scaledExpint1 = `def scaled_expint1(x):
    """e^x E1(x): no product of 0 and infinity, as that of special.exp1 is from 700 on."""
    near = jnp.minimum(x, 1.0)
    far = jnp.maximum(x, 1.0)
    rest = 0.0
    for k in range(60, 0, -1):
        rest = k * k / (far + 2 * k + 1 - rest)
    return jnp.where(x < 1.0, jnp.exp(near) * special.exp1(near), 1.0 / (far + 1 - rest))
`

const deviance = `def deviance(x, y):
    """x - y - y ln(x/y); x where y is 0."""
    ratio = jnp.where(y == 0, 1.0, x / jnp.where(y == 0, 1.0, y))
    return x - y - y * jnp.log(ratio)
`

const logCauchy = `def log_cauchy(x, y):
    """ln(y/(x^2 + y^2))"""
    return jnp.log(y / (jnp.square(x) + jnp.square(y)))
`

const gather = `def gather(x, index):
    """x[..., index]; 0 where the index is no position."""
    size = x.shape[-1]
    index = jnp.asarray(index)
    batch = jnp.broadcast_shapes(x.shape[:-1], index.shape)
    index = jnp.broadcast_to(index, batch)
    inside = (index >= 0) & (index < size) & (index == jnp.floor(index))
    position = jnp.where(inside, index, 0).astype(int)[..., None]
    found = jnp.take_along_axis(jnp.broadcast_to(x, batch + (size,)), position, axis=-1)[..., 0]
    return jnp.where(inside, found, 0.0)
`

const positions = `def positions(count, size, stride):
    """Where the windows lie on their axis with its padding: count x size."""
    return stride * jnp.arange(count)[:, None] + jnp.arange(size)
`

const unfold = `def unfold(x, count, size, stride, padding):
    """The windows along the last axis: y[..., i, j] = x[..., i * stride + j - padding], 0 off the axis."""
    padded = jnp.pad(x, [(0, 0)] * (x.ndim - 1) + [(padding, padding)])
    return padded[..., positions(count, size, stride)]
`

const fold = `def fold(x, length, stride, padding):
    """The adjoint of unfold, onto an axis of this length."""
    count, size = x.shape[-2:]
    sums = jnp.zeros(x.shape[:-2] + (length + 2 * padding,))
    return sums.at[..., positions(count, size, stride)].add(x)[..., padding : padding + length]
`

/** By name, in an order in which each comes after what it calls. */
const helpers: ReadonlyArray<readonly [name: string, source: string]> = [
  ['stirling', stirling],
  ['scaled_expint1', scaledExpint1],
  ['deviance', deviance],
  ['log_cauchy', logCauchy],
  ['gather', gather],
  ['positions', positions],
  ['unfold', unfold],
  ['fold', fold]
]

export const helperNames: ReadonlyArray<string> = helpers.map(([name]) => name)

/** Those that a text calls, and those that they call. */
export const helpersIn = (text: string): ReadonlyArray<string> => {
  const calls = (name: string, by: string): boolean => new RegExp(`\\b${name}\\(`).test(by)
  return helpers
    .filter(
      ([name]) =>
        calls(name, text) ||
        helpers.some(
          ([other, source]) => other !== name && calls(other, text) && calls(name, source)
        )
    )
    .map(([, source]) => source)
}
