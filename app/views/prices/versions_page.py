"""The versions of one rule: who changed what when, what it said on a day, and by which version an order was priced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter

from app.domain.changes import Change
from app.domain.pricing.versions import RuleVersion, in_force_at
from app.i18n import _, format_date, format_moment
from app.models.entry_model import EntryColumn, EntryModel
from app.services.rule_versions import RuleRef, RuleStory, read_story
from app.services.unit_of_work import Reading
from app.views.kit.cards import Card, muted_label
from app.views.kit.context import Context
from app.views.kit.date_edit import DateEdit
from app.views.kit.entry_grid import PlainTable
from app.views.kit.forms import field_label
from app.views.kit.history_words import Words
from app.views.kit.keyed import today_of
from app.views.kit.tab_desk import DeskPage
from app.views.prices.versions_words import change_text, fields_of, kind_word, words_of


@dataclass(frozen=True, slots=True)
class WantedRule:
    """The rule that is asked for, and the order's line that was priced by it, if it was asked from one."""

    ref: RuleRef
    order_id: int = 0
    line_key: str = ""

    @property
    def key(self) -> str:
        """What tells its tab from others."""
        return f"versions:{self.ref.kind}:{self.ref.id}{self.ref.origin}:{self.order_id}:{self.line_key}"


MARK = 3  # the column that says which version was applied: only where one was


@dataclass(frozen=True, slots=True)
class _Row:
    """A version in the list; `mark` says that it is the one that was applied, or the one of the day."""

    version: RuleVersion
    text: str
    mark: str = ""


_Field = tuple[str, str, str, bool]


class VersionsPage(DeskPage):
    """Up and Down go through the versions, F4 to the day; Esc goes back."""

    def __init__(self, context: Context, wanted: WantedRule) -> None:
        super().__init__(context, wanted.key, _("Versions"))
        self.setObjectName("versionsPage")
        self._wanted = wanted
        self._story: RuleStory | None = None
        self._words: Words = {}
        self.model = EntryModel[_Row](
            _version_columns(), key=lambda row: (row.version.key, row.version.at, row.version.is_end)
        )
        self.table = PlainTable("versions", _("Versions"), self.model)
        self.fields = EntryModel[_Field](_field_columns())
        self.said = PlainTable("versionFields", _("What it said"), self.fields)
        self.day = DateEdit(lambda: today_of(context))
        self.day.setObjectName("versionsDay")
        self.day.setMaximumWidth(140)
        self.told = QLabel()
        self.told.setObjectName("versionsTold")
        self.told.setWordWrap(True)
        self._lay_out()
        self.table.row_changed.connect(self._show_version)
        self.day.date_edited.connect(lambda _day: self._go_to_day())
        self.day.returnPressed.connect(self.enter)
        self.can_do = {"leave": self.close_wanted.emit, "beside": self._to_day}
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(field_label(_("&As of"), self.day))
        row.addWidget(self.day)
        row.addWidget(self.told, 1)
        self.column.addLayout(row)
        left, right = Card(_("Versions")), Card(_("What it said"))
        left.body.addWidget(self.table, 1)
        right.body.addWidget(self.said, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([560, 480])
        self.column.addWidget(splitter, 1)
        self.column.addWidget(
            muted_label(_("Up and Down: the versions · F4: what it said on a day · Esc: back"))
        )

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def _to_day(self) -> None:
        self.day.setFocus()
        self.day.selectAll()

    def refresh(self) -> None:
        wanted = self._wanted

        def read(view: Reading) -> RuleStory:
            return read_story(view, wanted.ref, order_id=wanted.order_id, line_key=wanted.line_key)

        self.context.jobs.read(self, read, self._take, latest=wanted.key)

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in {"price", "product"} for change in changes):
            self.refresh()

    def _take(self, story: RuleStory) -> None:
        is_first = self._story is None
        story = _in_zone(story, self.context.opened.clock.local().tzinfo)
        self._story, self._words = story, words_of(story, today_of(self.context))
        self.set_heading(
            f"{kind_word(story.ref.kind)} · {story.name}" if story.name else kind_word(story.ref.kind)
        )
        self.model.set_rows([self._row(place) for place in range(len(story.versions))])
        self.table.setColumnHidden(MARK, story.applied is None)
        if is_first or self.table.current_row() < 0:
            self.table.select_row(story.applied or 0)
        self.told.setText(_told(story, is_whole=self._sees_acts()))
        self._show_version(self.table.current_row())

    def _row(self, place: int) -> _Row:
        assert self._story is not None, "its rows are shown once it was read"
        version = self._story.versions[place]
        mark = _("applied") if place == self._story.applied else ""
        text = change_text(version, self._words) if self._sees_acts() else ""
        return _Row(version, text, mark)

    def _sees_acts(self) -> bool:
        kind = self._wanted.ref.kind
        return self.context.allowed("story.see" if kind == "cost" else "audit.see")

    def _show_version(self, number: int) -> None:
        row = self.model.row(number)
        self.fields.set_rows([] if row is None else fields_of(row.version, self._words))

    def _go_to_day(self) -> None:
        """The version that held at the end of the day."""
        day, story = self.day.date(), self._story
        if day is None or story is None:
            return
        zone = self.context.opened.clock.local().tzinfo
        end = datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
        place = in_force_at(story.versions[::-1], end)
        if place is None:
            self.message_bar.show_message(
                _("On {day} there was no such rule yet.").format(day=format_date(day)), "info"
            )
            return
        self.message_bar.clear()
        self.table.select_row(len(story.versions) - 1 - place)


def _in_zone(story: RuleStory, zone: tzinfo | None) -> RuleStory:
    """The story with its moments as the office's clocks showed them."""
    versions = (
        each if each.at is None else replace(each, at=each.at.astimezone(zone)) for each in story.versions
    )
    order = story.order and replace(story.order, at=story.order.at.astimezone(zone))
    return replace(story, versions=tuple(versions), order=order)


def _told(story: RuleStory, *, is_whole: bool) -> str:
    """Which order was priced by it; that who changed it and when is not the reader's to see."""
    told = []
    if story.order is not None:
        text = _("{number} was priced by it on {moment}.")
        told.append(text.format(number=story.order.number, moment=format_moment(story.order.at)))
    if not is_whole:
        told.append(_("Who changed it and when is not yours to see."))
    return " ".join(told)


def _version_columns() -> tuple[EntryColumn[_Row], ...]:
    return (
        EntryColumn("since", _("Since"), _since, width=140),
        EntryColumn("who", _("Who"), lambda row: row.version.actor, width=80),
        EntryColumn("what", _("What changed"), lambda row: row.text, stretch=True, hint=lambda row: row.text),
        EntryColumn("mark", "", lambda row: row.mark, state=lambda row: "ok" if row.mark else None, width=96),
    )


def _since(row: _Row) -> str:
    return format_moment(row.version.at) if row.version.at is not None else _("unknown")


def _field_columns() -> tuple[EntryColumn[_Field], ...]:
    return (
        EntryColumn("field", _("Field"), lambda row: row[0], width=132),
        EntryColumn("before", _("Before"), lambda row: row[1], width=124, quiet=True),
        EntryColumn("now", _("In this version"), lambda row: row[2], stretch=True, hint=lambda row: row[2]),
    )
