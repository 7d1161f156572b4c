#!/usr/bin/env bash
# NumPyro 0.22.0 (JAX 0.10.2, float64): a normal truncated to an interval on the right.
#
# Expected: log_prob of the standard normal truncated to [10, 11] at 10.5 is that of its mirror image,
# [−11, −10] at −10.5: about −2.81.
# What happens: the mirror image is right; on the right log_prob is +∞ and cdf is NaN. The interval's mass is
# a difference of two distribution functions that both round to 1; it is 7 % wrong at 8, infinite from 9 on.
# Samples are fine, and so are [10, ∞) and jax.scipy.stats.truncnorm: one cannot guess it from them.
# (@stdlib/stats-base-dists-truncated-normal-pdf 0.2.3 does the same.)
#
# Seen:
#   low   right       mirror      SciPy
#     5   -0.975492   -0.975492   -0.975492
#     8   -2.098897   -2.030320   -2.030320
#     9         inf   -2.415722   -2.415722
#    10         inf   -2.812628   -2.812628
#   cdf at 10.5: nan; [10, oo): -2.812653; jax.scipy: -2.812628
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check numpyro==0.22.0 jax==0.10.2 jaxlib==0.10.2 scipy==1.18.1
env/bin/python -W ignore - <<'PY'
import jax
jax.config.update("jax_enable_x64", True)
from jax.scipy.stats import truncnorm
from numpyro.distributions import TruncatedNormal
from scipy import stats

print("low   right       mirror      SciPy")
right = {}
for low in (5.0, 8.0, 9.0, 10.0):
    right[low] = float(TruncatedNormal(0.0, 1.0, low=low, high=low + 1).log_prob(low + 0.5))
    mirror = float(TruncatedNormal(0.0, 1.0, low=-low - 1, high=-low).log_prob(-low - 0.5))
    truth = float(stats.truncnorm.logpdf(low + 0.5, low, low + 1))
    assert abs(mirror - truth) < 1e-9
    print(f"{low:3.0f} {right[low]:11.6f} {mirror:11.6f} {truth:11.6f}")
interval = TruncatedNormal(0.0, 1.0, low=10.0, high=11.0)
cdf = float(interval.cdf(10.5))
half_line = float(TruncatedNormal(0.0, 1.0, low=10.0).log_prob(10.5))
jax_own = float(truncnorm.logpdf(10.5, 10.0, 11.0))
print(f"cdf at 10.5: {cdf}; [10, oo): {half_line:.6f}; jax.scipy: {jax_own:.6f}")
draws = interval.sample(jax.random.PRNGKey(0), (1000,))
assert bool(((draws >= 10) & (draws <= 11)).all())
assert abs(half_line + 2.812653) < 1e-5 and abs(jax_own + 2.812628) < 1e-5
assert 0.06 < stats.truncnorm.logpdf(8.5, 8, 9) - right[8.0] < 0.08
assert right[9.0] == right[10.0] == float("inf") and cdf != cdf
PY
