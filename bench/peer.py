"""Hold the counts of flow and transitions to another tool's, where both mean the same.

`python -m bench.peer PYTHON` asks the interpreter PYTHON, in whose environment retentioneering 5 is installed
(it is no dependency of ours), for its step matrix and its transitions of a generated log, and compares every
count. Both walk whole journeys from their start, without collapsing repeats.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis.flow import flow
from lib.analysis.transitions import transitions
from lib.intake.importing import import_files
from lib.model.filters import Filters
from lib.model.flow_view import LEFT
from lib.store import catalog

STEPS, CUSTOMERS = 10, 3_000
NAMES = (
    "home",
    "site search",
    "product page",
    "product reviews",
    "cart",
    "checkout",
    "payment",
    "order placed",
    "help page",
)
#: Run in the other environment: the log's path is its argument, JSON its answer.
THEIRS = """
import json, sys
import pandas as pd
from retentioneering.eventstream import Eventstream
log = pd.read_csv(sys.argv[1], parse_dates=["timestamp"])
stream = Eventstream(log)
matrix = stream.step_matrix_data(max_steps=int(sys.argv[2]))
paths = log["user_id"].nunique()
steps = [[int(step), str(event), round(float(share) * paths)]
         for step in matrix.columns if int(step) > 0
         for event, share in matrix[step].items() if not str(event).startswith("path_") and share > 0]
graph = stream.transition_graph_data(edge_weight="unique_paths")
moves = [[str(a), str(b), int(n)] for a, row in graph.iterrows() for b, n in row.items()
         if n > 0 and not (str(a) + str(b)).count("path_")]
print(json.dumps({"steps": steps, "moves": moves}))
"""

Counts = dict[tuple[object, ...], int]


def main() -> int:
    """Compare and print; 1 where any count differs."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "log.csv"
        log().to_csv(path, index=False)
        os.environ["THROUGHLINE_HOME"] = str(Path(place) / "home")
        import_files([path], "peer")
        ours, theirs = _ours(), _theirs(sys.argv[1], path)
    differing = [name for name in ours if _differ(name, ours[name], theirs[name])]
    return int(bool(differing))


def log(seed: int = 5) -> pd.DataFrame:
    """A log of random walks, one event a minute: user_id, event, timestamp."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 15, CUSTOMERS)
    who = np.repeat(np.arange(CUSTOMERS), lengths)
    place = np.concatenate([np.arange(n) for n in lengths])
    at = pd.Timestamp("2026-01-05") + pd.to_timedelta(who * 60 + place, unit="min")
    events = np.array(NAMES)[rng.integers(0, len(NAMES), len(who))]
    return pd.DataFrame({"user_id": [f"u{one:05}" for one in who], "event": events, "timestamp": at})


def _ours() -> dict[str, Counts]:
    store = catalog.open_store("peer")
    ribbons = flow(store, Filters(), steps=STEPS + 1, rows=20, collapse=False)
    nodes = ribbons.groupby(["step", "source"])["customers"].sum()
    nodes = nodes[nodes.index.get_level_values("step") <= STEPS]
    moves = transitions(store, Filters(), collapse=False)
    moves = moves[moves["target"] != LEFT]
    return {
        "customers at each step": {tuple(key): int(n) for key, n in nodes.items()},
        "customers of each move": {
            (row.source, row.target): int(row.customers) for row in moves.itertuples()
        },
    }


def _theirs(python: str, path: Path) -> dict[str, Counts]:
    env = {**os.environ, "RETENTIONEERING_NO_TRACK": "1"}
    command = [python, "-c", THEIRS, str(path), str(STEPS)]
    said = json.loads(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout)
    return {
        "customers at each step": {(step, event): n for step, event, n in said["steps"]},
        "customers of each move": {(a, b): n for a, b, n in said["moves"]},
    }


def _differ(
    name: str, ours: Mapping[tuple[object, ...], int], theirs: Mapping[tuple[object, ...], int]
) -> bool:
    """Print how many counts were compared and each that differs."""
    wrong = {
        key: (ours.get(key), theirs.get(key)) for key in {*ours, *theirs} if ours.get(key) != theirs.get(key)
    }
    print(f"{name}: {len(ours)} compared, {len(wrong)} differ")
    for key, (one, other) in sorted(wrong.items(), key=str)[:10]:
        print(f"  {key}: {one} here, {other} there")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
