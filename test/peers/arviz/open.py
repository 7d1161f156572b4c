"""Opens a store as ArviZ's from_zarr does, and says what is in it and what its diagnostics are, as JSON."""
import json
import sys
import warnings

# a warning means that something in the store is not as readers want it
warnings.simplefilter("error")
warnings.filterwarnings("ignore", message=".*does not have a Zarr V3 specification.*")
# a k that is too large is a number to compare
warnings.filterwarnings("ignore", message="Estimated shape parameter of Pareto.*")

import arviz_stats
import numpy as np
import xarray

tree = xarray.open_datatree(sys.argv[1], engine="zarr")


def variable(v):
    return {
        "dimensions": list(v.dims),
        "shape": list(v.shape),
        "values": v.values.ravel().astype(float).tolist() if v.dtype.kind != "U" else [],
        "labels": v.values.ravel().tolist() if v.dtype.kind == "U" else [],
    }


groups = {
    name: {str(k): variable(v) for k, v in group.to_dataset().variables.items()}
    for name, group in tree.children.items()
}
posterior = tree["posterior"].to_dataset()
kinds = {
    "rHat": arviz_stats.rhat(posterior),
    "bulkSize": arviz_stats.ess(posterior, method="bulk"),
    "tailSize": arviz_stats.ess(posterior, method="tail", prob=(0.05, 0.95)),
    "meanError": arviz_stats.mcse(posterior, method="mean"),
}
# of independent draws, so that no other number comes in
loo = arviz_stats.loo(tree, reff=1.0, pointwise=True)
print(
    json.dumps(
        {
            "groups": groups,
            "loo": {
                "elpd": loo.elpd_i.values.ravel().tolist(),
                "k": loo.pareto_k.values.ravel().tolist(),
            },
            "diagnostics": {
                kind: {str(k): np.atleast_1d(v.values).ravel().tolist() for k, v in d.items()}
                for kind, d in kinds.items()
            },
        }
    )
)
