"""The one registry of pages, read by launcher, shell, tests and documentation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: the stem of its file, and the least role that may open it."""

    stem: str
    title: str
    icon: str
    section: str
    role: str = "viewer"


MENU: tuple[Entry, ...] = (
    Entry("overview", "Overview", ":material/home:", ""),
    Entry("flow", "Flow", ":material/route:", "Explore"),
    Entry("funnel", "Funnel", ":material/filter_alt:", "Explore"),
    Entry("order", "Stage order", ":material/swap_calls:", "Explore"),
    Entry("routes", "Routes", ":material/alt_route:", "Explore"),
    Entry("journey_map", "Journey map", ":material/map:", "Experience"),
    Entry("satisfaction", "Satisfaction", ":material/sentiment_satisfied:", "Experience"),
    Entry("voice", "Voice", ":material/forum:", "Experience"),
    Entry("promise", "Promise", ":material/local_shipping:", "Experience"),
    Entry("drivers", "Drivers", ":material/grain:", "Experience"),
    Entry("kpis", "KPIs", ":material/monitoring:", "Measure"),
    Entry("roi", "ROI", ":material/savings:", "Measure"),
    Entry("data", "Data", ":material/database:", "Manage", "analyst"),
)
HOME: str = MENU[0].stem
STEMS: frozenset[str] = frozenset(entry.stem for entry in MENU)


def entry(stem: str) -> Entry:
    """The menu line of a page; KeyError if there is none."""
    return {one.stem: one for one in MENU}[stem]
