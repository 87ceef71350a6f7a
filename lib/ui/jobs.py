"""Work that outlasts a rerun: imports run in a thread of their own, can be watched and stopped.

Only the id of a job is kept with a reader; a reader who leaves and comes back finds the job again.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from lib.model.errors import ThroughlineError
from lib.ui.words import escaped

#: Finished jobs kept for whoever comes back to them.
KEPT = 20


@dataclass(slots=True)
class Job:
    """One piece of work. `told` is the last thing it said, `share` how much of it is done (None: unknown)."""

    id: str
    title: str
    told: str = "Starting"
    share: float | None = None
    result: Any = None
    error: BaseException | None = None
    done: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)

    def tell(self, words: str, share: float | None = None) -> None:
        """Say how far the work is; called from the thread that works."""
        self.told, self.share = words, share

    def stop(self) -> None:
        """Ask the work to end; what was published before stays as it was."""
        self.stopping.set()
        self.told = "Stopping"


Work = Callable[[Job], Any]


class Jobs:
    """All jobs of this server."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, title: str, work: Work) -> Job:
        """Begin `work` in a thread and return at once."""
        job = Job(secrets.token_hex(6), title)
        with self._lock:
            for old in [one for one in self._jobs.values() if one.done][:-KEPT]:
                del self._jobs[old.id]
            self._jobs[job.id] = job
        threading.Thread(target=_run, args=(job, work), name=f"job-{job.id}", daemon=True).start()
        return job

    def get(self, job_id: str | None) -> Job | None:
        """A job by its id; None where it is not known (any more)."""
        return self._jobs.get(job_id or "")

    def running(self, title: str) -> Job | None:
        """The job of this title that is not done, so that nobody begins the same twice."""
        return next((job for job in self._jobs.values() if job.title == title and not job.done), None)


@st.cache_resource
def jobs() -> Jobs:
    """The jobs of this server process."""
    return Jobs()


def _run(job: Job, work: Work) -> None:
    try:
        job.result = work(job)
    except ThroughlineError as error:
        job.error = error
    except BaseException as error:
        job.error = error
        raise  # a bug stays loud: it reaches the log, and the page says that there was one
    finally:
        job.done = True


def explain_end(job: Job) -> None:
    """Say why a job ended without a result; what the reader can mend says how."""
    if isinstance(job.error, ThroughlineError):
        what, mend = escaped(job.error.what), escaped(job.error.mend)
        st.warning(f"{what} **{mend}**", icon=":material/info:")
    else:
        st.error(
            f"{job.title} failed by a fault of the app; its log says more.", icon=":material/bug_report:"
        )


def watch(job: Job, *, key: str) -> None:
    """Show how far a job is, with a button that stops it; the page runs again when it is done."""

    @st.fragment(run_every=0.5)
    def watching() -> None:
        if job.done:
            st.rerun()
        st.progress(job.share or 0.0, text=f"{job.title}: {job.told}")
        st.button("Stop", on_click=job.stop, disabled=job.stopping.is_set(), key=f"{key}_stop")

    watching()
