"""Import a generated shop and time what pages ask, each as a multiple of reading three columns once."""

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench import ingest
from lib.analysis.flow import FAST, SQL, flow
from lib.analysis.kpis import kpis
from lib.analysis.pictures.flow import picture
from lib.analysis.satisfaction import satisfaction
from lib.model.filters import Filters
from lib.model.flow_view import NO_PICK, FlowView
from lib.store import catalog
from lib.store.store import Store

LIMIT = Path(__file__).with_name("limit.sql")
#: Questions are asked this often after the first time; the median counts.
TIMES = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of the first time, and of the median of the others."""

    first: float
    median: float


def run(events: int) -> None:
    """Print the timings of a shop of about `events` events; everything it made is removed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["THROUGHLINE_HOME"] = str(Path(folder) / "home")
        started = time.perf_counter()
        files = _shop(Path(folder) / "shop", events)
        csv = Path(folder) / "shop" / "web_events.csv"
        _say("generated", time.perf_counter() - started)
        size = sum(file.stat().st_size for file in files) / 1e6
        bare, stages = ingest.limit(csv), ingest.Stages()
        seconds = timed(lambda: _import(files, stages))
        store = catalog.open_store("bench")
        n = store.manifest.tables["events"]
        _say(f"imported {n:,} events from {size:,.0f} MB ({seconds / n * 1e6:.2f} µs each)", seconds)
        ingest.report(stages, bare, n)
        ingest.peers(csv, bare)
        _ask(store)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process {peak:,.0f} MB")


def _shop(folder: Path, events: int) -> list[Path]:
    from sample_data.generate import generate

    shop = generate(folder, events=events)
    ingest.as_csv(shop)
    return sorted(path for path in shop.iterdir() if path.suffix != ".json")


def _import(files: list[Path], stages: ingest.Stages) -> None:
    from lib.intake.importing import import_files

    stages.began = time.perf_counter()
    import_files(files, "bench", progress=stages.see)


def _ask(store: Store) -> None:
    limit = measured(lambda: store.query(LIMIT))
    print(f"{'question':44} {'first s':>9} {'median s':>9} {'x limit':>8}")
    _row("limit: three columns read once", limit, limit)
    for name, ask in _questions(store).items():
        _row(name, measured(ask), limit)


def _questions(store: Store) -> dict[str, Callable[[], object]]:
    everybody, mobile = Filters(), Filters(device=("mobile",), since=date(2026, 1, 1))
    anchored = {**FlowView(start="cart").values(), **everybody.values("UTC"), **NO_PICK}
    plain = {**FlowView().values(), **everybody.values("UTC"), **NO_PICK}
    return {
        "flow from the start": lambda: flow(store, everybody),
        "flow, mobile since January": lambda: flow(store, mobile),
        "flow after the first cart": lambda: flow(store, everybody, start="cart"),
        "flow from the start, definition": lambda: store.query(SQL, **plain),
        "flow after the first cart, definition": lambda: store.query(SQL, **anchored),
        "flow after the first cart, twin": lambda: store.query(FAST, **anchored),
        "whole flow picture with satisfaction": lambda: picture(
            store, everybody, view=FlowView(), metric="csat"
        ),
        "all KPIs by month": lambda: kpis(store, everybody),
        "satisfaction by touchpoint and channel": lambda: satisfaction(store, everybody),
    }


def measured(ask: Callable[[], object]) -> Timing:
    """Ask once, then several times."""
    first = timed(ask)
    return Timing(first, statistics.median(timed(ask) for _ in range(TIMES)))


def timed(ask: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started


def _row(name: str, timing: Timing, limit: Timing) -> None:
    print(f"{name:44} {timing.first:9.3f} {timing.median:9.4f} {timing.median / limit.median:8.2f}")


def _say(what: str, seconds: float) -> None:
    print(f"{what}: {seconds:.1f} s", flush=True)
