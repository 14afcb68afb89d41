"""Parties are screened once for a list; confirm reads what is stored; hits are released with a reason and a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.errors import NotAllowedError, NotFoundError, RefusedError
from app.domain.rights import SYSTEM, Actor
from app.domain.screening.entries import Party
from app.domain.screening.facts import Role
from app.domain.screening.matching import ScreeningLists
from app.services import parties, screening
from app.services.holds.asking import read_standing_holds
from app.services.parties import AddressInput
from app.services.screening import customers
from db.schema.parties import Customer
from db.schema.screening import ScreeningResult
from tests.helpers.firm_facts import make_firm
from tests.helpers.parties import change_customer
from tests.helpers.screening_lists import ADD, ALT, SDN
from tests.helpers.screening_office import import_sdn, make_customer, reading, writing

MARCH = date(2026, 3, 1)
NEAR = "Mahtba Shipping Co."


@pytest.fixture(autouse=True)
def firm(work):
    make_firm(work)


def changed_mahtab(work):
    """The next edition, in which another word is said of the entry."""
    sdn = [(36, *SDN[0][1:4], "Phone 4321."), *SDN[1:]]
    return import_sdn(work, MARCH, sdn=sdn, alt=ALT, add=ADD)


def facts_of(work, customer_id, ship_to=None):
    return reading(work, screening.read_screening, customer_id, ship_to)


def waiting(work):
    return reading(work, screening.read_waiting_hits)


def release(work, hit_id, *, reason="Another firm, seen its register", days=30, actor=SYSTEM):
    with work.begin(actor=actor) as uow:
        return screening.release_hit(uow, hit_id, reason=reason, until=uow.today + timedelta(days=days))


@pytest.fixture
def hit(work):
    """A customer near an entry, screened: the customer's id and the hit."""
    import_sdn(work)
    customer_id = make_customer(work, NEAR, city="Tehran", country="IR")
    screening.screen_customers(work, SYSTEM)
    (found,) = waiting(work)
    return customer_id, found


def test_without_lists_nobody_is_screened(work):
    customer_id = make_customer(work, NEAR)
    facts = facts_of(work, customer_id)
    assert (facts.lists, facts.parties) == ((), ())
    assert screening.screen_customers(work, SYSTEM).screened == 0
    assert reading(work, screening.screen_party, NEAR).is_clean
    assert reading(work, screening.count_unscreened) == 0
    assert screening.screen_order_parties(work, SYSTEM, customer_id) == 0


def test_hits_beyond_what_a_list_shows_are_counted(work, hit):
    make_customer(work, NEAR, city="Shiraz", country="IR")
    screening.screen_customers(work, SYSTEM)
    few = reading(work, lambda view: screening.read_hit_worklist(view, most=1))
    assert (len(few.hits), few.count) == (1, 2)
    whole = reading(work, screening.read_hit_worklist)
    assert (len(whole.hits), whole.count) == (2, 2)


def test_a_name_is_screened_at_once_and_nothing_is_written(work):
    import_sdn(work)
    found = reading(work, screening.screen_party, "Petroff Ivan", country="RU")
    assert [hit.entry.reference for hit in found.hits] == ["173"]
    assert found.stored is None
    assert [edition.kind for edition in found.lists] == ["ofac_sdn"]
    assert reading(work, lambda view: view.db.execute(sa.select(ScreeningResult.id)).all()) == []


def test_a_stored_result_is_read_and_not_worked_out(work, hit, monkeypatch):
    monkeypatch.setattr(ScreeningLists, "find_hits", None)
    found = reading(work, screening.screen_party, NEAR, "Hauptstr. 1", "IR", city="Tehran")
    assert found.stored.hits[0].reference == "36"
    assert not found.is_clean


def test_an_order_reads_its_customer_and_ship_to(work, hit):
    customer_id, found = hit
    ship_to = Party("Petrow, Iwan Sergejewitsch", "Lenina 1", "Minsk", "BY")
    before = facts_of(work, customer_id, ship_to)
    assert [(party.role, party.is_screened) for party in before.parties] == [
        (Role.CUSTOMER, True),
        (Role.SHIP_TO, False),
    ]
    assert screening.screen_order_parties(work, SYSTEM, customer_id, ship_to) == 1
    assert screening.screen_order_parties(work, SYSTEM, customer_id, ship_to) == 0
    customer, place = facts_of(work, customer_id, ship_to).parties
    assert [(each.id, each.reference) for each in customer.hits] == [(found.id, "36")]
    assert [each.reference for each in place.hits] == ["173"]
    assert before.lists[0].published == date(2026, 2, 27)


