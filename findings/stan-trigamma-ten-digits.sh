#!/usr/bin/env bash
# Stan (stanli 0.24.0, Stan Math): trigamma, the derivative of digamma.
#
# Expected: double precision, as digamma and lgamma beside it have.
# What happens: it is wrong from the ninth or tenth digit on: an expansion with few terms, whose error
# nothing makes smaller. It is the second derivative that Fisher informations and Laplace
# approximations of gamma, beta and Dirichlet models take; values and gradients of densities are not concerned.
#
# Seen:
#   x      error of trigamma   of digamma   of lgamma
#   0.15   1.0e-09             1.9e-16      1.4e-16
#   0.40   6.0e-10             4.6e-16      1.3e-17
#   0.90   2.3e-10             2.1e-16      1.0e-17
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check stanli==0.24.0 mpmath==1.3.0
env/bin/python - <<'PY'
import mpmath
import stanli

mpmath.mp.dps = 30
truths = {
    "trigamma": lambda x: mpmath.psi(1, x),
    "digamma": lambda x: mpmath.psi(0, x),
    "lgamma": mpmath.loggamma,
}
program = "data {{ real x; }} parameters {{ real a; }} model {{ target += -0.5 * a * a + {}(x); }}"


def error(name, x):
    model = stanli.Model(stan_code=program.format(name), data={"x": x})
    value, _ = model.log_prob_grad([0.0])
    return abs(float(value - truths[name](mpmath.mpf(x))))


print("x      error of trigamma   of digamma   of lgamma")
for x in (0.15, 0.4, 0.9):
    trigamma, digamma, lgamma = (error(name, x) for name in truths)
    print(f"{x:.2f}   {trigamma:.1e}             {digamma:.1e}      {lgamma:.1e}")
    assert 1e-10 < trigamma < 1e-8 and digamma < 1e-14 and lgamma < 1e-14
PY
