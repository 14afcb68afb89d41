"""Ctrl+T: configurations under a name: taken, kept, renamed, shared, deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from app.i18n import _
from app.views.configurator.take_key import ENTER, takes_over
from app.views.kit.errors import show_error
from app.views.kit.list_popups import ListPopup

if TYPE_CHECKING:
    from app.services.configuration_templates import TemplateRow
    from app.services.unit_of_work import Reading, UnitOfWork
    from app.views.configurator.page import ConfigPage


class TemplatesPopup(ListPopup):
    """Letters find one, Enter takes it, * keeps it in front, Space shares it; a name and Enter keep a new one.

    Ctrl+Enter takes the page's configuration over, not a row; a name that is keyed is kept first.
    """

    taken = Signal(object)  # TemplateRow
    kept = Signal(str)
    renamed = Signal(object, str)
    shared = Signal(object, bool)
    starred = Signal(object, bool)
    deleted = Signal(object)
    wide = 420

    def __init__(self, owner: ConfigPage) -> None:
        hint = _("Letters find · Enter takes · * favourite · Space shares · F2 renames · Del deletes")
        super().__init__(_("Templates"), hint, owner)
        self._page = owner
        self.list.setObjectName("templates")
        self.name = QLineEdit()
        self.name.setObjectName("templateName")
        self.name.setAccessibleName(_("Name of the template"))
        self.watch(self.name)
        self.column.addWidget(self.name)
        self.list.itemChanged.connect(self._ticked)
        self._rows: tuple[TemplateRow, ...] = ()
        self._renamed: TemplateRow | None = None

    def fill(self, rows: Sequence[TemplateRow], user: str) -> None:
        """Show them, ticked where all have them; only who saved one shares it."""
        at = max(0, self.list.currentRow())
        self._rows, self._renamed = tuple(rows), None
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(_shown(row, user))
            if row.is_favourite:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, _("{name}, favourite").format(name=row.name))
            item.setCheckState(Qt.CheckState.Checked if row.is_shared else Qt.CheckState.Unchecked)
            if row.owner != user:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(at, len(rows) - 1))
        self.name.clear()
        self.name.setPlaceholderText(_("Keep these choices as a template: name, Enter"))

    def first_stop(self) -> QWidget:
        return self.list if self._rows else self.name

    def takes(self, event: QKeyEvent) -> bool:
        in_name = self.name.hasFocus() and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2)
        return not in_name and super().takes(event)

    def press(self, watched: QObject, event: QKeyEvent) -> bool:
        key, row = event.key(), self._current()
        is_keyed = watched is self.name and bool(self.name.text().strip())
        if not is_keyed and takes_over(self, self._page, event):
            return True
        if watched is self.name:
            return self._press_name(key) or super().press(watched, event)
        if key == Qt.Key.Key_Down and self.list.currentRow() >= len(self._rows) - 1:
            self.name.setFocus()
        elif row is None or key not in (*ENTER, Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_Asterisk):
            return super().press(watched, event)
        elif key == Qt.Key.Key_Asterisk:
            self.starred.emit(row, not row.is_favourite)
        elif key == Qt.Key.Key_Delete:
            self.deleted.emit(row)
        elif key == Qt.Key.Key_F2:
            self._rename(row)
        else:
            self.close_now()
            self.taken.emit(row)
        return True

    def _press_name(self, key: int) -> bool:
        if key in ENTER and self._renamed is not None:
            self.renamed.emit(self._renamed, self.name.text())
        elif key in ENTER:
            self.kept.emit(self.name.text())
        elif key == Qt.Key.Key_Up and self._rows:
            self.list.setFocus()
        else:
            return False
        return True

    def _rename(self, row: TemplateRow) -> None:
        self._renamed = row
        self.name.setPlaceholderText(_("New name of “{name}”").format(name=row.name))
        self.name.setText(row.name)
        self.name.selectAll()
        self.name.setFocus()

    def _ticked(self, item: QListWidgetItem) -> None:
        row = self._rows[self.list.row(item)]
        self.shared.emit(row, item.checkState() == Qt.CheckState.Checked)

    def _current(self) -> TemplateRow | None:
        at = self.list.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None


class Templates(QObject):
    """Of one page: shows the list, and does what its keys ask."""

    def __init__(self, page: ConfigPage) -> None:
        super().__init__(page)
        self._page = page
        self._popup: TemplatesPopup | None = None

    def open(self) -> None:
        """Ctrl+T."""
        self._read(self._open)

    def _read(self, show: Callable[[tuple[TemplateRow, ...]], None]) -> None:
        page = self._page
        if page.opened is None:
            return
        version_id = page.opened.version_id

        def read(view: Reading) -> tuple[TemplateRow, ...]:
            from app.services.configuration_templates import read_templates

            return read_templates(view, version_id)

        page.context.jobs.read(self, read, show, latest="templates")

    def _open(self, rows: tuple[TemplateRow, ...]) -> None:
        if self._page.view is None:
            return
        popup = self._popup = self._popup or self._made()
        self._fill(rows)
        popup.open_under(self._page.view.top)

    def _made(self) -> TemplatesPopup:
        popup = TemplatesPopup(self._page)
        popup.taken.connect(self._take)
        popup.kept.connect(self._keep)
        popup.renamed.connect(self._rename)
        popup.shared.connect(self._share)
        popup.starred.connect(self._star)
        popup.deleted.connect(self._delete)
        return popup

    def _fill(self, rows: tuple[TemplateRow, ...]) -> None:
        if self._popup is not None:
            self._popup.fill(rows, self._page.context.jobs.actor.name)
            if self._popup.isVisible():  # a hidden list would take the keys, and never give them back
                self._popup.first_stop().setFocus()

    def _take(self, row: TemplateRow) -> None:
        """Its choices, as far as they fit here; one step to undo. What does not fit is told with the conflicts."""
        from app.domain.configuring.keeping import read_kept

        hands = self._page.hands
        if hands is not None:
            hands.do(lambda: hands.session.copy_earlier(read_kept(row.choices)))

    def _keep(self, name: str) -> None:
        from app.domain.configuring.keeping import kept_text
        from app.services.configuration_templates import save_template

        opened = self._page.opened
        if opened is not None:
            text = kept_text(replace(opened.session.kept(), given=()))
            self._write(lambda uow: save_template(uow, opened.version_id, name, text))

    def _rename(self, row: TemplateRow, name: str) -> None:
        from app.services.configuration_templates import rename_template

        self._write(lambda uow: rename_template(uow, row.id, name, version=row.version))

    def _share(self, row: TemplateRow, is_shared: bool) -> None:
        from app.services.configuration_templates import share_template

        self._write(lambda uow: share_template(uow, row.id, is_shared=is_shared, version=row.version))

    def _star(self, row: TemplateRow, is_favourite: bool) -> None:
        from app.services.configuration_templates import mark_favourite

        self._write(lambda uow: mark_favourite(uow, row.id, is_favourite=is_favourite))

    def _delete(self, row: TemplateRow) -> None:
        from app.services.configuration_templates import delete_template

        self._write(lambda uow: delete_template(uow, row.id))

    def _write(self, call: Callable[[UnitOfWork], object]) -> None:
        """Then the list is shown as it is now, also where it was refused."""
        page = self._page

        def failed(error: Exception) -> None:
            show_error(page, error)
            self._read(self._fill)

        page.context.jobs.write(self, call, lambda _done: self._read(self._fill), failed=failed)


def _shown(row: TemplateRow, user: str) -> str:
    name = row.name if row.owner == user else f"{row.name}  ·  {row.owner}"
    return f"★  {name}" if row.is_favourite else name
