"""Training steps and forward passes in JAX: one `jit` of the whole step, whose state is donated."""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

import start
from timing import times_of

BATCH, DATA_COUNT, RATE = 128, 60_000, 1e-3


def floats(tree):
    return jax.tree.map(lambda a: jnp.asarray(a, jnp.float32), tree)


# the objective

def normal_kl(mean, logvar):
    return 0.5 * jnp.sum(jnp.exp(logvar) + mean**2 - logvar - 1)


def jeffreys_kl(mean, logvar):
    log_alpha = logvar - jnp.log(mean**2)
    return jnp.sum(0.63576 - 0.63576 * jax.nn.sigmoid(1.8732 + 1.48695 * log_alpha) + 0.5 * jax.nn.softplus(-log_alpha))


def complexity(layers):
    return sum(jeffreys_kl(p["z_mean"], p["z_logvar"]) + normal_kl(p["w_mean"], p["w_logvar"]) + normal_kl(p["b_mean"], p["b_logvar"]) for p in layers)


def cross_entropy(logits, one_hot):
    return jnp.mean(jax.nn.logsumexp(logits, 1) - jnp.sum(one_hot * logits, 1))


def scales(p, noise):
    return p["z_mean"] + jnp.exp(0.5 * p["z_logvar"]) * noise


def dense(p, x, noise):
    xz = x * scales(p, noise["z"])
    variance = xz**2 @ jnp.exp(p["w_logvar"]) + jnp.exp(p["b_logvar"])
    return xz @ p["w_mean"] + p["b_mean"] + jnp.sqrt(variance) * noise["h"]


convolve = partial(lax.conv_general_dilated, window_strides=(1, 1), padding="VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))


def convolution(p, x, noise):
    z = scales(p, noise["z"])[:, None, None, :]
    variance = z**2 * convolve(x**2, jnp.exp(p["w_logvar"])) + jnp.exp(p["b_logvar"])
    return z * convolve(x, p["w_mean"]) + p["b_mean"] + jnp.sqrt(variance) * noise["h"]


def pool(x):
    """Faster, with its gradient, than a reduce_window."""
    n, h, w, c = x.shape
    return x.reshape(n, h // 2, 2, w // 2, 2, c).max((2, 4))


def mlp(layers, x, noises):
    for i, (p, noise) in enumerate(zip(layers, noises)):
        x = dense(p, jax.nn.relu(x) if i else x, noise)
    return x


def convnet(layers, x, noises):
    for p, noise in zip(layers[:2], noises[:2]):
        x = jax.nn.relu(pool(convolution(p, x, noise)))
    x = dense(layers[2], x.reshape(x.shape[0], -1), noises[2])
    return dense(layers[3], jax.nn.relu(x), noises[3])


# training

class Trainer:
    """`sizes` are the shapes of the noises of each layer, [z, h]."""

    def __init__(self, what, layers, network, x, sizes):
        self.what = what
        self.layers = floats(layers)
        one_hot = jnp.asarray(np.eye(10)[start.classes(BATCH)], jnp.float32)
        self.key = jax.random.key(1)
        self.zeros = [{"z": jnp.zeros(z), "h": jnp.zeros(h)} for z, h in sizes]

        def draw(key):
            keys = iter(jax.random.split(key, 2 * len(sizes)))
            return [{"z": jax.random.normal(next(keys), z), "h": jax.random.normal(next(keys), h)} for z, h in sizes]

        def objective(layers, noises):
            return cross_entropy(network(layers, x, noises), one_hot) + complexity(layers) / DATA_COUNT

        def update(state, noises):
            value, slopes = jax.value_and_grad(objective)(state["layers"], noises)
            t = state["t"] + 1
            m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, state["m"], slopes)
            v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g**2, state["v"], slopes)
            a, b = 1 / (1 - 0.9**t), 1 / (1 - 0.999**t)
            layers = jax.tree.map(lambda p, m, v: p - RATE * a * m / (jnp.sqrt(b * v) + 1e-8), state["layers"], m, v)
            return {"layers": layers, "m": m, "v": v, "t": t}, value

        def step(state, key):
            key, now = jax.random.split(key)
            state, value = update(state, draw(now))
            return state, key, value

        self.step = jax.jit(step, donate_argnums=(0, 1))
        self.update = jax.jit(update)
        self.objective = jax.jit(objective)
        self.draw = jax.jit(draw)
        self.state = self.start()

    def start(self):
        zeros = lambda: jax.tree.map(jnp.zeros_like, self.layers)
        return {"layers": jax.tree.map(jnp.copy, self.layers), "m": zeros(), "v": zeros(), "t": jnp.float32(0)}

    def advance(self):
        self.state, self.key, value = self.step(self.state, self.key)
        jax.block_until_ready((self.state, value))

    def run(self, count):
        return times_of(count, self.advance)

    def loss(self, steps, draws):
        state = self.start()
        for _ in range(steps):
            state, _ = self.update(state, self.zeros)
        if draws == 0:
            return float(self.objective(state["layers"], self.zeros))
        keys = jax.random.split(jax.random.key(2), draws)
        return float(np.mean([self.objective(state["layers"], self.draw(k)) for k in keys]))


