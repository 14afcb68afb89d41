"""What the checks of an order need from the database beside its context."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.export_control import NO_EXPORT, ExportFacts
from app.domain.holds import Hold
from app.domain.screening.facts import ScreeningFacts


@dataclass(frozen=True, slots=True)
class ShipTo:
    """What is known of the country that the goods go to. `postcode`: a regular expression; "" where none is known."""

    is_known: bool = True
    postcode: str = ""
    postcode_like: str = ""
    needs_postcode: bool = False
    holidays: frozenset[date] = frozenset()


ANYWHERE = ShipTo()


@dataclass(frozen=True, slots=True)
class AwaitedComponents:
    """Articles of which a line is made and that are short, by SKU, with the id of the first one.

    `due`: the day on which the last of them comes; None where nothing brings them.
    """

    line_key: str
    articles: str
    article_id: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Read once per customer, customer's order number, or plan."""

    orders_with_same_po: tuple[tuple[int, str], ...] = ()  # (order id, number)
    late_lines: tuple[tuple[str, date], ...] = ()  # (line key, promise date)
    short_lines: tuple[str, ...] = field(default=())  # lines without any promise date
    components: tuple[AwaitedComponents, ...] = ()
    leaves: tuple[tuple[str, date], ...] = ()  # (line key, day on which the last of its goods will leave)
    no_warehouse: bool = False  # there are goods, and no active warehouse that could ship them
    quote: tuple[str, date] | None = None  # number and last day of the quote that the draft was made of
    ship_to: ShipTo = ANYWHERE
    holidays: frozenset[date] = frozenset()  # of the firm's country
    holds: tuple[Hold, ...] = ()  # live ones of the order and of its customer
    export: ExportFacts = NO_EXPORT  # rules and licences, where the goods cross a border
    screening: ScreeningFacts | None = None  # None: nobody asked; without lists it says nothing
    abroad: tuple[
        tuple[str, int], ...
    ] = ()  # (line key, warehouse) of goods from another country than is taxed
    first_leaves: date | None = None  # the first day on which anything that lies there can leave
