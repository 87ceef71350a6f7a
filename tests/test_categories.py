"""Words of a column that are one: folded over all files, proposed where only a guess would merge them."""

import pytest

from lib.intake.mapping_file import from_toml, to_toml
from lib.model.errors import IntakeError
from lib.model.statuses import is_counted
from tests.shops import ask, files_of, imported, one

HEAD = "event_id,user_id,timestamp,event,channel,country\n"


def events(*channels, start=1):
    rows = (f"{at},u{at},2026-03-01 10:00:00,view_item,{one},DE\n" for at, one in enumerate(channels, start))
    return HEAD + "".join(rows)


def channels():
    found = ask("SELECT channel, count(*) AS n FROM events WHERE origin = 'file' GROUP BY 1 ORDER BY 1")
    return {row["channel"]: row["n"] for row in found}


def test_case_blanks_and_hyphens_are_folded_over_all_files_to_the_most_frequent_word(tmp_path):
    spend = "day,source,channel,cost\n2026-03-01,Google Ads,E-Mail,3.00\n2026-03-02,google_ads,email,3.00\n"
    manifest = imported(tmp_path, events=events("email", "Email ", "e-mail", "E MAIL", "web"), ad_spend=spend)
    assert channels() == {"email": 4, "web": 1}
    assert {row["channel"] for row in ask("SELECT channel FROM spend")} == {"email"}
    assert {row["source"] for row in ask("SELECT source FROM spend")} == {"google ads"}
    merged = {(one["from"], one["to"], one["rows"]) for one in manifest.report["categories"]}
    assert merged == {("e-mail", "email", 2), ("e mail", "email", 1), ("google_ads", "google ads", 1)}
    said = "channel: 'e-mail' (2), 'e mail' (1) became 'email', the same but for case, blanks or hyphens"
    assert said in manifest.report["warnings"]


def test_countries_keep_the_spelling_that_most_rows_have(tmp_path):
    text = events("web", "web", "web").replace("DE\n", "de\n", 1)
    imported(tmp_path, events=text)
    assert one("SELECT list(DISTINCT country)::VARCHAR FROM events") == "[DE]"


def test_a_misspelling_is_only_proposed_with_the_lines_that_merge_it(tmp_path):
    text = events(*["email"] * 20, "emial", *["campaign 1"] * 20, "campaign 2", *["app"] * 20, "apt")
    manifest = imported(tmp_path, events=text)
    assert channels()["emial"] == 1
    [said] = [one for one in manifest.report["warnings"] if "looks like" in one]
    assert said.startswith("channel: 'emial' (1 rows) looks like 'email' (20 rows). It was kept apart")
    lines = "\n".join(said.splitlines()[1:])
    merged = imported(tmp_path, events=text, settings={"mapping": from_toml(lines)})
    assert channels()["email"] == 21
    [change] = merged.report["categories"]
    assert change == {
        "column": "channel", "from": "emial", "to": "email", "rows": 1, "why": "as the mapping says",
    }  # fmt: skip


def test_a_mapping_remembers_its_categories_and_refuses_columns_that_are_none():
    text = '[categories.channel]\nemial = "email"\n'
    assert from_toml(to_toml(from_toml(text))).categories == {"channel": {"emial": "email"}}
    with pytest.raises(
        IntakeError, match="no column with categories called 'campaign'.*channel, device, source"
    ):
        from_toml('[categories.campaign]\na = "b"')


STATUSES = {
    "paid": True, "Refunded": True, "partially_refunded": True, "wc-completed": True, "pending": True,
    "versendet": True, "livrée": True, "cancelled": False, "wc-cancelled": False, "Pending payment": False,
    "Storniert": False, "Annulée": False, "cancelado": False, "Fallido": False,
    "annullato": False, "geannuleerd": False, "Não pago": False, "test": False,
    "unpaid": False, "Draft": False,
}  # fmt: skip


def test_statuses_count_or_not_in_the_words_of_many_systems(tmp_path):
    rows = "".join(f"{at},ann,2026-03-01,1.00,{word}\n" for at, word in enumerate(STATUSES))
    imported(tmp_path, orders="order_id,user_id,order_date,total,status\n" + rows)
    found = ask("SELECT status, counted FROM order_facts")
    assert {row["status"]: bool(row["counted"]) for row in found} == STATUSES
    assert {word: is_counted(word) for word in STATUSES} == STATUSES
    assert not is_counted("pending_payment")


def test_the_report_lists_the_statuses_with_their_counts_and_the_rule(tmp_path):
    text = (
        "order_id,user_id,order_date,total,status\n1,ann,2026-03-01,5.00,paid\n2,ann,2026-03-01,5.00,paid\n"
        "3,bob,2026-03-01,5.00,refunded\n4,bob,2026-03-01,5.00,storniert\n"
    )
    manifest = imported(tmp_path, orders=text)
    [note] = [note for note in files_of(manifest)["orders.csv"]["notes"] if note.startswith("status:")]
    assert note.startswith(
        "status: paid 2, refunded 1 count as orders; storniert 1 do not (cancelled, failed, test"
    )
    mapping = from_toml('[categories.status]\nrefunded = "cancelled"')
    imported(tmp_path, orders=text, settings={"mapping": mapping})
    assert one("SELECT count(*) FROM order_facts WHERE counted") == 2
