"""Many prices of a list changed at once: what is changed and how, what it comes to, and one key that does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QLineEdit

from app.domain.changes import Change
from app.domain.errors import RefusedError
from app.domain.money import margin_ppm, micro_of
from app.domain.pricing.mass_change import PriceChange
from app.i18n import _, format_count, format_date, format_micro, format_price, format_rate, n_
from app.messages import text_of_issue
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.models.unit_words import quantity_text, unit_word
from app.services.prices.mass_change import (
    PreviewRow,
    Selection,
    apply_change,
    preview_change,
    read_families,
    read_made_of,
)
from app.services.unit_of_work import UnitOfWork
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.errors import show_error
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.forms import Field, Form
from app.views.kit.keyed import today_of
from app.views.kit.part_desk import LatePage
from app.views.kit.search_popup import SearchPopup, SearchRow

MINUS = "\N{MINUS SIGN}"


class ChangePage(LatePage):
    """Enter in the last field or F5 shows what it comes to, Ctrl+Enter does it. Ctrl+W leaves without a change."""

    def __init__(self, context: Context, list_id: int, name: str) -> None:
        super().__init__(context, f"change:{list_id}", _("Change {list}").format(list=name))
        self.setObjectName("changePrices")
        self._list_id = list_id
        self._rows: tuple[PreviewRow, ...] = ()
        self._shown: tuple[Selection, PriceChange] | None = None  # what the preview is of
        self.form = Form(_fields(), columns=4, folds=True, today=partial(today_of, context))
        for field in ("family", "text", "percent", "add", "step", "ending", "start"):
            self.form.widget(field).setObjectName(f"change:{field}")
        self.model = EntryModel[PreviewRow](_columns(sees_cost=context.allowed("margin.see")))
        self.table = PlainTable("changePreview", _("Preview"), self.model)
        self.button = key_button(_("Change the prices"), "Ctrl+Enter", "primary")
        self.button.setObjectName("applyChange")
        self.button.clicked.connect(self.apply)
        self.button.setEnabled(False)
        self.foot = ActionRow(_("Enter in the last field: what it comes to"), (self.button,))
        card = Card(_("Which prices, and how"))
        card.body.addWidget(self.form)
        self.column.addWidget(card)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.foot)
        self.form.submitted.connect(self.refresh)
        self.form.changed.connect(self._edited)
        self._families: tuple[str, ...] = ()
        self._made_of = ""  # the list whose prices this one takes, where it has none of its own
        self._offer_families()
        self.can_do = {"apply": self.apply, "leave": self.close_wanted.emit}

    def start(self) -> None:
        list_id = self._list_id
        self.context.jobs.read(
            self, lambda view: (read_families(view, list_id), read_made_of(view, list_id)), self._take_list
        )

    def enter(self) -> None:
        self.form.focus("percent")

    def hear(self, changes: Sequence[Change]) -> None:
        if self._shown is not None and any(change.kind == "price" for change in changes):
            self._edited()

    def _offer_families(self) -> None:
        field = self.form.widget("family")
        assert isinstance(field, QLineEdit), "a family is typed"

        def ask(text: str) -> None:
            found = [each for each in self._families if text.casefold() in each.casefold()]
            popup.put([SearchRow(each, each) for each in found], text=text)

        popup = SearchPopup(field, ask, takes_typed=True)
        popup.chosen.connect(lambda _value: self._edited())

    def _take_list(self, found: tuple[tuple[str, ...], str]) -> None:
        self._families, self._made_of = found

    def _edited(self, _name: str = "") -> None:
        """What stands below is of another question now."""
        self._shown = None
        self.button.setEnabled(False)
        self.foot.hint.setText(_("Enter in the last field, or F5: what it comes to"))

    # looking

    def refresh(self) -> None:
        if not self.form.check():
            return
        asked = (self._selection(), self._change())
        self.context.jobs.read(
            self,
            lambda view: preview_change(view, *asked),
            lambda rows: self._take(asked, rows),
            latest="preview",
            failed=self._refused,
        )

    def _selection(self) -> Selection:
        return Selection(self._list_id, self.form.text("family"), self.form.text("text"))

    def _change(self) -> PriceChange:
        values = {name: self.form.value(name) for name in ("percent", "add", "step", "ending")}
        micro = {name: micro_of(value) if isinstance(value, Decimal) else 0 for name, value in values.items()}
        percent = values["percent"]
        ppm = micro_of(percent / 100) if isinstance(percent, Decimal) else 0
        start = self.form.value("start")
        day = start if isinstance(start, date) else None
        return PriceChange(ppm, micro["add"], micro["step"], micro["ending"], day)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, RefusedError) and error.issues:
            self.form.show_errors({issue.where: text_of_issue(issue) for issue in error.issues})
        else:
            show_error(self, error)

    def _take(self, asked: tuple[Selection, PriceChange], rows: tuple[PreviewRow, ...]) -> None:
        if asked != (self._selection(), self._change()):
            return
        self._shown, self._rows = asked, rows
        self.model.set_rows([row for row in rows if row.change.is_changed or row.change.stays == "agreed"])
        self.foot.hint.setText(summary(rows, self._made_of))
        self.button.setEnabled(
            self.context.allowed("price.edit") and any(row.change.is_changed for row in rows)
        )

    # doing

    def apply(self) -> None:
        """Ctrl+Enter: what is shown, and nothing else; an impatient hand does it once."""
        if self.once.is_under_way("change"):
            return
        is_seen = self._shown == (self._selection(), self._change())
        if not is_seen or not self.button.isEnabled():
            self.refresh()
            return
        changed = tuple(row.change for row in self._rows)
        list_id = self._list_id
        self.button.setEnabled(False)

        def write(uow: UnitOfWork) -> int:
            return apply_change(uow, list_id, changed)

        self.once.write("change", write, self._done, content=(list_id, changed), failed=self._not_done)

    def _done(self, count: int) -> None:
        self._edited()
        text = n_("{count} price is changed.", "{count} prices are changed.", count)
        self.message_bar.show_message(text.format(count=format_count(count)), "ok")

    def _not_done(self, error: Exception) -> None:
        self._edited()
        show_error(self, error)


def summary(rows: Sequence[PreviewRow], made_of: str = "") -> str:
    """How many change, and why the others do not; `made_of`: the list that has the others."""
    kinds = Counter(row.change.stays for row in rows)
    changed = kinds.pop("", 0)
    texts = [
        n_("{count} price changes", "{count} prices change", changed).format(count=format_count(changed))
    ]
    words = {
        "over": _("{count} over by then"),
        "same": _("{count} cost that already"),
        "agreed": _("{count} with an agreed quantity stay"),
    }
    texts += [words[kind].format(count=format_count(count)) for kind, count in sorted(kinds.items())]
    if made_of:
        texts.append(_("what is made of {list} follows {list} and the factor").format(list=made_of))
    elif not rows:
        texts.append(_("no price is found"))
    return " · ".join(texts)


def _fields() -> tuple[Field, ...]:
    places = PERCENT_PLACES
    return (
        Field("family", _("&Family"), placeholder=_("all families")),
        Field("text", _("F&ind product"), placeholder=_("SKU, name, family or GTIN")),
        Field(
            "percent",
            _("&Percent"),
            "number",
            decimals=0,
            places_max=places,
            help=_("3 raises by 3 %, -3 lowers."),
        ),
        Field(
            "add",
            _("&Amount"),
            "number",
            help=_("For one base unit, after the percent; with a minus it is taken off."),
        ),
        Field(
            "step",
            _("&Step"),
            "number",
            help=_("1 with the ending -0.01 gives 382.99, 0.05 gives five cents."),
        ),
        Field("ending", _("&Ending"), "number"),
        Field("start", _("Fr&om day"), "date", help=_("Empty: at once, on all days of each price.")),
    )


def _columns(*, sees_cost: bool) -> tuple[EntryColumn[PreviewRow], ...]:
    columns: tuple[EntryColumn[PreviewRow], ...] = (
        EntryColumn("sku", _("SKU"), lambda row: row.sku, width=130),
        EntryColumn("name", _("Name"), lambda row: row.name, stretch=True),
        EntryColumn("break", _("From quantity"), _least, width=100, align_right=True),
        EntryColumn("days", _("Days"), _days, width=170),
        EntryColumn("old", _("Old"), _old, width=90, align_right=True),
        EntryColumn("new", _("New"), _new, width=90, align_right=True, state=_state),
        EntryColumn("difference", _("Difference"), _difference, width=90, align_right=True),
    )
    margin = EntryColumn("margin", _("Margin"), _margin, width=80, align_right=True, state=_margin_state)
    return (*columns, margin) if sees_cost else columns


def _least(row: PreviewRow) -> str:
    least = row.change.old.min_quantity_micro
    if row.change.old.unit and not least:
        return unit_word(row.unit)
    return quantity_text(least, row.unit) if least else ""


def _days(row: PreviewRow) -> str:
    """On which days the new price holds; of one that stays the days that it has."""
    price = row.change.fresh[-1] if row.change.fresh else row.change.old
    first = _("from {day}").format(day=format_date(price.valid_from)) if price.valid_from else ""
    last = _("to {day}").format(day=format_date(price.valid_to)) if price.valid_to else ""
    return " ".join(filter(None, (first, last)))


def _old(row: PreviewRow) -> str:
    return format_price(row.change.old.price_micro, row.change.old.per)


def _new(row: PreviewRow) -> str:
    return format_price(row.change.new_micro, row.change.old.per) if row.change.is_changed else ""


def _difference(row: PreviewRow) -> str:
    more = row.change.new_micro - row.change.old.price_micro
    return format_micro(more, places_min=2).replace("-", MINUS) if row.change.is_changed else ""


def _state(row: PreviewRow) -> State | None:
    return "bad" if row.cost_micro is not None and row.net_micro < row.cost_micro else None


def _ppm(row: PreviewRow) -> int | None:
    if row.cost_micro is None:
        return None
    return margin_ppm(price_micro=row.net_micro, cost_micro=row.cost_micro)


def _margin(row: PreviewRow) -> str:
    ppm = _ppm(row)
    return format_rate(round(ppm, -3)) if ppm is not None else ""


def _margin_state(row: PreviewRow) -> State | None:
    ppm = _ppm(row)
    return "bad" if ppm is not None and ppm < 0 else None
