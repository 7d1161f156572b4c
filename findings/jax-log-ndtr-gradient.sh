#!/usr/bin/env bash
# JAX 0.10.2 jax.scipy.special.log_ndtr, and with it Normal.log_cdf of NumPyro 0.22.0 (censored observations).
#
# Expected: log Phi is right in the far tail (that is what log_ndtr is for), and so is its gradient:
# d/dx log Phi(x) is about −x for x far below 0.
# What happens: the value is right, the gradient is not: in float32 it sticks at e^8 = 2980.958 and falls back to
# 1, in float64 it is a third too small at −1e8. A derivative rule multiplies exp(−log Phi − x²/2), whose two
# terms cancel only to their rounding. So the further a censored value lies from where it should, the weaker
# the pull back: gradient clipping that nobody ordered.
#
# Seen:
#   float32  x=-1e+02  value -5.006e+03  gradient 99.9810333
#   float32  x=-1e+04  value -5.000e+07  gradient 2980.95801
#   float32  x=-1e+05  value -5.000e+09  gradient 1
#   float64  x=-1e+06  value -5.000e+11  gradient 999980.165
#   float64  x=-1e+08  value -5.000e+15  gradient 65659969.1
#   float64  x=-1e+09  value -5.000e+17  gradient 1
#   NumPyro, float32, Normal(1e4, 1).log_cdf(0): gradient by the mean -2980.958
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check numpyro==0.22.0 jax==0.10.2 jaxlib==0.10.2
env/bin/python -W ignore - <<'PY'
import jax
import numpyro.distributions as dist
from jax.scipy.special import log_ndtr

def pair(x):
    value, slope = jax.value_and_grad(log_ndtr)(x)
    return float(value), float(slope)

seen = {}
censored = float(jax.grad(lambda mean: dist.Normal(mean, 1.0).log_cdf(0.0))(1e4))
for bits, points in ((32, (-1e2, -1e4, -1e5)), (64, (-1e6, -1e8, -1e9))):
    jax.config.update("jax_enable_x64", bits == 64)
    for x in points:
        value, slope = pair(x)
        seen[bits, x] = slope
        print(f"float{bits}  x={x:.0e}  value {value:.3e}  gradient {slope:.9g}  (about {-x:.0f} expected)")
        assert abs(value / (-x * x / 2) - 1) < 0.01
print("NumPyro, float32, Normal(1e4, 1).log_cdf(0): gradient by the mean", censored)
assert abs(seen[32, -1e2] - 100) < 0.1
assert seen[32, -1e4] < 0.5e4 and seen[32, -1e5] < 10 and abs(censored) < 0.5e4
assert seen[64, -1e8] < 0.9e8 and seen[64, -1e9] < 10
PY
