"""A draft saved, and what is done where somebody else saved it meanwhile: both stay, nobody's text is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.i18n import _
from app.messages import text_of_error
from app.views.kit.errors import show_error
from app.views.kit.message_bar import MessageAction

if TYPE_CHECKING:
    from app.services.product_models import SavedVersion
    from app.views.product_models.draft_page import DraftPage


_GONE = frozenset({"document.not_found", "product_model.is_released"})
"""Somebody threw the draft away, or released it."""


class Saver(QObject):
    """Of one page."""

    def __init__(self, page: DraftPage) -> None:
        super().__init__(page)
        self._page = page
        self._is_saving = False

    def save(self, *_clicked: object, then: Callable[[], object] | None = None, over: int = 0) -> None:
        """Ctrl+S: save the draft as it stands, with its mistakes.

        Args:
            then: called once it is saved.
            over: the version of somebody else's draft that is written over; 0: the one that was read.
        """
        from app.services.product_models import save_version

        page, known = self._page, self._page.known
        if known is None or self._is_saving:
            return
        self._is_saving = True
        files, row = page.files.texts(), known.row
        page.context.jobs.write(
            self,
            lambda uow: save_version(
                uow, row.id, files, version=over or row.version, note=row.note, unsound=True
            ),
            lambda saved: self._saved(files, saved, then),
            failed=self._failed,
        )

    def _saved(self, files: dict[str, str], saved: SavedVersion, then: Callable[[], object] | None) -> None:
        from app.services.product_models import read_version

        self._is_saving = False
        page = self._page

        def show(known: object) -> None:
            from app.services.product_models import ModelVersion

            assert isinstance(known, ModelVersion), "a version was asked for"
            keyed = page.files.texts() != files
            page.known = known
            page.retitle()
            if not keyed:
                page.message_bar.show_message(_("Saved as a draft."), "ok")
            if then is not None:
                then()

        page.context.jobs.read(self, lambda view: read_version(view, saved.id), show)

    def _failed(self, error: Exception) -> None:
        self._is_saving = False
        beside = MessageAction(_("Save mine as a new draft"), self._save_beside, "Alt+2")
        if isinstance(error, NotFoundError | RefusedError) and error.code in _GONE:
            self._page.message_bar.show_message(text_of_error(error), "warn", (beside,))
            return
        if not isinstance(error, ConflictError):
            show_error(self._page, error)
            return
        version = error.params["version"]
        assert isinstance(version, int), "the version of what is there"
        actions = (
            MessageAction(_("Show theirs"), self._show_theirs, "Alt+1"),
            beside,
            MessageAction(_("Save mine over theirs"), lambda: self.save(over=version), "Alt+3"),
        )
        self._page.message_bar.show_message(text_of_error(error), "warn", actions)

    def _show_theirs(self) -> None:
        self._page.context.bus.ask("product_model.show", self._page.version_id)

    def _save_beside(self) -> None:
        """Mine becomes a version of its own; this page shows theirs then."""
        from app.services.product_models import take_in

        page, files, bus = self._page, self._page.files.texts(), self._page.context.bus

        def done(saved: SavedVersion) -> None:
            page.message_bar.clear()
            page.is_given_up = True
            page.close_wanted.emit()  # first: a draft that was thrown away may have left it its number
            bus.ask("product_model.version", saved.id)

        page.context.jobs.write(self, lambda uow: take_in(uow, files), done)
