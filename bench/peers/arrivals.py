"""
The way to the optimum by SVI in NumPyro: `arrivals.py FOLDER wall|cpu`, whose folders hold model.py and data.json as `farrier emit` writes
them and target.json: {"lossNats": x, "withinNats": d, "noncentred": [sites], "steps": n}. AutoNormal, Adam, the ELBO of one draw, `lax.scan`
of 100 updates a call, in float32; −ELBO of the iterates is a mean over fixed draws in float64. Times are without compilation.

For every folder a line of JSON on standard output: {"name", "rates": [{"rate", "ms", "steps", "lossNats"}]}; ms is null where no
iterate of so many steps is within the distance, lossNats the lowest that was seen.
"""
import json
import os
import sys
from pathlib import Path
from time import perf_counter, process_time, sleep

os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import numpyro
from jax import lax
from numpyro.handlers import reparam
from numpyro.infer import SVI, Trace_ELBO
from numpyro.infer.autoguide import AutoNormal
from numpyro.infer.reparam import LocScaleReparam

RATES = [1e-1, 1e-2, 1e-3]
STEPS_PER_CALL = 100
DRAWS = 4096
clock = process_time if sys.argv[2] == "cpu" else perf_counter


def loaded(folder):
    """The model without its line that makes all of JAX float64."""
    source = (folder / "model.py").read_text().replace('jax.config.update("jax_enable_x64", True)', "")
    names = {"__name__": "model"}
    exec(compile(source, str(folder / "model.py"), "exec"), names)
    return names["model"]


def arrays(given, dtype):
    return {k: jnp.asarray(v, dtype if isinstance(v[0] if not isinstance(v[0], list) else v[0][0], float) else None)
            if isinstance(v, list) else v for k, v in given.items()}


def trained(model, data, rate, steps):
    """Iterates after every call, and the seconds until then."""
    guide = AutoNormal(model)
    svi = SVI(model, guide, numpyro.optim.Adam(rate), Trace_ELBO())
    begin = svi.init(jax.random.key(1), **data)
    call = jax.jit(lambda state: lax.scan(lambda s, _: (svi.update(s, **data)[0], None), state, length=STEPS_PER_CALL)[0])
    jax.block_until_ready(svi.get_params(call(call(begin))))
    sleep(0.3)  # until the compiler's threads are done
    state, iterates, times = begin, [], []
    begun = clock()
    for _ in range(steps // STEPS_PER_CALL):
        state = call(state)
        iterates.append(jax.block_until_ready(svi.get_params(state)))
        times.append(clock() - begun)
    return guide, iterates, times


def arrival(loss, count, limit):
    """The first call whose iterate is within the limit: strides that double, then halves. The lowest loss seen."""
    seen = {}

    def at(i):
        if i not in seen:
            seen[i] = loss(i)
        return seen[i]

    low, high, i = -1, None, 0
    while high is None and low < count - 1:
        if at(i) <= limit:
            high = i
        else:
            low, i = i, min(count - 1, 2 * i + 1)
    while high is not None and high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if at(middle) <= limit else (middle, high)
    return high, min(seen.values())


def answer(folder):
    target = json.loads((folder / "target.json").read_text())
    given = json.loads((folder / "data.json").read_text())
    own = loaded(folder)
    model = reparam(own, config={site: LocScaleReparam(0) for site in target["noncentred"]})
    rates, steps = [], target["steps"]
    for rate in RATES:
        guide, iterates, times = trained(model, arrays(given, jnp.float32), rate, steps)
        with jax.enable_x64(True):
            data = arrays(given, jnp.float64)
            elbo = Trace_ELBO(num_particles=DRAWS)
            judged = jax.jit(lambda p: elbo.loss(jax.random.key(2), p, model, guide, **data))
            loss = lambda i: float(judged({k: jnp.asarray(v, jnp.float64) for k, v in iterates[i].items()}))
            at, lowest = arrival(loss, len(iterates), target["lossNats"] + target["withinNats"])
        rates.append({"rate": rate, "ms": None if at is None else 1e3 * times[at],
                      "steps": steps if at is None else STEPS_PER_CALL * (at + 1), "lossNats": lowest})
        # a rate that takes more steps than another is not the best
        steps = rates[-1]["steps"]
    return {"name": folder.name, "rates": rates}


for folder in sorted(p for p in Path(sys.argv[1]).iterdir() if p.is_dir()):
    print(json.dumps(answer(folder)), flush=True)
