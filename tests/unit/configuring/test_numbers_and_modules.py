"""Numbers with ranges, steps and standard sizes; modules in a slot, added, copied, moved and taken away."""

from fractions import Fraction

import pytest

from app.domain.configuring.aims import Aim
from app.domain.configuring.choices import Given
from app.domain.configuring.keeping import kept_text, read_kept
from app.domain.configuring.session import Session
from app.domain.configuring.views import DeedKind, FieldKind, Level, Span, State
from app.domain.errors import RefusedError
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from tests.unit.configuring.cabinet import cabinet_session
from tests.unit.configuring.small_models import TERMS


def span(lo, hi):
    return Span(Fraction(lo), Fraction(hi))


def plain(session):
    found = session.preview
    return sorted(found.options), {code: str(value) for code, value in sorted(found.numbers.items())}


def option(session, code):
    return next(each for each in session.field(code).options if each.code == code)


def test_a_cabinet_begins_with_its_defaults_and_no_more_modules_than_it_needs():
    session = cabinet_session()
    assert plain(session) == (
        [
            *("colour.white", "modules.1/front.doors", "modules.1/hinge.plain"),
            *("modules.2/front.doors", "modules.2/hinge.plain"),
        ],
        {
            "depth": "40",
            "height": "1200",
            "modules.1/width": "600",
            "modules.2/width": "600",
            "modules.count": "2",
        },
    )
    view = session.view()
    assert (view.price, view.lead_days) == (200 + 120 + 2 * (120 + 90), 5)
    assert view.line_text == "Cabinet 1200 mm, White"


def test_pages_of_modules_follow_the_page_that_asks_for_their_slot():
    session = cabinet_session()
    steps = session.view().steps
    assert [(step.code, step.path, step.place, step.owner) for step in steps] == [
        ("body", "", 0, ""),
        ("inside", "", 0, ""),
        ("modules.1/rest", "modules.1", 1, "Module"),
        ("modules.2/rest", "modules.2", 2, "Module"),
        ("rest", "", 0, ""),
    ]
    assert steps[2].fields == ("modules.1/width", "modules.1/front", "modules.1/hinge")
    slot = session.field("modules")
    assert (slot.kind, slot.number.value, slot.number.spans) == (FieldKind.SLOT, 2, (span(1, 4),))


def test_a_number_shows_its_possible_values_and_standard_sizes_with_their_prices():
    session = cabinet_session()
    field = session.field("height")
    assert (field.kind, field.number.value, field.summary) == (FieldKind.NUMBER, 1200, "1200 mm")
    assert field.number.spans == (span(400, 2400),)
    sizes = [
        (size.value, size.state, size.difference and size.difference.price) for size in field.number.sizes
    ]
    assert sizes == [(800, State.OPEN, -40), (1200, State.CHOSEN, None), (2000, State.OPEN, 80)]
    session.choose("colour.oak")
    assert session.field("height").number.spans == (span(400, 2000),)


def test_a_typed_value_tells_what_it_costs_before_and_after_it_is_taken():
    session = cabinet_session()
    told = session.difference("height", Fraction(1250))
    assert (told.price, told.days) == (80 + 5, 3)
    session.set_number("height", Fraction(1250))
    number = session.field("height").number
    assert number.is_special
    assert (number.special.price, number.special.days) == (85, 3)
    assert session.view().price == 740 + 85
    assert session.choices == {"height": 1250}
    assert session.view().undoes.name == "1250 mm"
    session.clear("height")
    assert session.field("height").number.value == 1200


def test_numbers_with_parts_are_exact():
    session = cabinet_session()
    session.choose("colour.steel")
    assert session.field("depth").number.spans == (span(30, 45),)
    session.set_number("depth", Fraction("42.5"))
    assert session.field("depth").summary == "42.5 cm"
    assert option(session, "colour.steel").level is Level.USER


@pytest.mark.parametrize(
    ("code", "value", "error", "nearest"),
    [
        ("height", 2450, "number_range", "2400 mm"),
        ("height", 100, "number_range", "400 mm"),
        ("height", 1210, "number_step", "1200 mm, 1250 mm"),
        ("depth", "42.6", "number_step", "42.5 cm, 45 cm"),
        ("depth", "47.5", "number_blocked", "45 cm"),
        ("modules", 5, "number_range", "4"),
    ],
)
def test_a_value_that_cannot_be_taken_names_the_nearest_that_can(code, value, error, nearest):
    session = cabinet_session()
    session.choose("colour.steel")
    issue = session.number_issue(code, Fraction(value))
    assert (issue.code, issue.params["nearest"]) == (f"configuring.{error}", nearest)
    with pytest.raises(RefusedError) as refused:
        session.set_number(code, Fraction(value))
    assert refused.value.code == issue.code
    assert session.difference(code, Fraction(value)) is None