VERSION = f"JAX {jax.__version__}"


def lenet_300_100(threads):
    sizes = [((BATCH, a), (BATCH, b)) for a, b in zip(start.WIDTHS, start.WIDTHS[1:])]
    return Trainer(VERSION, start.lenet_300_100(), mlp, floats(start.pixels(BATCH)), sizes)


def channels_last(layers):
    """Filters [5, 5, in, out]; the inputs of the first dense layer in the order rows, columns, maps."""
    filters = [{k: v.transpose(2, 3, 1, 0) if v.ndim == 4 else v for k, v in p.items()} for p in layers[:2]]
    flat = {k: v.reshape(50, 4, 4, *v.shape[1:]).swapaxes(0, 1).swapaxes(1, 2).reshape(v.shape) if v.shape[0] == 800 else v for k, v in layers[2].items()}
    return [*filters, flat, layers[3]]


def lenet_5(threads):
    sizes = [((BATCH, 20), (BATCH, 24, 24, 20)), ((BATCH, 50), (BATCH, 8, 8, 50)), ((BATCH, 800), (BATCH, 500)), ((BATCH, 500), (BATCH, 10))]
    return Trainer(VERSION, channels_last(start.lenet_5()), convnet, floats(start.pixels(BATCH).reshape(BATCH, 28, 28, 1)), sizes)


# inference

class Forward:
    """The network at the posterior means, biases and all, of 8192 images."""

    def __init__(self, layers, network, x):
        self.what, self.x, self.layers = VERSION, x, floats(layers)
        self.network = jax.jit(network)

    def run(self, count):
        return times_of(count, lambda: jax.block_until_ready(self.network(self.layers, self.x)))

    def loss(self, steps, draws):
        """The root mean square of the logits; there is neither noise nor a step."""
        return None if steps or draws else float(jnp.sqrt(jnp.mean(self.network(self.layers, self.x) ** 2)))


def plain_mlp(layers, x):
    for i, p in enumerate(layers):
        x = (jax.nn.relu(x) if i else x) @ p["w_mean"] + p["b_mean"]
    return x


def plain_convnet(layers, x):
    for p in layers[:2]:
        x = jax.nn.relu(pool(convolve(x, p["w_mean"]) + p["b_mean"]))
    return plain_mlp(layers[2:], x.reshape(x.shape[0], -1))


FORWARD_BATCH = 8192


def forward_300_100(threads):
    return Forward(start.lenet_300_100(), plain_mlp, floats(start.pixels(FORWARD_BATCH)))


def forward_5(threads):
    return Forward(channels_last(start.lenet_5()), plain_convnet, floats(start.pixels(FORWARD_BATCH).reshape(-1, 28, 28, 1)))
