"""The models, and of the one under the cursor its versions and the articles that are configured by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget

from app.domain.changes import Change
from app.i18n import _
from app.services.product_models import ArticleRow, ModelRow, VersionRow
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.product_picking import attach_products
from app.views.kit.small_list import SmallList
from app.views.kit.tab_desk import DeskPage
from app.views.product_models.ask_line import AskLine
from app.views.product_models.list_columns import article_columns, model_columns, version_columns

if TYPE_CHECKING:
    from app.services.unit_of_work import Reading

_KINDS = frozenset({"product", "product_model"})
_Beside = tuple[tuple[VersionRow, ...], tuple[ArticleRow, ...]]


class ModelsPage(DeskPage):
    """`version_opened(id)`: Enter on a model opens its newest version, on a version that one."""

    version_opened = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "models", _("Models"))
        self.models: SmallList[ModelRow] = SmallList(model_columns(), "productModels", _("Product models"))
        self.versions: SmallList[VersionRow] = SmallList(
            version_columns(), "modelVersions", _("Versions of the model")
        )
        self.articles: SmallList[ArticleRow] = SmallList(
            article_columns(),
            "modelArticles",
            _("Articles configured by it"),
            nothing=_("No article is configured by it yet. Ctrl+L says which one is."),
        )
        self.ask_line = AskLine(self)
        self.article_line = AskLine(self)
        attach_products(context, self.article_line.field)
        self._opens_newest = False
        self._beside: _Beside = ((), ())
        self._wanted = 0
        self._wanted_version = 0
        self._model_id = 0
        self._lay_out()
        self.models.row_changed.connect(lambda _row: self._read_beside())
        self.models.row_activated.connect(lambda _row: self.open_newest())
        self.versions.row_activated.connect(lambda _row: self.open_version())
        self.can_do["find"] = self.enter
        self.refresh()

    def _lay_out(self) -> None:
        beside = QSplitter(Qt.Orientation.Vertical)
        for title, part, stretch in (
            (_("Versions of the model"), self.versions, 3),
            (_("Configured by it"), self.articles, 2),
        ):
            card = Card(title)
            card.body.addWidget(part, 1)
            beside.addWidget(card)
            beside.setStretchFactor(beside.count() - 1, stretch)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.models)
        splitter.addWidget(beside)
        for each in (splitter, beside):
            each.setChildrenCollapsible(False)
            each.setHandleWidth(10)
        splitter.setSizes([400, 640])
        splitter.setStretchFactor(1, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(splitter)
        self._stack.addWidget(self._nothing())
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self.ask_line)
        self.column.addWidget(self.article_line)
        hint = _("Enter opens · Ctrl+D new draft of a version · Ctrl+Enter releases · Ctrl+L article")
        buttons = [
            self._button(_("Take in"), "Ctrl+I", "files"),
            self._button(_("New model"), "Ctrl+N", "new", primary=True),
        ]
        self.column.addWidget(ActionRow(hint, tuple(buttons)))

    def _button(self, title: str, keys: str, name: str, *, primary: bool = False) -> QPushButton:
        button = key_button(title, keys, "primary" if primary else "secondary")
        button.setObjectName(f"models_{name}")
        button.clicked.connect(lambda: self.context.commands.run(f"product_model.{name}"))
        return button

    def _nothing(self) -> EmptyState:
        empty = EmptyState(
            "mdi6.cube-outline",
            _("No product model yet"),
            _("A model says what can be chosen, what fits together, what it costs and what it is made of."),
        )
        empty.add_button(
            _("New model"), lambda: self.context.commands.run("product_model.new"), "Ctrl+N", "primary"
        )
        empty.add_button(_("Take in"), lambda: self.context.commands.run("product_model.files"), "Ctrl+I")
        return empty

    # what stands under the cursor

    def model(self) -> ModelRow | None:
        """The model under the cursor."""
        return self.models.row_of(self.models.current_row())

    def version(self) -> VersionRow | None:
        """The version under the cursor, else the newest of the model."""
        return self.versions.row_of(max(0, self.versions.current_row()))

    def article(self) -> ArticleRow | None:
        """The article under the cursor."""
        return self.articles.row_of(self.articles.current_row())

    def articles_without(self, version: VersionRow) -> tuple[ArticleRow, ...]:
        """The articles that nobody could configure without this version; none while another one is released."""
        released = [row.id for row in self._beside[0] if row.state == "released"]
        return self._beside[1] if released == [version.id] else ()

    def open_version(self) -> None:
        """Enter on a version."""
        version = self.version()
        if version is not None:
            self.version_opened.emit(version.id)

    def open_newest(self) -> None:
        """Enter on a model: its newest version, once it is read which that is."""
        model, newest = self.model(), self.versions.row_of(0)
        if model is not None and newest is not None and newest.model_id == model.id:
            self.version_opened.emit(newest.id)
        else:
            self._opens_newest = True

    # reading

    def refresh(self) -> None:
        """Read the models again."""
        from app.services.product_models import read_models

        self.context.jobs.read(self, read_models, self._show, latest="models")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in _KINDS for change in changes):
            self.refresh()

    def go_to(self, id: int, version_id: int = 0) -> None:
        """Put the cursor on a model, and on one of its versions, once they are read."""
        self._wanted, self._wanted_version = id, version_id
        self.refresh()

    def enter(self) -> None:
        if self._stack.currentIndex() == 0:
            self.models.setFocus()

    def _show(self, rows: tuple[ModelRow, ...]) -> None:
        known = self.model()
        wanted = self._wanted or (known.id if known is not None else 0)
        self._wanted = 0
        self.models.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        place = next((at for at, row in enumerate(rows) if row.id == wanted), 0)
        self.models.select_row(place)
        self._read_beside()

    def _read_beside(self) -> None:
        model = self.model()
        if model is not None:
            self.context.jobs.read(
                self, lambda view: _beside(view, model.id), self._show_beside, latest="beside"
            )

    def _show_beside(self, found: _Beside) -> None:
        self._beside = found
        versions, articles = found
        model, known = self.model(), self.version()
        same = model is not None and model.id == self._model_id
        wanted = self._wanted_version or (known.id if same and known is not None else 0)
        self._wanted_version = 0
        self._model_id = model.id if model is not None else 0
        self.versions.show_rows(versions)
        place = next((at for at, row in enumerate(versions) if row.id == wanted), 0)
        self.versions.select_row(place)
        self.articles.show_rows(articles)
        self.articles.select_row(0)
        if self._opens_newest:
            self._opens_newest = False
            self.open_newest()


def _beside(view: Reading, model_id: int) -> _Beside:
    from app.services.product_models import read_articles, read_versions

    return read_versions(view, model_id), read_articles(view, model_id)
