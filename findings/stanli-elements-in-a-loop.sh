#!/usr/bin/env bash
# Stan as stanli 0.24.0 reads it (0.20.0 and 0.23.2 as well), PyPI's Stan without a C++ compiler: a log
# density that is added element by element, in two nested loops over a matrix.
#
# Expected: `target += normal_lpdf(y[k, l] | 5 * t[k, l], 2 * exp(t[k, l]))` inside `for (k …) for (l …)` is the
# sum over the elements, as the same line is with the loops in the other order, with its arguments in
# variables of the loop, or for whole matrices by `to_vector`.
# What happens: from four rows on, loops that run along rows pair the elements of arguments wrongly, without a
# word: the sum is off by nats. It is so for any distribution of two arguments that are computed from the
# matrix; a scale of the row alone goes wrong in loops down the columns. `real m = …; real s = …;` before the
# call is right in every order.
#
# Seen, sum less its exact value in nats:
#   rows x columns   along rows   down columns   in variables   whole
#   3 x 2                0.000          0.000          0.000          0.000
#   4 x 2              440.950          0.000          0.000          0.000
#   6 x 2              -11.256         -0.000         -0.000         -0.000
#   6 x 6             -368.279         -0.000         -0.000         -0.000
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check stanli==0.24.0 numpy==2.4.6
env/bin/python - <<'PY'
import numpy as np
import stanli

rows, columns = "for (k in 1:n) for (l in 1:m)", "for (l in 1:m) for (k in 1:n)"
call = "target += normal_lpdf(y[k, l] | 5 * t[k, l], 2 * exp(t[k, l]));"
ways = {
    "along rows": f"{rows} {call}",
    "down columns": f"{columns} {call}",
    "in variables": rows
    + "{ real a = 5 * t[k, l]; real b = 2 * exp(t[k, l]); target += normal_lpdf(y[k, l] | a, b); }",
    "whole": "target += normal_lpdf(to_vector(y) | to_vector(5 * t), to_vector(2 * exp(t)));",
}
program = (
    "data {{ int n; int m; matrix[n, m] y; }} parameters {{ matrix[n, m] t; }} model {{ {} }}"
)


def error(way, y, t):
    n, m = y.shape
    model = stanli.Model(stan_code=program.format(ways[way]), data={"n": n, "m": m, "y": y.tolist()})
    value, _ = model.log_prob_grad(t.reshape(-1, order="F"))
    scale = 2 * np.exp(t)
    exact = -0.5 * ((y - 5 * t) / scale) ** 2 - np.log(scale) - 0.5 * np.log(2 * np.pi)
    return value - exact.sum()


random = np.random.default_rng(1)
print("rows x columns   " + "   ".join(ways))
for n, m in ((3, 2), (4, 2), (6, 2), (6, 6)):
    y, t = random.normal(size=(n, m)).round(3), random.normal(size=(n, m)).round(3)
    errors = [error(way, y, t) for way in ways]
    print(f"{n} x {m}         " + "   ".join(f"{e:12.3f}" for e in errors))
    assert all(abs(e) < 1e-9 for e in errors[1:])
    assert (abs(errors[0]) > 1) == (n > 3)
PY
