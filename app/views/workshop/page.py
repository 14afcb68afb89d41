"""One workshop order: what it takes, how it looks, what is done with it next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSplitter, QTabWidget, QWidget

from app.domain.changes import Change
from app.domain.making import CANCELLED, FINISHED, LIVE, RELEASED, STARTED
from app.domain.money import micro_of
from app.domain.quantity import shown_quantity
from app.i18n import _, current_language, format_date
from app.services.making.changing import cancel_workshop_order, set_due_date, start
from app.services.making.finishing import finish
from app.services.making.lists import WorkshopDetail, read_workshop_detail
from app.services.making.releasing import Released, release
from app.services.making.renewing import make_again, promise_again
from app.services.making.taking_back import take_back_step
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card, muted_label
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.file_dialog import FileDialog
from app.views.kit.forms import Field, Form
from app.views.kit.keyed import micro_text, today_of
from app.views.kit.own_undo import leaves_undo
from app.views.kit.scene.view import SceneView
from app.views.kit.tab_desk import DeskPage, keyed_title
from app.views.workshop.tables import Row, component_model, cut_heads, text_model, work_heads
from app.views.workshop.words import STATES, file_kinds, ready_words, released_words, seen_state, state_word

if TYPE_CHECKING:
    from app.domain.workshop.job import Job

_LISTS_WIDTH, _PICTURE_WIDTH, _PICTURE_LEAST = 780, 420, 180
"""In pixels at first: the lists show what is short, the picture gives way."""


class WorkshopPage(DeskPage):
    """Ctrl+Enter does the next step: release, start, then finish as many as are keyed."""

    def __init__(self, context: Context, id_: int) -> None:
        super().__init__(context, f"workshopOrder:{id_}", _("Workshop order"))
        self.id = id_
        self.seen: WorkshopDetail | None = None
        self.job: Job | None = None
        self.badge = Badge()
        self.facts = muted_label()
        self.facts.setWordWrap(True)
        self.form = Form(
            [
                Field("pieces", _("&Pieces finished now"), "number", decimals=0),
                Field("due", _("New &due date"), "date"),
                Field("reason", _("&Reason"), placeholder=_("for cancelling")),
                Field("back", _("Pieces to take &back"), "number", decimals=0),
            ],
            today=lambda: today_of(context),
            columns=4,
        )
        self.components = component_model(self)
        self.picture = SceneView()
        self.picture.setObjectName("workshopPicture")
        self.next_button = key_button(_("Release"), "Ctrl+Return", "primary")
        self.next_button.setObjectName("workshopNext")
        self.buttons = {
            "cancel": key_button(_("Cancel it"), "Ctrl+Shift+C", "danger"),
            "back": key_button(_("Take back"), "Ctrl+Z"),
            "due": key_button(_("Change due date"), "Ctrl+D", "quiet"),
            "reserve": key_button(_("Reserve"), "Ctrl+R"),
            "save": key_button(_("Save lists"), "Ctrl+S", "quiet"),
            "paper": key_button(_("Workshop paper"), "Ctrl+P", "quiet"),
            "order": key_button(_("Order"), "Ctrl+O", "quiet"),
            "promise": key_button(_("Promise it so"), "Ctrl+Shift+D"),
        }
        self.ready = QWidget()
        self.ready_text = muted_label()
        self.ready_text.setObjectName("workshopReady")
        self.may_promise = False
        self.knows_pieces = False
        self._lay_out()
        self._deeds = {
            "confirm": self.next_step, "cancel": self.cancel, "due": self.change_due, "reserve": self.reserve,
            "save": self.ask_file, "paper": self.show_paper, "order": self.open_order,
            "promise": self.promise, "back": self.take_back,
        }  # fmt: skip
        self.next_button.clicked.connect(self.next_step)
        for name, button in self.buttons.items():
            button.clicked.connect(self._deeds[name])
        for field in self.form.findChildren(QLineEdit):
            field.installEventFilter(self)
        self.refresh()

    def _lay_out(self) -> None:
        head = Card(_("Workshop order"))
        row = QHBoxLayout(self.ready)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.ready_text, 1)
        row.addWidget(self.buttons["promise"])
        self.ready_text.setWordWrap(True)
        for name in ("order", "save", "paper"):
            head.side.addWidget(self.buttons[name])
        head.side.addWidget(self.badge)
        # the row of deeds has no room for it in a small window
        facts_row = QHBoxLayout()
        facts_row.addWidget(self.facts, 1)
        facts_row.addWidget(self.buttons["due"])
        head.body.addLayout(facts_row)
        head.body.addWidget(self.ready)
        head.body.addWidget(self.form)
        self.lists = QTabWidget()
        self.lists.setObjectName("workshopLists")
        self.table = PlainTable("workshopComponents", _("Components"), self.components)
        self.cut_rows, self.work_rows = text_model(cut_heads(), self), text_model(work_heads(), self)
        nothing = _("Nothing is cut for it: its parts are bought as they are.")
        self.cut = PlainTable("workshopCut", _("Cut list"), self.cut_rows, nothing=nothing)
        self.work = PlainTable("workshopWork", _("Operations"), self.work_rows)
        for table, title in (
            (self.table, _("Components")),
            (self.cut, _("Cut list")),
            (self.work, _("Operations")),
        ):
            self.lists.addTab(table, title)
        # the cut list is as wide as a small window
        self.lists.currentChanged.connect(
            lambda _at: self.picture.setVisible(self.lists.currentWidget() is not self.cut)
        )
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.lists)
        splitter.addWidget(self.picture)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        self.picture.setMinimumWidth(_PICTURE_LEAST)
        splitter.setSizes([_LISTS_WIDTH, _PICTURE_WIDTH])
        self.column.addWidget(head)
        self.column.addWidget(splitter, 1)
        self._lay_out_buttons()

    def _lay_out_buttons(self) -> None:
        """What changes something; papers and files stand in the head."""
        deeds = tuple(self.buttons[name] for name in ("cancel", "back", "reserve"))
        self.column.addWidget(ActionRow(buttons=(*deeds, self.next_button)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where nothing was typed into a field, Ctrl+Z belongs to the workshop order."""
        if leaves_undo(watched, event, even_typed=watched is self.form.widget("back")):
            return True
        if event.type() == QEvent.Type.FocusIn and watched is self.form.widget("pieces"):
            self.knows_pieces = True
        return super().eventFilter(watched, event)

    def enter(self) -> None:
        """What is started is opened to be finished: the keys are in its pieces."""
        if self.form.widget("pieces").isVisible():
            self.form.focus("pieces")
        else:
            self.table.setFocus()

    def refresh(self) -> None:
        id_ = self.id
        self.context.jobs.read(
            self, lambda view: read_workshop_detail(view, id_), self._show, latest="workshop"
        )

    def hear(self, changes: Sequence[Change]) -> None:
        if any(
            change.kind == "stock" or (change.kind == "workshop" and change.id == self.id)
            for change in changes
        ):
            self.refresh()

    def _show(self, seen: WorkshopDetail) -> None:
        is_first, row = self.seen is None, seen.row
        is_other = self.seen is None or self.seen.row.quantity_micro != row.quantity_micro
        is_moved = self.seen is None or self.seen.row.version != row.version
        self.seen = seen
        self.set_heading(
            _("Workshop order {number}").format(number=row.number), f"{seen.customer} · {seen.text}"
        )
        state = seen_state(row.state, row.finished_micro)
        self.badge.set_state(state_word(state), STATES.get(state, "muted"))
        self.facts.setText(self._facts_text(seen))
        self._show_ready(seen)
        self.components.set_rows(seen.components)
        self._show_fields(seen)
        if is_moved:  # what is being typed stays where only stock came in
            self.form.set_values(
                {"pieces": shown_quantity(row.left_micro), "back": shown_quantity(seen.last_micro)}
            )
        self._show_deeds(row.state)
        if is_other:
            self._read_job()
        if is_first and self.isVisible():
            self.enter()

    def _show_fields(self, seen: WorkshopDetail) -> None:
        """What can be keyed of it as it stands; the keys leave a field that goes."""
        row = seen.row
        fields = {"due", "reason"} if row.state in LIVE else set()
        fields |= {"pieces"} if row.state == STARTED else set()
        fields |= {"back"} if row.finished_micro and row.state in (STARTED, FINISHED) else set()
        self.form.show_only(fields)
        self.form.setVisible(bool(fields))

    def _facts_text(self, seen: WorkshopDetail) -> str:
        row = seen.row
        due = format_date(row.due_date) if row.due_date else _("not known yet")
        told = _(
            "{finished} of {pieces} finished · due {due} · order {order}, line {line} · made in {warehouse}"
        )
        return told.format(
            finished=micro_text(row.finished_micro), pieces=micro_text(row.quantity_micro, seen.unit), due=due,
            order=seen.order_number, line=seen.position, warehouse=seen.warehouse,
        )  # fmt: skip

    def _show_ready(self, seen: WorkshopDetail) -> None:
        """What stands between it and its day, where its components come later than that, or nobody knows when."""
        text = ready_words(seen)
        self.ready.setVisible(bool(text))
        self.ready_text.setText(text)
        self.may_promise = bool(text) and seen.ready is not None and seen.ready.day is not None
        self.buttons["promise"].setVisible(self.may_promise and self.context.allowed("workshop.work"))

    def _show_deeds(self, state: str) -> None:
        may = self.context.allowed("workshop.work")
        steps = {"open": _("Release"), RELEASED: _("Start"), STARTED: _("Finish"), CANCELLED: _("Make again")}
        is_live = state in LIVE
        self.next_button.setVisible(state in steps and may)
        self.next_button.setText(keyed_title(steps.get(state, ""), "Ctrl+Return"))
        for name in ("cancel", "due", "reserve"):
            self.buttons[name].setVisible(
                is_live and may and (name != "reserve" or state in (RELEASED, STARTED))
            )
        has_step = state in (RELEASED, STARTED, FINISHED)
        self.buttons["back"].setVisible(has_step and may)
        here = {"save", "paper", "order"}
        if may:
            here |= set(self._deeds) if is_live else {"confirm"} if state in steps else set()
            here = here | {"back"} if has_step else here - {"back"}
        if not self.may_promise:
            here -= {"promise"}
        self.can_do = {name: deed for name, deed in self._deeds.items() if name in here}
        self.why_not = dict.fromkeys(self._deeds, _("It is finished, or was cancelled."))
        self.why_not["back"] = _("Nothing was done yet that could be taken back, or it was cancelled.")
        if is_live:
            self.why_not["promise"] = _("Its day can be kept, or nobody knows when its components come.")

    def _read_job(self) -> None:
        id_, language = self.id, current_language()

        def read(view: Reading) -> tuple[Job, list[Row], list[Row]]:
            from app.services.making.jobs import read_job
            from app.services.workshop.tables import CUT, OPERATIONS, shown_rows

            job = read_job(view, id_, language)
            cut: list[Row] = [*shown_rows(CUT, job, language)]
            return job, cut, [*shown_rows(OPERATIONS, job, language)]

        self.context.jobs.read(self, read, self._show_job, latest="job")

    def _show_job(self, found: tuple[Job, list[Row], list[Row]]) -> None:
        self.job, cut, work = found
        self.picture.show_scene(self.job.scene)
        self.cut_rows.set_rows(cut)
        self.work_rows.set_rows(work)

    # what is done

    def next_step(self) -> None:
        """Ctrl+Enter: what comes next."""
        if self.seen is None:
            return
        state = self.seen.row.state
        if state == "open":
            self.reserve()
        elif state == RELEASED:
            self._write("start", start, _("The work has begun. Ctrl+Z takes it back."))
        elif state == STARTED and not self.knows_pieces:
            self._ask_pieces()
        elif state == STARTED:
            self.finish()
        elif state == CANCELLED:
            self.make_again()

    def _ask_pieces(self) -> None:
        """Who presses on after the start has not said yet that anything is finished."""
        self.form.focus("pieces")
        self.message_bar.show_message(_("How many are finished? Ctrl+Enter books them in."), "info")

    def take_back(self) -> None:
        """Ctrl+Z: the last step never was: so many finished pieces as are keyed, else the start, else the release."""
        if self.seen is None or not self.form.check():
            return
        row, micro = self.seen.row, 0
        if row.finished_micro:
            pieces = self.form.values()["back"]
            micro = micro_of(pieces) if pieces is not None else 0  # type: ignore[arg-type]  # a number field
            told = _("{pieces} are taken back; their components are reserved again.").format(
                pieces=micro_text(micro, self.seen.unit)
            )
        elif row.state == STARTED:
            told = _("The start is taken back: the work has not begun.")
        else:
            told = _("The release is taken back: its components lie free.")

        def run(uow: UnitOfWork, id_: int, *, version: int) -> int:
            return take_back_step(uow, id_, version=version, quantity_micro=micro)

        self._write("back", run, told, content=micro)

    def promise(self) -> None:
        """Ctrl+Shift+D: the day that can be kept now; what the order promises follows."""
        self._write("promise", promise_again, _("The day is promised anew; the order's promise follows it."))

    def make_again(self) -> None:
        """Ctrl+Enter on a cancelled one: a new workshop order for what its line still waits for."""
        if self.seen is None:
            return
        id_, version = self.id, self.seen.row.version
        self.once.write(
            "again",
            lambda uow: make_again(uow, id_, version=version),
            lambda new: self.context.bus.ask("workshop.open", new),
            content=version,
            repeated=self.refresh,
        )

    def reserve(self) -> None:
        """Release, or reserve what came since: what is short stands in the list of components."""
        if self.seen is None:
            return
        id_, version = self.id, self.seen.row.version
        self.once.write(
            "release", lambda uow: release(uow, id_, version=version), self._tell_released,
            content=version, repeated=self.refresh,
        )  # fmt: skip

    def _tell_released(self, released: Released) -> None:
        self.message_bar.show_message(released_words(released), "warn" if released.short else "ok")
        self.refresh()

    def finish(self) -> None:
        """So many as are keyed are finished."""
        if not self.form.check():
            return
        pieces = self.form.values()["pieces"]
        if pieces is None:
            self.form.show_errors({"pieces": _("How many are finished?")})
            return
        micro = micro_of(pieces)  # type: ignore[arg-type]  # a number field

        def run(uow: UnitOfWork, id_: int, *, version: int) -> int:
            return finish(uow, id_, version=version, quantity_micro=micro)

        self._write(
            "finish", run, _("The pieces are booked in for their order. Ctrl+Z takes it back."), content=micro
        )

    def change_due(self) -> None:
        """Ctrl+D: the keyed day; what the order promises follows."""
        if not self.form.check():
            return
        day = self.form.values()["due"]
        if not isinstance(day, date):
            self.form.show_errors({"due": _("When will it be ready?")})
            return

        def run(uow: UnitOfWork, id_: int, *, version: int) -> int:
            return set_due_date(uow, id_, version=version, due=day)

        self._write("due", run, _("The due date is changed; the order's promise follows it."), content=day)

    def cancel(self) -> None:
        """Ctrl+Shift+C: it is not made; needs a reason."""
        reason = self.form.text("reason")
        if not reason:
            self.form.show_errors({"reason": _("Why is it cancelled?")})
            return

        def run(uow: UnitOfWork, id_: int, *, version: int) -> int:
            return cancel_workshop_order(uow, id_, version=version, reason=reason)

        self._write(
            "cancel", run, _("The workshop order is cancelled; its line waits without a day."), content=reason
        )

    def _write(self, name: str, run: Callable[..., int], told: str, content: object = None) -> None:
        if self.seen is None:
            return
        version = self.seen.row.version

        def done(_version: int) -> None:
            self.message_bar.show_message(told, "ok")
            self.knows_pieces = False
            self.table.setFocus()
            self.refresh()

        self.once.write(
            name, lambda uow: run(uow, self.id, version=version), done, content=(version, content),
            repeated=self.refresh,
        )  # fmt: skip

    # papers and files

    def show_paper(self) -> None:
        """Ctrl+P: the paper of the workshop."""

        def ensure(uow: UnitOfWork) -> int:
            from app.services.making.jobs import ensure_workshop_paper

            return ensure_workshop_paper(uow, self.id)

        self.context.jobs.write(self, ensure, lambda paper_id: self.context.bus.ask("paper.show", paper_id))

    def open_order(self) -> None:
        """Ctrl+O: the customer's order."""
        if self.seen is not None:
            self.context.bus.ask("order.open", self.seen.row.order_id)

    def ask_file(self) -> None:
        """Ctrl+S: which list, and where to; nothing waits meanwhile."""
        if self.job is None or self.seen is None:
            return
        kinds = file_kinds()
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = FileDialog(self, _("Save lists"), folder)
        dialog.setObjectName("workshopDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([each[0] for each in kinds])
        dialog.setDefaultSuffix(kinds[0][2])
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_kind(chosen)[1]))
        dialog.selectFile(self.seen.row.number)
        dialog.fileSelected.connect(lambda file: self.save(_kind(dialog.selectedNameFilter())[0], Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, what: str, path: Path) -> None:
        """Write that list to that file, beside the work."""
        job, language = self.job, current_language()
        assert job is not None, "the dialog opens with it"

        def write() -> None:
            from app.services.making.jobs import write_file

            write_file(job, what, path, language)

        told = _("Saved as {file}.").format(file=path.name)
        self.context.jobs.files(self, write, lambda _none: self.message_bar.show_message(told, "ok"))


def _kind(chosen: str) -> tuple[str, str]:
    """What the dialog's filter means: the content and the ending."""
    found = next((each for each in file_kinds() if each[0] == chosen), file_kinds()[0])
    return found[1], found[2]
