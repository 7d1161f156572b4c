"""Training steps and forward passes in PyTorch, eager, with its fused Adam; images and filters lie channels last: the faster of each."""
import torch
import torch.nn.functional as F

import start
from timing import times_of

BATCH, DATA_COUNT, RATE = 128, 60_000, 1e-3
VERSION = f"PyTorch {torch.__version__}"


def tensor(values):
    t = torch.tensor(values, dtype=torch.float32)
    return t.to(memory_format=torch.channels_last) if t.ndim == 4 else t


def floats(layers):
    return [{k: tensor(v) for k, v in p.items()} for p in layers]


# the objective

def normal_kl(mean, logvar):
    return 0.5 * (logvar.exp() + mean.square() - logvar - 1).sum()


def jeffreys_kl(mean, logvar):
    log_alpha = logvar - mean.square().log()
    return (0.63576 - 0.63576 * torch.sigmoid(1.8732 + 1.48695 * log_alpha) + 0.5 * F.softplus(-log_alpha)).sum()


def complexity(layers):
    return sum(jeffreys_kl(p["z_mean"], p["z_logvar"]) + normal_kl(p["w_mean"], p["w_logvar"]) + normal_kl(p["b_mean"], p["b_logvar"]) for p in layers)


def scales(p, noise, count):
    return p["z_mean"] + (0.5 * p["z_logvar"]).exp() * noise(count, p["z_mean"].numel())


def dense(p, x, noise):
    xz = x * scales(p, noise, x.shape[0])
    mean = torch.addmm(p["b_mean"], xz, p["w_mean"])
    variance = torch.addmm(p["b_logvar"].exp(), xz.square(), p["w_logvar"].exp())
    return mean + variance.sqrt() * noise(*mean.shape)


def convolution(p, x, noise):
    z = scales(p, noise, x.shape[0])[:, :, None, None]
    mean = z * F.conv2d(x, p["w_mean"]) + p["b_mean"][:, None, None]
    variance = z.square() * F.conv2d(x.square(), p["w_logvar"].exp()) + p["b_logvar"].exp()[:, None, None]
    return mean + variance.sqrt() * noise(*mean.shape)


def mlp(layers, x, noise):
    for i, p in enumerate(layers):
        x = dense(p, x.relu() if i else x, noise)
    return x


def convnet(layers, x, noise):
    for p in layers[:2]:
        x = F.max_pool2d(convolution(p, x, noise), 2).relu()
    return mlp(layers[2:], x.flatten(1), noise)


# training

class Trainer:
    def __init__(self, layers, network, x, threads):
        torch.set_num_threads(threads)
        torch.manual_seed(1)
        self.what, self.initial, self.network, self.x = VERSION, layers, network, x
        self.labels = torch.tensor(start.classes(BATCH))
        self.state = self.start()

    def start(self):
        layers = [{k: v.clone().requires_grad_() for k, v in p.items()} for p in self.initial]
        return layers, torch.optim.Adam([v for p in layers for v in p.values()], lr=RATE, eps=1e-8, fused=True)

    def objective(self, layers, noise):
        return F.cross_entropy(self.network(layers, self.x, noise), self.labels) + complexity(layers) / DATA_COUNT

    def step(self, state, noise):
        layers, optimiser = state
        optimiser.zero_grad()
        value = self.objective(layers, noise)
        value.backward()
        optimiser.step()
        return value.item()

    def run(self, count):
        return times_of(count, lambda: self.step(self.state, torch.randn))

    def loss(self, steps, draws):
        state = self.start()
        for _ in range(steps):
            self.step(state, torch.zeros)
        with torch.no_grad():
            values = [self.objective(state[0], torch.randn if draws else torch.zeros).item() for _ in range(max(1, draws))]
        return sum(values) / len(values)


def lenet_300_100(threads):
    return Trainer(floats(start.lenet_300_100()), mlp, tensor(start.pixels(BATCH)), threads)


def lenet_5(threads):
    return Trainer(floats(start.lenet_5()), convnet, tensor(start.pixels(BATCH).reshape(-1, 1, 28, 28)), threads)


# inference

class Forward:
    """The network at the posterior means, biases and all, of 8192 images."""

    def __init__(self, layers, network, x, threads):
        torch.set_num_threads(threads)
        self.what, self.layers, self.network, self.x = VERSION, layers, network, x

    def run(self, count):
        with torch.inference_mode():
            return times_of(count, lambda: self.network(self.layers, self.x))

    def loss(self, steps, draws):
        """The root mean square of the logits; there is neither noise nor a step."""
        with torch.inference_mode():
            return None if steps or draws else self.network(self.layers, self.x).square().mean().sqrt().item()


def plain_mlp(layers, x):
    for i, p in enumerate(layers):
        x = torch.addmm(p["b_mean"], x.relu_() if i else x, p["w_mean"])
    return x


def plain_convnet(layers, x):
    for p in layers[:2]:
        x = F.max_pool2d(F.conv2d(x, p["w_mean"], p["b_mean"]), 2).relu_()
    return plain_mlp(layers[2:], x.flatten(1))


FORWARD_BATCH = 8192


def forward_300_100(threads):
    return Forward(floats(start.lenet_300_100()), plain_mlp, tensor(start.pixels(FORWARD_BATCH)), threads)


def forward_5(threads):
    return Forward(floats(start.lenet_5()), plain_convnet, tensor(start.pixels(FORWARD_BATCH).reshape(-1, 1, 28, 28)), threads)
