"""What all tests share; the only place that knows where the optional shared test data lies."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lib.intake.sample import publish_sample
from lib.store import catalog
from lib.store.store import Store
from sample_data.generate import generate

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("THROUGHLINE_TEST_DATA", ROOT.parent / "shared" / "data"))

settings.register_profile(
    "throughline",
    max_examples=50,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("throughline")


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """A folder of real files made by others; the test skips where it is not there."""

    def folder(name: str) -> Path:
        if not (SHARED / name).is_dir():
            pytest.skip(f"the optional test data {name} is not on this machine")
        return SHARED / name

    return folder


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The sample shop with enough customers that what was planted in it is told from chance; made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("planted")))
        made = generate(tmp_path_factory.mktemp("made"), customers=12_000)
        publish_sample(sorted(made.glob("*.csv")))
        return catalog.open_store("sample")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has datasets of its own."""
    monkeypatch.setenv("THROUGHLINE_HOME", str(tmp_path / "home"))
