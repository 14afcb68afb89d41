"""What is asked for when an order is priced: the buyer, and each line with what was typed on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.exchange import Exchange
from app.domain.pricing.configured import ConfiguredPrice
from app.domain.pricing.metals import MetalContent
from app.domain.pricing.promotions import Uses
from app.domain.pricing.rules import Buyer
from app.domain.quantity import Unit
from app.domain.tax import PriceMode, TaxKey, TaxRounding

NO_TAX = TaxKey("", 0, "")
NOBODY = Buyer()


@dataclass(frozen=True, slots=True)
class AskedLine:
    """What a line's price depends on. `manual_*` are typed by the clerk and stay typed (A17).

    `per`: for how many units the price is asked, and a typed one is; 0 leaves it to the list (`PriceResult.per`).
    `on` is the day whose prices hold; `base_unit` the article's own unit, in which `base_micro` counts.
    Without a product nothing but the typed price makes the amount. `weight_g` and `metals` are those of a base unit.
    `private_ppm`: the rates that private customers pay on the article in the firm's country and in that which the goods
    go to, where they are not the line's own. `is_off_whole`: a typed discount is one of the whole price whatever
    discounts may reach of it, as older programs kept it.
    """

    key: str
    product_id: int | None
    family: str
    quantity_micro: int
    unit: Unit
    on: date
    manual_price_micro: int | None = None
    manual_discount_ppm: int | None = None
    per: int = 0
    base_unit: str = "pc"
    kind: str = "goods"
    tax_class: str = "standard"
    tax: TaxKey = NO_TAX
    weight_g: int = 0
    metals: tuple[MetalContent, ...] = ()
    private_ppm: tuple[int, int] | None = None
    parts: tuple[AskedPart, ...] = ()  # of a kit that costs the sum of its parts
    less_ppm: int = 0
    configured: ConfiguredPrice | None = None  # of its configuration, where it has one
    is_off_whole: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether the clerk has typed a price or a discount, so that the rules' discounts stand aside."""
        return self.manual_price_micro is not None or self.manual_discount_ppm is not None

    @property
    def is_typed_off_whole(self) -> bool:
        """Whether a discount is typed that is one of the whole price."""
        return self.is_off_whole and self.manual_discount_ppm is not None

    @property
    def base_micro(self) -> int:
        """The quantity in base units; nothing below zero is bought."""
        return max(self.unit.to_base(self.quantity_micro), 0)


@dataclass(frozen=True, slots=True)
class AskedPart:
    """A part of a kit: all of it that the line sells, and how many base units stand in one of the line's unit."""

    line: AskedLine
    in_one_micro: int


CountedFor = int | tuple[str, str]
"""An article by its id, or a family with the base unit in which its articles count."""


@dataclass(frozen=True, slots=True)
class Purchases:
    """What the customer ordered before, in base units: other orders, never the one that is priced.

    `counted`: by list id and article id, or family with base unit, for lists whose breaks count over their period.
    `drawn`: by price row, for contracts with an agreed quantity. `used`: by the number of a promotion, what all
    customers used of it. `articles`: those of which this is known, bought or not.
    """

    counted: Mapping[tuple[int, CountedFor], int] = field(default_factory=dict)
    drawn: Mapping[int, int] = field(default_factory=dict)
    used: Uses = field(default_factory=dict)
    articles: frozenset[int] = field(default=frozenset(), compare=False)

    def with_more(self, more: Purchases) -> Purchases:
        """These with those of further articles."""
        return Purchases(
            {**self.counted, **more.counted}, {**self.drawn, **more.drawn}, {**self.used, **more.used},
            self.articles | more.articles,
        )  # fmt: skip


NO_PURCHASES = Purchases()


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """What was typed for the order as a whole.

    `discount_ppm` or `discount_minor` replace the rules' order discounts; None leaves them. `chosen`: names of slots
    of surcharges that the clerk chose; `waived`: origins of made lines that the clerk took out; `coupons`: codes as
    `coupon_key` has them. `class_ppm`: the rates of tax classes that surcharges name, where prices include tax.
    """

    on: date
    discount_ppm: int | None = None
    discount_minor: int | None = None
    chosen: frozenset[str] = frozenset()
    waived: frozenset[str] = frozenset()
    coupons: frozenset[str] = frozenset()
    class_ppm: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a line counts for the breaks of lists over an article or a family; base units."""

    product_id: int
    family: str
    base_unit: str
    base_micro: int


@dataclass(frozen=True, slots=True)
class AskedOrder:
    """An order as prices see it: the same lines in another order are the same question.

    `taxes`: the tax of each class, for lines that rules add under a class that no keyed line has. `exchange`: the
    document's rate, where it is in another currency than the firm's. `counted`: what lists count beside the lines:
    kits, whose parts stand for them there.
    """

    buyer: Buyer
    lines: tuple[AskedLine, ...]
    terms: OrderTerms
    purchases: Purchases = NO_PURCHASES
    price_mode: PriceMode = PriceMode.NET
    taxes: Mapping[str, TaxKey] = field(default_factory=dict)
    exchange: Exchange | None = None
    tax_rounding: TaxRounding = TaxRounding.GROUP
    counted: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedFacts:
    """What a line's price takes from beside the line: the buyer, former purchases, and the sums over all lines.

    `article_micro` by product id, `family_micro` by family and base unit: base units on all lines of the order.
    """

    buyer: Buyer = NOBODY
    purchases: Purchases = NO_PURCHASES
    article_micro: Mapping[int, int] = field(default_factory=dict)
    family_micro: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def beside(self, line: AskedLine) -> tuple[int, int]:
        """What of the sums this line's price depends on."""
        if line.product_id is None:
            return 0, 0
        own = line.base_micro
        return (
            self.article_micro.get(line.product_id, own),
            self.family_micro.get((line.family, line.base_unit), own),
        )


def shared_facts(buyer: Buyer, purchases: Purchases, lines: Iterable[Counted]) -> SharedFacts:
    """The sums over the lines, whatever their order; typed prices count as well."""
    articles: dict[int, int] = {}
    families: dict[tuple[str, str], int] = {}
    for line in lines:
        articles[line.product_id] = articles.get(line.product_id, 0) + line.base_micro
        if line.family:
            family = (line.family, line.base_unit)
            families[family] = families.get(family, 0) + line.base_micro
    return SharedFacts(buyer, purchases, articles, families)
