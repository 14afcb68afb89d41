"""How the file is written: what was found, and what the person must decide."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from app.domain.importing.decisions import ASKED, value_of
from app.domain.importing.dialect import Dialect, Finding
from app.i18n import _
from app.services.importing import doubt_text
from app.views.imports.looking import Look
from app.views.imports.words import (
    delimiter_choices,
    encoding_choices,
    header_choices,
    mark_choices,
    order_choices,
)
from app.views.kit import theme
from app.views.kit.cards import Badge, Card, clear_layout
from app.views.kit.field_state import set_invalid
from app.views.kit.forms import Field, Form


class ReadingCard(Card):
    """`decided(name, value)` follows each choice. A doubted property stands open until it is chosen."""

    decided = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(_("2  How the file is written"))
        self.badge = Badge()
        self.side.addWidget(self.badge)
        self.form = Form(
            [
                Field("encoding", _("&Encoding"), "choice", choices=encoding_choices()),
                Field("delimiter", _("De&limiter"), "choice", choices=delimiter_choices()),
                Field("header", _("First &row"), "choice", choices=header_choices()),
                Field("decimal_mark", _("Decimal &mark"), "choice", choices=mark_choices()),
                Field("date_order", _("&Dates"), "choice", choices=order_choices()),
            ],
            columns=3,
        )
        for name in ASKED:
            box = self.form.widget(name)
            assert isinstance(box, QComboBox), "each property is chosen"
            box.setObjectName(f"import:{name}")
            box.setPlaceholderText(_("Choose …"))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(7)
        self._doubts: tuple[Finding, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addWidget(self.form)
        self.body.addLayout(self._lines)
        self.form.changed.connect(lambda name: self.decided.emit(name, self.form.value(name)))
        theme.signals().changed.connect(self._show_doubts)

    def show_look(self, look: Look) -> None:
        """Show what was found; a doubted property has no choice yet."""
        self._doubts = look.doubts
        if look.dialect is not None:
            self.form.set_values(self._values(look.dialect))
        for name in ASKED:
            set_invalid(self.form.widget(name), invalid=any(doubt.name == name for doubt in self._doubts))
        count = len(self._doubts)
        self.badge.set_state(_("{count} to decide").format(count=count) if count else "", "warn")
        self._show_doubts()

    def _values(self, dialect: Dialect) -> dict[str, object]:
        open_ones = {doubt.name for doubt in self._doubts}
        return {name: None if name in open_ones else value_of(dialect, name) for name in ASKED}

    def doubts(self) -> tuple[str, ...]:
        """What is not clear, in words."""
        return tuple(doubt_text(doubt) for doubt in self._doubts)

    def go_to_doubt(self) -> bool:
        """Put the cursor on the first thing to decide; False when all is clear."""
        if not self._doubts:
            return False
        self.form.focus(self._doubts[0].name)
        return True

    def _show_doubts(self) -> None:
        clear_layout(self._lines)
        for text in self.doubts():
            self._lines.addWidget(told_line(text, theme.tokens().warn))


def told_line(text: str, ink: str) -> QWidget:
    """A sentence in the ink of its weight."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setStyleSheet(f"color: {ink};")
    label.setObjectName("toldLine")
    return label
