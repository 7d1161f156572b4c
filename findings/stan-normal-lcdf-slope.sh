#!/usr/bin/env bash
# Stan (stanli 0.24.0, Stan Math): std_normal_lcdf, ln of the standard normal distribution function.
#
# Expected: a value of double precision, and a derivative of double precision: automatic differentiation does
# not approximate.
# What happens: the value is exact. The derivative, phi(x)/Phi(x), is a fit of its own, wrong from the fifth digit
# on for x in about (-37, -2); below -37.5 it is right again. Finite differences of the value are better than the
# gradient. Probit models and selection models have it in every step. (And skew_normal_lpdf, which takes log(erfc), is
# -inf where shape times (x - location)/scale is below -38; the same formula with std_normal_lcdf is not.)
#
# Seen:
#   x       error of the value   relative error of its derivative
#    -1     -2.9e-16             -6.2e-08
#    -5     -1.4e-15             -6.0e-06
#   -12     -1.4e-14              3.5e-05
#  -100     -2.1e-13              1.1e-14
#   skew_normal_lpdf(-13 | 0, 1, 3) = -inf, by std_normal_lcdf -849.808948
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check stanli==0.24.0 mpmath==1.3.0
env/bin/python - <<'PY'
import mpmath as mp
import stanli

mp.mp.dps = 40


def answer(term, x):
    model = stanli.Model(stan_code=f"parameters {{ real x; }} model {{ target += {term}; }}", data={})
    value, gradient = model.log_prob_grad([float(x)])
    return value, gradient[0]


print("x       error of the value   relative error of its derivative")
slopes = {}
for x in (-1, -5, -12, -100):
    value, slope = answer("std_normal_lcdf(x | )", x)
    error = float(value - mp.log(mp.ncdf(x)))
    truth = mp.npdf(x) / mp.ncdf(x)
    slopes[x] = float((slope - truth) / truth)
    assert abs(error) < 1e-12
    print(f"{x:4d}     {error: .1e}             {slopes[x]: .1e}")
assert 1e-6 < abs(slopes[-5]) < 1e-4 and 1e-6 < abs(slopes[-12]) < 1e-4 and abs(slopes[-100]) < 1e-12
own, _ = answer("skew_normal_lpdf(x | 0, 1, 3)", -13)
parts, _ = answer("log(2) + std_normal_lpdf(x | ) + std_normal_lcdf(3 * x | )", -13)
print(f"skew_normal_lpdf(-13 | 0, 1, 3) = {own}, by std_normal_lcdf {parts:.6f}")
assert own == float("-inf") and abs(parts + 849.808948) < 1e-5
PY
