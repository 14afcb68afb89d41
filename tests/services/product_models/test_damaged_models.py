"""Configurations and models that were changed behind the program's back are found."""

from __future__ import annotations

import pytest

from app.domain.rights import SYSTEM
from app.messages import text_of
from app.services.configurations import keep_configuration
from app.services.product_models import configure_product, release_version, save_model
from app.services.verify import verify
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER, make_order_office
from tests.helpers.shelf_model import FILES, shelf
from tests.services.verify.damaging import damage, findings_of, make_sound


def sell_a_shelf(work, _clock) -> None:
    desk = make_order_office(work)
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, FILES)
        release_version(uow, draft.id, version=1)
        configure_product(uow, desk.ids[CHAIR], draft.model_id)
    with desk.begin(CLERK) as uow:
        key = keep_configuration(uow, draft.id, shelf(800, "oak"))
    order_id = desk.start(NORD)
    desk.edit(order_id, desk.line(CHAIR, 1, configuration=key))
    desk.confirm(order_id)
    with work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()


@pytest.mark.parametrize(
    ("statement", "code", "text"),
    [
        ("delete from configuration", "verify.configuration_lost", "Order SO-000001, line 10: its configuration"),
        ("update configuration set snapshot = replace(snapshot, '8', '9')", "verify.configuration_changed", "shelf-"),
        ("update configuration set snapshot = '{'", "verify.configuration_changed", "not what was kept"),
        ("update product_model_version set files = replace(files, '100', '900')", "verify.model_changed", "Version 1"),
    ],
)  # fmt: skip
def test_what_was_changed_or_is_gone_is_told(sqlite_template, tmp_path, statement, code, text):
    path = make_sound(sqlite_template, tmp_path / "keyline.db", sell_a_shelf)
    damage(path, statement)
    (finding,) = findings_of(path)
    assert finding.code == code
    assert text in text_of(finding.code, finding.params)
