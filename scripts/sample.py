"""Make the full sample shop once and publish it as dataset `sample`: what `make run` opens on."""

import sys
import tempfile
from pathlib import Path

from lib.intake.sample import NAME, publish_sample
from lib.model.manifest import LAYOUT
from lib.store import catalog
from sample_data.generate import generate

#: The full shop: enough customers for the planted change to be seen.
CUSTOMERS = 60_000
#: A sample with fewer events is the small one, shown until the full one was made.
FULL = 500_000


def main() -> None:
    """Generate, import and publish, unless the full sample is there already."""
    if NAME in catalog.names() and _is_full():
        return
    print(f"Making the sample shop ({CUSTOMERS:,} customers, 18 months); this happens once.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        shop = generate(Path(folder), customers=CUSTOMERS)
        publish_sample(sorted(shop.glob("*.csv")), progress=_say)


def _is_full() -> bool:
    """Whether the full shop is published in the layout of this version of the app."""
    kept = catalog.current(NAME)
    return kept.layout == LAYOUT and kept.tables["events"] > FULL


def _say(what: str, share: float) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{share:4.0%} {what}", end="" if share < 1 else "\n", flush=True)


if __name__ == "__main__":
    main()
