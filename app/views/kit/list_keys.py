"""The keys of every list, apart from the list itself: the frame registers them before any list is imported."""

VIEWS_KEYS, EXPORT_KEYS, COLUMNS_KEYS = "Ctrl+Shift+V", "Ctrl+Shift+X", "Ctrl+Shift+H"
