#!/usr/bin/env bash
# NumPyro 0.22.0 OrderedLogistic, in float64 on JAX 0.10.2.
#
# Expected: the log probability of a category far in the tail falls linearly, as that of a logistic regression does,
# and is finite as long as its probability is a number of float64 (above 1e-308).
# What happens: probabilities are differences of two cumulative ones near 1 (or near each other), so digits go from a
# predictor of 10 on and at about 40 the category that is observed has log probability −∞: the first row that a start
# of the sampler gets badly wrong has no gradient. The mirror image, the first category, is right.
#
# Seen (cutpoints −1, 0.5, 2):
#   last category,  predictor -40   log p -inf, exact -42
#   third category, predictor -12   off by 4e-11, relative
#   first category, predictor  40   log p -41, exact -41
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3 "$HOME"/.pyenv/versions/3.1[1-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check numpyro==0.22.0 jax==0.10.2 jaxlib==0.10.2 mpmath==1.3.0
env/bin/python -W ignore - <<'PY'
import jax
jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import mpmath
import numpyro.distributions as dist

mpmath.mp.dps = 60
cutpoints = [-1.0, 0.5, 2.0]

def exact(predictor, category):
    tail = [mpmath.mpf(0), *(1 / (1 + mpmath.exp(predictor - mpmath.mpf(c))) for c in cutpoints), mpmath.mpf(1)]
    return float(mpmath.log(tail[category + 1] - tail[category]))

def found(predictor, category):
    law = dist.OrderedLogistic(jnp.float64(predictor), jnp.array(cutpoints))
    return float(law.log_prob(category))

seen = {(p, k): (found(p, k), exact(p, k)) for p, k in ((-40, 3), (-12, 2), (40, 0))}
for (p, k), (got, right) in seen.items():
    print(f"category {k} of 0 to 3, predictor {p:4d}: log p {got:.12g}, exact {right:.12g}, off by {abs(got - right):.1e}")
assert seen[-40, 3][0] == -float("inf") and abs(seen[-40, 3][1] + 42) < 1e-9
assert abs(seen[-12, 2][0] - seen[-12, 2][1]) > 1e-12
assert abs(seen[40, 0][0] - seen[40, 0][1]) < 1e-12
PY
