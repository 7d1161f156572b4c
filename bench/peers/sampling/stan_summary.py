"""Stan from source to a printed summary: stan_summary.py FOLDER, which farrier emit wrote."""
import sys
from pathlib import Path

import stanli

folder = Path(sys.argv[1])
model = stanli.Model(stan_file=str(folder / "model.stan"), data=str(folder / "data.json"))
print(model.sample(chains=4, seed=1, warmup=1000, samples=1000, refresh=0).summary())
