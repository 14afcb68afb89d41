"""Ctrl+E: what is configured as files: picture, elevations, 3D model, papers and lists of the workshop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSize, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.i18n import _, current_language
from app.views.configurator.numbered_menu import NumberedMenu
from app.views.kit.errors import show_error
from app.views.kit.file_dialog import FileDialog
from app.views.kit.message_bar import MessageAction
from app.views.kit.tokens import LIGHT

if TYPE_CHECKING:
    from app.bootstrap import Office
    from app.domain.scene.looking import Looking
    from app.domain.scene.model import Scene
    from app.services.unit_of_work import Reading
    from app.services.workshop.exports import Exported
    from app.services.workshop.jobs import Made
    from app.views.configurator.hands import Hands
    from app.views.configurator.page import ConfigPage


def export_rows() -> tuple[tuple[str, str], ...]:
    """What there is, by the names of `workshop.exports.SUFFIXES`."""
    return (
        ("picture", _("Picture as it is seen (PNG, SVG)")),
        ("elevations", _("Elevations to scale (SVG)")),
        ("solids", _("3D model (glTF)")),
        ("paper", _("Workshop papers with drawings (PDF)")),
        ("articles", _("Bill of materials (XLSX, CSV)")),
        ("cut_list", _("Cut list (XLSX, CSV)")),
        ("operations", _("Operations (XLSX, CSV)")),
        ("panels", _("Outlines of the panels (DXF)")),
        ("labels", _("Labels of the parts (PDF)")),
    )


def _file_words() -> dict[str, str]:
    """How the files are called after the article."""
    return {
        "picture": _("picture"),
        "elevations": _("elevations"),
        "solids": _("3D model"),
        "paper": _("workshop papers"),
        "articles": _("bill of materials"),
        "cut_list": _("cut list"),
        "operations": _("operations"),
        "panels": _("panels"),
        "labels": _("labels"),
    }


class Exporting(QObject):
    """Of one page: asks where to, writes in a job, tells what was written."""

    def __init__(self, page: ConfigPage, hands: Hands) -> None:
        super().__init__(page)
        self._page, self._hands = page, hands
        self._menu: NumberedMenu | None = None

    def can_do(self) -> dict[str, Callable[[], object]]:
        """The menu, and each of its rows, by the names of the commands."""
        rows = {f"export_{name}": partial(self.ask_file, name) for name, _title in export_rows()}
        return {"export": self.open_menu, **rows}

    def open_menu(self) -> None:
        """Ctrl+E."""
        view = self._page.view
        if self._menu is None:
            self._menu = NumberedMenu(_("Export"), export_rows(), self._page)
            self._menu.list.setObjectName("exportKinds")
            self._menu.taken.connect(self.ask_file)
        if view is not None:
            self._menu.open_under(view.top)

    def ask_file(self, what: str) -> QFileDialog:
        """Where to; nothing waits meanwhile."""
        from app.services.workshop.exports import SUFFIXES

        suffixes = SUFFIXES[what]
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = FileDialog(self._page, dict(export_rows())[what], folder)
        dialog.setObjectName("exportDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = [f"{suffix[1:].upper()} (*{suffix})" for suffix in suffixes]
        dialog.setNameFilters(filters)
        dialog.setDefaultSuffix(suffixes[0][1:])
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(suffixes[filters.index(chosen)][1:])
        )
        dialog.selectFile(_file_name(self._page.wish.sku, what) + suffixes[0])
        dialog.fileSelected.connect(lambda file: self.write(Path(file), what))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def write(self, path: Path, what: str) -> None:
        """Write the file as the configuration stands now."""
        page, opened = self._page, self._page.opened
        if opened is None:
            return
        work, actor = cast("Office", page.context.office).work, page.context.jobs.actor
        made, pieces, looking = self._made(), max(1, int(self._hands.quantity())), self._looking()

        def write() -> Path:
            from app.services.workshop.exports import write_export

            with work.reading(actor=actor) as view:
                exported = _exported(view, made, pieces, looking)
            write_export(path, what, exported)
            return path

        page.context.jobs.files(page, write, self._written, failed=partial(show_error, page))

    def _made(self) -> Made:
        """On the window's thread, which alone asks the session and what follows from it."""
        from app.services.workshop.jobs import Made

        opened = self._page.opened
        assert opened is not None, "asked when the page is open"
        preview, follows = opened.session.preview, opened.follows
        text = self._hands.now.line_text
        return Made(text, follows.scene(preview), follows.bom(preview), follows.operations(preview))

    def _looking(self) -> Looking:
        from app.domain.scene.looking import Looking

        view = self._page.view
        return (view.picture.view.looking if view is not None else None) or Looking()

    def _written(self, path: Path) -> None:
        opens = MessageAction(_("Open file"), lambda: _open(path), "Alt+1")
        text = _("{file} is written.").format(file=path)
        self._page.message_bar.show_message(text, "ok", [opens])


def _exported(view: Reading, made: Made, pieces: int, looking: Looking) -> Exported:
    """In a job: what the configuration comes to for the workshop."""
    from app.services.letterhead import read_letterhead
    from app.services.workshop.exports import Exported
    from app.services.workshop.jobs import preview_job

    job, head = preview_job(view, made, pieces), read_letterhead(view)
    return Exported(job, head, current_language(), looking, partial(_png, made.scene, looking))


def _png(scene: Scene, looking: Looking) -> bytes:
    """The picture on a light ground, whatever the theme; an image is painted on any thread."""
    from app.services.workshop.exports import PICTURE_PIXELS
    from app.views.kit.scene.rendering import image_of

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image_of(scene, looking, QSize(*PICTURE_PIXELS), LIGHT).save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(buffer.data().data())


def _file_name(sku: str, what: str) -> str:
    """The article and what it is, without letters that no file's name may have."""
    name = f"{sku} {_file_words()[what]}".strip()
    return "".join("-" if letter in '\\/:*?"<>|' else letter for letter in name)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
