"""One question per file: a function that takes the store and returns a tidy frame."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd


def analyses() -> dict[str, Callable[..., pd.DataFrame]]:
    """Every analysis by its stem: the function that has its file's name."""
    stems = sorted(module.name for module in iter_modules(__path__) if not module.ispkg)
    return {stem: getattr(import_module(f"{__name__}.{stem}"), stem) for stem in stems}
