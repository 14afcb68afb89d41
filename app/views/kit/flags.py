"""Numbers of Qt's namespace `Qt` for the widgets of the first paint.

Touching `PySide6.QtCore.Qt` makes some 150 Python enums, 20 to 40 ms of processor time. What is on screen
before the office is opened takes the few it needs from here; a test compares them with Qt's own. Setting a pen
or a brush touches `Qt` too: those widgets paint in the ink of their palette (`theme.set_ink`) until they have
a state to show.
"""

from __future__ import annotations

LEFT_MIDDLE = 0x1 | 0x80
RIGHT_MIDDLE = 0x2 | 0x80
CENTRE = 0x4 | 0x80
NO_FOCUS = 0  # for setProperty("focusPolicy", ...)
