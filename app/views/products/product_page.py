"""A product's card: main data, prices with breaks, costs, units, customers' numbers; beside them its stock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from app.domain.issues import Issue
from app.domain.products import ProductInput
from app.i18n import _
from app.models.cells_model import CellRow, CellsModel
from app.services.costs import CostRow, ReceiptCostRow, read_costs_of, read_receipt_costs
from app.services.history import HistoryEntry
from app.services.prices import PriceRowCard, read_price_rows_for_cards
from app.services.products import (
    ProductCard,
    create_product,
    read_product_card,
    update_product,
)
from app.services.products.cards import read_product
from app.services.products.kits import KitFacts, KitPartFacts, read_kit_of, read_kit_parts
from app.services.products.substitutes import SubstituteFacts, read_substitutes_of
from app.services.stock.card import StockCard, read_stock_card
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit import price_cells
from app.views.kit.cards import Card, scrolling
from app.views.kit.cell_values import CellReader
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context
from app.views.kit.customer_picking import ask_customers, customer_named
from app.views.kit.pasted_names import find_pasted
from app.views.kit.product_picking import ask_products, attach_products
from app.views.kit.record_page import RecordPage, Values
from app.views.kit.row_saving import keyed_rows, save_rows
from app.views.products import cost_grid, fields, goods_fields, kit_grid, part_grid, substitute_grid
from app.views.products.article_rows import find_article
from app.views.products.configuring import configure
from app.views.products.cost_grid import CostGrids
from app.views.products.fields import DeskFacts
from app.views.products.side import ProductSide


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """Everything that the page shows."""

    card: ProductCard
    successor_sku: str
    prices: tuple[PriceRowCard, ...]
    costs: tuple[CostRow, ...]
    receipts: tuple[ReceiptCostRow, ...]
    substitutes: tuple[SubstituteFacts, ...]
    kit: KitFacts | None
    kit_parts: tuple[KitPartFacts, ...]
    stock: StockCard
    history: tuple[HistoryEntry, ...]


class ProductPage(RecordPage[ProductRecord]):
    """Ctrl+S saves main data, units, customers' numbers, prices and costs together."""

    def __init__(self, context: Context, facts: DeskFacts, product_id: int | None) -> None:
        super().__init__(context, "product", product_id, _("New product"))
        self.setObjectName("productPage")
        self.head = self.add_form(fields.head_fields(facts), columns=4)
        attach_products(context, self.head.widget("successor"))
        self.law = self.add_form(goods_fields.law_fields(facts.licence_kinds), columns=4)
        self.law.setAccessibleName(_("Dangerous and regulated goods, export"))
        columns = price_cells.price_columns(facts.price_lists)
        self.prices = self._grid(price_cells.GRID, CellsModel(columns), _("Prices and quantity breaks"))
        price_cells.show_unit_beside_per(self.prices)
        self.costs = self._cost_grids() if context.allowed("margin.see") else None
        self.units = self._grid("units", CellsModel(fields.unit_columns()), _("Further units"))
        parts = CellsModel(part_grid.part_columns())
        self.parts = self._grid(part_grid.GRID, parts, _("Customers' own numbers"))
        self.parts.set_pick("customer", ask_customers(context, parts))
        find_pasted(context, self.parts, {"customer": customer_named})
        others = CellsModel(substitute_grid.substitute_columns())
        self.substitutes = self._grid(substitute_grid.GRID, others, _("Substitutes"))
        self.substitutes.set_pick("substitute", ask_products(context, others))
        self.kit_form = self.add_form(kit_grid.kit_fields(), columns=2)
        self.kit_form.setAccessibleName(_("Kit"))
        kit_cells = CellsModel(kit_grid.kit_columns())
        self.kit = self._grid(kit_grid.GRID, kit_cells, _("Kit: its parts"))
        self.kit.set_pick("part", ask_products(context, kit_cells))
        for grid in (self.prices, self.units, self.parts, self.substitutes, self.kit):
            grid.cells.show_rows([])
        self.prices.cells.set_editable(context.allowed("price.edit") and bool(facts.price_lists))
        self.side = ProductSide(facts.currency)
        self.can_do["prices"] = self._open_list
        if product_id is not None:
            self.can_do["configure"] = self._configure
        self._lay_out()
        if product_id is None:
            start = fields.form_values(ProductInput(sku="", name=""))
            self.head.set_values({name: start[name] for name in start if name in self.head.values()})
            self.law.set_values({name: start[name] for name in start if name in self.law.values()})
            self.kit_form.set_values(kit_grid.kit_values(None))
            self.side.hide()

    def _configure(self) -> None:
        if self.record_id is not None:
            values = self.head.values()
            configure(self, self.record_id, str(values["sku"]), str(values["name"]))

    def _grid(self, name: str, cells: CellsModel, title: str) -> CellsGrid:
        cells.add_hint = _("New …")
        grid = self.add_grid(name, CellsGrid(cells, rows_shown=8))
        grid.setAccessibleName(title)
        return grid

    def _cost_grids(self) -> CostGrids:
        """For those who may see margins: what it costs, and what it cost when it came."""
        costs = self._grid(cost_grid.COSTS, CellsModel(cost_grid.cost_columns()), _("Costs"))
        receipts = self._grid(cost_grid.RECEIPTS, cost_grid.receipts_model(), _("Receipts with costs"))
        return CostGrids(costs, receipts)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        costs = (self.costs.card, self.costs.receipts_card) if self.costs is not None else ()
        for content in (
            self.head,
            self.prices,
            *costs,
            self.units,
            self.kit,
            self.substitutes,
            self.parts,
            self.law,
        ):
            card = content if isinstance(content, Card) else Card(content.accessibleName() or _("Product"))
            if card is not content:
                card.body.addWidget(content)
            if content is self.kit:
                card.body.insertWidget(card.body.count() - 1, self.kit_form)
            column.addWidget(card)
        column.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(scrolling(column))
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([836, 384])
        self.column.addWidget(splitter, 1)
        hint = _(
            "Enter next field · Alt+Enter new line in a text · F1 help · "
            "in a grid: F2 edit, Ctrl+Del take out, Ctrl+V paste"
        )
        self.add_footer(hint, "product.edit")

    def _open_list(self) -> None:
        """Ctrl+O: all prices of the list that the cursor's row belongs to."""
        row = self.prices.cells.row_at(self.prices.current_row())
        list_id = row.values["list"] if row is not None else None
        if isinstance(list_id, int):
            self.context.bus.ask("price.list", list_id)

    # reading

    def read(self, view: Reading) -> ProductRecord:
        assert self.record_id is not None, "a new product is not read"
        card = read_product_card(view, self.record_id)
        successor_id = card.product.successor_id
        return ProductRecord(
            card=card,
            successor_sku=read_product(view, successor_id).sku if successor_id is not None else "",
            prices=read_price_rows_for_cards(view, product_id=self.record_id),
            costs=read_costs_of(view, self.record_id),
            receipts=read_receipt_costs(view, self.record_id),
            substitutes=read_substitutes_of(view, self.record_id),
            kit=read_kit_of(view, self.record_id),
            kit_parts=read_kit_parts(view, self.record_id),
            stock=read_stock_card(view, self.record_id),
            history=card.history,
        )

    def form_values(self, record: ProductRecord) -> Values:
        product = record.card.product
        return {**fields.form_values(product, record.successor_sku), **kit_grid.kit_values(record.kit)}

    def grid_rows(self, record: ProductRecord) -> Mapping[str, Sequence[CellRow]]:
        product = record.card.product
        costs = self.costs.rows(record.costs, record.receipts) if self.costs is not None else {}
        return {
            **costs,
            price_cells.GRID: [price_cells.price_row(each) for each in record.prices],
            "units": [fields.unit_row(unit, product.version) for unit in product.units],
            part_grid.GRID: [part_grid.part_row(each) for each in record.card.customer_parts],
            kit_grid.GRID: kit_grid.rows_of(record.kit_parts),
            substitute_grid.GRID: [substitute_grid.substitute_row(each) for each in record.substitutes],
        }

    def show_record(self, record: ProductRecord) -> None:
        self.side.show()
        if self.costs is not None:
            self.costs.receipts_card.setVisible(bool(record.receipts))
        is_goods = record.card.product.kind == "goods"
        self.side.show_all(record.stock, record.history, has_stock=is_goods)

    def name_of_record(self) -> str:
        return self.head.text("sku") or _("New product")

    def detail_of_record(self) -> str:
        return self.head.text("name")

    # writing

    def where_to(self, issue: Issue) -> str:
        field, _slash, cell = issue.where.rpartition("/")
        if field.startswith(kit_grid.GRID + "/"):
            return f"{field}/{kit_grid.CELL_OF.get(cell, cell)}"
        return fields.FIELD_OF.get(issue.where, issue.where)

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        texts: dict[str, str] = {}
        prices = price_cells.read_changes(self.prices.cells, texts, self.today())
        rows = self.units.cells.rows()
        units = tuple(
            fields.unit_input(CellReader("units", number, row, texts)) for number, row in enumerate(rows)
        )
        save_costs = self.costs.make_save(texts, self.today()) if self.costs is not None else None
        parts = keyed_rows(part_grid.GRID, self.parts.cells, part_grid.part_input, texts)
        was = self.record.kit if self.record else None
        save_kit = kit_grid.make_save(self.kit.cells, self.values(), was, texts, self.today())
        save_substitutes = substitute_grid.make_save(self.substitutes.cells, texts, self.today())
        if texts:
            self.show_texts(texts)
            return None
        removed = self.parts.cells.removed_rows()
        record, known = self.record, self.record_id
        before = record.card.product if record else None
        keyed = fields.product_input(self.values(), units, before)
        successor = self.head.text("successor")
        is_changed = self.form_is_dirty() or self.units.cells.is_dirty()

        def write(uow: UnitOfWork) -> int:
            data = replace(keyed, successor_id=_find_successor(uow, successor))
            if known is None or before is None:
                id_ = create_product(uow, data)
                fields.note_units(rows, data.units, 1)
            else:
                id_ = known
                if is_changed:
                    version = update_product(uow, known, data, version=before.version)
                    fields.note_units(rows, data.units, version)
            part_grid.remove_parts(uow, removed)
            save_rows(uow, parts, lambda unit, row, each: part_grid.save_part(unit, id_, row, each))
            save_kit(uow, id_)
            save_substitutes(uow, id_)
            price_cells.save_prices(uow, price_cells.of_product(prices, id_))
            if save_costs is not None:
                save_costs(uow, id_)
            return id_

        return write


def _find_successor(uow: UnitOfWork, code: str) -> int | None:
    """The product of this number, None for no number; refused where nobody knows it."""
    if not code:
        return None
    return find_article(uow, code, "successor", "product.refused")
