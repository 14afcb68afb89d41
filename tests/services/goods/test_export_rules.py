"""Export rules keyed and taken from files: all of a file or nothing, and never a rule lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.export_control import ExportRule
from app.domain.rights import SYSTEM, Actor
from app.messages import text_of_error
from app.services.goods.export_rules import (
    RulesTaken,
    create_export_rule,
    export_rules_text,
    import_export_rules,
    read_export_rules,
    remove_export_rule,
    update_export_rule,
)
from app.services.history import read_history
from app.services.orders.planning import plan_order
from tests.helpers.goods import change_product, refused_codes
from tests.helpers.order_office import CHAIR, WIEN

RULE = ExportRule(" 5a002 ", "ch", "Genehmigung", " EU 2021/821 ")
FILE = """eccn;country;ruling;source;valid_from;valid_until
5A002;CH;licence;EU 2021/821;;
5A002;US;free;EU001;2026-01-01;2026-12-31
;KP;prohibited;UN 1718;;
"""


def run(desk, call, actor=SYSTEM):
    with desk.begin(actor) as uow:
        return call(uow)


def rules(desk):
    with desk.reading() as view:
        return read_export_rules(view)


def take(desk, text):
    return run(desk, lambda uow: import_export_rules(uow, text))


def refused(desk, text):
    with pytest.raises(RefusedError) as found:
        take(desk, text)
    return text_of_error(found.value)


def test_a_rule_is_tidied_changed_and_taken_out_with_its_history(desk):
    id_ = run(desk, lambda uow: create_export_rule(uow, RULE))
    (card,) = rules(desk)
    assert (card.eccn, card.country, card.ruling, card.source) == ("5A002", "CH", "licence", "EU 2021/821")
    changed = replace(RULE, ruling="prohibited", valid_until=date(2026, 12, 31))
    assert run(desk, lambda uow: update_export_rule(uow, id_, changed, version=1)) == 2
    with pytest.raises(ConflictError):
        run(desk, lambda uow: update_export_rule(uow, id_, RULE, version=1))
    run(desk, lambda uow: remove_export_rule(uow, id_))
    assert rules(desk) == ()
    for call in (
        lambda uow: remove_export_rule(uow, id_),
        lambda uow: update_export_rule(uow, id_, RULE, version=2),
    ):
        with pytest.raises(NotFoundError):
            run(desk, call)
    with desk.reading(SYSTEM) as view:
        history = read_history(view, "export_rule", id_)
    assert [{change.field for change in act.changes} for act in history][1] == {"ruling", "valid_until"}
    assert len(history) == 3


def test_what_is_wrong_is_refused_and_only_who_sets_up_may_write(desk):
    wrong = ExportRule("X", "XX", "perhaps", "S" * 201, date(2026, 2, 2), date(2026, 2, 1))
    with pytest.raises(RefusedError) as found:
        run(desk, lambda uow: create_export_rule(uow, wrong))
    assert refused_codes(found.value) == {
        "export_rule.eccn_wrong", "export_rule.country_unknown", "export_rule.ruling_unknown",
        "export_rule.too_long", "export_rule.days_backwards",
    }  # fmt: skip
    with pytest.raises(NotAllowedError):
        run(desk, lambda uow: import_export_rules(uow, FILE), Actor("anna", frozenset({"sales"})))


def test_a_file_adds_and_changes_and_takes_nothing_out(desk):
    assert take(desk, FILE) == RulesTaken(added=3, changed=0, same=0)
    assert take(desk, "\ufeff" + FILE.replace(";", ",")) == RulesTaken(added=0, changed=0, same=3)
    newer = FILE.replace("5A002;CH;licence", "5A002;CH;verboten").replace(";KP;", ";IR;")
    assert take(desk, newer) == RulesTaken(added=1, changed=1, same=1)
    assert [(card.country, card.ruling) for card in rules(desk)] == [
        ("IR", "prohibited"), ("KP", "prohibited"), ("CH", "prohibited"), ("US", "free"),
    ]  # fmt: skip


def test_what_is_written_is_read_again_as_it_was(desk):
    take(desk, FILE)
    before = rules(desk)
    assert take(desk, export_rules_text(before)) == RulesTaken(added=0, changed=0, same=3)
    assert rules(desk) == before


def test_a_file_cut_in_half_or_wrong_in_a_line_changes_nothing_and_says_where(desk):
    take(desk, FILE)
    before = rules(desk)
    half = FILE.replace("licence;EU", "free;EU").replace(";UN 1718;;\n", "")
    assert "Line 4 of the file: Columns are missing" in refused(desk, half)
    told = refused(desk, FILE.replace("CH", "XX").replace("2026-12-31", "31.12."))
    assert "Line 2 of the file" in told
    assert "“31.12.” is no day" in told
    assert "came before" in refused(desk, FILE + "5A002;CH;free;again;;\n")
    assert "eccn, country, ruling" in refused(desk, "a;b\n1;2\n")
    assert "nothing was changed" in refused(desk, FILE.partition("\n")[0])
    assert rules(desk) == before


def test_an_order_abroad_sees_the_rules_of_its_country_and_of_all(desk):
    take(desk, FILE)
    run(desk, lambda uow: create_export_rule(uow, ExportRule("5", "", "licence")))
    change_product(desk, CHAIR, eccn="5A002")
    order_id = desk.key((CHAIR, 1), customer=WIEN)
    home = desk.key((CHAIR, 1))
    with desk.reading() as view:
        plan = plan_order(view, order_id)
        assert plan.around is not None
        assert [rule.eccn for rule in plan.around.export.rules] == ["5"]
        codes = [issue.code for issue in plan.issues if issue.code.startswith("export")]
        assert codes == ["export.licence_missing"]
        around = plan_order(view, home).around
        assert around is not None
        assert around.export.rules == ()


def test_a_file_with_a_quote_that_never_ends_is_refused_with_its_line(desk):
    text = FILE + '5A003;CH;licence;"' + "a" * 140_000
    with pytest.raises(RefusedError) as error:
        take(desk, text)
    assert [issue.code for issue in error.value.issues] == ["export_rule.in_row"]
    assert rules(desk) == ()
