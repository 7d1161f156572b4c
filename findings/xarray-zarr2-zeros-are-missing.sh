#!/usr/bin/env bash
# zarr 3.4.2 and xarray 2026.9.0: an array written by zarr in format 2, read by xarray.
#
# Expected: the numbers.
# What happens: every 0 becomes NaN, and integers become floats. In format 2 zarr writes its default fill value (what
# an absent chunk reads as), 0, and xarray takes "fill_value" for the mark of a missing value as in NetCDF.
# Under format 3 the same two calls return the numbers. A posterior of counts or of sparse weights loses
# exactly its zeros, and nan-aware means then rise.
#
# Seen:
#   format 2: zarr [0. 1. 0. 3.] [0 1 0 3]  xarray [nan  1. nan  3.] [nan  1. nan  3.] float64
#   format 3: zarr [0. 1. 0. 3.] [0 1 0 3]  xarray [0. 1. 0. 3.] [0 1 0 3] int64
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for python in ${PYTHON:-} python3.13 python3.12 python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  "$python" -c "import sys; sys.exit(sys.version_info < (3, 12))" 2>/dev/null && break
done
"$python" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check xarray==2026.9.0 zarr==3.4.2 numpy==2.5.5 dask
env/bin/python -W ignore - <<'PY'
import numpy as np
import xarray
import zarr

seen = {}
for version in (2, 3):
    group = zarr.open_group(f"store{version}", mode="w", zarr_format=version)
    axis = {"dimension_names": ["d"]} if version == 3 else {"attributes": {"_ARRAY_DIMENSIONS": ["d"]}}
    for name, kind in (("real", "f8"), ("count", "i8")):
        group.create_array(name, shape=(4,), dtype=kind, **axis)[:] = [0, 1, 0, 3]
    read = xarray.open_zarr(f"store{version}", consolidated=False)
    seen[version] = read
    print(f"format {version}: zarr {group["real"][:]} {group["count"][:]}",
          f" xarray {read["real"].values} {read["count"].values} {read["count"].dtype}")
    assert group["count"][:].tolist() == [0, 1, 0, 3]
assert np.isnan(seen[2]["real"].values).tolist() == [True, False, True, False]
assert np.isnan(seen[2]["count"].values).tolist() == [True, False, True, False]
assert seen[3]["real"].values.tolist() == [0, 1, 0, 3] and seen[3]["count"].dtype == np.int64
PY
