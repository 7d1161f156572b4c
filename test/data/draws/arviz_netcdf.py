"""
Writes arviz.nc, a file as ArviZ leaves it, and arviz-netcdf.json, the numbers that are in it.

Made by: python test/data/draws/arviz_netcdf.py, with arviz-base 1.3.1, netCDF4 1.7.5, xarray 2026.9.0.
"""
import json
import pathlib

import arviz_base
import numpy

here = pathlib.Path(__file__).parent
random = numpy.random.default_rng(1)
posterior = {
    "mu": random.normal(size=(2, 6)),
    "theta": random.normal(size=(2, 6, 3)).astype("float32"),
    "k": random.integers(0, 5, size=(2, 6)),
}
stats = {"diverging": random.random((2, 6)) < 0.3, "energy": random.normal(size=(2, 6))}
tree = arviz_base.from_dict(
    {"posterior": posterior, "sample_stats": stats},
    coords={"school": ["A", "Übung", "C"]},
    dims={"theta": ["school"]},
)
tree.to_netcdf(here / "arviz.nc", engine="netcdf4")
numbers = {name: values.astype(float).ravel().tolist() for name, values in {**posterior, **stats}.items()}
with open(here / "arviz-netcdf.json", "w", encoding="utf-8") as out:
    json.dump(numbers, out, indent=1)
    out.write("\n")
