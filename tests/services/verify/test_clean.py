"""A sound database has no finding, on both kinds."""

from __future__ import annotations

from app.services.verify import CHECKS, explained_differences, verify
from tests.services.verify.busy_office import busy


def test_a_busy_office_has_no_finding(firm, clock):
    busy(firm, clock)
    assert firm.ask(verify) == ()


def test_an_empty_database_has_no_finding(work):
    from app.domain.rights import SYSTEM

    with work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()


def test_the_tax_of_parts_is_told_as_explained(firm, clock):
    busy(firm, clock)
    (note,) = firm.ask(explained_differences)
    assert note.code == "verify.tax_difference_explained"
    assert (note.params["order"].minor, note.params["invoiced"].minor) == (572, 573)


def test_progress_names_every_check(firm):
    steps = []
    firm.ask(lambda view: verify(view, progress=lambda done, total, name: steps.append((done, total, name))))
    assert [done for done, _, _ in steps] == list(range(len(CHECKS)))
    assert {total for _, total, _ in steps} == {len(CHECKS)}
