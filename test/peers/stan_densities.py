"""
Stan's log densities and their gradients, in float64, of the programs of a folder. Says what densities.py says.
"""
import json
import math
import sys
from pathlib import Path


def say(answer):
    print(json.dumps(answer), flush=True)


try:
    import numpy as np
    import stanli
except ImportError as error:
    say({"unavailable": str(error)})
    sys.exit()


def number(x):
    x = float(x)
    return x if math.isfinite(x) else None


def order(shape):
    """Matrices are stored column by column, arrays row by row."""
    return "F" if len(shape) == 2 else "C"


def flat(stored):
    shape = stored["shape"]
    return np.asarray(stored["values"], float).reshape(shape).reshape(-1, order=order(shape))


def answered(folder, case):
    model = stanli.Model(stan_file=str(folder / case["source"]), data=str(folder / case["data"]))
    points = []
    for stored in case["points"]:
        sites = [site for site, _ in case["latents"]]
        q = np.concatenate([flat(stored[site]) for site in sites])
        nats, gradient = model.log_prob_grad(q)
        gradients, start = {}, 0
        for site in sites:
            shape = stored[site]["shape"]
            size = int(np.prod(shape, dtype=int))
            own = np.asarray(gradient[start : start + size]).reshape(shape, order=order(shape))
            gradients[site] = [number(x) for x in own.reshape(-1)]
            start += size
        points.append({"nats": number(nats), "gradients": gradients})
    return {"name": case["name"], "points": points}


def main(folder):
    say({"ready": f"Stan (stanli {stanli.__version__})"})
    for case in json.loads((folder / "cases.json").read_text()):
        try:
            say(answered(folder, case))
        except Exception as error:
            say({"name": case["name"], "error": f"{type(error).__name__}: {error}".replace("\n", " ")})


main(Path(sys.argv[1]))
