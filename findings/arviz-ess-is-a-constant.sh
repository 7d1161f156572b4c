#!/usr/bin/env bash
# ArviZ (arviz-stats 1.3.3) ess of chains with fewer than ten draws, and of chains whose values are small.
#
# Expected: an effective sample size that is small for draws that hang together, or NaN where nothing can be said
# (below four draws it is NaN).
# What happens: with four to nine draws a chain it is S·log10(S), the most there can be, whatever the draws: the sum
# over correlations of halves of fewer than five draws ends before it begins. A chain whose values all lie within
# 1e-15 of each other counts as constant and has ess S: the answer depends on the units.
#
# Seen:
#   9 draws a chain, four stuck chains    ess 48.2, rhat 2.7
#   a random walk of 4 x 200 draws        ess 4.6
#   the same walk times 1e-20             ess 800.0
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check scipy==1.18.1 arviz-stats==1.3.3 xarray==2026.9.0
env/bin/python -W ignore - <<'PY'
import numpy as np
from arviz_stats.base import array_stats

draw = np.random.default_rng(1)
stuck = np.arange(4)[:, None] + 1e-3 * draw.normal(size=(4, 9))
walk = 1e3 * draw.normal(size=(4, 200)).cumsum(axis=1)
ess = lambda x: float(array_stats.ess(x, method="mean"))
print(f"9 draws a chain, four stuck chains    ess {ess(stuck):.1f}, rhat {float(array_stats.rhat(stuck)):.1f}")
print(f"a random walk of 4 x 200 draws        ess {ess(walk):.1f}")
print(f"the same walk times 1e-20             ess {ess(1e-20 * walk):.1f}")
assert abs(ess(stuck) - 32 * np.log10(32)) < 1e-9 and ess(walk) < 20 and ess(1e-20 * walk) == 800
PY
