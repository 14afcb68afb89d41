"""The Qt classes that the program names, made by the GUI thread before any other thread imports a screen.

PySide makes a class when somebody first asks for it. Two threads that ask at the same time end the program with a
segmentation fault in `PySide::MetaObjectBuilder` (PySide 6.11.3; 3 of 42 starts on a busy machine, none of 40 with
`PYSIDE6_OPTION_LAZY=0`, which makes every class there is and costs 110 ms). So these are made here, in turns of the
event loop, while the read lane still opens the database; only then are screens imported on a lane.
"""

from __future__ import annotations

import time
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

TURN_S = 0.008  # what one turn may take, so that keys and painting come in between

NAMES = {
    "QtCore": """
        QAbstractItemModel QAbstractListModel QAbstractTableModel QBuffer QByteArray QCoreApplication QDate QDir
        QEasingCurve QEvent QEventLoop QFileInfo QIODevice QItemSelectionModel QLibraryInfo QLineF QLocale QMargins
        QMessageLogContext QModelIndex QObject QPersistentModelIndex QPoint QPointF QRect QRectF QSignalBlocker QSize
        QStandardPaths QTimer QTranslator QUrl QVariantAnimation Qt QtMsgType Signal SignalInstance Slot
        qInstallMessageHandler
    """,
    "QtGui": """
        QAccessible QAccessibleEvent QAction QBrush QCloseEvent QColor QCursor QDesktopServices QDragEnterEvent
        QDropEvent QEnterEvent QFocusEvent QFont QFontDatabase QFontMetrics QFontMetricsF QHelpEvent QHideEvent QIcon
        QImage QKeyEvent QKeySequence QLinearGradient QMouseEvent QPaintDevice QPaintEvent QPainter QPainterPath
        QPalette QPen QPixmap QPolygonF QResizeEvent QShortcut QShowEvent QSyntaxHighlighter QTextCharFormat QTextCursor
        QTextDocument QTextLayout QTransform QWheelEvent
    """,
    "QtWidgets": """
        QAbstractButton QAbstractItemDelegate QAbstractItemView QApplication QBoxLayout QButtonGroup QCalendarWidget
        QCheckBox QComboBox QFileDialog QFileIconProvider QFrame QGraphicsDropShadowEffect QGridLayout QHBoxLayout
        QHeaderView QLabel QLayout QLineEdit QListView QListWidget QListWidgetItem QMainWindow QMenu QPlainTextEdit
        QProgressBar QPushButton QScrollArea QSizePolicy QSplitter QStackedWidget QStatusBar QStyle QStyleFactory
        QStyleOptionComboBox QStyleOptionViewItem QStylePainter QStyledItemDelegate QTabBar QTabWidget QTableView
        QTextEdit QToolButton QToolTip QVBoxLayout QWidget
    """,
}
"""Module -> its names, as `from PySide6.... import` has them anywhere in the program (a test compares)."""


class QtTypes(QObject):
    """Makes the classes; `made` when all are there."""

    made = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = [(module, name) for module, names in NAMES.items() for name in names.split()]

    @property
    def is_made(self) -> bool:
        """Whether every class is there."""
        return not self._left

    def make(self) -> None:
        """As many as fit into a turn of the event loop, then the next turn."""
        end = time.perf_counter() + TURN_S
        while self._left:
            module, name = self._left.pop()
            getattr(import_module(f"PySide6.{module}"), name)
            if time.perf_counter() >= end:
                break
        if self._left:
            QTimer.singleShot(1, self, self.make)
        else:
            self.made.emit()
