"""A configuration is kept once under its version, and opened again years later as it was."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.product_models.results import Configuration
from app.messages import text_of_error
from app.services.configurations import keep_configuration, read_configuration, read_configured
from app.services.product_models import release_version, remove_draft, save_model
from tests.helpers.order_office import CLERK, OWNER
from tests.helpers.shelf_model import FILES, YAML, shelf

DAY = date(2026, 3, 2)


@pytest.fixture
def version(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, FILES)
        release_version(uow, draft.id, version=1)
    return draft


def keep(desk, version, *choices, **more):
    with desk.begin(CLERK) as uow:
        return keep_configuration(uow, version.id, shelf(*choices, **more))


def test_the_same_choices_are_one_configuration(desk, version):
    assert keep(desk, version, 800, "oak") == keep(desk, version, 800, "oak")
    assert keep(desk, version, 800, "oak") != keep(desk, version, 900, "oak")
    assert len(desk.rows(sa.text("select id from configuration"))) == 2


def test_it_is_opened_again_under_its_own_version(desk, version):
    key = keep(desk, version, 800, "oak", lit=True)
    with desk.begin(OWNER) as uow:
        newer = save_model(uow, {"model.yaml": YAML.replace("amount: 100", "amount: 300")}, note="All anew")
        release_version(uow, newer.id, version=1)
    with desk.reading() as view:
        kept = read_configuration(view, key)
        seen = read_configured(view, [key, "", "gone-1"])
    assert kept.configuration == shelf(800, "oak", lit=True)
    assert (kept.version.row.id, kept.version.files, kept.kept_by) == (version.id, FILES, CLERK.name)
    assert seen.keys() == {key}
    assert (seen[key].is_current, seen[key].number, seen[key].active_number) == (False, 1, 2)
    assert seen[key].active_note == "All anew"


def test_what_it_comes_to_is_kept_with_it(desk, version):
    key = keep(desk, version, 800, "oak", lit=True)
    with desk.reading() as view:
        seen = read_configured(view, [key])[key]
    shares = seen.price.shares("", DAY)
    assert [(each.code, each.amount, each.is_discountable) for each in shares] == [
        ("board.oak", Fraction(40), True),
        ("base", Fraction(100), True),
        ("size", Fraction(8, 3), True),
        ("lamp", Fraction(20), False),
    ]
    assert dict(shares[0].names)["de"] == "Boden: Eiche"
    assert seen.lead_days == 10


def test_a_configuration_is_never_changed(desk, version):
    keep(desk, version)
    for statement in ("update configuration set snapshot = ''", "delete from configuration"):
        with pytest.raises(sa.exc.DatabaseError, match="append-only"), desk.begin(OWNER) as uow:
            uow.db.execute(sa.text(statement))


def test_a_draft_under_which_something_was_kept_stays(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, FILES)
    keep(desk, draft)
    with pytest.raises(RefusedError, match=r"product_model\.draft_used"), desk.begin(OWNER) as uow:
        remove_draft(uow, draft.id, version=1)


def test_choices_that_the_model_does_not_have_are_refused(desk, version):
    with pytest.raises(RefusedError, match="configuration"):
        keep(desk, version, 800, "steel")


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (shelf(1200, "white"), "Wide boards are of oak."),
        (shelf(650, "oak"), "width"),
        (Configuration(frozenset({"board.oak"})), "width"),
        (Configuration(frozenset(), {"width": Fraction(800)}), "board"),
    ],
)
def test_what_is_not_whole_or_breaks_a_rule_is_not_kept(desk, version, wrong, told):
    with pytest.raises(RefusedError, match="configuration") as refused, desk.begin(CLERK) as uow:
        keep_configuration(uow, version.id, wrong)
    assert told in text_of_error(refused.value)


def test_what_was_never_kept_is_not_found(desk):
    with pytest.raises(NotFoundError, match=r"configuration\.gone"), desk.reading() as view:
        read_configuration(view, "shelf-0")
