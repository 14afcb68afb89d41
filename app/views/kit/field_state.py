"""What all entry fields share: the marks of the person's locale and how a wrong entry looks."""

from __future__ import annotations

from datetime import date
from functools import cache

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QWidget

from app.i18n import _, current_language, current_speech, format_date

PERCENT_PLACES = 4  # of a rate in percent, which is kept in parts per million


def decimal_mark() -> str:
    """The decimal mark of the language in force: "." or ","."""
    return current_speech().decimal


def month_names() -> tuple[tuple[int, str], ...]:
    """Month numbers with their names, in the language in force and in English."""
    return _month_names(current_language())


@cache
def _month_names(language: str) -> tuple[tuple[int, str], ...]:
    locales = (QLocale(language), QLocale("en"))
    return tuple((number, locale.monthName(number)) for locale in locales for number in range(1, 13))


def shown_date(day: date) -> str:
    """A day as fields show it: `23 Nov 2026`, `23.11.2026`."""
    if current_language() != "en":
        return format_date(day)
    return QLocale("en_GB").toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def too_many_decimals(places_max: int) -> str:
    """What to say of a number that would have to be rounded."""
    if not places_max:
        return _("Key it without decimals.")
    return _("At most {places} decimals can be kept.").format(places=places_max)


def set_invalid(widget: QWidget, *, invalid: bool) -> None:
    """Give a field the red edge of a wrong entry, or take it away."""
    if bool(widget.property("invalid")) == invalid:
        return
    widget.setProperty("invalid", invalid)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
