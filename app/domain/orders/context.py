"""Everything outside the order that its prices, taxes and checks depend on, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.bonus import NO_BONUS, BonusRates
from app.domain.cash_rounding import NO_ROUNDING, CashRounding
from app.domain.check_settings import AS_MADE, CheckSettings
from app.domain.configured import Configured
from app.domain.dangerous import Carrier, Hazard
from app.domain.exchange import read_exchange_text
from app.domain.habits import Habits
from app.domain.jurisdictions import Certificate, StackedSale
from app.domain.kits import Kit
from app.domain.places import NOWHERE, Place, Way
from app.domain.pricing.abroad import in_currency
from app.domain.pricing.asked import NO_PURCHASES, Purchases
from app.domain.pricing.metals import MetalContent
from app.domain.pricing.rules import EMPTY, RulesSnapshot
from app.domain.pricing.taxed import in_mode
from app.domain.quantity import Unit
from app.domain.regulated import LicenceInput
from app.domain.routing.facts import ShipPlace
from app.domain.tax import TaxKey, TaxSubject
from app.domain.tax_rules import TAX_CLASSES, TaxRules
from app.domain.units import same_unit
from app.domain.vat_checks import counts_as_vat_id

if TYPE_CHECKING:
    from app.domain.orders.draft import Draft, Header, Line


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What a line needs to know of its product. `units[0]` is the base unit.

    `cost_micro` is that of a base unit, None where nobody knows it; see `app.domain.costs.Cost`.
    """

    id: int
    sku: str
    name: str
    kind: str
    family: str
    tax_class: str
    units: tuple[Unit, ...]
    weight_g: int = 0
    min_micro: int = 0
    step_micro: int = 0
    cost_micro: int | None = None
    discontinued: bool = False
    active: bool = True
    metals: tuple[MetalContent, ...] = ()
    hazard: Hazard | None = None
    licence_kind: str = ""
    age_least: int = 0
    commodity_code: str = ""
    origin_country: str = ""
    eccn: str = ""
    model_id: int | None = None  # of the product model by which it is configured
    kit: Kit | None = None  # its parts are among the context's products

    @property
    def is_regulated(self) -> bool:
        """Whether the law asks something of who buys it."""
        return bool(self.licence_kind or self.age_least)

    cost_source: str = ""
    cost_date: date | None = None

    def unit(self, code: str) -> Unit | None:
        """The unit by its code, without regard to case, or by a word for it such as `Stk.`."""
        wanted = code.casefold()
        named = next((unit for unit in self.units if unit.code.casefold() == wanted), None)
        return named or next((unit for unit in self.units if same_unit(unit.code, code)), None)


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What prices, taxes and checks need to know of the customer; amounts in minor units."""

    id: int
    number: str = ""
    name: str = ""
    country: str = ""
    is_business: bool = True
    vat_id: str = ""
    price_group: str = ""
    discount_ppm: int = 0
    credit_limit_minor: int | None = None
    credit_used_minor: int = 0
    credit_class: str = ""
    overdue_minor: int = 0
    overdue_days: int = 0
    active: bool = True
    email: str = ""
    has_paper_contact: bool = False  # somebody there gets confirmations by mail
    currency: str = ""
    language: str = "en"
    vat_result: str = ""  # of the newest online check of the VAT id that had an answer
    vat_checked_on: date | None = None
    term_id: int | None = None
    street: str = ""
    postcode: str = ""
    city: str = ""

    @property
    def has_vat_id(self) -> bool:
        """Whether taxes may rely on the VAT id."""
        return counts_as_vat_id(self.vat_id, self.country, self.vat_result)


NO_TAXES = TaxRules(rules=(), taxes={}, eu_countries=frozenset())


@dataclass(frozen=True, slots=True)
class OrderContext:
    """The world as one order sees it. `price_day`: see `app.domain.orders.asking.PRICE_DAYS`.

    `home` is the firm's country; from where an order ships is `way_of` its head.
    """

    today: date
    currency: str
    home: str
    taxes: TaxRules = NO_TAXES
    rules: RulesSnapshot = EMPTY
    customer: CustomerFacts | None = None
    products: Mapping[int, ProductFacts] = field(default_factory=dict)
    purchases: Purchases = NO_PURCHASES
    price_day: str = "order"
    roles: frozenset[str] = frozenset()
    checks: CheckSettings = AS_MADE
    carriers: tuple[Carrier, ...] = ()  # read where the law asks who may bring an article
    licences: tuple[LicenceInput, ...] = ()  # of the customer; read where an article asks for one
    licence_names: Mapping[str, str] = field(default_factory=dict)
    bonus: BonusRates = NO_BONUS  # what the customer is expected to get back; none for who sees no margins
    origin: Place = NOWHERE  # the firm's own, for taxes that look at where goods come from
    certificates: tuple[Certificate, ...] = ()  # of the customer; read where jurisdictions are recorded
    warehouses: Mapping[int, ShipPlace] = field(default_factory=dict)
    cash: CashRounding = NO_ROUNDING
    configurations: Mapping[str, Configured] = field(default_factory=dict)  # those of its lines, by key
    habits: Habits | None = None  # read while an order is keyed, and handed on to its confirm

    @property
    def language(self) -> str:
        """What papers speak: the customer's language, English without a customer."""
        return self.customer.language if self.customer else "en"

    def with_more(self, read: OrderContext) -> OrderContext:
        """This one with what was read later: the customer of now, and further articles and configurations."""
        known, customer = self.customer, read.customer
        is_same = known is not None and customer is not None and known.id == customer.id
        return replace(
            self,
            customer=customer,
            products={**self.products, **read.products},
            configurations={**self.configurations, **read.configurations},
            purchases=self.purchases.with_more(read.purchases) if is_same else read.purchases,
            bonus=read.bonus,
            certificates=read.certificates,
        )

    def beside(self, known: OrderContext) -> OrderContext:
        """This one with the articles and configurations that were known before it was read."""
        return replace(
            self,
            products={**known.products, **self.products},
            configurations={**known.configurations, **self.configurations},
        )

    def configured(self, line: Line) -> Configured | None:
        """How a line is configured: None where it is not, or by another model than its article's."""
        found = self.configurations.get(line.configuration) if line.configuration else None
        product = self.products.get(line.product_id or 0)
        return found if found and product and found.model_id == product.model_id else None

    def rules_of(self, draft: Draft) -> RulesSnapshot:
        """The rules as they hold for an order: in its currency, at its rate, for prices with or without tax."""
        rules = in_currency(self.rules, read_exchange_text(draft.header.exchange))
        return in_mode(rules, draft.price_mode)

    def coin_of(self, draft: Draft) -> int:
        """The smallest coin that the order is paid with, in minor units; 0 where it is not rounded."""
        usual = self.customer.term_id if self.customer else None
        return self.cash.coin(draft.currency, draft.header.term_id or usual)

    def way_of(self, header: Header) -> Way:
        """From where to where an order goes: from its warehouse, from the firm where it names none."""
        return Way(self.origin_of(header), header.place)

    def origin_of(self, header: Header) -> Place:
        """From where an order ships."""
        ships = self.warehouses.get(header.warehouse_id) if header.warehouse_id is not None else None
        if ships is not None:
            return ships.place
        return self.origin if self.origin.country else Place(self.home)

    def tax_classes(self, way: Way, *, on: date) -> tuple[str, ...]:
        """The classes that have a tax on that way on that day, the usual ones first."""
        named = {rule.product_class for rule in self.taxes.rules if rule.product_class}
        if self.taxes.is_stacked(way.to.country):
            named |= self.taxes.jurisdictions.classes
        every = [*TAX_CLASSES, *sorted(named - set(TAX_CLASSES))]
        return tuple(name for name in every if self.find_tax(product_class=name, way=way, on=on))

    def is_taxed_elsewhere(self, before: Header, after: Header) -> bool:
        """Whether taxes may differ between two heads: the countries count, and what jurisdictions look at."""
        was, now = self.way_of(before), self.way_of(after)
        if (was.origin.country, was.to.country) != (now.origin.country, now.to.country):
            return True
        return was != now and self.taxes.is_stacked(now.to.country)

    def stacked_sale(self, product_class: str, way: Way) -> StackedSale:
        """A line as jurisdictions see it."""
        to = way.to if way.to.country else way.origin
        return StackedSale(product_class, to, way.origin, self.certificates)

    def find_tax(self, *, product_class: str, way: Way, on: date) -> TaxKey | None:
        """The tax of a line, None when mapping or rates have no answer."""
        subject = self.tax_subject(product_class, way)
        return self.taxes.find(subject, on, self.stacked_sale(product_class, way))

    def tax_subject(self, product_class: str, way: Way) -> TaxSubject:
        """A line as the mapping sees it."""
        customer, ship_from = self.customer, way.origin.country
        return TaxSubject(
            product_class=product_class,
            ship_from=ship_from,
            ship_to=way.to.country or ship_from,
            business=customer.is_business if customer else False,
            has_vat_id=customer.has_vat_id if customer else False,
        )

    def private_rates(self, *, product_class: str, ship_to: Place, on: date) -> tuple[int, int]:
        """What private customers pay on a class in the firm's country and in another one, in millionths.

        It is what lists with tax include, whichever warehouse ships.
        """
        home = self.home
        places = (home, ship_to.country or home)
        subjects = (TaxSubject(product_class, home, to, business=False, has_vat_id=False) for to in places)
        found = [self.taxes.find(subject, on) for subject in subjects]
        first, other = (tax.rate_ppm if tax else 0 for tax in found)
        return first, other
