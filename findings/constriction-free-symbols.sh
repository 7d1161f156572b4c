#!/usr/bin/env bash
# constriction 0.5.0 (entropy coders): AnsCoder, an asymmetric-numeral-system coder.
#
# Expected: 100000 tosses of a fair coin take 100000 bits, whatever the tosses.
# What happens: 100000 times the *first* symbol takes no bits at all, under any model, even one in which it
# has probability 0.1; the second symbol takes what it should. An empty coder is the state 0, and the first symbol,
# whose interval begins at 0, maps the state 0 to itself. Decoding is right for whoever knows the count (an
# empty stream decodes to first symbols for ever), but the size says nothing about the information: benchmarks
# on constant or sparse tensors flatter it. The range coder of the same package does as expected.
#
# Seen (words of 32 bits for 100000 symbols):
#   fair coin      symbol 0: ANS    0, range coder 3126
#   fair coin      symbol 1: ANS 3126, range coder 3126
#   (0.1, 0.9)     symbol 0: ANS    0, range coder 10382
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check constriction==0.5.0 numpy==2.5.5
env/bin/python -W ignore - <<'PY'
import constriction
import numpy as np

stream = constriction.stream

def words(symbol, model):
    message = np.full(100_000, symbol, dtype=np.int32)
    ans = stream.stack.AnsCoder()
    ans.encode_reverse(message, model)
    ranged = stream.queue.RangeEncoder()
    ranged.encode(message, model)
    packed = ans.get_compressed()
    assert (stream.stack.AnsCoder(packed).decode(model, 100_000) == message).all()
    return len(packed), len(ranged.get_compressed())

coin = stream.model.Uniform(2)
tilted = stream.model.Categorical(np.array([0.1, 0.9], dtype=np.float32), perfect=False)
seen = {}
for name, model, symbol in (("fair coin", coin, 0), ("fair coin", coin, 1), ("(0.1, 0.9)", tilted, 0)):
    seen[name, symbol] = ans, ranged = words(symbol, model)
    print(f"{name:14s} symbol {symbol}: ANS {ans:4d}, range coder {ranged}")
assert seen["fair coin", 0][0] == 0 and seen["fair coin", 1][0] > 3000 and seen["fair coin", 0][1] > 3000
assert seen["(0.1, 0.9)", 0][0] == 0 and seen["(0.1, 0.9)", 0][1] > 10_000
PY
