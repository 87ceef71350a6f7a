"""Make the full sample shop once and publish it as dataset `sample`: what `make run` opens on."""

import json
import sys
import tempfile
from pathlib import Path

from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml
from lib.store import catalog
from lib.store.targets import set_targets
from sample_data.generate import generate

NAME = "sample"
SHOP = Path(__file__).resolve().parents[1] / "sample_data"
#: The full shop: enough customers for the planted change to be seen.
CUSTOMERS = 60_000


def main() -> None:
    """Generate, import and publish, unless the full sample is there already."""
    if NAME in catalog.names() and catalog.current(NAME).tables["events"] > 500_000:
        return
    print("Making the sample shop (60,000 customers, 18 months); this happens once.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        shop = generate(Path(folder), customers=CUSTOMERS)
        files = sorted(path for path in shop.iterdir() if path.suffix != ".json" and path.suffix != ".toml")
        mapping = from_toml((SHOP / "mapping.toml").read_text(encoding="utf-8"))
        import_files(files, NAME, mapping=mapping, progress=_say, sample=True)
    set_targets(NAME, json.loads((SHOP / "targets.json").read_text(encoding="utf-8")))


def _say(what: str, share: float) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{share:4.0%} {what}", end="" if share < 1 else "\n", flush=True)


if __name__ == "__main__":
    main()
