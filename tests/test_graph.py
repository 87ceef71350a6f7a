"""Where ids lead: persons by what reaches them, devices to persons, nobody by accident."""

from hypothesis import given
from hypothesis import strategies as st

from lib.intake.graph import Link, follow
from lib.model.identity import MOST_AT_ADDRESS, MOST_SHARED, RULES, rules_on

ANN, BOB = "p_" + "a" * 20, "p_" + "b" * 20
PHONE = "t_" + "1" * 20


def found(*links: str, strictness="default"):
    """Where ids lead: links are written `one > other by rule`, the earliest first."""
    given = []
    for link in links:
        pair, _, rule = link.partition(" by ")
        given.append(Link(*pair.split(" > "), rule or "login"))
    return follow(given, rules_on(strictness))


def test_chains_are_followed_to_their_end():
    assert found("a > b", "b > c", "x > b").ends == {"a": "c", "b": "c", "x": "c"}


def test_circles_end_in_their_least_id():
    assert found("b > a", "a > c", "c > b", "x > c").ends == {"b": "a", "c": "a", "x": "a"}


def test_two_customers_behind_one_device_are_not_made_one():
    assert found("tablet > ann", "tablet > bob").ends == {"tablet": "ann"}


def test_ids_of_two_systems_with_one_address_are_one_customer():
    joined = found(f"{ANN} > shop 1 by e-mail", f"{ANN} > desk 9 by e-mail", "laptop > desk 9")
    assert joined.ends == {ANN: "shop 1", "desk 9": "shop 1", "laptop": "shop 1"}
    assert joined.rules == {ANN: "e-mail", "desk 9": "e-mail", "laptop": "login"}


def test_two_addresses_of_one_customer_join_through_the_customer():
    joined = found(f"{ANN} > c1 by e-mail", f"{BOB} > c1 by e-mail", f"{BOB} > c2 by e-mail")
    assert joined.ends == {ANN: "c1", BOB: "c1", "c2": "c1"}


def test_a_person_is_called_by_an_id_that_orders_or_customers_know():
    desk = Link(ANN, "desk 9", "e-mail", strange=True)
    assert follow([desk, Link(ANN, "c1", "e-mail")], {"e-mail"}).ends == {ANN: "c1", "desk 9": "c1"}


def test_a_login_stands_before_an_order_number_whichever_came_first():
    assert found("v > c7 by order number", "v > c1").ends == {"v": "c1"}


def test_an_order_number_makes_no_two_customers_one():
    joined = found(f"{ANN} > c1 by e-mail", f"{BOB} > c2 by e-mail", f"{ANN} > c2 by order number")
    assert joined.ends == {ANN: "c1", BOB: "c2"}


def test_an_address_that_only_an_order_knows_leads_to_its_customer():
    assert found(f"{ANN} > c1 by order number").ends == {ANN: "c1"}


def test_a_device_of_many_leads_nowhere_and_loosely_to_the_first():
    links = [f"kiosk > c{n}" for n in range(MOST_SHARED + 1)]
    assert found(*links).ends == {}
    assert found(*links).shared == {"kiosk"}
    assert found(*links, strictness="loose").ends == {"kiosk": "c0"}
    assert found(*links[:-1]).ends == {"kiosk": "c0"}


def test_one_person_with_several_ids_on_a_device_is_not_many():
    ids = [f"{ANN} > c{n} by e-mail" for n in range(MOST_SHARED + 1)]
    joined = found(*ids, *(f"phone > c{n}" for n in range(MOST_SHARED + 1)))
    assert joined.shared == set()
    assert joined.ends["phone"] == "c0"


def test_the_shop_s_own_address_joins_nobody():
    links = [f"{ANN} > c{n:02} by e-mail" for n in range(MOST_AT_ADDRESS + 1)]
    assert found(*links).ends == {}
    assert found(*links).crowds == {ANN}
    assert len(found(*links[:-1]).ends) == MOST_AT_ADDRESS


def test_a_phone_joins_only_loosely():
    links = [f"{PHONE} > c1 by phone", f"{PHONE} > c2 by phone"]
    assert found(*links).ends == {}
    assert found(*links, strictness="loose").ends == {PHONE: "c1", "c2": "c1"}


def test_strictly_only_tables_of_links_and_logins_count():
    links = (f"{ANN} > c1 by e-mail", "v > c1 by order number", "w > c1 by login", "x > c1 by link table")
    assert found(*links, strictness="strict").ends == {"w": "c1", "x": "c1"}


def test_every_strictness_holds_the_rules_of_those_before_it():
    assert rules_on("strict") < rules_on("default") < rules_on("loose") == {rule.name for rule in RULES}
    assert rules_on("default", {"e-mail": False, "phone": True}) == {
        "link table", "login", "order number", "phone",
    }  # fmt: skip


devices, people, mails = (st.sampled_from([f"{kind}{n:021}" for n in range(6)]) for kind in "vcp")
mails = mails.map(lambda one: f"p_{one[2:]}")
anything = st.lists(
    st.one_of(
        st.builds(Link, devices, people, st.sampled_from(["login", "link table", "order number"])),
        st.builds(Link, devices, mails, st.just("order number")),
        st.builds(Link, mails, people, st.sampled_from(["e-mail", "order number"])),
    ),
    max_size=30,
)


@given(anything)
def test_two_customers_are_one_only_where_a_chain_of_shared_addresses_says_so(links):
    ends = follow(links, rules_on("default")).ends
    groups = {one: {one} for link in links for one in (link.one, link.other)}
    for link in links:
        if link.rule == "e-mail":
            whole = groups[link.one] | groups[link.other]
            groups |= dict.fromkeys(whole, whole)
    for one in (one for one in ends if one.startswith("c")):
        assert ends[one] in groups[one]


@given(anything)
def test_where_ids_lead_is_an_end_and_the_same_each_time(links):
    ends = follow(links, rules_on("loose")).ends
    assert not set(ends.values()) & set(ends)
    assert follow(links, rules_on("loose")).ends == ends
