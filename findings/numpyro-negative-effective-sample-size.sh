#!/usr/bin/env bash
# NumPyro 0.22.0, blackjax 1.7.1, ArviZ (arviz-stats 1.3.3): the effective sample size of the same draws.
#
# Expected: an effective sample size is a positive number, the three libraries agree but for details, and the
# usual test "ESS > 400" passes chains that mix better than independent draws.
# What happens: for chains that alternate (antithetic, what HMC with long steps gives) NumPyro is *negative*, so
# that the best chains fail the test; ArviZ and blackjax stop at S·log10 S. A chain that never moved is all
# S draws worth in ArviZ (the test passes), 0 in blackjax, NaN in NumPyro.
#
# Seen (4 chains of 1000; truth for the autoregression: about 76000):
#   AR(1), -0.9      NumPyro -71200.4  blackjax 14408.2  ArviZ 14408.2
#   independent      NumPyro   3912.3  blackjax  3912.3  ArviZ  3931.6
#   never moved      NumPyro      nan  blackjax     0.0  ArviZ  4000.0
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check numpyro==0.22.0 jax==0.10.2 jaxlib==0.10.2 scipy==1.18.1 blackjax==1.7.1 arviz-stats==1.3.3 xarray==2026.9.0
env/bin/python -W ignore - <<'PY'
import math
import numpy as np
from arviz_stats.base import array_stats
from blackjax.diagnostics import effective_sample_size as of_blackjax
from numpyro.diagnostics import effective_sample_size as of_numpyro

noise = np.random.default_rng(0).normal(size=(4, 1000))
chains = np.zeros((4, 1000))
for t in range(1, 1000):
    chains[:, t] = -0.9 * chains[:, t - 1] + noise[:, t]

def three(name, x):
    found = (float(of_numpyro(x)), float(of_blackjax(x)),
             float(array_stats.ess(x, chain_axis=0, draw_axis=1, method="mean")))
    print(f"{name:16s} NumPyro {found[0]:8.1f}  blackjax {found[1]:7.1f}  ArviZ {found[2]:7.1f}")
    return found

antithetic, plain, constant = three("AR(1), -0.9", chains), three("independent", noise), three("never moved", np.ones((4, 1000)))
cap = 4000 * math.log10(4000)
assert antithetic[0] < 0 and abs(antithetic[1] - cap) < 2 and abs(antithetic[2] - cap) < 2
assert all(3000 < x < 5000 for x in plain)
assert math.isnan(constant[0]) and constant[1] == 0 and constant[2] == 4000
PY
