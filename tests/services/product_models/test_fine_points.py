"""Fine points of configuring (cases F90 and F91), from a saved model that two edit to the lines of two orders."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.configuring.views import State
from app.domain.errors import ConflictError, RefusedError
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.messages import text_of_error
from app.services.configurations import keep_configuration, read_configuration
from app.services.product_models import (
    configure_product,
    definition_of,
    read_version,
    release_version,
    save_model,
    save_version,
)
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER

DAY = date(2026, 3, 2)
MODEL = """\
product: bench
numbers:
  width: {from: 600, to: 1200, step: 100, standard: [600, 800, 1200]}
groups:
  top: {options: {oak: {price: 40, article: OAK}, ash: {price: 30, article: ASH}, steel: {price: 90, article: STEEL}}}
  frame: {options: {light: {article: FR-L}, heavy: {price: 25, article: FR-H}}}
  feet: {options: {glide: , castor: {price: 12}}}
  colour: {options: {red: , blue: {price: 5}}}
rules:
  custom: {says: "top = steel -> not is_special(width)", message: {en: Steel is cut in standard widths only.}}
tables:
  carried:
    columns: [top, frame]
    message: {en: This frame does not carry this top.}
    rows: [[oak, heavy], [ash, light], [ash, heavy], [steel, heavy]]
  rolling:
    columns: [frame, feet]
    message: {en: These feet do not fit this frame.}
    rows: [[light, castor], [light, glide], [heavy, glide]]
prices: [{code: base, amount: 100}, {code: size, amount: "width / 10"}]
lead: [{code: make, days: 5}]
bom: [{code: screws, article: SCR-6, quantity: "width / 100"}]
"""


@pytest.fixture
def version(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, {"model.yaml": MODEL})
        release_version(uow, draft.id, version=1)
        configure_product(uow, desk.ids[CHAIR], draft.model_id)
    return draft


def definition(desk, version):
    with desk.reading() as view:
        read = read_version(view, version.id)
    return definition_of(read.files, read.row.content_hash)


@pytest.fixture
def session(desk, version):
    return new_session(definition(desk, version))


def new_session(model, *choices):
    session = Session(flatten(model, DAY), Evaluator(model), Terms(DAY))
    for code in choices:
        if isinstance(code, int):
            session.set_number("width", Fraction(code))
        else:
            session.choose(code)
    return session


def blocked(session, group):
    return [each.code for each in session.field(group).options if each.state is State.BLOCKED]


def test_an_option_of_which_no_rule_speaks_is_allowed(session):
    for code in ("top.steel", "colour.blue", "colour.red"):
        session.choose(code)
    assert blocked(session, "colour") == []


def test_the_rows_of_a_table_are_alternatives_and_two_tables_both_hold(session):
    session.choose("top.ash")
    assert blocked(session, "frame") == [], "one row or the other"
    session.choose("feet.castor")
    assert blocked(session, "frame") == ["frame.heavy"], "the other table holds too"
    assert blocked(session, "top") == ["top.oak", "top.steel"]


def test_an_earlier_choice_that_is_changed_offers_a_way_out_and_never_ends(session):
    for code in ("top.ash", "feet.castor"):
        session.choose(code)
    with pytest.raises(RefusedError, match=r"configuring\.blocked"):
        session.choose("top.oak")
    assert {each.code for each in session.reason("top.oak").choices} == {"feet.castor"}
    assert {each.code for each in session.reason("top.oak").rules} == {"carried", "rolling"}
    (repair,) = session.repairs("top.oak")
    assert ([each.code for each in repair.dropped], repair.difference.price) == (
        ["feet.castor"],
        10 + 25 - 12,
    )
    session.take(repair)
    assert {"top.oak", "frame.heavy", "feet.glide"} <= session.preview.options


def test_a_special_width_is_offered_only_where_it_is_allowed(session):
    session.set_number("width", Fraction(700))
    assert blocked(session, "top") == ["top.steel"]
    session.retract("width")
    session.choose("top.steel")
    spans = session.field("width").number.spans
    assert [(span.lo, span.hi) for span in spans] == [(600, 600), (800, 800), (1200, 1200)]
    with pytest.raises(RefusedError, match=r"configuring\.number_blocked"):
        session.set_number("width", Fraction(700))


def test_the_same_choices_in_two_orders_are_one_key_and_one_bill(desk, version):
    model = definition(desk, version)
    keys = []
    for choices in ((800, "top.oak", "colour.blue"), ("colour.blue", "top.oak", 800)):
        with desk.begin(CLERK) as uow:
            keys.append(keep_configuration(uow, version.id, new_session(model, *choices).preview))
        order_id = desk.start(NORD)
        desk.edit(order_id, desk.line(CHAIR, 1, configuration=keys[-1], text="Bench"))
        assert desk.read(order_id).lines[0].configuration == keys[0]
    with desk.reading() as view:
        kept = read_configuration(view, keys[1])
    bill = {line.article: line.quantity for line in Evaluator(model).bom(kept.configuration)}
    assert bill == {"OAK": 1, "FR-H": 1, "SCR-6": 8}


def test_under_a_changed_model_the_same_choices_are_another_key_and_the_old_one_stays(desk, version):
    chosen = new_session(definition(desk, version), 800, "top.oak").preview
    with desk.begin(OWNER) as uow:
        old = keep_configuration(uow, version.id, chosen)
        newer = save_model(uow, {"model.yaml": MODEL.replace("amount: 100", "amount: 120")})
        release_version(uow, newer.id, version=1)
        assert keep_configuration(uow, newer.id, chosen) != old
    with desk.reading() as view:
        kept = read_configuration(view, old)
    assert (kept.version.row.id, kept.configuration) == (version.id, chosen)


def test_who_saves_a_model_second_reads_whose_is_there_and_loses_nothing(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, {"model.yaml": MODEL})
    mine = MODEL.replace("amount: 100", "amount: 110")
    with desk.begin(OWNER) as uow:
        save_version(uow, draft.id, {"model.yaml": mine}, version=draft.version)
    with pytest.raises(ConflictError) as told, desk.begin(OWNER) as uow:
        save_version(uow, draft.id, {"model.yaml": MODEL}, version=draft.version)
    assert OWNER.name in text_of_error(told.value)
    assert "model.yaml" in text_of_error(told.value)
    with desk.reading() as view:
        assert read_version(view, draft.id).files["model.yaml"] == mine