def test_the_customers_own_address_is_no_second_party(work, hit):
    customer_id, _ = hit
    same = Party(NEAR.upper(), "HAUPTSTR 1", "tehran", "ir")
    assert [party.role for party in facts_of(work, customer_id, same).parties] == [Role.CUSTOMER]
    assert len(facts_of(work, customer_id, Party("")).parties) == 1


def test_a_sale_at_the_counter_is_to_nobody_in_particular(work, hit):
    counter = sa.select(Customer.id).where(Customer.is_counter_sale.is_(True))
    customer_id = reading(work, lambda view: view.db.execute(counter).scalar_one())
    assert facts_of(work, customer_id).parties == ()
    assert screening.screen_order_parties(work, SYSTEM, customer_id) == 0


def test_reading_for_an_order_takes_four_queries(work, hit):
    customer_id, _ = hit
    asked = []
    with work.reading(actor=SYSTEM) as view:
        sa.event.listen(view.db, "before_cursor_execute", lambda *args: asked.append(args[2]))
        screening.read_screening(view, customer_id, Party("Somebody else", "", "Rom", "IT"))
    assert len(asked) == 4


def test_contacts_with_a_whole_name_are_screened_and_hold_nobody(work):
    import_sdn(work)
    customer_id = make_customer(work, "Berger Möbel KG")
    for name in ("Ivan Sergeyevich Petrov", "Petrov"):
        writing(work, parties.create_contact, customer_id, parties.ContactInput(name=name))
    assert screening.screen_customers(work, SYSTEM).screened == 2
    assert [(hit.customer_id, hit.reference) for hit in waiting(work)] == [(customer_id, "173")]
    assert reading(work, read_standing_holds) == ()


def test_a_hit_tells_how_it_came_about(work, hit):
    _, found = hit
    told = found.explained
    assert (found.party, found.listed, found.reference) == (NEAR, "MAHTAB SHIPPING COMPANY", "36")
    assert told["words"] == [["mahtba", "mahtab", 833], ["shipping", "shipping", 1000]]
    assert (told["country"], told["city"]) == ("agrees", "agrees")
    assert found.score_mille == max(told["scores"].values()) >= 820


def test_customers_and_their_active_addresses_are_screened_once(work):
    import_sdn(work)
    customer_id = make_customer(work, "Berger Möbel KG")
    place = AddressInput(
        label="Lager", name="Ivan Petrov", street="Weg 1", postcode="1", city="Wien", country="AT"
    )
    writing(work, parties.create_address, customer_id, place)
    assert reading(work, screening.count_unscreened) == 2
    told = []
    first = screening.screen_customers(work, SYSTEM, lambda fraction, text: told.append((fraction, text)))
    assert (first.parties, first.screened, first.with_hits, first.stopped) == (2, 2, 1, False)
    assert (told[0][0], told[-1][0]) == (0.0, 1.0)
    assert screening.screen_customers(work, SYSTEM).screened == 0
    assert [(each.customer_id, each.party) for each in waiting(work)] == [(customer_id, "Ivan Petrov")]


def test_a_changed_customer_and_a_new_list_are_screened_again(work, hit):
    customer_id, _ = hit
    change_customer(work, customer_id, city="Shiraz")
    assert not facts_of(work, customer_id).parties[0].is_screened
    assert screening.screen_customers(work, SYSTEM).screened == 1
    changed_mahtab(work)
    assert not facts_of(work, customer_id).parties[0].is_screened
    assert screening.screen_customers(work, SYSTEM).screened == 1
    assert facts_of(work, customer_id).parties[0].hits


def test_a_stopped_run_keeps_what_it_has_and_goes_on_there(work, monkeypatch):
    monkeypatch.setattr(customers, "_PAGE", 2)
    import_sdn(work)
    for number in range(5):
        make_customer(work, f"Berger {number} Möbel KG")
    pages = []
    stopped = screening.screen_customers(
        work, SYSTEM, lambda *told: pages.append(told), lambda: len(pages) > 1
    )
    assert (stopped.screened, stopped.stopped) == (2, True)
    assert screening.screen_customers(work, SYSTEM).screened == 3


