"""Drafts kept on this computer: whole, dated, replaced as a whole, read back at the next start."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import OutsideError
from app.domain.orders.draft import Draft, Header, Line, apply_edits, edit_header, insert_line
from app.services.journal import Journal, KeptDraft, edits_between, forget

URL = "sqlite:///x.db"
LINE = Line(
    "k1", 1, product_id=4, sku="CHR", text="Stühle “Ergo”", quantity_micro=2_000_000, base_micro=2_000_000
)
BEFORE = Draft(7, 3, "order", "EUR", date(2026, 3, 2), Header(customer_id=5), (LINE,))
AFTER = replace(
    BEFORE,
    header=replace(BEFORE.header, po_number="4500", requested_date=date(2026, 4, 1)),
    lines=(
        replace(LINE, quantity_micro=5_000_000, requested_date=date(2026, 5, 1)),
        Line("k2", 2, kind="note"),
    ),
)
KEPT = KeptDraft(
    "Anna", BEFORE, AFTER, (insert_line(Line("k3", 3)), edit_header(AFTER, requested_date=date(2026, 6, 1)))
)


def test_a_kept_draft_comes_back_whole(tmp_path):
    Journal(URL, tmp_path).keep(KEPT, turn=1)
    assert Journal(URL, tmp_path).read("Anna") == (KEPT,)


def test_it_is_the_persons_and_the_databases_own(tmp_path):
    Journal(URL, tmp_path).keep(KEPT, turn=1)
    assert Journal(URL, tmp_path).read("Bert") == ()
    assert Journal("sqlite:///y.db", tmp_path).read("Anna") == ()


def test_a_saved_draft_leaves_no_file(tmp_path):
    journal = Journal(URL, tmp_path)
    journal.keep(KEPT, turn=1)
    journal.drop(7, turn=2)
    assert list(tmp_path.iterdir()) == []
    journal.drop(7, turn=3)


def test_what_comes_late_changes_nothing(tmp_path):
    journal = Journal(URL, tmp_path)
    journal.keep(KEPT, turn=5)
    journal.keep(replace(KEPT, after=BEFORE), turn=4)
    journal.drop(7, turn=3)
    assert journal.read("Anna") == (KEPT,)


def test_two_windows_keep_beside_one_another_and_each_is_forgotten_alone(tmp_path):
    Journal(URL, tmp_path).keep(KEPT, turn=1)
    other = replace(KEPT, after=BEFORE)
    Journal(URL, tmp_path).keep(other, turn=1)
    first, second = Journal(URL, tmp_path).read("Anna")
    assert first.after in (AFTER, BEFORE)
    assert {len(first.after.lines), len(second.after.lines)} == {1, 2}
    forget(first)
    assert Journal(URL, tmp_path).read("Anna") == (second,)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 99}', '{"format": 1, "actor": "Anna"}', "\x00\x01"]
)
def test_a_damaged_file_is_put_aside_and_the_others_are_read(tmp_path, text):
    journal = Journal(URL, tmp_path)
    journal.keep(KEPT, turn=1)
    (path,) = tmp_path.iterdir()
    broken = path.with_name(path.name.replace("-7-", "-8-"))
    broken.write_text(text)
    assert journal.read("Anna") == (KEPT,)
    assert broken.with_suffix(".damaged").exists()
    assert not broken.exists()


def test_a_full_disk_leaves_the_former_state_and_is_told(tmp_path, monkeypatch):
    journal = Journal(URL, tmp_path)
    journal.keep(KEPT, turn=1)

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutsideError) as told:
        journal.keep(replace(KEPT, after=BEFORE), turn=2)
    assert told.value.code == "journal.cannot_write"
    monkeypatch.undo()
    assert journal.read("Anna") == (KEPT,)
    assert len(list(tmp_path.iterdir())) == 1


def test_the_newest_of_many_at_once_stays(tmp_path):
    journal = Journal(URL, tmp_path)
    kept = [replace(KEPT, after=replace(AFTER, version=number)) for number in range(1, 41)]
    threads = [
        threading.Thread(target=journal.keep, args=(each,), kwargs={"turn": each.after.version})
        for each in kept
    ]
    for thread in reversed(threads):
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.read("Anna") == (kept[-1],)


quantities = st.integers(-5, 5)
lines = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(quantities, st.sampled_from(["x", "y"])), max_size=6
)


def draft_of(content: dict[str, tuple[int, str]], note: str) -> Draft:
    made = tuple(
        Line(key, at, product_id=1, quantity_micro=quantity, text=text)
        for at, (key, (quantity, text)) in enumerate(sorted(content.items()))
    )
    return Draft(1, 1, "order", "EUR", date(2026, 3, 2), Header(note=note), made)


@given(lines, lines, st.sampled_from(["", "n"]), st.sampled_from(["", "n"]))
def test_the_edits_between_two_states_lead_from_one_to_the_other(old, new, old_note, new_note):
    before, after = draft_of(old, old_note), draft_of(new, new_note)
    assert apply_edits(before, edits_between(before, after)) == after
    assert edits_between(after, after) == ()
