"""Survey tools: Qualtrics, SurveyMonkey, Typeform, Delighted, Microsoft Forms; a column for each question."""

import re
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from lib.intake.recognise import known, output, plain, shares
from lib.intake.recognisers.addresses import addresses
from lib.intake.recognisers.questions import asked
from lib.intake.recognisers.words import ORDER
from lib.model.mapping import Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Qualtrics, SurveyMonkey, Typeform and Microsoft Forms": "answers, one for each question with scores",
    "Delighted": "answers, by the type of the survey",
}
DELIGHTED = ("Person Email", "Score", "Comment", "Survey Type", "Created At")


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: the columns that tell its export, where id, time and person are, and what is no question."""

    name: str
    sure: tuple[str, ...]
    id: tuple[str, ...]
    when: tuple[str, ...]
    who: tuple[str, ...]
    aside: tuple[str, ...] = ()
    #: Answers that nobody gave.
    tests: tuple[SetAside, ...] = ()


PREVIEW = "a preview or a test of the survey, or spam: no customer answered"
ZONE = re.compile(r'"timeZone":\s*"([^"]+)"')
TOOLS = (
    Tool(
        "Qualtrics",
        ("ResponseId", "RecordedDate", "StartDate", "EndDate"),
        ("ResponseId",),
        ("RecordedDate", "EndDate"),
        ("ExternalReference", "ExternalDataReference", "RecipientEmail", "customer_id", "email"),
        (
            "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecipientLastName",
            "RecipientFirstName", "LocationLatitude", "LocationLongitude", "DistributionChannel",
            "UserLanguage",
        ),
        # with labels or with numbers
        (
            SetAside("Status", ("survey preview", "survey test", "spam", "1", "2", "8", "9", "12"), PREVIEW),
            SetAside("DistributionChannel", ("preview", "test"), PREVIEW),
        ),
    ),
    Tool(
        "SurveyMonkey",
        ("Respondent ID", "Collector ID", "Start Date", "End Date"),
        ("Respondent ID",),
        ("End Date", "Start Date"),
        ("Custom Data 1", "Email Address"),
        ("IP Address", "First Name", "Last Name"),
    ),
    Tool(
        "Typeform",
        ("Submit Date (UTC)", "Network ID"),
        ("#", "Response ID", "Token"),
        ("Submit Date (UTC)",),
        ("customer_id", "user_id", "email"),
        ("Start Date (UTC)", "Response Type", "Stage Date (UTC)", "Tags", "Ending"),
    ),
    Tool(
        "Microsoft Forms",
        ("ID", "Start time", "Completion time"),
        ("ID",),
        ("Completion time",),
        ("Email",),
        ("Name", "Last modified time", "Language"),
    ),
)  # fmt: skip


def recognise(sheet: Sheet) -> SheetMapping | None:
    """The tool whose own columns are there; its other columns are the questions."""
    if shares(sheet, DELIGHTED) == 1:
        return _delighted(sheet)
    tool = next((tool for tool in TOOLS if shares(sheet, tool.sure) == 1), None)
    if tool is None:
        return None
    named = {plain(column): column for column in reversed(sheet.columns)}
    own = {plain(c) for c in (*tool.sure, *tool.id, *tool.when, *tool.who, *tool.aside)}
    beside = _beside(named)
    aside = own | {plain(take.column or "") for take in beside}
    questions = [c for name, c in named.items() if name not in aside and not name.endswith("_nps_group")]
    takes = [*_takes(tool, named), *beside]
    found = asked(sheet, questions[::-1], takes)
    links = addresses(sheet, Output("feedback", tuple(takes))) if found.outputs else ()
    return SheetMapping(
        recognised=f"{tool.name} answers",
        outputs=(*found.outputs, *links),
        confidence=0.95 if found.outputs else 0.5,
        reason=f"{len(tool.sure)} of {len(tool.sure)} columns of {tool.name}"
        + ("" if found.outputs else f": {found.questions[0]}"),
        notes=found.notes,
        questions=found.questions,
        asides=tuple(
            replace(one, column=named[plain(one.column)]) for one in tool.tests if plain(one.column) in named
        ),
        time_zone=_zone(sheet),
    )


def _takes(tool: Tool, named: dict[str, str]) -> list[Take]:
    """Who answered and when; of several columns those that are there, the first filled cell counts."""
    return [
        Take(to, named[plain(column)])
        for to, columns in (("feedback_id", tool.id[:1]), ("given_at", tool.when), ("customer_id", tool.who))
        for column in columns
        if plain(column) in named
    ]


def _beside(named: dict[str, str]) -> list[Take]:
    """What the shop sent along with the invitation: the order, where it happened."""
    wanted = {"order_id": ORDER, "touchpoint": ("touchpoint",), "stage": ("stage",), "channel": ("channel",)}
    found = {to: next((named[w] for w in words if w in named), None) for to, words in wanted.items()}
    return [Take(to, column) for to, column in found.items() if column]


def _zone(sheet: Sheet) -> str:
    """The zone of the times, as Qualtrics writes it into the third line of its header."""
    said = {found[1] for label in sheet.labels if (found := ZONE.search(label))}
    return said.pop() if len(said) == 1 and said <= available_timezones() else ""


def _delighted(sheet: Sheet) -> SheetMapping:
    """A row is one answer; what the shop sent along (its own id, the order) stands behind its columns."""
    made = output(
        "feedback",
        feedback_id=["Response ID", "ID"],
        customer_id=["customer_id", "Person Email", "Person ID"],
        given_at=["Created At", "Updated At"],
        metric="Survey Type",
        score="Score",
        comment="Comment",
        order_id="order_id",
        touchpoint="touchpoint",
        channel="Delighted Source",
    )
    found = known(sheet, "delighted answers", "the Delighted export", DELIGHTED, [made])
    return replace(found, outputs=(*found.outputs, *addresses(sheet, found.outputs[0])))
