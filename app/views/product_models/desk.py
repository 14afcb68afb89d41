"""The product models desk: the models, and each version that is open in a tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.views.kit.bus import Ask
from app.views.kit.context import Context
from app.views.kit.tab_desk import DeskPage, TabDesk
from app.views.product_models.draft_page import DraftPage
from app.views.product_models.list_page import ModelsPage
from app.views.product_models.version_hands import VersionHands

if TYPE_CHECKING:
    from app.views.product_models.beside import MakeTryOut

DESK = "product_models"


class ModelsDesk(TabDesk):
    """Answers "product_model.open" (id of a model), "product_model.version" and "product_model.show" (of a version)."""

    def __init__(self, context: Context, make_try_out: MakeTryOut | None = None) -> None:
        super().__init__(context, DESK, _("Product models"))
        self._make_try_out = make_try_out
        self.list = self.add_fixed(ModelsPage(context))
        self.hands = VersionHands(self.list, self.open_version)
        self.list.version_opened.connect(self.open_version)

    def asked(self, ask: object) -> None:
        """Asks of the bus."""
        if not isinstance(ask, Ask) or not ask.name.startswith("product_model."):
            return
        self.to_front()
        if ask.name == "product_model.open":
            self.tabs.setCurrentWidget(self.list)
            self.list.go_to(ask.id)
            self.list.enter()
        elif ask.name == "product_model.version":
            self.open_version(ask.id)
        elif ask.name == "product_model.show":
            self._show_stored(ask.id)

    def open_version(self, version_id: int) -> None:
        """Its files in a tab."""
        self.open_page(
            f"version:{version_id}", lambda: DraftPage(self.context, version_id, self._make_try_out)
        )

    def _show_stored(self, version_id: int) -> None:
        """What is stored of a version, to be looked at beside what is keyed."""
        from app.views.product_models.stored_page import StoredPage

        key = f"stored:{version_id}"
        found = self.find_page(key)
        if found is not None:
            super().close_page(found)
        keyed = self.find_page(f"version:{version_id}")
        mine = keyed.files.texts() if isinstance(keyed, DraftPage) else None
        self.open_page(key, lambda: StoredPage(self.context, version_id, mine))

    def close_page(self, page: DeskPage | None = None) -> None:
        """No draft with unsaved text is closed unasked."""
        target = page or self.page()
        if isinstance(target, DraftPage) and not target.is_given_up and target.would_lose():
            self.tabs.setCurrentWidget(target)
            target.leave()
        else:
            super().close_page(target)

    def may_close(self) -> bool:
        """The window closes only when no draft would lose what was keyed."""
        for page in self.pages():
            if isinstance(page, DraftPage) and page.would_lose():
                self.tabs.setCurrentWidget(page)
                page.leave()
                return False
        return True
