"""Editions of a list follow one another: what changed is counted, what is gone is closed, nothing is deleted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.changes import Change
from app.domain.errors import NotAllowedError, RefusedError
from app.domain.rights import Actor
from app.messages import text_of_error
from app.services import screening
from app.services.screening import FileText, read_list
from app.services.screening.held import read_entries
from db.schema.screening import ScreeningEntry, ScreeningList, ScreeningName
from tests.helpers.screening_lists import ADD, ALT, SDN, eu_xml, un_xml
from tests.helpers.screening_office import DAY, import_sdn, reading, sdn_list, writing

MARCH = date(2026, 3, 1)


def count(work, table):
    return reading(
        work, lambda view: view.db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    )


def test_a_first_edition_is_taken_in_whole(work):
    edition = import_sdn(work)
    assert (edition.kind, edition.published, edition.closed_at) == ("ofac_sdn", DAY, None)
    assert (edition.entries, edition.added, edition.removed, edition.changed) == (4, 4, 0, 0)
    assert edition.imported_by == "system"
    assert edition.imported_at == work.clock.now()
    entries = reading(work, read_entries)
    assert [entry.reference for entry in entries] == ["36", "173", "306", "412"]
    listed = sdn_list().entries
    assert [entry.names for entry in entries] == [entry.names for entry in listed]
    assert [entry.addresses for entry in entries] == [entry.addresses for entry in listed]


def test_the_same_edition_again_is_said_and_changes_nothing(work):
    import_sdn(work)
    with pytest.raises(RefusedError) as refused:
        import_sdn(work)
    words = text_of_error(refused.value)
    assert refused.value.code == "screening.already_imported"
    assert "02/27/2026" in words or "27" in words
    assert count(work, ScreeningList) == 1


def test_the_next_edition_counts_what_is_added_removed_and_changed(work):
    first = import_sdn(work)
    sdn = [row for row in SDN if row[0] != 306] + [(500, "NEW FIRM LLC", "", "TEST", "")]
    alt = [row if row[1] != 12 else (36, 12, "aka", "MAHTAB LINES") for row in ALT]
    second = import_sdn(work, MARCH, sdn=sdn, alt=alt, add=[row for row in ADD if row[0] != 306])
    assert (second.entries, second.added, second.removed, second.changed) == (4, 1, 1, 1)
    assert [each.id for each in reading(work, screening.read_lists)] == [second.id]
    assert [each.id for each in reading(work, screening.read_editions)] == [second.id, first.id]
    assert {entry.reference for entry in reading(work, read_entries)} == {"36", "173", "412", "500"}


def test_entries_of_a_former_edition_stay_closed_with_their_names(work):
    import_sdn(work)
    before = count(work, ScreeningName)
    second = import_sdn(
        work,
        MARCH,
        sdn=[(173, *SDN[1][1:4], "DOB 11 Dec 1958.")],
        alt=[ALT[2]],
        add=[ADD[0][:0] or (173, 99, "", "Minsk", "Belarus")],
    )
    closed = sa.select(ScreeningEntry.reference).where(ScreeningEntry.closed_by_id == second.id)
    found = reading(work, lambda view: view.db.execute(closed.order_by(ScreeningEntry.id)).scalars().all())
    assert found == ["36", "173", "306", "412"]
    assert count(work, ScreeningName) == before + 2


def test_each_publisher_has_its_own_list_in_force(work):
    import_sdn(work)
    for content in (un_xml(), eu_xml()):
        writing(work, screening.import_list, read_list([FileText("list.xml", content, DAY)]))
    assert [each.kind for each in reading(work, screening.read_lists)] == ["eu", "ofac_sdn", "un"]


def test_an_older_edition_is_taken_only_when_somebody_says_so(work):
    import_sdn(work, MARCH)
    other = [*SDN, (500, "NEW FIRM LLC", "", "TEST", "")]
    with pytest.raises(RefusedError, match=r"screening\.list_older"):
        import_sdn(work, DAY, sdn=other)
    assert import_sdn(work, DAY, sdn=other, anyway=True).added == 1


def test_a_list_that_loses_a_fifth_is_taken_only_when_somebody_says_so(work):
    many = [(id_, f"FIRM NUMBER {id_} LLC", "", "TEST", "") for id_ in range(1, 101)]
    alt, add = [(1, 1, "aka", "FIRST")], [(1, 1, "", "Minsk", "Belarus")]
    import_sdn(work, sdn=many, alt=alt, add=add)
    with pytest.raises(RefusedError) as refused:
        import_sdn(work, MARCH, sdn=many[:80], alt=alt, add=add)
    assert refused.value.code == "screening.list_shrinks"
    assert "20 of 100" in text_of_error(refused.value)
    assert reading(work, screening.read_lists)[0].entries == 100, "nothing was written"
    assert import_sdn(work, MARCH, sdn=many[:81], alt=alt, add=add).removed == 19


def test_a_list_is_imported_by_whoever_may(work):
    seller = Actor("nora", frozenset({"sales"}))
    with pytest.raises(NotAllowedError), work.begin(actor=seller) as uow:
        screening.import_list(uow, sdn_list())


def test_an_import_is_in_the_audit_and_told_to_other_windows(work):
    told: list[Change] = []
    work.listen(told.extend)
    edition = import_sdn(work)
    assert [(change.kind, change.id) for change in told] == [("screening_list", edition.id)]
    rows = reading(
        work,
        lambda view: view.db.execute(
            sa.text("select actor, after from audit where kind = 'screening_list'")
        ).all(),
    )
    assert rows[0].actor == "system"
    assert '"entries":4' in rows[0].after


def test_of_two_who_import_the_same_edition_at_once_one_is_told(work):
    def bring_in(_number):
        try:
            return import_sdn(work).kind
        except RefusedError as refused:
            return refused.code

    with ThreadPoolExecutor(2) as both:
        told = sorted(both.map(bring_in, range(2)))
    assert told == ["ofac_sdn", "screening.already_imported"]
    assert [edition.closed_at for edition in reading(work, screening.read_editions)] == [None]
