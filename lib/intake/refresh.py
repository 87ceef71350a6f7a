"""Read the sources of a dataset again, and publish where something is new."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lib.intake.allowed import Allowed
from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml
from lib.intake.recipe import Recipe, whole_paths
from lib.intake.sources import Source, gather, print_of
from lib.intake.taking import NothingNewError, Progress, quiet
from lib.model.manifest import Manifest
from lib.store import catalog


def import_sources(
    words: Sequence[str],
    name: str,
    allowed: Allowed,
    *,
    append: bool = False,
    kind: str = "",
    mapping: str = "",
    remember: bool = False,
    progress: Progress = quiet,
) -> Manifest:
    """Import what `words` name (see `lib.intake.sources`) as dataset `name`; errors as for `import_files`.

    `mapping` is the text of a mapping file. With `remember`, `refresh` reads the same again later.
    """
    recipe = Recipe(whole_paths(words), append, kind, mapping)
    with _scratch() as scratch:
        found = gather(words, Path(scratch), allowed)
        manifest = _take(found, name, recipe, progress)
        held = print_of(found) if remember else ""
    if remember:
        replace(recipe, held=held).keep(name)
    return manifest


def refresh(name: str, allowed: Allowed, progress: Progress = quiet) -> Manifest | None:
    """Read the remembered sources of `name` again; None where they hold nothing new.

    A dataset that was imported is made anew from all its sources, one that was added to is added to. Nothing
    is published where the sources hold what they held, or where every row was there already.
    """
    recipe, before = Recipe.of(name), catalog.current(name)
    with _scratch() as scratch:
        found = gather(recipe.sources, Path(scratch), allowed)
        held = print_of(found)
        if held == recipe.held:
            return None
        try:
            after = _take(found, name, recipe, progress)
        except NothingNewError:
            after = before
    replace(recipe, held=held).keep(name)
    return None if after.version == before.version else after


def _scratch() -> tempfile.TemporaryDirectory[str]:
    """Where copies of what lies elsewhere wait for their import."""
    return tempfile.TemporaryDirectory(prefix="throughline-sources-")


def _take(found: Sequence[Source], name: str, recipe: Recipe, progress: Progress) -> Manifest:
    return import_files(
        [source.path for source in found],
        name,
        names=[source.name for source in found],
        append=recipe.append,
        kind=recipe.kind or None,
        mapping=from_toml(recipe.mapping) if recipe.mapping else None,
        progress=progress,
    )
