#!/usr/bin/env bash
# Installs @tensorflow/tfjs-node into a folder without running its installer, for machines that reach npm and PyPI but not the
# installer's storage. Linux on x86-64; needs npm, python3 with pip, g++; 210 MB to fetch, 1.2 GB on disk, a minute or two.
#
#   test/backends/tfjs-node-from-pypi.sh FOLDER        then FARRIER_TFJS_NODE=FOLDER npm run test:tensorflow
#
# The package is JavaScript, the source of a Node addon, and, fetched by its installer, the TensorFlow library. Here the library and
# its headers come out of the Python package tensorflow-cpu, whose libtensorflow_cc exports the same C functions, Node's headers
# out of the npm package node-api-headers, and the compiler makes the addon. With a GPU: TENSORFLOW=tensorflow, and NVIDIA's
# libraries of that version on LD_LIBRARY_PATH; the addon uses the GPU that its library finds.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }

tensorflow=${TENSORFLOW:-tensorflow-cpu}
tensorflow_version=2.15.0   # the headers that this addon compiles against
tfjs_version=4.22.0
node_api=8

mkdir -p "$1"
folder=$(cd "$1" && pwd)
python=$folder/tensorflow
package=$folder/node_modules/@tensorflow/tfjs-node

echo "1/4 npm: @tensorflow/tfjs-node $tfjs_version"
[ -f "$folder/package.json" ] || echo '{ "private": true }' > "$folder/package.json"
npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error "@tensorflow/tfjs-node@$tfjs_version" node-api-headers@1

echo "2/4 PyPI: $tensorflow $tensorflow_version"
if [ ! -d "$python/tensorflow/include" ]; then
  wheel=$(mktemp -d)
  trap 'rm -rf "$wheel"' EXIT
  python3 -m pip --disable-pip-version-check download --quiet --no-deps --only-binary=:all: \
    --implementation cp --python-version 3.11 --platform manylinux_2_17_x86_64 --dest "$wheel" "$tensorflow==$tensorflow_version"
  python3 -m zipfile -e "$wheel"/*.whl "$python"
fi

echo "3/4 g++: the addon"
mkdir -p "$package/lib/napi-v$node_api" "$package/deps/lib"
for library in libtensorflow_cc.so.2 libtensorflow_framework.so.2; do ln -sf "$python/tensorflow/$library" "$package/deps/lib/$library"; done
g++ -O2 -std=c++17 -shared -fPIC "-DNAPI_VERSION=$node_api" \
  -I"$folder/node_modules/node-api-headers/include" -I"$python/tensorflow/include" \
  "$package"/binding/tfjs_backend.cc "$package"/binding/tfjs_binding.cc \
  -L"$package/deps/lib" -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 \
  -Wl,-rpath,"$package/deps/lib:$python/tensorflow:$(echo "$python"/tensorflow*.libs)" \
  -o "$package/lib/napi-v$node_api/tfjs_binding.node"

echo "4/4 opening it"
here=$(cd "$(dirname "$0")" && pwd)
FARRIER_BACKEND=tensorflow FARRIER_TFJS_NODE=$folder TF_CPP_MIN_LOG_LEVEL=1 "$here/../../node_modules/.bin/node" "$here/Open.ts"
