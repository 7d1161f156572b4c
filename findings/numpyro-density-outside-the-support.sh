#!/usr/bin/env bash
# NumPyro 0.22.0 (JAX 0.10.2): log_prob outside the support, with validate_args=False (what enable_validation(False)
# sets for speed).
#
# Expected: validation checks and complains; the density is the density: −∞ outside the support, or at least
# the same kind of answer for every law.
# What happens: the check *is* the support. With it, all of these are −∞. Without it the answer depends on the
# law: a half-normal is symmetric, an exponential grows to the left, category −1 is the last category, a gamma
# is NaN, a uniform is 0 everywhere, while a beta, a Pareto and a binomial are −∞ all the same.
#
# Seen (log_prob without validation; with it always -inf):
#   HalfNormal(1) at -1        -0.7257913
#   Exponential(1) at -1       1
#   Uniform(0, 1) at 2         -0
#   Categorical(.2, .8) at -1  -0.2231435
#   Categorical(.2, .8) at 2   nan
#   Poisson(3) at 1.5          -1.636765
#   Gamma(2, 1) at -1          nan
#   Dirichlet(2, 2) at (.9,.9) 1.581039
#   Beta(2, 2) at 1.5          -inf
#   Binomial(5, .3) at 7       -inf
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check numpyro==0.22.0 jax==0.10.2 jaxlib==0.10.2
env/bin/python -W ignore - <<'PY'
import math
import jax.numpy as jnp
import numpyro.distributions as d

probs, ones = jnp.array([0.2, 0.8]), jnp.array([2.0, 2.0])
rows = [
    ("HalfNormal(1) at -1", lambda v: d.HalfNormal(1.0, validate_args=v), -1.0, "finite"),
    ("Exponential(1) at -1", lambda v: d.Exponential(1.0, validate_args=v), -1.0, "finite"),
    ("Uniform(0, 1) at 2", lambda v: d.Uniform(0.0, 1.0, validate_args=v), 2.0, "finite"),
    ("Categorical(.2, .8) at -1", lambda v: d.Categorical(probs, validate_args=v), -1, "finite"),
    ("Categorical(.2, .8) at 2", lambda v: d.Categorical(probs, validate_args=v), 2, "nan"),
    ("Poisson(3) at 1.5", lambda v: d.Poisson(3.0, validate_args=v), 1.5, "finite"),
    ("Gamma(2, 1) at -1", lambda v: d.Gamma(2.0, 1.0, validate_args=v), -1.0, "nan"),
    ("Dirichlet(2, 2) at (.9,.9)", lambda v: d.Dirichlet(ones, validate_args=v), jnp.array([0.9, 0.9]), "finite"),
    ("Beta(2, 2) at 1.5", lambda v: d.Beta(2.0, 2.0, validate_args=v), 1.5, "-inf"),
    ("Binomial(5, .3) at 7", lambda v: d.Binomial(5, 0.3, validate_args=v), 7, "-inf"),
]
kind = lambda x: "nan" if math.isnan(x) else "-inf" if x == -math.inf else "finite"
for name, law, x, expected in rows:
    checked, unchecked = float(law(True).log_prob(x)), float(law(False).log_prob(x))
    print(f"{name:27s} validated {checked}  not validated {unchecked:.7g}")
    assert kind(checked) == "-inf" and kind(unchecked) == expected
PY
