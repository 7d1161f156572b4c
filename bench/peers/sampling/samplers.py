"""
A sampler of others in a process of its own: samplers.py BY FOLDER, where FOLDER has stan and numpyro, which
farrier emit wrote. Prints a line for itself, then one for each line {"seed": 3}:

    {"ready": "NumPyro 0.22.0, JAX 0.10.2"} or {"unavailable": "No module named …"}
    {"seconds": 0.41, "leapfrogs": 33000, "draws": "…"}

Four chains of 1,000 draws after 1,000 iterations, one after the other; seconds are processor time of this process,
start and compilation apart: the first run is thrown away by whoever asks. Draws are bytes of float64 in
base64, [element, chain, draw], sites in the order of their names.
"""
import base64
import importlib.util
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("OMP_NUM_THREADS", "1")

CHAINS, WARM_UP, DRAWS, MOST = 4, 1000, 1000, 100


def say(answer):
    print(json.dumps(answer), flush=True)


try:
    import numpy as np
except ImportError as error:
    say({"unavailable": str(error)})
    sys.exit()


def rows(sites):
    """Of arrays [chain, draw, …] by name."""
    found = []
    for name in sorted(sites):
        values = np.asarray(sites[name], float).reshape(CHAINS, DRAWS, -1)
        width = values.shape[2]
        for i in range(min(width, MOST)):
            found.append(values[:, :, i if width <= MOST else (i * width) // MOST])
    return base64.b64encode(np.ascontiguousarray(found).tobytes()).decode()


def stan(folder):
    import stanli

    model = stanli.Model(stan_file=str(folder / "stan" / "model.stan"), data=str(folder / "stan" / "data.json"))

    def run(seed):
        fit = model.sample(chains=CHAINS, seed=seed, warmup=WARM_UP, samples=DRAWS, parallel_chains=1, refresh=0)

        def answer():
            sites = [name for name in fit.variables if not name.endswith("__")]
            return fit["n_leapfrog__"].sum(), {name: fit.draws(name) for name in sites}

        return answer

    return f"Stan (stanli {stanli.__version__})", run


def emitted(folder):
    folder = folder / "numpyro"
    spec = importlib.util.spec_from_file_location("model", folder / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    import jax.numpy as jnp

    given = json.loads((folder / "data.json").read_text())
    data = {name: jnp.asarray(x) if isinstance(x, list) else x for name, x in given.items()}
    return module.model, data


def with_numpyro(folder):
    model, data = emitted(folder)
    import jax
    import numpyro
    from numpyro.infer.hmc import hmc
    from numpyro.infer.util import initialize_model

    # MCMC compiles anew for every run and chain: its kernel, compiled once with all that it does
    def chain(key):
        at_start, drawing = jax.random.split(key)
        info = initialize_model(at_start, model, model_kwargs=data)
        init_kernel, sample_kernel = hmc(info.potential_fn, algo="NUTS")
        state = init_kernel(info.param_info, num_warmup=WARM_UP, rng_key=drawing)

        def one(state, _):
            state = sample_kernel(state)
            return state, (info.postprocess_fn(state.z), state.num_steps)

        state = jax.lax.fori_loop(0, WARM_UP, lambda _, s: sample_kernel(s), state)
        return jax.lax.scan(one, state, None, length=DRAWS)[1]

    all_chains = jax.jit(lambda keys: jax.lax.map(chain, keys))

    def run(seed):
        sites, steps = jax.block_until_ready(all_chains(jax.random.split(jax.random.key(seed), CHAINS)))
        return lambda: (steps.sum(), sites)

    return f"NumPyro {numpyro.__version__}, JAX {jax.__version__}", run


def with_blackjax(folder):
    model, data = emitted(folder)
    import blackjax
    import jax
    from numpyro.infer.util import initialize_model

    info = initialize_model(jax.random.key(0), model, model_kwargs=data, dynamic_args=True)
    potential = info.potential_fn(**data)
    constrain = info.postprocess_fn(**data)
    first = info.param_info.z

    def density(z):
        return -potential(z)

    def start(key):
        leaves, tree = jax.tree.flatten(first)
        keys = jax.random.split(key, len(leaves))
        uniform = [jax.random.uniform(k, x.shape, x.dtype, -2, 2) for k, x in zip(keys, leaves)]
        return jax.tree.unflatten(tree, uniform)

    def chain(key):
        at_start, learning, drawing = jax.random.split(key, 3)
        adaptation = blackjax.window_adaptation(blackjax.nuts, density)
        (state, parameters), _ = adaptation.run(learning, start(at_start), num_steps=WARM_UP)
        step = blackjax.nuts(density, **parameters).step

        def one(state, key):
            state, told = step(key, state)
            return state, (constrain(state.position), told.num_integration_steps)

        return jax.lax.scan(one, state, jax.random.split(drawing, DRAWS))[1]

    all_chains = jax.jit(lambda keys: jax.lax.map(chain, keys))

    def run(seed):
        sites, steps = jax.block_until_ready(all_chains(jax.random.split(jax.random.key(seed), CHAINS)))
        return lambda: (steps.sum(), sites)

    return f"blackjax {blackjax.__version__}, JAX {jax.__version__}", run


def with_nutpie(folder):
    """nutpie on Stan's densities, by the library of stanli: the model travels with its data."""
    import nutpie
    import stanli
    from nutpie import _lib
    from nutpie.compile_stan import CompiledStanModel

    mir, name = stanli._resolve_program(str(folder / "stan" / "model.stan"), None, None, None, None)
    data = json.loads((folder / "stan" / "data.json").read_text())
    data["__stanli"] = {"build_id": stanli.build_id(), "mir": mir, "name": name}
    compiled = CompiledStanModel(
        code="",
        library=_lib.StanLibrary(stanli._runtime_lib_path()),
        dims={},
        _coords={},
        model_name="model",
        model=None,
        data=data,
    ).with_data()

    def run(seed):
        trace = nutpie.sample(
            compiled, draws=DRAWS, tune=WARM_UP, chains=CHAINS, cores=1, seed=seed, progress_bar=False
        )

        def answer():
            posterior = trace.posterior
            return trace.sample_stats.n_steps.values.sum(), {k: posterior[k].values for k in posterior.data_vars}

        return answer

    return f"nutpie {nutpie.__version__} (stanli {stanli.__version__})", run


SAMPLERS = {"stan": stan, "numpyro": with_numpyro, "blackjax": with_blackjax, "nutpie": with_nutpie}


def main(by, folder):
    try:
        what, run = SAMPLERS[by](folder)
    except Exception as error:
        say({"unavailable": f"{type(error).__name__}: {error}".replace("\n", " ")})
        return
    say({"ready": what})
    for line in sys.stdin:
        began = time.process_time()
        answer = run(json.loads(line)["seed"])
        seconds = time.process_time() - began
        leapfrogs, sites = answer()
        say({"seconds": seconds, "leapfrogs": float(leapfrogs), "draws": rows(sites)})


main(sys.argv[1], Path(sys.argv[2]))
