#!/usr/bin/env bash
# ArviZ (arviz-stats 1.3.3) array_stats.psislw: Pareto-smoothed importance sampling.
#
# Expected: "psislw" of log weights smooths the log weights (so it is in R's loo and in blackjax), and its k tells
# whether importance sampling can be trusted: above 0.7 it cannot.
# What happens: ArviZ's takes log *likelihoods* and negates them itself; its doc comment only says "array-like".
# Log weights given to it come back inverted, the heaviest draw the lightest, with a k of the harmless
# side of the distribution: "all is well" for weights of infinite variance.
# (blackjax 1.7.1 psis_weights gives 0.81 for the same weights, as they are.)
#
# Seen (Pareto weights with a true k of 0.9):
#   ArviZ psislw(log weights)          k -0.77   correlation with what went in -1.00
#   ArviZ psislw(-log weights)         k  0.81
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

log_weights = np.log(np.random.default_rng(1).pareto(1 / 0.9, size=4000) + 1)
smoothed, naive = array_stats.psislw(log_weights)
_, negated = array_stats.psislw(-log_weights)
correlation = np.corrcoef(smoothed, log_weights)[0, 1]
print(f"ArviZ psislw(log weights)          k {float(naive):5.2f}   correlation with what went in {correlation:5.2f}")
print(f"ArviZ psislw(-log weights)         k {float(negated):5.2f}")
assert naive < 0 and correlation < -0.99 and negated > 0.7
PY
