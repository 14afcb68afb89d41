"""Who answers for whom, as the firm's setting says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.approvals import (
    ApprovalRules,
    Deputy,
    answerers,
    may_answer,
    read_deputies,
    told_to,
    unread_deputies,
)
from app.domain.rights import Actor

PEOPLE = {"olaf": frozenset({"owner"}), "anna": frozenset({"sales"}), "berta": frozenset({"bookkeeper"})}
CHRISTMAS = Deputy("olaf", "anna", date(2026, 12, 20), date(2027, 1, 6))


def test_deputies_are_read_with_and_without_days():
    text = "olaf: anna 2026-12-20 to 2027-01-06; berta: olaf ;"
    assert read_deputies(text) == (CHRISTMAS, Deputy("berta", "olaf"))
    assert read_deputies("olaf: anna 2026-12-20 bis 2027-01-06") == (CHRISTMAS,)
    assert read_deputies("") == ()


def test_what_cannot_be_read_names_nobody_and_is_told():
    text = "olaf anna; olaf: anna 2026-13-40 to 2027-01-06; berta: olaf"
    assert read_deputies(text) == (Deputy("berta", "olaf"),)
    assert unread_deputies(text) == ("olaf anna", "olaf: anna 2026-13-40 to 2027-01-06")


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2026, 12, 19), False),
        (date(2026, 12, 20), True),
        (date(2027, 1, 6), True),
        (date(2027, 1, 7), False),
    ],
)
def test_a_deputy_stands_in_on_both_end_days(day, may):
    rules = ApprovalRules(other_person=False, approvers=PEOPLE, deputies=(CHRISTMAS,))
    assert may_answer(Actor("anna", PEOPLE["anna"]), "berta", rules, day) is may


def test_a_deputy_of_somebody_without_the_right_has_none():
    rules = ApprovalRules(other_person=False, approvers=PEOPLE, deputies=(Deputy("berta", "anna"),))
    assert answerers("anna", rules, date(2026, 1, 1)) == ("olaf",)


def test_another_person_is_another_person_for_deputies_too():
    rules = ApprovalRules(other_person=True, approvers=PEOPLE, deputies=(Deputy("olaf", "anna"),))
    assert answerers("anna", rules, date(2026, 1, 1)) == ("olaf",)
    assert answerers("olaf", rules, date(2026, 1, 1)) == (), "anna in olaf's stead would be olaf again"
    own = replace(rules, approvers={**PEOPLE, "anna": frozenset({"owner"})})
    assert answerers("olaf", own, date(2026, 1, 1)) == ("anna",), "with her own right"
    other = replace(
        rules, approvers={**PEOPLE, "otto": frozenset({"owner"})}, deputies=(Deputy("otto", "anna"),)
    )
    assert answerers("olaf", other, date(2026, 1, 1)) == ("anna", "otto"), "in the stead of somebody else"


def test_a_deputy_has_no_more_than_his_principal_had_where_one_may_answer_oneself():
    """Olaf may answer himself, so his deputy may; a bookkeeper may not answer her own, nor may hers."""
    deputies = (Deputy("olaf", "anna"), Deputy("berta", "bert"))
    people = {**PEOPLE, "bert": frozenset({"sales"})}
    rules = ApprovalRules(other_person=False, approvers=people, deputies=deputies)
    day = date(2026, 1, 1)
    assert answerers("olaf", rules, day) == ("anna", "olaf")
    assert answerers("berta", rules, day, "bookkeeper") == ("anna", "olaf")
    assert answerers("anna", rules, day, "bookkeeper") == ("anna", "bert", "berta", "olaf")


def test_an_issue_is_told_to_its_role_and_its_deputies_and_to_all_who_may_where_nobody_has_it():
    people = {**PEOPLE, "carla": frozenset({"compliance"})}
    day = date(2026, 1, 1)
    rules = ApprovalRules(other_person=False, approvers=people)
    assert answerers("anna", rules, day, "compliance") == ("carla", "olaf")
    assert told_to("anna", rules, day, "compliance") == ("carla",)
    assert told_to("anna", rules, day, "warehouse") == ("olaf",), "nobody is of the warehouse"
    assert told_to("anna", rules, day) == ("olaf",)
    away = ApprovalRules(other_person=False, approvers=people, deputies=(Deputy("carla", "berta"),))
    assert told_to("anna", away, day, "compliance") == ("berta", "carla")
