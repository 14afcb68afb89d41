"""Ctrl+K: any command and anything the desks can search, by typing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.views.kit import theme
from app.views.kit.buttons import key_text
from app.views.kit.commands import Command, CommandRegistry
from app.views.kit.focus import give_back, lasting_focus
from app.views.kit.icons import draw_icon
from app.views.kit.searches import Found, Searches, SearchProvider

_ROW = 34
_SHOWN = 12
_WIDTH = 640
_BETWEEN = 12  # pixels
Index = QModelIndex | QPersistentModelIndex
_ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette."""

    main: str
    run: Callable[[], None]
    secondary: str = ""
    right: str = ""
    icon: str = "mdi6.chevron-right"


def matches(text: str, title: str, others: str = "") -> bool:
    """True when every word of `text` begins a word of `title`, or of the other words that it goes by."""
    words = f"{title} {others}".casefold().replace("...", "").split()
    return all(any(word.startswith(part) for word in words) for part in text.casefold().split())


def matching(
    text: str, titled: Iterable[tuple[str, str]], others: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Those of the ids with titles that are looked for: first by their titles, then by other words of the id."""
    found = [each for each in titled if matches(text, each[1], others.get(each[0], ""))]
    return sorted(found, key=lambda each: not matches(text, each[1]))


class _EntriesModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.main
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(filter(None, (entry.main, entry.secondary, entry.right)))
        return entry if role == _ENTRY_ROLE else None


class _EntryDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(_ENTRY_ROLE)
        table = theme.tokens()
        box: QRect = option.rect.adjusted(6, 1, -6, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = option.widget
        if isinstance(view, QListView) and view.currentIndex() == index:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(table.row_selected))
            painter.drawRoundedRect(box, 4, 4)
        draw_icon(
            painter, entry.icon, QRect(box.left() + 10, box.center().y() - 8, 17, 17).toRectF(), table.muted
        )
        inner = box.adjusted(38, 0, -12, 0)
        bold, plain = theme.base_font(weight=QFont.Weight.Medium), theme.base_font()
        main, secondary = fitted(entry, inner.width(), QFontMetrics(bold), QFontMetrics(plain))
        painter.setFont(bold)
        painter.setPen(QColor(table.text))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, main)
        painter.setFont(plain)
        painter.setPen(QColor(table.muted))
        rest = inner.adjusted(QFontMetrics(bold).horizontalAdvance(main) + _BETWEEN, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, secondary)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, entry.right)
        painter.restore()


def fitted(entry: Entry, width: int, bold: QFontMetrics, plain: QFontMetrics) -> tuple[str, str]:
    """The name and what stands beside it, cut where they would run into what stands at the right."""
    room = width - (plain.horizontalAdvance(entry.right) + _BETWEEN if entry.right else 0)
    main = bold.elidedText(entry.main, Qt.TextElideMode.ElideRight, max(room, 0))
    left = room - bold.horizontalAdvance(main) - _BETWEEN
    return main, plain.elidedText(entry.secondary, Qt.TextElideMode.ElideRight, max(left, 0))


class Palette(QFrame):
    """The list over the page. Up, Down, Enter, Escape; it gives the focus back where it was."""

    def __init__(self, registry: CommandRegistry, searches: Searches, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._registry, self._searches, self._window = registry, searches, window
        self._found: dict[str, tuple[Entry, ...]] = {}
        self._before: QWidget | None = None
        self.editor = QLineEdit()
        self.editor.setObjectName("paletteEditor")
        self.editor.setAccessibleName(_("Search or run a command"))
        self.editor.setPlaceholderText(_("Search or run a command"))
        self.editor.textChanged.connect(self._search)
        self.editor.installEventFilter(self)
        self._model = _EntriesModel(self)
        self._list = QListView()
        self._list.setObjectName("paletteList")
        self._list.setModel(self._model)
        self._list.setItemDelegate(_EntryDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(lambda index: self._run(index.row()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 6)
        layout.setSpacing(4)
        layout.addWidget(self.editor)
        layout.addWidget(self._list, 1)
        shadow = QGraphicsDropShadowEffect(self, blurRadius=28, xOffset=0, yOffset=6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        searches.heard.append(self._ask_too)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show the palette over the window and take the keys."""
        window = self._window
        if not self.isVisible():
            self._before = lasting_focus(window)
        self._place()
        self.show()
        self.raise_()
        self.editor.setText(text)
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search(text)

    def close_now(self) -> None:
        """Hide and give the focus back."""
        self.hide()
        give_back(self._before)
        self._before = None

    def entries(self) -> tuple[Entry, ...]:
        """The lines shown."""
        return self._model.entries

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()
                return True
        elif event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _SHOWN,
            Qt.Key.Key_PageUp: -_SHOWN,
        }
        if key in steps:
            self._select(self._list.currentIndex().row() + steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self._list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self.close_now()
        else:
            return False
        return True

    def _search(self, text: str) -> None:
        self._found = {}
        self._show()
        if text.strip():
            for provider in self._searches.providers:
                provider.ask(text, self._answer(provider, text))

    def _ask_too(self, provider: SearchProvider) -> None:
        text = self.editor.text()
        if self.isVisible() and text.strip():
            provider.ask(text, self._answer(provider, text))
            self._show()  # nothing was found may be true no more

    def _answer(self, provider: SearchProvider, text: str) -> Callable[[Sequence[Found]], None]:
        def take(found: Sequence[Found]) -> None:
            if self.isVisible() and self.editor.text() == text:
                self._found[provider.id] = tuple(
                    Entry(one.main, one.run, one.secondary, one.right or provider.title, provider.icon)
                    for one in found
                )
                self._show()

        return take

    def _show(self) -> None:
        row = max(0, self._list.currentIndex().row())
        text = self.editor.text()
        known = {command.id: command for command in self._registry.available()}
        titled = ((id_, command.title) for id_, command in known.items())
        commands = [self._command_entry(known[id_]) for id_, _title in matching(text, titled, _other_words())]
        found = [entry for provider in self._searches.providers for entry in self._found.get(provider.id, ())]
        named = text.strip().casefold()
        found.sort(key=lambda entry: entry.main.casefold() != named)  # what is called just so goes first
        entries = [*found, *commands] if named else commands
        if not entries and len(self._found) == len(self._searches.providers):  # all have answered
            entries = [Entry(_("Nothing found"), lambda: None, icon="mdi6.magnify")]
        self._model.show_entries(entries)
        self._select(0 if text.strip() else row)
        self._place()

    def _place(self) -> None:
        """As wide as fits, as high as its lines."""
        width = min(_WIDTH, self._window.width() - 32)
        lines = max(1, min(_SHOWN, len(self._model.entries)))
        height = min(_ROW * lines + 62, self._window.height() - 80)
        self.setGeometry((self._window.width() - width) // 2, 52, width, height)

    def _command_entry(self, command: Command) -> Entry:
        keys = key_text(command.keys) if command.keys else ""
        return Entry(
            command.title, lambda: self._registry.run(command.id), command.menu, keys, "mdi6.chevron-right"
        )

    def _select(self, row: int) -> None:
        last = len(self._model.entries) - 1
        if last >= 0:
            self._list.setCurrentIndex(self._model.index(max(0, min(last, row))))

    def _run(self, row: int) -> None:
        if 0 <= row < len(self._model.entries):
            entry = self._model.entries[row]
            self.close_now()
            entry.run()


def _other_words() -> dict[str, str]:
    """What people call a desk or a command beside its title, by its id: looked for, never shown."""
    return {
        "desk.imports": _("import price list customers products file CSV Excel history"),
        "desk.inbox": _("approvals holds denied parties"),
        "window.inbox": _("inbox approvals holds denied parties"),
        "desk.collections": _("dunning overdue reminders receivables"),
        "desk.invoices": _("credit notes payments bills"),
        "desk.shipping": _("delivery notes pick lists"),
        "desk.products": _("articles items kits"),
        "window.outbox": _("outbox emails"),
        "window.dark": _("theme night"),
        "window.keys": _("shortcuts keyboard"),
    }
