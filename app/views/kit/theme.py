"""The look of the whole program: font, palette and style sheet, light or dark, switched while running."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from app.views.kit.style_sheet import style_sheet
from app.views.kit.tokens import DARK, FONT_PIXELS, LIGHT, Tokens


class ThemeSignals(QObject):
    """Tells painted widgets that the colours are others now."""

    changed = Signal(object)  # Tokens


class _State:
    tokens: Tokens = LIGHT


@cache
def signals() -> ThemeSignals:
    """The one signal source of the theme."""
    return ThemeSignals()


def tokens() -> Tokens:
    """The token table in use."""
    return _State.tokens


def is_dark() -> bool:
    """True while the dark table is in use."""
    return _State.tokens is DARK


@cache
def font_family() -> str:
    """Inter, loaded from its package once; its family name."""
    spec = find_spec("fontpkg_inter")
    assert spec is not None
    assert spec.origin is not None
    file = Path(spec.origin).parent / "files" / "Inter[opsz,wght].ttf"
    number = QFontDatabase.addApplicationFont(str(file))
    return QFontDatabase.applicationFontFamilies(number)[0]


def base_font(pixels: int = FONT_PIXELS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter in a pixel size with tabular digits, so that columns of numbers stand straight.

    The weight is the variable font's axis: Qt finds only the regular cut, and would smear a bold one.
    """
    return QFont(_shared_font(pixels, weight))


@cache
def _shared_font(pixels: int, weight: QFont.Weight) -> QFont:
    """Copies of one font share what Qt looked up for it; painters ask in every paint."""
    font = QFont(font_family())
    font.setPixelSize(pixels)
    font.setVariableAxis(QFont.Tag("wght"), float(weight.value))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def embolden(
    widget: QWidget, weight: QFont.Weight = QFont.Weight.DemiBold, pixels: int = FONT_PIXELS
) -> None:
    """Give a widget a heavier (or larger) cut; a style sheet's `font-weight` cannot."""
    widget.setFont(base_font(pixels, weight))


def set_ink(widget: QWidget, colour: str) -> None:
    """The colour in which a painter of this widget begins."""
    own = widget.palette()
    own.setColor(QPalette.ColorRole.WindowText, QColor(colour))
    own.setColor(QPalette.ColorRole.ButtonText, QColor(colour))
    widget.setPalette(own)


def apply_theme(app: QApplication, *, dark: bool = False) -> None:
    """Dress the program: Fusion, our font, palette and style sheet. Calling it again switches at run time."""
    _State.tokens = DARK if dark else LIGHT
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(base_font())
    app.setPalette(palette(_State.tokens))
    app.setStyleSheet(style_sheet(_State.tokens))
    signals().changed.emit(_State.tokens)


def palette(table: Tokens) -> QPalette:
    """The table as a QPalette, disabled group included."""
    role = QPalette.ColorRole
    colours = {
        role.Window: table.window,
        role.Base: table.card,
        role.AlternateBase: table.row_alternate,
        role.Text: table.text,
        role.WindowText: table.text,
        role.Button: table.card,
        role.ButtonText: table.text,
        role.Highlight: table.accent,
        role.HighlightedText: table.on_accent,
        role.PlaceholderText: table.muted,
        role.ToolTipBase: table.card,
        role.ToolTipText: table.text,
        role.Link: table.accent,
        role.Mid: table.border,
        role.Midlight: table.hover,
        role.Light: table.card,
        role.Dark: table.border_strong,
        role.Shadow: table.shadow,
        role.Accent: table.accent,
    }
    result = QPalette()
    for name, colour in colours.items():
        result.setColor(name, QColor(colour))
    for name in (role.Text, role.WindowText, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(table.border_strong))
    return result
