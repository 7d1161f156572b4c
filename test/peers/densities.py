"""
NumPyro's log densities and their gradients, in float64. Reads cases.json of a folder and the modules beside it;
prints a line of JSON for itself and one for each case:

    {"ready": "NumPyro 0.22.0, …"} or {"unavailable": "No module named …"}
    {"name": "eight-schools", "points": [{"nats": −40.1, "gradients": {"mu": [0.3], …}}, …]} or {"name": …, "error": …}

A number that is not finite is null.
"""
import importlib.util
import json
import math
import os
import sys
from functools import partial
from pathlib import Path

os.environ.setdefault("JAX_PLATFORMS", "cpu")


def say(answer):
    print(json.dumps(answer), flush=True)


try:
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp
    import numpyro
    from numpyro.infer.util import potential_energy
except ImportError as error:
    say({"unavailable": str(error)})
    sys.exit()


def array(stored):
    return jnp.asarray(stored["values"], jnp.float64).reshape(stored["shape"])


def data_of(path):
    """As the main program of an emitted module reads them."""
    given = json.loads(path.read_text())
    return {name: jnp.asarray(x) if isinstance(x, list) else x for name, x in given.items()}


def arrays(stored):
    return {name: array(a) for name, a in stored.items()}


def number(x):
    x = float(x)
    return x if math.isfinite(x) else None


def model_of(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.model


def nats(model, data, point):
    """ln p(observed, latents) + Σ ln |dx/du| at a point of real coordinates."""
    return -potential_energy(model, (), data, point)


def answered(folder, case):
    model, data = model_of(folder / case["source"]), data_of(folder / case["data"])
    of_point = jax.jit(jax.value_and_grad(partial(nats, model, data)))
    points = []
    for stored in case["points"]:
        value, gradients = of_point(arrays(stored))
        flat = {name: [number(x) for x in g.reshape(-1)] for name, g in gradients.items()}
        points.append({"nats": number(value), "gradients": flat})
    return {"name": case["name"], "points": points}


def main(folder):
    say({"ready": f"NumPyro {numpyro.__version__}, JAX {jax.__version__}, Python {sys.version.split()[0]}"})
    for case in json.loads((folder / "cases.json").read_text()):
        try:
            say(answered(folder, case))
        except Exception as error:
            say({"name": case["name"], "error": f"{type(error).__name__}: {error}"})


main(Path(sys.argv[1]))