def test_a_blocked_value_has_a_reason_and_repairs():
    session = cabinet_session()
    session.choose("colour.oak")
    reason = session.reason("height", Fraction(2100))
    assert ([each.name for each in reason.choices], [rule.message for rule in reason.rules]) == (
        ["Oak"],
        ["Oak is no higher than 2000 mm"],
    )
    (repair,) = session.repairs("height", Fraction(2100))
    assert [each.name for each in repair.dropped] == ["Oak"]
    assert [each.name for each in repair.instead] == ["White"]
    assert repair.difference.price == 80 + 90 - 100
    session.take(repair)
    assert session.choices == {"height": 2100}
    (back,) = session.repairs("colour.oak")
    assert [(each.field_name, each.name) for each in back.dropped] == [("Height", "2100 mm")]
    assert [each.name for each in back.instead if each.field_name == "Height"] == ["2000 mm"]
    session.take(back)
    assert session.choices == {"colour.oak": True, "height": 2000}


def test_a_number_that_has_to_go_takes_the_values_next_to_it():
    session = Session(*hall("{from: 1000, to: 2400, step: 50, unit: mm}", "1500 or width > 1800"))
    session.set_number("width", Fraction(1750))
    ways = session.repairs("base.strong")
    assert [[each.name for each in way.dropped] for way in ways] == [["1750 mm"], ["1750 mm"]]
    assert [[each.name for each in way.nearest] for way in ways] == [["1850 mm"], ["1500 mm"]]
    session.take(ways[1])
    assert session.choices == {"width": 1500, "base.strong": True}
    session.undo()
    assert session.choices == {"width": 1750}


@pytest.mark.parametrize(
    ("chosen", "nearest"),
    [(1800, ["1400 mm", "2400 mm"]), (1750, ["1850 mm", "1500 mm"])],
)
def test_who_chose_a_standard_size_is_offered_standard_sizes(chosen, nearest):
    number = "{from: 1000, to: 2400, step: 50, unit: mm, standard: [1400, 1800, 2400]}"
    session = Session(*hall(number, "1500 or width > 1800"))
    session.set_number("width", Fraction(chosen))
    offered = [each.name for way in session.repairs("base.strong") for each in way.nearest]
    assert offered == nearest


def hall(width, strong):
    """A product with a width, and a base that is strong only up to a width, or whatever else is said."""
    definition = read_definition(
        {
            "model.yaml": f"""
product: hall
numbers: {{width: {width}}}
groups: {{base: {{options: {{plain: {{}}, strong: {{}}}}}}}}
rules: {{R1: {{says: "base.strong -> width <= {strong}"}}}}
defaults: [{{width: 1200}}]
"""
        }
    )
    return flatten(definition, TERMS.on), Evaluator(definition, "en"), TERMS


def test_what_the_customer_owns_may_be_a_number():
    session = cabinet_session(given=[Given("height", Fraction(2100), "cabinet in hall 3")])
    field = session.field("height")
    assert (field.level, field.origin) == (Level.GIVEN, "cabinet in hall 3")
    assert option(session, "colour.oak").state is State.BLOCKED
    assert session.repairs("colour.oak") == ()
    reason = session.reason("height", Fraction(1200))
    assert [each.origin for each in reason.choices] == ["cabinet in hall 3"]
    assert session.repairs("height", Fraction(1200)) == ()
    with pytest.raises(RefusedError):
        session.set_number("height", Fraction(1200))


def test_a_module_is_added_at_the_end_with_its_defaults():
    session = cabinet_session()
    session.choose("modules.2/front.drawers")
    session.add("modules")
    assert session.field("modules").number.value == 3
    assert "modules.3/front.doors" in session.preview.options
    assert (session.view().undoes.kind, session.view().undoes.name) == (DeedKind.ADDED, "3")
    session.undo()
    assert session.choices == {"modules.2/front.drawers": True}


def test_a_copied_module_has_the_choices_of_the_first_and_those_behind_move_on():
    session = cabinet_session()
    session.choose("modules.1/front.open")
    session.set_number("modules.1/width", Fraction(800))
    session.choose("modules.2/front.drawers")
    session.double("modules.1")
    assert session.choices == {
        "modules.1/front.open": True, "modules.1/width": 800, "modules.2/front.open": True, "modules.2/width": 800,
        "modules.3/front.drawers": True, "modules.count": 3,
    }  # fmt: skip
    assert session.view().undoes.kind is DeedKind.DOUBLED


