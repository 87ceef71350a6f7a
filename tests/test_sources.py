"""Files, folders, patterns, addresses and tables: what a source leads to, and what allows it."""

import pytest

from lib.intake.allowed import Allowed
from lib.intake.sources import gather, print_of
from lib.model.errors import IntakeError
from tests.shops import written


def names(found):
    return [source.name for source in found]


def test_a_folder_is_all_its_finished_files_by_name(tmp_path):
    written(tmp_path, orders="a", events="b")
    written(tmp_path / "archive", old="c")
    for name in (".DS_Store", "more.csv.part", "~$book.xlsx"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert names(gather([str(tmp_path)], tmp_path, Allowed())) == ["events.csv", "orders.csv"]


def test_a_pattern_is_the_files_that_fit(tmp_path):
    written(tmp_path, orders_1="a", orders_2="b", events="c")
    found = gather([f"{tmp_path}/orders_*.csv", f"{tmp_path}/events.csv"], tmp_path, Allowed())
    assert names(found) == ["orders_1.csv", "orders_2.csv", "events.csv"]


def test_a_source_without_files_says_what_to_do(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(IntakeError, match="Put the exports into it"):
        gather([str(tmp_path / "empty")], tmp_path, Allowed())
    with pytest.raises(IntakeError, match="Check the path"):
        gather([f"{tmp_path}/*.xlsx"], tmp_path, Allowed())


def test_a_table_is_copied_under_its_name_from_the_database_that_the_owner_named(tmp_path, monkeypatch):
    asked = []

    def copy(address, table, target):
        asked.append((address, table))
        target.write_text("order_id\n1\n", encoding="utf-8")

    monkeypatch.setattr("lib.intake.sources.copy_table", copy)
    allowed = Allowed(databases={"shop": "postgresql://secret"})
    [found] = gather(["postgresql:Shop/public.orders"], tmp_path, allowed)
    assert (found.name, found.path.read_text(encoding="utf-8")) == ("public.orders.csv", "order_id\n1\n")
    assert asked == [("postgresql://secret", "public.orders")]


def test_a_query_is_read_from_its_file(tmp_path, monkeypatch):
    query = tmp_path / "paid.sql"
    query.write_text("SELECT 1", encoding="utf-8")
    monkeypatch.setattr("lib.intake.sources.copy_query", lambda _, text, target: target.write_text(text))
    allowed = Allowed(databases={"shop": "postgresql://secret"})
    [found] = gather([f"postgresql:shop/@{query}"], tmp_path, allowed)
    assert (found.name, found.path.read_text(encoding="utf-8")) == ("paid.csv", "SELECT 1")


@pytest.mark.parametrize(
    ("word", "mend"),
    [
        ("postgresql:other/orders", "Choose one of: shop"),
        ("postgresql:shop", "Write postgresql:NAME/schema.table"),
        ("postgresql:shop/@nowhere.sql", "Check the path behind the @"),
        ("postgresql:shop/a.b.c", "Write schema.table"),
        ("https://files.example.com/a.csv", "allow_urls = true"),
    ],
)
def test_a_source_that_leads_nowhere_says_what_to_write_and_no_secret(tmp_path, word, mend):
    with pytest.raises(Exception, match=mend) as refused:
        gather([word], tmp_path, Allowed(databases={"shop": "postgresql://secret"}))
    assert "secret" not in str(refused.value).replace("secrets.toml", "")


def test_the_print_of_sources_changes_with_what_they_hold_and_how_they_are_called(tmp_path):
    first = print_of(gather(map(str, written(tmp_path / "1", orders="a")), tmp_path, Allowed()))
    assert print_of(gather(map(str, written(tmp_path / "2", orders="a")), tmp_path, Allowed())) == first
    assert print_of(gather(map(str, written(tmp_path / "3", orders="b")), tmp_path, Allowed())) != first
    assert print_of(gather(map(str, written(tmp_path / "4", other="a")), tmp_path, Allowed())) != first


SECRETS = """
[auth]
client_secret = "x"
[sources]
allow_urls = true
allowed_hosts = ["Files.example.com"]
[sources.postgresql]
Shop = "postgresql://from-the-file"
"""


def secrets(folder, text):
    path = folder / "secrets.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_is_allowed_until_the_owner_says_so(tmp_path):
    assert Allowed.read(tmp_path / "secrets.toml", {}) == Allowed()
    assert Allowed.read(secrets(tmp_path, "[auth]\ncookie_secret = 'x'\n"), {}) == Allowed()
    # only a real true is one
    assert not Allowed.read(secrets(tmp_path, '[sources]\nallow_urls = "no"\n'), {}).urls


def test_the_secrets_file_allows_and_the_environment_stands_over_it(tmp_path):
    path = secrets(tmp_path, SECRETS)
    found = Allowed.read(path, {})
    assert (found.urls, found.hosts, found.database("shop")) == (
        True,
        ("files.example.com",),
        "postgresql://from-the-file",
    )
    over = {
        "THROUGHLINE_ALLOW_URLS": "0",
        "THROUGHLINE_ALLOWED_HOSTS": "a.example, *.b.example",
        "THROUGHLINE_POSTGRESQL_SHOP": "postgresql://from-the-environment",
    }
    found = Allowed.read(path, over)
    assert (found.urls, found.hosts) == (False, ("a.example", "*.b.example"))
    assert found.database("SHOP") == "postgresql://from-the-environment"


def test_no_secret_is_shown_by_accident(tmp_path):
    assert "from-the-file" not in repr(Allowed.read(secrets(tmp_path, SECRETS), {}))
    with pytest.raises(IntakeError, match="no valid TOML") as refused:
        Allowed.read(secrets(tmp_path, '[sources.postgresql]\nshop = "postgresql://hidden'), {})
    assert "hidden" not in str(refused.value)
