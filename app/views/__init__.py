"""Screens: Qt widgets over services, one folder a desk."""

from importlib import import_module


def _forgo_features() -> None:
    """Keep PySide from reading the source of every module that is imported after it.

    It looks for its own name there, to switch optional spellings (`snake_case`, `true_property`) on, and Python
    keeps the text of what was read: 25 MB and a tenth of the start. Nothing in this program is spelt so.
    """
    import_module("PySide6.QtCore")
    feature = import_module("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):  # a later PySide may do without
        setattr(feature, "_mod_uses_pyside", lambda _module: False)  # noqa: B010 - there are no types for it


_forgo_features()
