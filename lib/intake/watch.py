"""A folder that is looked at again and again: what was put there and lies still is added to a dataset."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lib.intake.importing import import_files
from lib.intake.sources import is_finished
from lib.intake.taking import NothingNewError
from lib.model.errors import IntakeError, StoreError, ThroughlineError
from lib.model.manifest import Manifest
from lib.model.mapping import Mapping
from lib.store import catalog
from lib.store.draft import Stopped

#: Files taken at one look; the rest waits for the next.
MOST_FILES = 500
#: Size and time of change: while they stay, a file is the same and nobody writes it.
Look = dict[Path, tuple[int, int]]


@dataclass(slots=True)
class Watch:
    """What is known of a watched folder.

    A file is taken once it looks the same at two looks in a row, and again only when it changes; one that
    could not be taken is told and left alone until then. What was taken before a restart is found again by
    its content and adds nothing.
    """

    folder: Path
    name: str
    mapping: Mapping | None = None
    last: Look = field(default_factory=dict)
    done: Look = field(default_factory=dict)

    def look(self) -> list[Path]:
        """The files that lie still and are new or changed, by name."""
        if not self.folder.is_dir():
            raise IntakeError(f"There is no folder {self.folder}.", "Check the path, or make the folder.")
        now = dict(sorted(_seen(self.folder)))
        still = [path for path, state in now.items() if self.last.get(path) == state != self.done.get(path)]
        self.last = now
        self.done = {path: state for path, state in self.done.items() if path in now}
        return still[:MOST_FILES]

    def take(self, paths: Sequence[Path], stop: threading.Event) -> Manifest | None:
        """Add files to the dataset, or make it of them; None where nothing in them is new.

        Raises IntakeError where none of them could be taken: they are not tried again until they change.
        Where somebody else is publishing (StoreError), and where `stop` is set, they are.
        """
        states = {path: self.last[path] for path in paths}
        try:
            exists = self.name in catalog.names()
            manifest = import_files(
                paths, self.name, append=exists, mapping=self.mapping, stop=stop, created_by="watch"
            )
        except NothingNewError:
            manifest = None
        except (StoreError, Stopped):
            raise
        except IntakeError:
            self.done |= states
            raise
        self.done |= states
        return manifest


def _seen(folder: Path) -> list[tuple[Path, tuple[int, int]]]:
    found = []
    for path in folder.iterdir():
        try:
            if path.is_file() and is_finished(path):
                state = path.stat()
                found.append((path, (state.st_size, state.st_mtime_ns)))
        except FileNotFoundError:
            continue  # it was taken away between the two questions
    return found


def watch(
    watched: Watch,
    every: float,
    tell: Callable[[Manifest | ThroughlineError | None, Sequence[Path]], None],
    stop: threading.Event,
    *,
    once: bool = False,
) -> None:
    """Look at a folder every so many seconds until `stop` is set; `once`: until what lies there is taken.

    `tell` hears of every drop: its manifest, its error, or None where nothing in it was new.
    """
    watched.look()
    while not stop.wait(every):
        paths = watched.look()
        if paths:
            try:
                tell(watched.take(paths, stop), paths)
            except Stopped:
                return
            except ThroughlineError as error:
                tell(error, paths)
        if once and not paths:
            return
