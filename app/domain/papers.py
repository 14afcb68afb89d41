"""What stands on a paper: plain, frozen values that a renderer turns into pages.

Everything is computed before it comes here. A paper adds up nothing but the sums carried
over from page to page. Amounts are integers in the currency's minor unit (cents).
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class PaperKind(enum.StrEnum):
    """The papers of the office, from the quote to the reminder."""

    QUOTE = "quote"
    ORDER_CONFIRMATION = "order_confirmation"
    REVISED_CONFIRMATION = "revised_confirmation"
    PICK_LIST = "pick_list"
    DELIVERY_NOTE = "delivery_note"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    STATEMENT = "statement"
    REMINDER = "reminder"
    WORKSHOP = "workshop"


class PaperLineKind(enum.StrEnum):
    """What a line of the paper is; goods, charges and discounts count in carried-over sums."""

    GOODS = "goods"
    CHARGE = "charge"
    DISCOUNT = "discount"
    SECTION = "section"
    NOTE = "note"
    SUBTOTAL = "subtotal"


COUNTED_LINE_KINDS = frozenset({PaperLineKind.GOODS, PaperLineKind.CHARGE, PaperLineKind.DISCOUNT})
UNPRICED_PAPERS = frozenset({PaperKind.PICK_LIST, PaperKind.DELIVERY_NOTE})


class CellAlign(enum.StrEnum):
    """Which edge of its column a cell keeps to."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class PaperBank:
    """The account that the firm wants to be paid on."""

    bank_name: str = ""
    iban: str = ""
    bic: str = ""


@dataclass(frozen=True, slots=True)
class PaperSender:
    """The firm as its letterhead shows it; address lines without the name."""

    name: str
    address_lines: tuple[str, ...] = ()
    vat_id: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    registration: str = ""
    bank: PaperBank = PaperBank()


@dataclass(frozen=True, slots=True)
class PaperParty:
    """Whom the paper goes to; `lines` is the whole address, the name first."""

    lines: tuple[str, ...]
    vat_id: str = ""


@dataclass(frozen=True, slots=True)
class PaperFact:
    """One labelled fact beside the address, ready made in the paper's language."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of the paper; all texts ready made, `amount_minor` is the line's net."""

    text: str
    kind: PaperLineKind = PaperLineKind.GOODS
    position: str = ""
    sku: str = ""
    detail: str = ""
    quantity_text: str = ""
    unit_text: str = ""
    unit_price_text: str = ""
    discount_text: str = ""
    amount_minor: int | None = None
    tax_label: str = ""
    ordered_text: str = ""
    open_text: str = ""
    bin_text: str = ""


@dataclass(frozen=True, slots=True)
class PaperTax:
    """One tax rate of the totals; the exemption text tells the law when no tax is due."""

    label: str
    base_minor: int
    tax_minor: int
    exemption_text: str = ""


@dataclass(frozen=True, slots=True)
class PaperAmount:
    """One more labelled amount below the gross, such as a payment already received."""

    label: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PaperTotals:
    """The totals; `payable_minor` stands below `further` when it differs from the gross."""

    net_minor: int
    gross_minor: int
    taxes: tuple[PaperTax, ...] = ()
    further: tuple[PaperAmount, ...] = ()
    payable_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PaperPayment:
    """What is to be paid until when, and under which reference."""

    amount_minor: int
    due_date: dt.date | None = None
    reference: str = ""
    terms_text: str = ""


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """One column of a free table; `share` is its part of the width against the others."""

    label: str
    share: int = 1
    align: CellAlign = CellAlign.LEFT


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A free table of statements and reminders: texts as they are, integers as minor amounts.

    `carried_column` names the amount column whose sum is carried over to the next page.
    """

    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str | int, ...], ...]
    title: str = ""
    total_row: tuple[str | int, ...] | None = None
    carried_column: int | None = None


@dataclass(frozen=True, slots=True)
class FigureShape:
    """A polygon (with `fill`), a line through points (without), or a text at its only point.

    Args:
        points: x and y in turn, in tenths of a point from the figure's top left corner.
        more: further outlines or lines of the same look; outlines that turn the other way are openings.
        fill: "#rrggbb" inside the points; "" for a line.
        stroke: "#rrggbb" of the line around or through them, or of the text; "" for none.
        weight: of the line, in tenths of a point.
        opacity: in percent.
        text: what stands at the point.
        size: of the text, in tenths of a point.
        anchor: "start", "middle" or "end": which end of the text is at the point.
        turned: whether it is written upwards.
    """

    points: tuple[int, ...]
    fill: str = ""
    stroke: str = ""
    weight: int = 5
    more: tuple[tuple[int, ...], ...] = ()
    opacity: int = 100
    text: str = ""
    size: int = 80
    anchor: str = "middle"
    turned: bool = False


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """A drawing, in tenths of a point; what is larger than the page's text is made smaller as a whole."""

    width: int
    height: int
    shapes: tuple[FigureShape, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class PaperContent:
    """The whole content of one paper, enough to print it again years later.

    `logo` is a PNG or JPEG picture; `language` is "en" or "de"; `intro` and `notes` are
    paragraphs before and after the table; `figures` follow the notes; `footers` are small lines at the very end.
    """

    kind: PaperKind
    title: str
    number: str
    sender: PaperSender
    recipient: PaperParty
    language: str = "en"
    revision: int = 0
    is_copy: bool = False
    document_date: dt.date | None = None
    currency: str = "EUR"
    facts: tuple[PaperFact, ...] = ()
    ship_to: PaperParty | None = None
    intro: tuple[str, ...] = ()
    lines: tuple[PaperLine, ...] = ()
    tables: tuple[PaperTable, ...] = ()
    totals: PaperTotals | None = None
    payment: PaperPayment | None = None
    notes: tuple[str, ...] = ()
    figures: tuple[PaperFigure, ...] = ()
    footers: tuple[str, ...] = ()
    logo: bytes | None = None

    @property
    def is_priced(self) -> bool:
        """True when the lines show prices and amounts."""
        return self.kind not in UNPRICED_PAPERS
