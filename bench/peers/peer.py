"""
One contestant in a process of its own: `peer.py WORKLOAD --by jax|torch|numpyro|… --threads N`.

A request is a line of JSON on standard input, its reply a line on standard output, as Protocol.ts has them:
  (start)                              {"ready": "jax 0.10.2"} or {"unavailable": "why"}
  {"run": n}                           {"ms": [n times, each in ms per step]}
  {"loss": {"steps": k, "draws": d}}   {"loss": x}: after k steps without noise, without noise (d = 0) or the mean over d draws of it
The end of the input ends the process.
"""
import argparse
import importlib
import json
import os
import sys

MODULES = {
    ("lenet-300-100", "jax"): "jax_lenet:lenet_300_100",
    ("lenet-300-100", "torch"): "torch_lenet:lenet_300_100",
    ("lenet-5", "jax"): "jax_lenet:lenet_5",
    ("lenet-5", "torch"): "torch_lenet:lenet_5",
    ("eight-schools", "numpyro-scan"): "numpyro_models:eight_schools_scan",
    ("eight-schools", "numpyro-scan-as-written"): "numpyro_models:eight_schools_scan_as_written",
    ("eight-schools", "numpyro"): "numpyro_models:eight_schools",
    ("horseshoe", "numpyro-scan"): "numpyro_models:horseshoe_scan",
    ("horseshoe", "numpyro-scan-as-written"): "numpyro_models:horseshoe_scan_as_written",
    ("horseshoe", "numpyro"): "numpyro_models:horseshoe",
    ("forward-300-100", "jax"): "jax_lenet:forward_300_100",
    ("forward-300-100", "torch"): "torch_lenet:forward_300_100",
    ("forward-5", "jax"): "jax_lenet:forward_5",
    ("forward-5", "torch"): "torch_lenet:forward_5",
}

parser = argparse.ArgumentParser()
parser.add_argument("workload")
parser.add_argument("--by", required=True)
parser.add_argument("--threads", type=int, required=True)
given = parser.parse_args()

# Libraries read these when they are loaded. XLA takes as many threads as the process may use cores.
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = str(given.threads)
os.environ["JAX_PLATFORMS"] = "cpu"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:given.threads])

replies = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what libraries print is no reply


def say(reply):
    print(json.dumps(reply), file=replies, flush=True)


try:
    module, maker = MODULES[given.workload, given.by].split(":")
    contestant = getattr(importlib.import_module(module), maker)(given.threads)
except Exception as e:  # whatever is missing or broken in this environment is a reply
    say({"unavailable": f"{type(e).__name__}: {e}".splitlines()[0]})
    sys.exit(0)

say({"ready": contestant.what})
for line in sys.stdin:
    request = json.loads(line)
    if "run" in request:
        say({"ms": contestant.run(request["run"])})
    else:
        say({"loss": contestant.loss(**request["loss"])})
