#!/usr/bin/env bash
# ArviZ 1.x (arviz-base 1.3.1, arviz-stats 1.3.3): ess_tail of summary(), and ess(method="tail").
#
# Expected: the tail ESS of Vehtari et al. (2021), as in Stan, posterior and ArviZ 0.x: the smaller ESS of the
# 5 % and the 95 % quantile; or, since the default interval now holds 89 %, of its ends, 5.5 % and 94.5 %.
# What happens: neither. The width of the interval, 0.89, is taken for a *quantile*, so it is the ESS of the 89 %
# and 11 % quantiles. The column kept its name: numbers from two versions or two tools differ for equal draws.
#
# Seen (four autoregressive chains, log-normal margin):
#   summary 367.2   11/89 367.2   5.5/94.5 507.9   5/95 (published) 525.7
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check scipy==1.18.1 'arviz-base==1.3.1' 'arviz-stats[xarray]==1.3.3'
env/bin/python -W ignore - <<'PY'
import arviz_base
import arviz_stats
import numpy as np

noise = np.random.default_rng(3).normal(size=(4, 1000))
x = np.zeros((4, 1000))
for t in range(1, 1000):
    x[:, t] = 0.9 * x[:, t - 1] + noise[:, t]
data = arviz_base.from_dict({"posterior": {"x": np.exp(x)}})
tail = lambda low, high: float(arviz_stats.ess(data, method="tail", prob=(low, high))["x"])
shown = float(arviz_stats.summary(data, round_to="none")["ess_tail"].iloc[0])
wide, ends, published = tail(0.11, 0.89), tail(0.055, 0.945), tail(0.05, 0.95)
print(f"summary {shown:.1f}   11/89 {wide:.1f}   5.5/94.5 {ends:.1f}   5/95 (published) {published:.1f}")
assert abs(shown - wide) < 1e-6 and abs(shown - ends) > 50 and abs(shown - published) > 50
PY
