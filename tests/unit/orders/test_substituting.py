"""Another article on a line: how much, at which price, what it changes, and which way out leads there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.issues import Issue, Severity
from app.domain.money import MICRO, Money
from app.domain.orders.context import CustomerFacts
from app.domain.orders.draft import apply_edits, edit_line
from app.domain.orders.repricing import reprice_changed
from app.domain.orders.substituting import (
    kept_price,
    offers_of,
    put_instead,
    remedy_of,
    replaceable,
    troubled,
    with_goods,
    with_offers,
)
from app.domain.quantity import Unit
from app.domain.substitutes import Substitute, SubstituteInput, check_substitute
from app.messages import text_of_issue, text_of_remedy
from tests.unit.orders.world import CABLE, CHAIR, LAMP, PRODUCTS, TODAY, context, draft, free, goods, micro

WORLD = context()
TEN = draft([goods("k1", CHAIR, "10")])
LINE = TEN.lines[0]


ONE_LAMP = Substitute(LAMP)


def offer(substitute=ONE_LAMP, order=TEN, world=WORLD):
    (found,) = offers_of(order.lines[0], (substitute,), order, world)
    return found


def taken(substitute=ONE_LAMP, order=TEN, world=WORLD):
    line = order.lines[0]
    product = world.products[substitute.product_id]
    after = apply_edits(order, (put_instead(line, product, substitute, language=world.language),))
    return reprice_changed(order, after, world).lines[0]


def test_what_is_taken_is_what_was_offered():
    line = taken()
    assert (line.sku, line.text) == ("LA-1", "Lamp (instead of CH-1)")
    assert (line.quantity_micro, line.unit, line.price_micro) == (micro("10"), "pc", micro("49.90"))
    assert offer().line == line


def test_the_difference_is_told_for_a_unit_and_for_the_line():
    found = offer()  # 10 x 348.35 and 10 x 49.90
    assert (found.difference_minor, found.unit_micro) == (49900 - 348350, micro("-298.45"))
    dearer = offer(Substitute(CHAIR), draft([goods("k1", LAMP, "10")]))
    assert (dearer.difference_minor, dearer.unit_micro) == (348350 - 49900, micro("298.45"))


def test_the_break_of_the_other_article_counts_by_its_own_quantity():
    found = offer(Substitute(LAMP, takes=2))  # two lamps for a chair: 20 lamps at 45
    assert (found.line.quantity_micro, found.line.price_micro) == (micro("20"), micro("45"))
    assert found.unit_micro == micro("90") - micro("348.35")  # of one chair


@pytest.mark.parametrize(
    ("quantity", "unit", "substitute", "wanted", "wanted_unit"),
    [
        ("2", "dz", Substitute(LAMP), "24", "pc"),  # lamps have no dozens
        ("2", "pc", Substitute(CABLE, 3, 2), "3", "m"),
        ("10", "pc", Substitute(LAMP, 1, 12), "1", "pc"),  # 10/12 of it: one, never less than asked
        ("25", "pc", Substitute(LAMP, 1, 12), "3", "pc"),
        ("1", "pc", Substitute(CABLE, 1, 3), "0.34", "m"),  # to its two decimals, upwards
    ],
)
def test_units_that_differ_are_counted_by_the_rate(quantity, unit, substitute, wanted, wanted_unit):
    line = taken(substitute, draft([goods("k1", CHAIR, quantity, unit)]))
    assert (line.quantity_micro, line.unit) == (micro(wanted), wanted_unit)


@given(st.integers(1, 10**12), st.integers(1, 10**6), st.integers(1, 10**6))
def test_never_less_is_sold_than_was_asked_for(base, takes, instead_of):
    much = Substitute(LAMP, takes, instead_of).quantity_for(base)
    assert (much - 1) * instead_of < base * takes <= much * instead_of


def test_the_text_speaks_the_language_of_the_papers_and_not_the_windows():
    german = context(products=PRODUCTS, customer=replace(WORLD.customer or CustomerFacts(1), language="de"))
    assert taken(world=german).text == "Lamp (statt CH-1)"


def test_a_unit_of_the_same_name_that_holds_another_number_is_another():
    lamp = replace(PRODUCTS[LAMP], units=(Unit("pc"), Unit("dz", 10)))
    world = context(products={**PRODUCTS, LAMP: lamp})
    line = taken(order=draft([goods("k1", CHAIR, "2", "dz")]), world=world)
    assert (line.quantity_micro, line.unit) == (micro("24"), "pc")


def test_one_undo_brings_the_article_back():
    edit = put_instead(LINE, PRODUCTS[LAMP], Substitute(LAMP), language="en")
    after = reprice_changed(TEN, apply_edits(TEN, (edit,)), WORLD)
    back = reprice_changed(after, apply_edits(after, (edit.inverse,)), WORLD)
    assert back.lines == TEN.lines


def test_a_typed_price_is_kept_only_if_wished_and_where_both_count_alike():
    typed = replace(LINE, price_source="manual", discount_source="manual", list_price_micro=micro("40"))
    order = replace(TEN, lines=(typed,))
    edit = put_instead(typed, PRODUCTS[LAMP], Substitute(LAMP), language="en")
    after = apply_edits(order, (edit,))
    assert after.lines[0].price_source == "auto"
    keep = kept_price(typed, after.lines[0])
    assert keep is not None
    kept = reprice_changed(order, apply_edits(after, (keep,)), WORLD).lines[0]
    assert (kept.sku, kept.price_source, kept.price_micro) == ("LA-1", "manual", micro("40"))
    double = apply_edits(order, (put_instead(typed, PRODUCTS[LAMP], Substitute(LAMP, 2), language="en"),))
    assert kept_price(typed, double.lines[0]) is None
    assert kept_price(LINE, after.lines[0]) is None


def test_lines_without_an_article_or_quantity_are_not_replaced():
    nothing = draft([goods("k1", CHAIR, "0")]).lines[0]
    assert [replaceable(each) for each in (LINE, nothing, free("k2", "5"), None)] == [
        True,
        False,
        False,
        False,
    ]


# among the ways out of an issue


def issue(code="line.late", severity=Severity.WARN, where="lines/k1/promise"):
    return Issue(code, severity, where)


@pytest.mark.parametrize(
    ("found", "keys"),
    [
        (issue(), ("k1",)),
        (issue("line.no_supply"), ("k1",)),
        (issue("line.discontinued", where="lines/k1/sku"), ("k1",)),
        (issue("line.product_inactive", Severity.BLOCK, "lines/k1/sku"), ("k1",)),
        (issue("export.prohibited", Severity.BLOCK, "lines/k1/sku"), ("k1",)),
        (issue("export.prohibited", Severity.WARN, "lines/k1/sku"), ()),
        (issue("line.quantity_zero", Severity.BLOCK, "lines/k1/quantity"), ()),
        (issue("order.no_customer", Severity.BLOCK, "header/customer"), ()),
    ],
)
def test_substitutes_help_where_a_line_is_late_short_going_out_or_barred(found, keys):
    assert troubled((found, found), TEN) == keys


def test_what_leaves_in_time_comes_before_the_later_day_and_what_does_not_behind_it():
    wish = TODAY + timedelta(days=3)
    order = replace(TEN, header=replace(TEN.header, requested_date=wish))
    early, late = (
        with_goods(offer(), wish, MICRO),
        with_goods(offer(Substitute(LAMP, 2)), wish + timedelta(1), 0),
    )
    (told,) = with_offers(
        (replace(issue(), remedies=(remedy_of(late, order),)),), {"k1": (late, early)}, order
    )
    assert [each.params["takes"] for each in told.remedies] == [1, 2, 2]


@pytest.mark.parametrize(
    ("substitute", "order", "leaves", "text"),
    [
        (
            Substitute(LAMP),
            TEN,
            date(2026, 3, 5),
            "Saves 2,984.50\N{NO-BREAK SPACE}EUR: take LA-1, leaves 05/03/2026",
        ),
        (
            Substitute(CHAIR),
            draft([goods("k1", LAMP, "1")]),
            None,
            "Costs 298.45\N{NO-BREAK SPACE}EUR more: take CH-1",
        ),
        (Substitute(LAMP), draft([goods("k1", LAMP, "1")]), None, "Same price: take LA-1"),
    ],
)
def test_a_way_out_says_what_it_saves_or_costs(substitute, order, leaves, text):
    remedy = remedy_of(with_goods(offer(substitute, order), leaves, 0), order)
    assert text_of_remedy(remedy) == text
    assert remedy.command == "order.take_substitute"
    assert isinstance(remedy.params["difference"], Money)


# as keyed

GOOD = SubstituteInput(substitute_id=LAMP)


@pytest.mark.parametrize(
    ("values", "code", "where"),
    [
        ({"substitute_id": 0}, "substitute.missing", "substitute"),
        ({"substitute_id": CHAIR}, "substitute.itself", "substitute"),
        ({"substitute_id": CABLE}, "substitute.twice", "substitute"),
        ({"takes": 0}, "substitute.rate_range", "takes"),
        ({"instead_of": -1}, "substitute.rate_range", "instead_of"),
        ({"rank": -1}, "substitute.rank_range", "rank"),
        ({"note": "x" * 201}, "substitute.too_long", "note"),
        (
            {"valid_from": TODAY, "valid_until": TODAY - timedelta(1)},
            "substitute.days_backwards",
            "valid_until",
        ),
    ],
)
def test_what_is_wrong_with_a_substitute_is_told_at_its_cell(values, code, where):
    (found,) = check_substitute(replace(GOOD, **values), CHAIR, (CABLE,))
    assert (found.code, found.where) == (code, where)
    assert "{" not in text_of_issue(found)


def test_a_good_substitute_is_taken():
    assert check_substitute(GOOD, CHAIR, (CABLE,)) == ()
    assert edit_line(LINE, text="x").new == {"text": "x"}
