"""Make the small shop that ships: `python -m sample_data.ship`. Tests hold that this gives what lies here."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sample_data.generate import generate
from sample_data.write import pack

SMALL = Path(__file__).resolve().parent / "small"
CUSTOMERS = 1_500


def ship(out: Path = SMALL) -> Path:
    """Generate the small shop and pack it into `out`."""
    with TemporaryDirectory() as folder:
        pack(generate(Path(folder), customers=CUSTOMERS), out)
    return out


if __name__ == "__main__":
    ship()
