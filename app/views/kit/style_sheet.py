"""The little style sheet over Fusion, filled from a token table."""

from __future__ import annotations

from pathlib import Path
from string import Template

from app.views.kit.tokens import Tokens

_BASICS = """
QToolTip { background: $card; color: $text; border: 1px solid $border; padding: 4px 8px; }
#card { background: $card; border: 1px solid $border; border-radius: 6px; }
QLabel#cardTitle { color: $muted; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="error"] { color: $bad; }
QLabel#fieldLabel { color: $muted; }
QLabel#headingDetail { color: $muted; }
QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $border; }
"""

_FIELDS = """
QLineEdit, QComboBox, QDateEdit, QSpinBox, QPlainTextEdit {
  background: $card; color: $text; border: 1px solid $border; border-radius: 4px;
  padding: 0 9px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QDateEdit, QSpinBox { min-height: 28px; max-height: 28px; }
QPlainTextEdit { padding: 4px 5px; }
QLineEdit:hover, QComboBox:hover, QDateEdit:hover, QPlainTextEdit:hover { border-color: $border_strong; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QPlainTextEdit:focus {
  border: 2px solid $accent; padding: 0 8px; }
QPlainTextEdit:focus { padding: 3px 4px; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] { border-color: $bad; }
QLineEdit:read-only { background: $header; }
QLineEdit:disabled, QComboBox:disabled { background: $header; color: $text; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$arrow"); width: 10px; height: 10px; }
QComboBox::down-arrow:disabled { image: none; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $border; padding: 4px; outline: none;
  selection-background-color: $row_selected; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border: none; color: $text; }
QComboBox QAbstractItemView::item:selected { background: $row_selected; color: $text; }
QTableView QLineEdit, QTableView QComboBox { min-height: 0; max-height: 1000px; border-radius: 0;
  border: 2px solid $accent; padding: 0 4px; }
QCheckBox { spacing: 8px; min-height: 28px; }
QCheckBox::indicator, QListView::indicator {
  width: 16px; height: 16px; border: 1px solid $border_strong; border-radius: 4px;
  background: $card; }
QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked, QListView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox:focus { color: $accent; }
"""

_BUTTONS = """
QPushButton { background: $card; color: $text; border: 1px solid $border; border-radius: 4px;
  padding: 0 15px; min-height: 28px; }
QPushButton:hover { background: $hover; border-color: $border_strong; }
QPushButton:focus { border-color: $accent; }
QPushButton:pressed { background: $row_selected; }
QPushButton:disabled { color: $border_strong; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 0 14px; min-height: 26px; }
QPushButton[kind="primary"]:disabled { background: $track; border-color: $track; color: $muted; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:checked { background: $row_selected; }
QPushButton[kind="quiet"]:focus { border-color: $accent; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }
"""

_LISTS = """
QTableView, QTreeView, QListView { background: $card; alternate-background-color: $row_alternate;
  border: 1px solid $border; border-radius: 6px; outline: none; gridline-color: $border; }
QTableView { selection-background-color: $row_selected; selection-color: $text; }
QTableView::item { padding: 0 5px; }
QTableView#orderLines::item { padding: 0 3px; }
QTableView::indicator { width: 14px; height: 14px; border: 1px solid $border_strong; border-radius: 4px;
  background: $card; }
QTableView::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {
  background: $row_selected; color: $text; }
QListView::item, QTreeView::item { min-height: 29px; padding: 0 8px; border: none; }
QHeaderView { background: $header; border: none; border-top-left-radius: 6px; border-top-right-radius: 6px; }
QHeaderView::section { background: $header; color: $muted; border: none;
  border-bottom: 1px solid $border; padding: 0 8px; height: 29px; }
QHeaderView:vertical { background: $card; }
QHeaderView::section:vertical { background: $card; border-bottom: none; padding: 0 6px; }
QTableView#orderLines QHeaderView::section:horizontal { padding: 0 6px; }
QHeaderView::section:first { border-top-left-radius: 5px; }
QHeaderView::section:last { border-top-right-radius: 5px; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url("$arrow_up"); width: 9px; height: 9px; }
QHeaderView::down-arrow { image: url("$arrow"); width: 9px; height: 9px; }
QTableCornerButton::section { background: $header; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $track; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::handle:hover { background: $border_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabWidget::pane { border: none; }
QTabBar::tab { background: transparent; color: $muted; border: none; border-bottom: 2px solid transparent;
  padding: 6px 12px; margin-right: 4px; max-width: 220px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }
QTabBar#groupBar::tab { border: 1px solid $border; border-radius: 13px; padding: 4px 12px; margin-right: 6px;
  max-width: 260px; }
QTabBar#groupBar::tab:hover { background: $hover; }
QTabBar#groupBar::tab:selected { color: $text; background: $row_selected; border-color: $accent; }
"""

_FRAME = """
#sideBar { background: $nav; border: none; }
QPushButton#searchBox { border-color: $border; color: $muted; }
QPushButton#searchBox:hover { background: $card; border-color: $border_strong; }
QStatusBar { background: $card; color: $muted; border-top: 1px solid $border; min-height: 20px; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 0 6px; }
QMenu { background: $card; border: 1px solid $border; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; color: $text; }
QMenu::item:selected { background: $row_selected; }
QMenu::item:disabled { color: $border_strong; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
#palette, #searchPopup, #shortcutSheet, #calendarPopup, #listPopup {
  background: $card; border: 1px solid $border_strong; border-radius: 6px; }
#palette QLineEdit { border: none; font-size: 15px; min-height: 36px; background: transparent; }
#palette QLineEdit:focus { border: none; padding: 0 9px; }
#palette QListView { border: none; border-top: 1px solid $border; border-radius: 0; }
#listPopup QListView { border: none; border-radius: 0; }
QListView[kind="bare"] { background: transparent; border: none; border-radius: 0; }
QProgressBar { background: $track; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QCalendarWidget QWidget { background: $card; alternate-background-color: $header; }
QCalendarWidget QAbstractItemView { border: none; selection-background-color: $accent;
  selection-color: $on_accent; }
QCalendarWidget QTableView { border: none; border-radius: 0; }
QCalendarWidget QTableView::item { padding: 0; }
QCalendarWidget QTableView::item:selected { background: $accent; color: $on_accent; }
QCalendarWidget QToolButton { color: $text; }
"""


def style_sheet(table: Tokens) -> str:
    """Qt style sheet text of one theme."""
    values = {name: getattr(table, name) for name in Tokens.__slots__} | _images(table)
    return Template(_BASICS + _FIELDS + _BUTTONS + _LISTS + _FRAME).substitute(values)


def _images(table: Tokens) -> dict[str, str]:
    """Addresses of arrows and ticks, since a style sheet takes images by address only."""
    folder = Path(__file__).parent / "images"
    parts = {"arrow": "arrow", "arrow_up": "arrow-up", "tick": "tick"}
    return {name: (folder / f"{table.name}-{part}.svg").as_posix() for name, part in parts.items()}
