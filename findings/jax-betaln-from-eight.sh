#!/usr/bin/env bash
# JAX 0.10.2 jax.scipy.special.betaln, and with it NegativeBinomial2 and BetaBinomial of NumPyro 0.22.0.
#
# Expected: in float64 ln B(a, b) has some fifteen digits, as SciPy's; the code has a branch of its own for large
# arguments that is there to be more exact, so they should be the better ones.
# What happens: up to arguments below 8 the value is exact; from 8 on, where that branch begins, it is off by about
# 1e-6 (a jump between 7.99 and 8), and the error falls slowly: 1e-7 at 15, 1e-9 at 50, 1e-13 at 1000. The gradient
# likewise. 150 observations of a negative binomial with a concentration of 8 are off by more than 1e-4 nats.
#
# Seen:
#   ln B(1, 7.99)   error 3e-15, SciPy 0e+00
#   ln B(1, 8)      error 9.3e-07, SciPy 0e+00, slope off by 4.2e-07
#   ln B(2, 8)      error 1.3e-06
#   ln B(1, 15)     error 9.0e-08
#   ln B(1, 50)     error 8.4e-10
#   NegativeBinomial2(mean 0.001, concentration 8) at 0: error 9.3e-07; at concentration 7: 1.4e-15
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check \
  numpyro==0.22.0 jax==0.10.2 jaxlib==0.10.2 scipy==1.18.1 mpmath==1.3.0
env/bin/python -W ignore - <<'PY'
import jax
jax.config.update("jax_enable_x64", True)
import mpmath
import numpyro.distributions as dist
import scipy.special
from jax.scipy.special import betaln

mpmath.mp.dps = 40
error = {}
for a, b in ((1.0, 7.99), (1.0, 8.0), (2.0, 8.0), (1.0, 15.0), (1.0, 50.0)):
    exact = float(mpmath.log(mpmath.beta(a, b)))
    error[a, b] = abs(float(betaln(a, b)) - exact)
    slope = float(mpmath.digamma(b) - mpmath.digamma(a + b))
    found = float(jax.grad(betaln, argnums=1)(a, b))
    print(f"ln B({a:g}, {b:g})  error {error[a, b]:.1e}, SciPy {abs(scipy.special.betaln(a, b) - exact):.0e}, "
          f"slope off by {abs(found - slope):.1e}")
assert error[1.0, 7.99] < 1e-13
assert error[1.0, 8.0] > 5e-7 and error[2.0, 8.0] > 5e-7
assert error[1.0, 15.0] > 5e-8 and error[1.0, 50.0] > 5e-10

for concentration, wrong in ((7.0, False), (8.0, True)):
    exact = concentration * float(mpmath.log(mpmath.mpf(concentration) / (concentration + mpmath.mpf(0.001))))
    found = float(dist.NegativeBinomial2(0.001, concentration).log_prob(0.0))
    print(f"NegativeBinomial2(mean 0.001, concentration {concentration:g}) at 0: error {abs(found - exact):.1e}")
    assert (abs(found - exact) > 5e-7) == wrong
PY
