#!/usr/bin/env bash
# zarrita 0.7.5 (TypeScript) and zarr 3.4.2 (Python): an array made with zarrita's defaults, format 3.
#
# Expected: a Zarr array is a Zarr array: what one library writes by default, the other reads.
# What happens: zarrita's create writes no codecs and a null fill value, and reads its own array back; Python's
# zarr refuses each of the two (the format wants a fill value and a codec from array to bytes). With both given,
# the same numbers are read. The round trip that a library tests with itself says nothing here.
#
# Seen (what Python says):
#   none  TypeError Invalid type: None. Expected a float or a special string encoding of a float.
#   fill  ValueError At least one ArrayBytesCodec is required.
#   codec TypeError Invalid type: None. Expected a float or a special string encoding of a float.
#   both  [1.0, 2.0, 3.0, 4.0]
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check zarr==3.4.2 numpy==2.5.5
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund zarrita@0.7.5
cat > write.mjs <<'JS'
import assert from "node:assert"
import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import * as zarr from "zarrita"

const store = new Map()
const root = zarr.root(store)
const codecs = [{ name: "bytes", configuration: { endian: "little" } }]
for (const [name, more] of Object.entries({
  none: {}, fill: { fillValue: 0 }, codec: { codecs }, both: { fillValue: 0, codecs }
})) {
  const place = root.resolve(name)
  const array = await zarr.create(place, { shape: [4], chunkShape: [4], dtype: "float32", ...more })
  await zarr.set(array, null, { data: new Float32Array([1, 2, 3, 4]), shape: [4], stride: [1] })
  const { data } = await zarr.get(await zarr.open(place, { kind: "array" }))
  assert.deepStrictEqual([...data], [1, 2, 3, 4])
}
for (const [name, bytes] of store) {
  const file = "store.zarr" + name
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, bytes)
}
JS
node write.mjs
env/bin/python - <<'PY'
import zarr

read = {}
for name in ("none", "fill", "codec", "both"):
    try:
        read[name] = zarr.open_array(f"store.zarr/{name}", mode="r")[:].tolist()
    except (TypeError, ValueError) as refusal:
        read[name] = f"{type(refusal).__name__} {refusal}"
    print(f"{name:5s} {read[name]}")
assert read["both"] == [1, 2, 3, 4]
assert all("Error" in read[name] for name in ("none", "fill", "codec"))
PY
