"""What the keys of the list of models do: new, copied, released, retired, removed; articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import RefusedError
from app.i18n import _
from app.messages import text_of
from app.views.kit.errors import show_error
from app.views.kit.keyed import today_of
from app.views.kit.message_bar import MessageAction
from app.views.kit.tab_desk import DeskPage
from app.views.product_models.file_hands import FileHands

if TYPE_CHECKING:
    from app.services.product_models import ModelVersion, SavedVersion, VersionRow
    from app.services.unit_of_work import UnitOfWork
    from app.views.product_models.list_page import ModelsPage


class VersionHands(QObject):
    """Of the list's page."""

    def __init__(self, page: ModelsPage, opened: Callable[[int], None]) -> None:
        super().__init__(page)
        self._page = page
        self._opened = opened
        self.files = FileHands(page, self._made)
        page.can_do |= {
            "new": self.new,
            "files": self.files.from_files,
            "folder": self.files.from_folder,
            "copy": self.copy,
            "release": self.release,
            "retire": self.retire,
            "remove": self.remove,
            "export": lambda: self._with_version(lambda row: self.files.export(row.id)),
            "export_uvl": self._export_uvl,
            "article": self.assign,
            "free_article": self.free,
        }

    def _with_version(self, call: Callable[[VersionRow], object]) -> None:
        version = self._page.version()
        if version is not None:
            call(version)

    def _with_draft(self, call: Callable[[VersionRow], object]) -> None:
        """Released versions stay as they are: that is said before anything is asked."""
        version, model = self._page.version(), self._page.model()
        if version is None or model is None:
            return
        if version.state == "draft":
            call(version)
        else:
            told = {"model": model.code, "number": version.number}
            self._page.message_bar.show_message(text_of("product_model.is_released", told), "warn")

    def _write(self, call: Callable[[UnitOfWork], object], told: str) -> None:
        self._page.message_bar.clear()
        self._page.context.jobs.write(
            self._page, call, lambda _done: self._page.message_bar.show_message(told, "ok")
        )

    # drafts

    def new(self) -> None:
        """Ctrl+N: asks for the code, and opens the example as a draft."""
        question = _("Code of the new model (letters, digits and _)")
        self._page.ask_line.ask(question, self._start, back=self._page.models)

    def _start(self, code: str) -> None:
        from app.services.product_models import start_model

        self._page.message_bar.clear()
        self._page.context.jobs.write(
            self._page, lambda uow: start_model(uow, code), self._made, failed=self._not_started
        )

    def _not_started(self, error: Exception) -> None:
        show_error(self._page, error)
        if isinstance(error, RefusedError):
            self._page.ask_line.again()

    def copy(self) -> None:
        """Ctrl+D: a new draft of the version under the cursor."""
        from app.services.product_models import copy_version

        self._with_version(
            lambda row: self._page.context.jobs.write(
                self._page, lambda uow: copy_version(uow, row.id), self._made
            )
        )

    def _made(self, saved: SavedVersion) -> None:
        self._page.go_to(saved.model_id, saved.id)
        self._opened(saved.id)

    # states

    def release(self) -> None:
        """Ctrl+Enter: asks what is new, looks whether the draft is ready, and releases it."""

        def ask(row: VersionRow) -> None:
            question = _("What is new in version {number}?").format(number=row.number)
            self._page.ask_line.ask(
                question, lambda note: self._release(row, note), text=row.note, back=self._page.versions
            )

        self._with_draft(ask)

    def _release(self, row: VersionRow, note: str) -> None:
        from app.services.product_models import release_draft

        told = _("Version {number} is released: it is what is configured by from now on.")
        release_when_ready(
            self._page,
            row.id,
            lambda uow: release_draft(uow, row.id, version=row.version, note=note),
            lambda: self._page.message_bar.show_message(told.format(number=row.number), "ok"),
        )

    def retire(self) -> None:
        """Ctrl+R: out of use; what was sold by it stays readable. The last one in use is asked about."""

        def ask(row: VersionRow) -> None:
            articles = self._page.articles_without(row)
            if not articles:
                self._retire(row)
                return
            question = _("No other version is released: nobody can configure {articles} then.")
            action = MessageAction(_("Take out of use"), lambda: self._retire(row), "Alt+1")
            told = question.format(articles=", ".join(each.sku for each in articles))
            self._page.message_bar.ask(told, "warn", [action])

        self._with_version(ask)

    def _retire(self, row: VersionRow) -> None:
        from app.services.product_models import retire_version

        told = _("Version {number} is out of use.").format(number=row.number)
        self._write(lambda uow: retire_version(uow, row.id, version=row.version), told)

    def remove(self) -> None:
        """Ctrl+Del: throws a draft away, after asking."""
        from app.services.product_models import remove_draft

        def ask(row: VersionRow) -> None:
            told = _("The draft, version {number}, is thrown away.").format(number=row.number)

            def remove() -> None:
                self._write(lambda uow: remove_draft(uow, row.id, version=row.version), told)

            question = _("Throw the draft away? Version {number} is gone then.").format(number=row.number)
            self._page.message_bar.ask(question, "warn", [MessageAction(_("Throw away"), remove, "Alt+1")])

        self._with_draft(ask)

    def _export_uvl(self) -> None:
        model = self._page.model()
        code = model.code if model is not None else ""
        self._with_version(lambda row: self.files.export_uvl(row.id, f"{code}.uvl"))

    # articles

    def assign(self) -> None:
        """Ctrl+L: which article is configured by the model, by type-ahead."""
        model = self._page.model()
        if model is not None:
            question = _("Article that is configured by {model}").format(model=model.name)
            self._page.article_line.ask(
                question, lambda sku: self._assign(model.id, sku), back=self._page.articles
            )

    def _assign(self, model_id: int, sku: str) -> None:
        from app.services.product_models import assign_article

        told = _("{sku} is configured by this model from now on.").format(sku=sku)
        self._write(lambda uow: assign_article(uow, sku, model_id), told)

    def free(self) -> None:
        """Ctrl+Shift+L: the article under the cursor is no longer configured."""
        from app.services.product_models import configure_product

        article = self._page.article()
        if article is not None:
            told = _("{sku} is not configured any more.").format(sku=article.sku)
            self._write(lambda uow: configure_product(uow, article.id, None), told)


def release_when_ready(
    page: DeskPage, version_id: int, release: Callable[[UnitOfWork], object], done: Callable[[], None]
) -> None:
    """Review a draft in a job first, since that takes its time; what it said is kept for the release itself."""
    from app.services.product_models import read_version, reviewed

    jobs, today = page.context.jobs, today_of(page.context)
    page.message_bar.show_message(_("The draft is checked, and its cases are run …"), "info")

    def write(_review: object) -> None:
        page.message_bar.clear()
        jobs.write(page, release, lambda _version: done())

    def review(known: ModelVersion) -> None:
        jobs.files(page, lambda: reviewed(known.files, today, known.row.content_hash), write)

    jobs.read(page, lambda view: read_version(view, version_id), review)