def test_a_list_imported_meanwhile_is_the_one_that_counts(work, monkeypatch):
    monkeypatch.setattr(customers, "_PAGE", 1)
    import_sdn(work)
    ids = [make_customer(work, name) for name in (NEAR, "Berger Möbel KG")]
    done = []

    def cancelled():
        done.append(1)
        if len(done) == 2:
            changed_mahtab(work)
        return False

    screening.screen_customers(work, SYSTEM, cancelled=cancelled)
    assert all(facts_of(work, id_).parties[0].is_screened for id_ in ids)


def test_results_without_hits_of_a_former_edition_are_forgotten(work, hit):
    make_customer(work, "Berger Möbel KG")
    screening.screen_customers(work, SYSTEM)
    changed_mahtab(work)
    screening.screen_customers(work, SYSTEM)
    kept = sa.select(ScreeningResult.name, sa.func.count()).group_by(ScreeningResult.name)
    counts = reading(work, lambda view: {row[0]: row[1] for row in view.db.execute(kept)})
    assert counts == {NEAR: 2, "Berger Möbel KG": 1}


def test_a_released_hit_stands_no_more_until_its_day_is_over(work, hit, clock):
    customer_id, found = hit
    release(work, found.id, days=30)
    facts = facts_of(work, customer_id).parties[0]
    assert (facts.hits, facts.released) == ((), 1)
    assert waiting(work) == ()
    clock.advance(days=31)
    assert facts_of(work, customer_id).parties[0].hits
    assert [each.until for each in waiting(work)] == [date(2026, 4, 1)]
    release(work, found.id)
    assert waiting(work) == ()


def test_a_release_ends_with_the_entry_that_it_was_for(work, hit):
    customer_id, found = hit
    release(work, found.id)
    changed_mahtab(work)
    screening.screen_customers(work, SYSTEM)
    assert facts_of(work, customer_id).parties[0].hits


def test_a_release_ends_with_the_address_that_it_was_for(work, hit):
    customer_id, found = hit
    release(work, found.id)
    change_customer(work, customer_id, street="Anderer Weg 9")
    screening.screen_customers(work, SYSTEM)
    assert facts_of(work, customer_id).parties[0].hits


def test_a_release_outlives_an_edition_that_leaves_the_entry_alone(work, hit):
    customer_id, found = hit
    release(work, found.id)
    import_sdn(work, MARCH, sdn=[*SDN, (500, "NEW FIRM LLC", "", "TEST", "")])
    screening.screen_customers(work, SYSTEM)
    facts = facts_of(work, customer_id).parties[0]
    assert (facts.is_screened, facts.hits, facts.released) == (True, (), 1)


def test_a_release_is_taken_back(work, hit):
    customer_id, found = hit
    id_ = release(work, found.id)
    writing(work, screening.end_release, id_, version=1)
    assert facts_of(work, customer_id).parties[0].hits


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("reason", "days", "code"),
    [
        ("  ", 30, "screening.reason_missing"),
        ("seen", -1, "screening.until_past"),
        ("seen", 732, "screening.until_far"),
    ],
)
def test_a_release_has_a_reason_and_a_day(work, hit, reason, days, code):
    with pytest.raises(RefusedError) as refused:
        release(work, hit[1].id, reason=reason, days=days)
    assert [issue.code for issue in refused.value.issues] == [code]


def test_what_is_released_or_changed_is_not_released_again(work, hit):
    _, found = hit
    release(work, found.id)
    with pytest.raises(RefusedError) as twice:
        release(work, found.id)
    assert [issue.code for issue in twice.value.issues] == ["screening.released_already"]
    changed_mahtab(work)
    with pytest.raises(RefusedError) as late:
        release(work, found.id)
    assert "screening.entry_changed" in [issue.code for issue in late.value.issues]


def test_a_hit_is_released_by_whoever_may_and_is_in_the_audit(work, hit):
    with pytest.raises(NotAllowedError):
        release(work, hit[1].id, actor=Actor("nora", frozenset({"sales"})))
    with pytest.raises(NotFoundError):
        release(work, 99_999)
    release(work, hit[1].id, reason="Another firm")
    rows = reading(
        work,
        lambda view: view.db.execute(
            sa.text("select reason from audit where kind = 'screening_release'")
        ).all(),
    )
    assert [row.reason for row in rows] == ["Another firm"]


def test_of_two_who_release_the_same_hit_at_once_one_is_told(work, hit):
    def try_release(_number):
        try:
            return type(release(work, hit[1].id)).__name__
        except RefusedError as refused:
            return refused.issues[0].code

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(try_release, range(2))) == ["int", "screening.released_already"]
