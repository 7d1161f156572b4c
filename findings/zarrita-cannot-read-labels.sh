#!/usr/bin/env bash
# zarrita 0.7.5 (JavaScript) on stores that zarr 3.1.6, xarray 2026.9.0 and ArviZ write under format 3.
#
# Expected: a coordinate of names (schools A, B, C), which every labelled dataset has, is read as texts, as it is
# under format 2; or zarrita says that it does not know the type of data.
# What happens: `open` succeeds and `get` ends in "TypeError: dataType.match is not a function". Python names the
# type of texts by an object, { name: "fixed_length_utf32", configuration: { length_bytes: 4 } }, and zarrita takes
# every type for a string. Arrays of numbers beside it are read, so a reader that takes coordinates along finds
# that no labelled dataset opens. (zarr warns while it writes: the type has no specification yet.)
#
# Seen:
#   numbers: 1,2,3
#   names: TypeError: dataType.match is not a function
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3 "$HOME"/.pyenv/versions/3.1[1-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check zarr==3.1.6 xarray==2026.9.0
env/bin/python -W ignore -c '
import xarray
xarray.Dataset({"numbers": ("school", [1.0, 2.0, 3.0])}, {"school": ["A", "B", "C"]}).to_zarr("store", zarr_format=3)
'
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund zarrita@0.7.5 @zarrita/storage@0.2.0
cat > read.mjs <<'JS'
import * as zarr from 'zarrita'
import FileSystemStore from '@zarrita/storage/fs'

const store = new FileSystemStore('store')
const read = async (name) => {
  const array = await zarr.open(zarr.root(store).resolve(name), { kind: 'array' })
  return (await zarr.get(array)).data
}
const numbers = await read('numbers')
console.log(`numbers: ${numbers.join()}`)
const names = await read('school').then(
  (data) => `read as ${[...data].join()}`,
  (error) => `${error.name}: ${error.message}`
)
console.log(`names: ${names}`)
if (numbers.join() !== '1,2,3' || !names.startsWith('TypeError')) process.exit(1)
JS
node read.mjs