def test_a_module_that_is_taken_away_takes_its_choices_along_and_those_behind_move_up():
    session = cabinet_session()
    session.set_number("modules", Fraction(3))
    session.choose("modules.1/front.drawers")
    session.choose("modules.3/hinge.soft")
    session.complete(Aim.CHEAPEST)
    before = session.preview
    session.remove("modules.1")
    assert session.choices == {"modules.count": 2, "modules.2/hinge.soft": True}
    now = session.preview
    assert now.numbers["modules.2/width"] == before.numbers["modules.3/width"]
    assert "modules.1/front.open" in now.options, "what was filled in for the least price moved along"
    session.remove("modules.2")
    for path, code in (("modules.1", "number_range"), ("modules.2", "module_gone")):
        with pytest.raises(RefusedError) as refused:
            session.remove(path)
        assert refused.value.code == f"configuring.{code}"


def test_modules_are_moved_with_all_that_is_in_them():
    session = cabinet_session()
    session.set_number("modules", Fraction(3))
    session.choose("modules.1/front.open")
    session.set_number("modules.3/width", Fraction(500))
    session.move("modules.3", 1)
    assert session.choices == {"modules.1/width": 500, "modules.2/front.open": True, "modules.count": 3}
    session.move("modules.1", 9)
    assert session.choices == {"modules.1/front.open": True, "modules.3/width": 500, "modules.count": 3}


def test_a_move_that_a_rule_forbids_loses_that_choice_and_says_so():
    session = cabinet_session()
    session.set_number("height", Fraction(600))
    session.choose("modules.2/front.drawers")
    session.move("modules.2", 1)
    assert session.choices == {"height": 600}
    assert [(each.code, each.name) for each in session.view().conflicts] == [
        ("modules.1/front.drawers", "Drawers")
    ]
    repairs = session.repairs("modules.1/front.drawers")
    assert [[each.name for each in repair.dropped] for repair in repairs] == [["600 mm"]]


def test_a_module_for_which_there_is_no_room_is_not_added():
    session = cabinet_session()
    for place in (1, 2):
        session.set_number(f"modules.{place}/width", Fraction(1200))
    session.add("modules")
    with pytest.raises(RefusedError) as refused:
        session.add("modules")
    assert refused.value.code == "configuring.number_blocked"
    reason = session.reason("modules", Fraction(4))
    assert {each.path for each in reason.choices} == {"modules.1", "modules.2"}
    assert len(session.repairs("modules", Fraction(4))) == 2


def test_what_the_customer_owns_in_a_module_stays_where_it_is():
    session = cabinet_session(given=[Given("modules.1/front.open", origin="order 2024-17")])
    with pytest.raises(RefusedError) as refused:
        session.move("modules.2", 1)
    assert refused.value.code == "configuring.module_given"
    session.double("modules.2")
    assert session.field("modules").number.value == 3


def test_a_cabinet_that_was_kept_is_opened_as_it_was():
    session = cabinet_session()
    session.set_number("height", Fraction(1250))
    session.choose("modules.2/front.drawers")
    session.add("modules")
    again = cabinet_session(earlier=read_kept(kept_text(session.kept())))
    assert (again.choices, again.preview, again.view().conflicts) == (session.choices, session.preview, ())
    assert again.view().price == session.view().price


def test_the_order_of_choices_of_numbers_does_not_matter():
    steps = [
        lambda session: session.set_number("height", Fraction(1800)),
        lambda session: session.choose("colour.oak"),
        lambda session: session.set_number("modules", Fraction(3)),
        lambda session: session.choose("modules.3/front.open"),
    ]
    one, other = cabinet_session(), cabinet_session()
    for step in steps:
        step(one)
    for step in reversed(steps):
        step(other)
    assert one.preview == other.preview
    assert one.view("body").fields == other.view("body").fields


def test_every_difference_that_is_shown_comes_true():
    session = cabinet_session()
    session.choose("modules.2/front.drawers")
    session.set_number("modules.1/width", Fraction(1200))
    price, days = session.view().price, session.view().lead_days
    for step in session.view().steps:
        for field in session.view(step.code).fields:
            sizes = [(size.value, size.difference) for size in field.number.sizes] if field.number else []
            answers = [(each.code, each.difference) for each in field.options] + sizes
            for answer, difference in answers:
                if difference is None:
                    continue
                if isinstance(answer, str):
                    session.choose(answer)
                else:
                    session.set_number(field.code, answer)
                now = session.view()
                assert (now.price - price, now.lead_days - days) == (difference.price, difference.days)
                session.undo()


def test_numbers_are_filled_in_for_the_least_price_too():
    session = cabinet_session()
    session.choose("modules.1/front.drawers")
    session.complete(Aim.CHEAPEST)
    assert session.preview.numbers["modules.count"] == 1
    assert session.preview.numbers["modules.1/width"] == 400
    assert session.preview.numbers["height"] == 800
