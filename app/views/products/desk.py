"""The products desk: the list with stock, and each opened product in a tab."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.changes import Change
from app.i18n import _
from app.services.products import ProductRow
from app.views.kit.bus import Ask
from app.views.kit.buttons import key_button
from app.views.kit.card_desk import FactsDesk
from app.views.kit.context import Context
from app.views.kit.list_pane import ListPane
from app.views.products.configuring import configure
from app.views.products.fields import DeskFacts, read_desk_facts
from app.views.products.product_list import product_list
from app.views.products.product_page import ProductPage
from app.views.products.substitutes_page import SUBSTITUTES, SubstitutesPage

DESK = "products"


class ProductsDesk(FactsDesk[DeskFacts]):
    """Answers "product.open" (id) and "product.new"."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Products"), read_desk_facts)
        spec = product_list(sees_cost=context.allowed("margin.see"))
        self.list: ListPane[ProductRow] = self.add_fixed(ListPane(context, spec))
        new = key_button(_("New product"), "Ctrl+N", "primary")
        new.setObjectName("newProduct")
        new.clicked.connect(self.new_product)
        self.list.bar.addWidget(new)
        self.list.row_opened.connect(lambda row: self.open_product(row.id))
        self.list.can_do["configure"] = self._configure
        self.read_facts()

    def open_product(self, product_id: int) -> None:
        """Show a product's card."""
        self.when_ready(lambda facts: self._open(facts, product_id))

    def _configure(self) -> None:
        row = self.list.current()
        if row is not None:
            configure(self.list, row.id, row.sku, row.name)

    def new_product(self) -> None:
        """Ctrl+N: an empty card."""
        self.when_ready(self._new)

    def open_substitutes(self) -> None:
        """Ctrl+U: what replaces what, of all products."""
        self.open_page(SUBSTITUTES, lambda: SubstitutesPage(self.context))

    def asked(self, ask: object) -> None:
        """Asks of the bus."""
        if isinstance(ask, Ask) and ask.name == "product.open":
            self.to_front()
            self.open_product(ask.id)
        elif isinstance(ask, Ask) and ask.name == "product.new":
            self.to_front()
            self.new_product()

    def _open(self, facts: DeskFacts, product_id: int) -> None:
        is_open = self.find_page(f"product:{product_id}") is not None
        page = self.open_page(f"product:{product_id}", lambda: ProductPage(self.context, facts, product_id))
        if not is_open and isinstance(page, ProductPage):
            page.start()

    def _new(self, facts: DeskFacts) -> None:
        page = ProductPage(self.context, facts, None)
        page.start()
        self.open_page(f"product:new:{id(page)}", lambda: page)

    def _hear(self, changes: Sequence[Change]) -> None:
        kinds = {change.kind for change in changes}
        if kinds & {"price", "tax", "firm", "licence_kind"}:
            self.read_facts()
        for page in self.pages():
            if isinstance(page, ProductPage) and "price" in kinds:
                page.reload_unless_saving()
        super()._hear(changes)
