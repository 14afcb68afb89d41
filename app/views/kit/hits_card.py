"""Hits that wait for somebody, why they are hits, and releasing one with a reason and a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from app.i18n import _, format_count, n_
from app.messages import text_of
from app.models.columns import Column, day_column
from app.services.screening import HitWorklist, WaitingHit
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.forms import Field, Form
from app.views.kit.small_list import SmallList

USUAL_DAYS = 365
SURE_MILLE = 950


class HitsCard(Card):
    """`release_wanted` and `customer_wanted` are about the hit under the cursor."""

    release_wanted = Signal()
    customer_wanted = Signal()

    def __init__(self, today: Callable[[], date], *, may_release: bool) -> None:
        super().__init__(_("Hits that wait"))
        self._today = today
        self._hits: tuple[WaitingHit, ...] = ()
        self.table: SmallList[WaitingHit] = SmallList(
            _columns(), "screeningHits", _("Hits that wait"), nothing=_("No hit waits for anybody.")
        )
        self.why = QLabel()
        self.why.setObjectName("whyHit")
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setWordWrap(True)
        self.form = Form(
            [
                Field("reason", _("&Why it is somebody else"), span=3),
                Field("until", _("Released &until"), "date"),
            ],
            columns=4,
            today=today,
            parent=self,
        )
        for name in ("reason", "until"):
            self.form.widget(name).setObjectName(f"release:{name}")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.why)
        self.form.setVisible(may_release)
        if may_release:
            self.body.addLayout(self._release_row())
        self.table.row_changed.connect(lambda _row: self._tell())
        self.table.row_activated.connect(lambda _row: self.customer_wanted.emit())
        self.clear()

    def _release_row(self) -> QHBoxLayout:
        button = key_button(_("Release the hit"), "Ctrl+L", "primary")
        button.setObjectName("releaseHit")
        button.clicked.connect(self.release_wanted.emit)
        self.form.submitted.connect(self.release_wanted.emit)
        row = QHBoxLayout()
        row.addWidget(self.form, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def show_hits(self, work: HitWorklist) -> None:
        """Show these, and say how many wait in all; the cursor stays on its hit.

        What was keyed for one that is gone is not kept for the next.
        """
        hits = work.hits
        row, before = max(self.table.current_row(), 0), self.hit()
        same = next((at for at, hit in enumerate(hits) if before and _about(hit) == _about(before)), None)
        if before is not None and same is None:
            self.clear()
        row = row if same is None else same
        self._hits = hits
        self.table.show_rows(hits)
        self.set_title(_title_of(work))
        if hits:
            self.table.select_row(min(row, len(hits) - 1))
        self._tell()

    def go_to(self, hit_id: int) -> None:
        """The cursor on this hit, if it waits still, and the keys where its release is keyed."""
        row = next((row for row, hit in enumerate(self._hits) if hit.id == hit_id), None)
        if row is None:
            return
        self.table.select_row(row)
        self._tell()
        if self.form.isVisible():
            self.form.focus("reason")
        else:
            self.table.setFocus()

    def hit(self) -> WaitingHit | None:
        """The hit under the cursor."""
        return self.table.row_of(self.table.current_row())

    def clear(self) -> None:
        """Nothing is keyed for the next hit but the usual day."""
        self.form.set_values({"reason": "", "until": self._today() + timedelta(days=USUAL_DAYS)})
        self.form.show_errors({})

    def _tell(self) -> None:
        hit = self.hit()
        self.why.setText(explanation(hit) if hit is not None else "")


def _title_of(work: HitWorklist) -> str:
    text = n_("{count} hit waits", "{count} hits wait", work.count).format(count=format_count(work.count))
    if work.count == len(work.hits):
        return text
    likest = _("{hits}, the likest {count} of them here")
    return likest.format(hits=text, count=format_count(len(work.hits)))


def _about(hit: WaitingHit) -> tuple[object, ...]:
    """Who came near what: each screening gives it another id."""
    return hit.customer_id, hit.party, hit.city, hit.list_kind, hit.reference


def explanation(hit: WaitingHit) -> str:
    """Which words were taken for which, by which comparison, and what the addresses say."""
    told = hit.explained
    words = ", ".join(
        f"{asked} = {listed}" + (f" ({mille // 10} %)" if mille < 1000 else "")
        for asked, listed, mille in told["words"]
    )
    parts = [
        _("{listed}: {percent} % alike by {scorer}").format(
            listed=hit.listed,
            percent=hit.score_mille // 10,
            scorer=_scorers().get(told["scorer"], told["scorer"]),
        ),
        words,
        _agreements().get(("country", told["country"]), ""),
        _agreements().get(("city", told["city"]), ""),
        _("another name of {name}").format(name=told["first_name"])
        if told["first_name"] != hit.listed
        else "",
        hit.programme,
    ]
    return " · ".join(part for part in parts if part)


def _scorers() -> dict[str, str]:
    return {
        "words": _("its words"),
        "sorted": _("its words in order"),
        "joined": _("its letters without blanks"),
        "inside": _("a name inside the other"),
        "consonants": _("its consonants"),
        "number": _("its IMO number"),
    }


def _agreements() -> dict[tuple[str, str], str]:
    return {
        ("country", "agrees"): _("same country"),
        ("country", "differs"): _("another country"),
        ("city", "agrees"): _("same city"),
        ("city", "differs"): _("another city"),
    }


def _columns() -> tuple[Column[WaitingHit], ...]:
    return (
        Column("party", _("Customer or address"), lambda row: row.party, width=118, stretch=True),
        Column("city", _("City"), lambda row: row.city, width=100, quiet=True),
        Column("country", _("Country"), lambda row: row.country, width=76, quiet=True),
        Column("listed", _("Listed name"), lambda row: row.listed, width=118, stretch=True),
        Column("kind", _("List"), lambda row: text_of(f"kind.{row.list_kind}", {}), width=128),
        Column("reference", _("Entry"), lambda row: row.reference, width=64),
        Column(
            "score",
            _("Alike"),
            lambda row: f"{row.score_mille // 10} %",
            align_right=True,
            state=lambda row: "bad" if row.score_mille >= SURE_MILLE else "warn",
            width=76,
        ),
        day_column("until", _("Ran out"), lambda row: row.until),
    )
