"""The targets that a shop sets itself, kept beside its dataset; they outlive versions, none is made up."""

import json
import os

from lib.model.errors import QuestionError
from lib.model.metrics import METRICS
from lib.store.catalog import folder


def targets(name: str) -> dict[str, float]:
    """The targets of dataset `name` by metric id; empty where none was set."""
    path = folder(name) / "targets.json"
    if not path.is_file():
        return {}
    given = json.loads(path.read_text(encoding="utf-8"))
    return {metric: float(value) for metric, value in given.items() if metric in METRICS}


def set_targets(name: str, given: dict[str, float]) -> None:
    """Replace the targets of a dataset; QuestionError names the metrics where one is unknown."""
    for metric in given:
        if metric not in METRICS:
            raise QuestionError.unknown("metric", metric, METRICS)
    place = folder(name)
    draft = place / f"targets.{os.getpid()}.part"
    draft.write_text(json.dumps(given, indent=1), encoding="utf-8")
    draft.replace(place / "targets.json")
