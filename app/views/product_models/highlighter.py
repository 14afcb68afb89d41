"""Colours of a model's file while it is written."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from app.domain.model_drafts.colouring import Kind, spans_of
from app.views.kit import theme

LONGEST = 400_000
"""A longer text is not coloured: it would hold the window up."""


class Highlighter(QSyntaxHighlighter):
    """Of one document; follows the theme."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[Kind, QTextCharFormat] = {}
        self._take_colours()
        theme.signals().changed.connect(self._recolour)

    def _take_colours(self) -> None:
        table = theme.tokens()
        inks = {
            Kind.KEY: table.accent,
            Kind.STRING: table.ok,
            Kind.NUMBER: table.warn,
            Kind.WORD: table.bad,
            Kind.MARK: table.muted,
            Kind.COMMENT: table.muted,
        }
        for kind, ink in inks.items():
            shape = QTextCharFormat()
            shape.setForeground(QColor(ink))
            shape.setFontItalic(kind is Kind.COMMENT)
            if kind is Kind.WORD:
                shape.setFontWeight(QFont.Weight.DemiBold)
            self._formats[kind] = shape

    def _recolour(self) -> None:
        self._take_colours()
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if self.document().characterCount() > LONGEST:
            return
        for at, length, kind in spans_of(text):
            self.setFormat(at, length, self._formats[kind])
