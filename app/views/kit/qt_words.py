"""Qt's own words, such as "Open" and "Cancel" of its file dialog, in the language in force."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from app.i18n import current_language


class QtWords(QTranslator):
    """All words but those of the keys: they are "Ctrl" and "Ins" in every language, as our texts say."""

    def translate(self, context: str, source: str, comment: str | None = None, n: int = -1) -> str | None:
        if context == "QShortcut":
            return None
        return super().translate(context, source, comment, n) or None  # an empty text would be shown as such


@cache
def _translator() -> QtWords:
    """The one of this program: another would be asked beside it."""
    return QtWords()


def speak_qt() -> bool:
    """Let Qt speak the language in force; False if it has no words for it and stays English."""
    app = QCoreApplication.instance()
    assert app is not None, "a window has its application"
    words = _translator()
    app.removeTranslator(words)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return words.load(f"qtbase_{current_language()}", folder) and app.installTranslator(words)
