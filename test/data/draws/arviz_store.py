"""
Writes arviz-store.json: a store as ArviZ leaves it, its files in base64, and the numbers that are in it.

Made by: python test/data/draws/arviz_store.py, with arviz-base 0.8.2, zarr 3.1.6, xarray 2026.9.0.
"""
import base64
import json
import pathlib
import tempfile

import arviz_base
import numpy

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
with tempfile.TemporaryDirectory() as folder:
    tree.to_zarr(f"{folder}/store")
    root = pathlib.Path(folder, "store")
    files = {
        str(path.relative_to(root)): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
numbers = {name: values.astype(float).ravel().tolist() for name, values in {**posterior, **stats}.items()}
with open(pathlib.Path(__file__).with_name("arviz-store.json"), "w", encoding="utf-8") as out:
    json.dump({"files": files, "numbers": numbers}, out, indent=1)
    out.write("\n")
