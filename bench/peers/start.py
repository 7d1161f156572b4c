"""The numbers every contestant starts from, the same to the last bit here and in Start.ts."""
import numpy as np


def uniforms(stream, count):
    """Integers of a hash of (stream, index) over 2^32: uniform on [0, 1)."""
    with np.errstate(over="ignore"):
        h = np.arange(count, dtype=np.uint32) + np.uint32((stream * 0x9E3779B9) % 2**32)
        h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return (h ^ (h >> np.uint32(16))).astype(np.float64) / 2**32


def around(stream, centre, sd, shape):
    """Uniform numbers of that mean and standard deviation, row-major."""
    return (centre + sd * np.sqrt(3) * (2 * uniforms(stream, int(np.prod(shape))) - 1)).reshape(shape)


def pixels(batch):
    """[batch, 784] in [0, 1), four of five 0."""
    return np.maximum(0, 5 * uniforms(1000, batch * 784) - 4).reshape(batch, 784)


def classes(batch):
    return np.arange(batch) % 10


def layer(index, groups, weights, biases, inputs):
    """Means and ln variances of scales z, weights w and biases b of one layer; `index` picks the streams."""
    s = 10 * index
    return {
        "z_mean": around(s, 1, 0.1, groups), "z_logvar": around(s + 1, -9, 0.5, groups),
        "w_mean": around(s + 2, 0, np.sqrt(2 / inputs), weights), "w_logvar": around(s + 3, -9, 0.5, weights),
        "b_mean": around(s + 4, 0, 0.1, biases), "b_logvar": around(s + 5, -9, 0.5, biases),
    }


WIDTHS = [784, 300, 100, 10]


def lenet_300_100():
    return [layer(i, [a], [a, b], [b], a) for i, (a, b) in enumerate(zip(WIDTHS, WIDTHS[1:]))]


def lenet_5():
    """Filters [out, in, 5, 5] with a scale per filter; dense layers [in, out] with one per input, maps before rows and columns."""
    return [
        layer(50, [20], [20, 1, 5, 5], [20], 25), layer(51, [50], [50, 20, 5, 5], [50], 500),
        layer(52, [800], [800, 500], [500], 800), layer(53, [500], [500, 10], [10], 500),
    ]


def guide(sizes):
    """Locations and ln variances of sites given as (name, size, location); size 0 is a scalar."""
    return {
        name: (around(900 + 2 * i, location, 0.1, [size] if size else []), around(901 + 2 * i, -4, 0.5, [size] if size else []))
        for i, (name, size, location) in enumerate(sizes)
    }


EIGHT_SCHOOLS = [("mu", 0, 4.0), ("tau.a", 0, 0.5), ("tau.b", 0, 0.5), ("theta.base", 8, 0.0)]
SCHOOL_EFFECTS = [28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0]
SCHOOL_ERRORS = [15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0]

PEOPLE, FEATURES = 400, 100
HORSESHOE = [("s.a", 0, -3.0), ("s.b", 0, 0.0), ("z.a", FEATURES, 0.0), ("z.b", FEATURES, 0.0), ("w.base", FEATURES, 0.0), ("sigma", 0, 0.0)]


def regression():
    """x [400, 100] and y = x·w + noise of sd ½, where w is 2, −1.5, 1, −0.5 on the first four features and 0 else."""
    x = around(1001, 0, 1, [PEOPLE, FEATURES])
    return x, x[:, :4] @ np.array([2, -1.5, 1, -0.5]) + around(1002, 0, 0.5, [PEOPLE])
