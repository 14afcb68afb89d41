"""Customers: made, changed, refused, found."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.pages import Filter, PageRequest
from app.domain.rights import SYSTEM, Actor
from app.services import parties, search
from tests.helpers.firm_facts import make_customers, make_firm

SALES = Actor(name="sally", roles=frozenset({"sales"}))


@pytest.fixture
def firm(work):
    make_firm(work)


def find(work, text, *, actor=SALES, limit=12):
    with work.reading(actor=actor) as view:
        return [hit.name for hit in parties.find_customers(view, text, limit)]


def test_a_new_customer_gets_the_next_number_and_the_usual_term(work, firm):
    first, second = make_customers(work, "Adler AG", "Berg KG")
    with work.reading(actor=SYSTEM) as view:
        cards = [parties.read_customer_card(view, id_) for id_ in (first, second)]
    assert [card.customer.number for card in cards] == ["C-000001", "C-000002"]
    assert cards[0].customer.term_id == cards[1].customer.term_id
    assert cards[0].history[0].actor == "system"


def test_a_number_keyed_by_hand_is_passed_over_later(work, firm):
    make_customers(work, "Adler AG", number="C-000002")
    ids = make_customers(work, "Berg KG", "Cobra GmbH")
    with work.reading(actor=SYSTEM) as view:
        numbers = [parties.read_customer(view, id_).number for id_ in ids]
    assert numbers == ["C-000001", "C-000003"]


def test_everything_wrong_with_a_customer_is_told_at_once(work, firm):
    make_customers(work, "Adler AG", number="A1")
    bad = parties.CustomerInput(
        name="",
        number="A1",
        country="QQ",
        email="nobody",
        credit_limit_minor=-1,
        term_id=999,
        discount_ppm=1_010_000,
        language="xx",
        delivery_wish="maybe",
    )
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        parties.create_customer(uow, bad)
    assert {issue.code for issue in refused.value.issues} == {
        "customer.name_missing",
        "customer.number_taken",
        "customer.country_unknown",
        "customer.email_wrong",
        "customer.limit_negative",
        "customer.term_unknown",
        "customer.discount_range",
        "customer.language_unknown",
        "customer.wish_unknown",
    }


def test_an_odd_vat_id_warns_and_is_kept(work, firm):
    data = parties.CustomerInput(name="Adler AG", country="DE", vat_id="de 999 999 999")
    with work.begin(actor=SYSTEM) as uow:
        issues = parties.check_customer_input(uow, data)
        id_ = parties.create_customer(uow, data)
        kept = parties.read_customer(uow, id_)
    assert [(issue.code, issue.severity) for issue in issues] == [("customer.vat_id_wrong", "warn")]
    assert kept.vat_id == "DE999999999"


def test_many_customers_are_refused_as_a_whole_and_the_row_is_named(work, firm):
    with pytest.raises(RefusedError) as refused:
        make_customers(work, "Adler AG", " ", "Cobra GmbH")
    assert [issue.where for issue in refused.value.issues] == ["rows/1/name"]
    with work.reading(actor=SYSTEM) as view:
        assert parties.read_customers_page(view, PageRequest()).total == 1  # the counter sale


def test_a_change_is_kept_with_its_story_and_found_by_the_new_name(work, firm):
    (id_,) = make_customers(work, "Adler AG")
    with work.begin(actor=SALES) as uow:
        version = parties.update_customer(
            uow, id_, parties.CustomerInput(name="Zebra AG", country="AT"), version=1
        )
    with work.reading(actor=SALES) as view:
        newest = parties.read_customer_card(view, id_).history[0]
    assert version == 2
    assert {change.field: (change.before, change.after) for change in newest.changes} == {
        "name": ("Adler AG", "Zebra AG"),
        "country": ("DE", "AT"),
    }
    assert find(work, "zeb") == ["Zebra AG"]
    assert find(work, "adl") == []


def test_an_older_version_is_not_overwritten(work, firm):
    (id_,) = make_customers(work, "Adler AG")
    data = parties.CustomerInput(name="Adler SE", country="DE")
    with work.begin(actor=SALES) as uow:
        parties.update_customer(uow, id_, data, version=1)
    with pytest.raises(ConflictError), work.begin(actor=SALES) as uow:
        parties.update_customer(uow, id_, data, version=1)


def test_only_those_who_may_set_credit_limits_do(work, firm):
    data = parties.CustomerInput(name="Adler AG", country="DE", credit_limit_minor=100_00)
    with pytest.raises(NotAllowedError), work.begin(actor=SALES) as uow:
        parties.create_customer(uow, data)


def test_a_customer_has_one_usual_ship_to_address(work, firm):
    (id_,) = make_customers(work, "Adler AG")
    with work.begin(actor=SALES) as uow:
        for label in ("North", "South"):
            address = parties.AddressInput(
                label=label,
                name="Adler",
                street="Weg 1",
                postcode="1",
                city="Ulm",
                country="DE",
                is_default_ship_to=True,
            )
            parties.create_address(uow, id_, address)
    with work.reading(actor=SALES) as view:
        context = parties.read_customer_context(view, id_)
    assert [(each.label, each.is_default_ship_to) for each in context.addresses] == [
        ("South", True),
        ("North", False),
    ]


def test_a_contact_is_found_and_takes_its_papers(work, firm):
    (id_,) = make_customers(work, "Adler AG")
    with work.begin(actor=SALES) as uow:
        parties.create_contact(
            uow,
            id_,
            parties.ContactInput(name="Ruth Öhler", email="ruth@adler.example", papers=("invoice",)),
        )
    with work.reading(actor=SALES) as view:
        (contact,) = parties.read_customer_context(view, id_).contacts
    assert contact.takes("invoice")
    assert not contact.takes("reminder")
    assert find(work, "oehl") == find(work, "ohler") == find(work, "ruth@adler.ex") == ["Adler AG"]


@pytest.mark.parametrize(
    "typed",
    [
        "mü",
        "MUL",
        "mueller",
        "bürom",
        "buro ber",
        "12345",
        "030 123",
        "+49 30 12",
        "c-000001",
        "muller buro",
        "müllerbü",
    ],
)
def test_a_customer_is_found_by_what_the_caller_says(work, firm, typed):
    make_customers(work, "Müller Büromöbel", city="Berlin", phone="+49 30 12345-0", postcode="10115")
    make_customers(work, "Zorn", city="Köln")
    assert find(work, typed) == ["Müller Büromöbel"]


def test_what_nobody_has_finds_nothing(work, firm):
    make_customers(work, "Müller Büromöbel")
    assert find(work, "muller xyz") == []


def test_the_exact_number_comes_first_and_own_picks_next(work, firm):
    ids = make_customers(work, *(f"Mai {letter}" for letter in "abcdefghijklmnop"))
    make_customers(work, "Zebra", number="MAI")
    with work.begin(actor=SALES) as uow:
        search.note_usage(uow, "customer", ids[14])
        search.note_usage(uow, "customer", ids[15])
        search.note_usage(uow, "customer", ids[15])
    assert find(work, "mai", limit=4) == ["Zebra", "Mai p", "Mai o", "Mai a"]
    assert find(work, "mai", actor=SYSTEM, limit=2) == ["Zebra", "Mai a"]
    assert find(work, "") == ["Mai p", "Mai o"]


def test_a_name_that_begins_so_comes_before_an_own_pick_found_by_its_contact(work, firm):
    dekker, _other = make_customers(work, "Dekker B.V.", "Adler AG", city="Delft")
    make_customers(work, "Van Dijk Kantoor", "van Dijk Zonen", "Bakker van Dijk")
    with work.begin(actor=SALES) as uow:
        parties.create_contact(uow, dekker, parties.ContactInput(name="Daan van Dijk"))
        search.note_usage(uow, "customer", dekker)
    named = ["Van Dijk Kantoor", "van Dijk Zonen"]
    assert find(work, "van Dijk") == [*named, "Dekker B.V.", "Bakker van Dijk"]
    assert find(work, "van") == [*named, "Dekker B.V.", "Bakker van Dijk"]
    assert find(work, "de") == ["Dekker B.V.", "Adler AG"], "own picks by name stay in front"
    with work.reading(actor=SALES) as view:
        hits = parties.find_customers(view, "van Dijk")
        assert [hit.contact for hit in hits] == ["", "", "Daan van Dijk", ""]
        assert [hit.contact for hit in parties.find_customers(view, "delft")] == ["", ""]
        assert [hit.contact for hit in parties.find_customers(view, "")] == [""]


def test_the_list_is_sorted_by_letters_not_by_bytes(work, firm):
    make_customers(work, "Öl AG", "Zorn", "ober KG", "Adler")
    with work.reading(actor=SALES) as view:
        page = parties.read_customers_page(view, PageRequest())
        last = parties.read_customers_page(view, PageRequest(first=4, count=3))
        down = parties.read_customers_page(view, PageRequest(count=2, descending=True))
        by_number = parties.read_customers_page(view, PageRequest(sort="number", first=1, count=2))
    names = ["Adler", "Counter sale", "ober KG", "Öl AG", "Zorn"]
    assert [row.name for row in page.rows] == names
    assert (page.total, page.exact) == (5, True)
    assert [row.name for row in last.rows] == ["Zorn"]
    assert [row.name for row in down.rows] == ["Zorn", "Öl AG"]
    assert [row.number for row in by_number.rows] == ["C-000002", "C-000003"]


@pytest.mark.parametrize(
    ("request_", "names"),
    [
        (PageRequest(text="ber"), ["Berg", "Zorn"]),
        (PageRequest(filters=(Filter("name", "prefix", "BÉ"),)), ["Berg"]),
        (PageRequest(filters=(Filter("city", "contains", "LN"),)), ["Berg"]),
        (
            PageRequest(filters=(Filter("city", "eq", "Berlin"), Filter("country", "in", ("DE", "AT")))),
            ["Zorn"],
        ),
        (PageRequest(filters=(Filter("city", "empty"),)), ["Counter sale"]),
        (PageRequest(filters=(Filter("city", "contains", "%"),)), []),
    ],
)
def test_the_list_is_filtered_in_the_database(work, firm, request_, names):
    make_customers(work, "Berg", city="Köln")
    make_customers(work, "Zorn", city="Berlin")
    with work.reading(actor=SALES) as view:
        page = parties.read_customers_page(view, request_)
    assert [row.name for row in page.rows] == names
    assert page.total == len(names)


def test_the_context_takes_a_fixed_number_of_queries(work, firm):
    (id_,) = make_customers(work, "Adler AG", credit_limit_minor=500_00)
    with work.reading(actor=SALES) as view:
        seen = []
        sa.event.listen(view.db, "before_cursor_execute", lambda *args: seen.append(args[2]))
        context = parties.read_customer_context(view, id_)
    assert len(seen) <= 11
    assert context.credit.available_minor == 500_00
    assert context.credit.overdue_minor == 0
    assert context.usual_products == ()
    assert context.last_order is None
