"""The sample shop as dataset `sample`: its files through the ordinary import, with its zone and targets."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path

from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml
from lib.intake.taking import Progress, quiet
from lib.model.manifest import Manifest
from lib.store.targets import set_targets

NAME = "sample"
SHOP = Path(__file__).resolve().parents[2] / "sample_data"


def small_files() -> list[Path]:
    """The files of the small shop that ships."""
    return sorted((SHOP / "small").glob("*.csv.gz"))


def publish_sample(
    files: Sequence[Path], *, progress: Progress = quiet, stop: threading.Event | None = None
) -> Manifest:
    """Import the files of a sample shop, the small one or a generated one, and mark them as invented."""
    mapping = from_toml((SHOP / "mapping.toml").read_text(encoding="utf-8"))
    manifest = import_files(files, NAME, mapping=mapping, progress=progress, stop=stop, sample=True)
    set_targets(NAME, json.loads((SHOP / "targets.json").read_text(encoding="utf-8")))
    return manifest
