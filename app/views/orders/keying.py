"""Between the grid and the session: keyed cells, chosen products, pasted rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.configured import Configured
from app.domain.errors import OutsideError
from app.domain.issues import Issue, Severity
from app.domain.money import MICRO
from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import Edit, Line, edit_header, edit_line, insert_line, next_position
from app.domain.orders.keying import (
    Keyed,
    PastedRow,
    fill_line,
    join_rows,
    key_discount,
    key_price,
    key_quantity,
    line_number,
    product_line,
    split_rows,
    unmatched_line,
)
from app.domain.orders.lengths import sku_too_long
from app.models.copied_lines import read_rows
from app.services.configured_lines import read_configured
from app.services.orders.context import read_product_facts
from app.services.products import ProductHit, find_products, resolve_codes
from app.services.unit_of_work import Reading
from app.views.kit import clipboard
from app.views.kit.context import Context
from app.views.kit.date_text import parse_date
from app.views.kit.field_state import decimal_mark
from app.views.orders.session import OrderSession

T = TypeVar("T")
_Known = tuple[dict[str, tuple[int, str]], dict[int, ProductFacts], dict[str, Configured]]
"""By code product and unit, by id products, by key configurations."""


class LineKeying(QObject):
    """Turns what was keyed into edits of the session."""

    refused = Signal(object, str)  # Issue, what was keyed
    taken = Signal(str, str)  # line key, column: what was keyed there is right
    told = Signal(object)  # Issue: it was taken, but another way than it was keyed
    product_filled = Signal(str, object)  # line key, ProductFacts

    def __init__(self, frame: Context, session: OrderSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self._session = session
        self._resolving: dict[str, list[tuple[str, str]]] = {}  # line key -> cells keyed meanwhile
        self._unread: dict[str, Callable[[], None]] = {}  # line key -> the look-up that got no answer
        session.saving.came_back.connect(self._look_up_again)

    def key_cell(self, key: str, column: str, text: str) -> None:
        """A cell was keyed; "" as the key means the empty line at the end."""
        if key in self._resolving:
            self._resolving[key].append((column, text))
        elif column == "sku":
            self._key_sku(key, text)
        else:
            self._key_value(key, column, text)

    def _key_sku(self, key: str, text: str) -> None:
        draft = self._session.draft
        number = line_number(draft, key) if key else (len(draft.keyed_lines) + 1) * 10
        issue = sku_too_long(key, number, text)
        if issue is not None:
            self.refused.emit(issue, text)
        elif text:
            self._find_product(self._begin(key, sku=text), text)

    def _key_value(self, key: str, column: str, text: str) -> None:
        line = self._session.draft.line(key)
        if line is None:
            return
        keyed = self._read_cell(line, column, text)
        if keyed.issue is not None:
            self.refused.emit(keyed.issue, text)
        elif keyed.edit is not None:
            self._session.edit(keyed.edit)
            self.taken.emit(key, column)
            if keyed.told is not None:
                self.told.emit(keyed.told)

    def _begin(self, key: str, *, sku: str, text: str = "") -> str:
        """The line that a product is looked up for: it stands at once, so that keying goes on in it.

        What is keyed into it before the product is known waits for the product's units.
        """
        session = self._session
        if key or sku:
            self.taken.emit(key, "sku")  # what waits in the empty line stays, where an article came by itself
        if not key:
            key = session.new_key()
            line = Line(
                key=key, position=next_position(session.draft), sku=sku, text=text, quantity_micro=MICRO
            )
            session.edit(insert_line(line))
        self._resolving[key] = []
        return key

    def _end(self, key: str, edit: Edit | None) -> None:
        """The product is known (or nobody knows it): fill the line, then key what waited."""
        waiting = self._resolving.pop(key, [])
        if edit is not None:
            self._session.complete(edit)
        for column, text in waiting:
            self.key_cell(key, column, text)

    def _look_up(self, key: str, read: Callable[[Reading], T], take: Callable[[T], None]) -> None:
        """Read what fills a line. Without an answer the line takes keys all the same, and is asked for later."""

        def failed(error: Exception) -> None:
            line = self._session.draft.line(key)
            if line is not None and isinstance(error, OutsideError):
                self._unread[key] = lambda: self._look_up_if_same(line, read, take)
            self._end(key, None)
            self._session.saving.read_failed(error)

        self._frame.jobs.read(self, read, take, failed=failed)

    def _look_up_if_same(self, was: Line, read: Callable[[Reading], T], take: Callable[[T], None]) -> None:
        line = self._session.draft.line(was.key)
        is_same = line is not None and (line.sku, line.product_id) == (was.sku, was.product_id)
        if is_same and was.key not in self._resolving and self._session.is_editable:
            self._resolving[was.key] = []
            self._look_up(was.key, read, take)

    def _look_up_again(self) -> None:
        """The database answers again: so do the codes that it was asked for meanwhile."""
        unread, self._unread = self._unread, {}
        for look_up in unread.values():
            look_up()

    def _read_cell(self, line: Line, column: str, text: str) -> Keyed:
        number, mark = line_number(self._session.draft, line.key), decimal_mark()
        product = self._session.context.products.get(line.product_id) if line.product_id else None
        if column == "quantity":
            return key_quantity(line, number, text, product, mark)
        if column == "price":
            return key_price(line, number, text, mark)
        if column == "discount":
            return key_discount(line, number, text, mark)
        if column == "date":
            return self._read_date(line, number, text)
        return Keyed(edit=edit_line(line, text=text))

    def _read_date(self, line: Line, number: int, text: str) -> Keyed:
        if not text:
            return Keyed(edit=edit_line(line, requested_date=None))
        day = parse_date(text, self._session.context.today)
        if day is None:
            where = f"lines/{line.key}/promise"
            return Keyed(
                issue=Issue("line.date_not_a_day", Severity.BLOCK, where, {"line": number, "text": text})
            )
        return Keyed(edit=edit_line(line, requested_date=day))

    def add_product(self, product_id: int) -> None:
        """One more line for a product that is known by its id: a usual article."""
        if self._session.is_editable:
            self._put_product(self._begin("", sku=""), product_id)

    def take_product(self, key: str, hit: ProductHit) -> None:
        """A product was chosen for a line, or for a new one."""
        begun = self._begin(key, sku=hit.sku, text=hit.name)

        def take(found: dict[int, ProductFacts]) -> None:
            self._fill(begun, found.get(hit.id), hit.unit_found)

        self._look_up(begun, lambda view: read_product_facts(view, [hit.id]), take)

    def _put_product(self, key: str, product_id: int) -> None:
        def take(found: dict[int, ProductFacts]) -> None:
            self._fill(key, found.get(product_id), "")

        self._look_up(key, lambda view: read_product_facts(view, [product_id]), take)

    def _find_product(self, key: str, text: str) -> None:
        """Typed without choosing: an exact code, or the only product that the text finds."""
        customer_id = self._session.draft.header.customer_id

        def read(view: Reading) -> tuple[ProductFacts, str] | None:
            exact = resolve_codes(view, [text], customer_id).get(text)
            if exact is not None:
                return read_product_facts(view, [exact.product_id])[exact.product_id], exact.unit
            hits = find_products(view, text, customer_id, limit=2)
            if len(hits) == 1:
                return read_product_facts(view, [hits[0].id])[hits[0].id], hits[0].unit_found
            return None

        def take(found: tuple[ProductFacts, str] | None) -> None:
            if found is None:
                self._leave_unknown(key, text)
            else:
                self._fill(key, found[0], found[1])

        self._look_up(key, read, take)

    def _fill(self, key: str, product: ProductFacts | None, unit_code: str) -> None:
        line = self._session.draft.line(key)
        if product is None or line is None:
            self._end(key, None)
            return
        self._session.add_product(product)
        keyed = fill_line(line, line_number(self._session.draft, key), product, unit_code)
        self._end(key, keyed.edit)
        self.product_filled.emit(key, product)
        if keyed.issue is not None:
            self.refused.emit(keyed.issue, "")

    def _leave_unknown(self, key: str, text: str) -> None:
        """Nothing is lost: the text stays on the line, which is blocked until it names a product."""
        line = self._session.draft.line(key)
        values = {"product_id": None, "sku": text, "text": "", "kind": "goods"}
        self._end(
            key, edit_line(line, **values) if line is not None and line.product_id is not None else None
        )

    def line_of_row(self, row: PastedRow, taken_off: Edit) -> str:
        """A pasted row becomes a line with its code, still to be looked up; one step with `taken_off`.

        Its unit and its price wait on the line until the article is known (`fill_line`).
        """
        session = self._session
        line = Line(key=session.new_key(), position=next_position(session.draft), sku=row.code)
        session.edit(taken_off, insert_line(unmatched_line(line, row, decimal_mark())))
        return line.key

    def take_exact(
        self, key: str, code: str, found: Callable[[], None], otherwise: Callable[[], None]
    ) -> None:
        """Fill a line by a code that names one article for this customer; `otherwise` a person looks it up."""
        customer_id = self._session.draft.header.customer_id

        def read(view: Reading) -> tuple[ProductFacts, str] | None:
            exact = resolve_codes(view, [code], customer_id).get(code)
            if exact is None:
                return None
            return read_product_facts(view, [exact.product_id])[exact.product_id], exact.unit

        def take(answer: tuple[ProductFacts, str] | None) -> None:
            if answer is None:
                otherwise()
            else:
                self._resolving[key] = []
                self._fill(key, *answer)
                found()

        def failed(error: Exception) -> None:
            otherwise()
            self._session.saving.read_failed(error)

        self._frame.jobs.read(self, read, take, failed=failed)

    # pasting

    def paste(self) -> None:
        """Rows of a sheet become lines as one step; rows without a product go to the side list."""
        self.paste_rows(clipboard.pasted_rows())

    def paste_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """As `paste`, from rows at hand."""
        pasted = read_rows(rows, decimal_mark())
        if not pasted or not self._session.is_editable:
            return
        customer_id = self._session.draft.header.customer_id
        rows_of_goods = [row for row in pasted if isinstance(row, PastedRow)]
        codes = list(dict.fromkeys(row.code for row in rows_of_goods))
        kept = {row.configuration for row in rows_of_goods if row.configuration}

        def read(view: Reading) -> _Known:
            found = {
                code: (hit.product_id, hit.unit)
                for code, hit in resolve_codes(view, codes, customer_id).items()
            }
            products = read_product_facts(view, [product_id for product_id, _unit in found.values()])
            return found, products, read_configured(view, kept)

        self._frame.jobs.read(self, read, lambda answer: self._insert_pasted(pasted, *answer))

    def _insert_pasted(
        self,
        pasted: Sequence[PastedRow | Line],
        found: dict[str, tuple[int, str]],
        products: dict[int, ProductFacts],
        configured: dict[str, Configured],
    ) -> None:
        session = self._session
        edits: list[Edit] = []
        unmatched: list[PastedRow] = []
        position = next_position(session.draft)
        for row in pasted:
            if isinstance(row, Line):
                edits.append(insert_line(replace(row, key=session.new_key(), position=position)))
                position += 1024
                continue
            hit = found.get(row.code)
            line = self._pasted_line(row, products[hit[0]], hit[1], position) if hit else None
            if line is None:
                unmatched.append(row)
                continue
            product = products[line.product_id or 0]
            session.add_product(product)
            edits.append(insert_line(self._configured(line, product, configured.get(row.configuration))))
            position += 1024
        if unmatched:
            waiting = split_rows(session.draft.header.pasted, decimal_mark())
            edits.append(edit_header(session.draft, pasted=join_rows([*waiting, *unmatched])))
        session.edit(*edits)

    def _configured(self, line: Line, product: ProductFacts, kept: Configured | None) -> Line:
        """The pasted line as it was configured, where its article still is by that model."""
        if kept is None or kept.model_id != product.model_id:
            return line
        return replace(line, configuration=kept.key, text=kept.text(self._session.context.language))

    def _pasted_line(self, row: PastedRow, product: ProductFacts, unit: str, position: int) -> Line | None:
        """The line of a pasted row, None when its quantity or price cannot be read."""
        session = self._session
        line = product_line(
            session.draft, session.new_key(), product, unit=product.unit(unit) if unit else None
        )
        unit_text = row.unit_text(product)
        keyed = [key_quantity(line, 0, row.quantity_text, product, decimal_mark(), beside=unit_text)]
        if row.price_text:
            keyed.append(key_price(line, 0, row.price_text, decimal_mark()))
        values: dict[str, object] = {"position": position}
        for each in keyed:
            if each.edit is None or each.edit.new is None:
                return None
            values |= each.edit.new
        return replace(line, **values)  # type: ignore[arg-type]  # fields of a line by name
