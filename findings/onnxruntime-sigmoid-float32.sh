#!/usr/bin/env bash
# onnxruntime 1.31.1, CPU, float32: the operator Sigmoid.
#
# Expected: 1/(1 + e^-x) to a few units in the last place, as NumPy computes it; so never 0
# above -87, and increasing.
# What happens: exactly 0 from -18 down, where the truth is 1.5e-8; just above it is 0 or up to five times too
# large, and goes up and down in steps of 3e-8. A rational approximation with *absolute* accuracy. Log(Sigmoid(x))
# is -inf at -18, and sorting by the score shuffles everything unlikely. Softplus keeps relative accuracy:
# -Softplus(-x) is the logarithm to use.
#
# Seen:
#   x = -18.0  Sigmoid 0             truth 1.523e-08
#   x = -17.9  Sigmoid 2.9802322e-08 truth 1.683e-08
#   x = -17.0  Sigmoid 8.9406967e-08 truth 4.140e-08
#   x = -16.0  Sigmoid 5.9604645e-08 truth 1.125e-07
#   of 4000 steps from -20 to -10, 820 go down; Softplus(-18) 1.5230e-08
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check numpy==2.5.5 onnx==1.23.2 onnxruntime==1.31.1
env/bin/python -W ignore - <<'PY'
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

def run(operator, x):
    floats = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n"])
    graph = helper.make_graph([helper.make_node(operator, ["x"], ["y"])], "g", [floats("x")], [floats("y")])
    model = helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 21)])
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": np.asarray(x, np.float32)})[0]

for x in (-18.0, -17.9, -17.0, -16.0):
    print(f"x = {x}  Sigmoid {run("Sigmoid", [x])[0]:<13.8g} truth {1 / (1 + np.exp(-x)):.3e}")
x = np.linspace(-20, -10, 4001, dtype=np.float32)
down = int((np.diff(run("Sigmoid", x)) < 0).sum())
softplus = float(run("Softplus", [-18.0])[0])
print(f"of 4000 steps from -20 to -10, {down} go down; Softplus(-18) {softplus:.4e}")
assert run("Sigmoid", [-18.0])[0] == 0 and run("Sigmoid", [-17.0])[0] > 8e-8
assert down > 100 and abs(softplus / 1.523e-8 - 1) < 1e-3
PY
