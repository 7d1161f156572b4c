#!/usr/bin/env bash
# NumPyro 0.22.0 (JAX 0.10.2) NegativeBinomial2(mean, concentration) in its default float32.
#
# Expected: the larger the concentration, the closer to a Poisson; the probabilities add up to 1.
# What happens: with mean 3 they add up to 1.02 at a concentration of 1e6, to 0.56 at 1e7, and to
# e^3 = 20.09 from 1e8 on: the law is improper by a factor that is e^mean, without a warning. A weak prior on
# the concentration wanders there whenever the counts are not overdispersed, and is rewarded for it.
# Cause: the failure probability c/(c + m) rounds to 1, and c·ln of it to 0.
#
# Seen:
#   concentration 1e+02  float32 sum 1.0000   float64 sum 1.0000
#   concentration 1e+05  float32 sum 0.9959   float64 sum 1.0000
#   concentration 1e+06  float32 sum 1.0200   float64 sum 1.0000
#   concentration 1e+07  float32 sum 0.5620   float64 sum 1.0000
#   concentration 1e+08  float32 sum 20.0855  float64 sum 1.0000
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check numpyro==0.22.0 jax==0.10.2 jaxlib==0.10.2 scipy==1.18.1
env/bin/python -W ignore - <<'PY'
import jax, math
import jax.numpy as jnp
import numpy as np
import numpyro.distributions as dist

def total(concentration):
    logs = dist.NegativeBinomial2(3.0, concentration).log_prob(jnp.arange(80))
    return float(np.exp(np.asarray(logs, dtype=np.float64)).sum())

powers = (1e2, 1e5, 1e6, 1e7, 1e8)
single = [total(c) for c in powers]
jax.config.update("jax_enable_x64", True)
double = [total(c) for c in powers]
for c, s, d in zip(powers, single, double):
    print(f"concentration {c:.0e}  float32 sum {s:.4f}  float64 sum {d:.4f}")
assert abs(single[0] - 1) < 1e-3 and all(abs(d - 1) < 1e-2 for d in double)
assert single[3] < 0.7 and abs(single[4] - math.exp(3)) < 0.01
PY
