"""The price panel's sentences: the rules that did not apply to a line, what would make them, what was agreed."""

from __future__ import annotations

from app.domain.orders.draft import Line
from app.domain.orders.repricing import MovedPrices
from app.domain.orders.retaxing import MovedTaxes
from app.domain.pricing import NearMiss, PriceResult
from app.domain.quantity import Unit
from app.i18n import _, format_date, format_money, format_price, n_
from app.models.unit_words import MANY, quantity_text, unit_word
from app.views.orders.promotion_words import missed_promotion_text


def near_miss_text(miss: NearMiss, line: Line, currency: str) -> str:
    """One rule that did not apply, with what would make it."""
    if miss.is_promotion:
        return missed_promotion_text(miss, line, currency)
    price = format_price(miss.price_micro or 0, miss.per)
    values = {"name": miss.name, "price": price, "needs": miss.needs}
    if miss.reason == "needs_quantity":
        return _missed_break(miss, line, currency, values)
    if miss.reason == "starts" and miss.starts:
        return _("{name}: starts {date}").format(**values, date=format_date(miss.starts))
    if miss.reason == "ended" and miss.ended:
        return _("{name}: ended {date}").format(**values, date=format_date(miss.ended))
    if miss.reason == "used_up":
        values["agreed"] = _of_line(miss.agreed_micro or 0, line)
        return _("{name}: the agreed {agreed} for {price} are used up").format(**values)
    if miss.reason == "other_unit":
        return _other_unit(miss, line, currency, values)
    texts = {
        "other_wins": _("{name}: another list comes first"),
        "other_channel": _("{name}: only for orders by the channel {needs}"),
        "other_country": _("{name}: only for orders shipped to {needs}"),
        "smaller_discount": _("{name}: a larger discount applies"),
        "manual": _("{name}: the typed price stays"),
        "other_group": _("{name}: only for customers of the price group {needs}"),
        "other_family": _("{name}: only for articles of the family {needs}"),
    }
    return texts[miss.reason].format(**values)


def moved_words(moved: MovedPrices | MovedTaxes, currency: str) -> str:
    """What happened to prices or taxes of lines that were not keyed: how many, and what it makes."""
    return _taxes_words(moved, currency) if isinstance(moved, MovedTaxes) else _prices_words(moved, currency)


def _taxes_words(moved: MovedTaxes, currency: str) -> str:
    text = n_(
        "The tax of a line follows customer, address and day: {before} → {after}",
        "The tax of {count} lines follows customer, address and day: {before} → {after}",
        moved.count,
    )
    before, after = (format_money(minor, currency) for minor in (moved.before_minor, moved.after_minor))
    return text.format(count=moved.count, before=before, after=after)


def _prices_words(moved: MovedPrices, currency: str) -> str:
    difference = moved.after_minor - moved.before_minor
    sign = "+" if difference > 0 else ""
    text = n_(
        "With that the price of a line changed: {before} → {after} ({difference})",
        "With that the prices of {count} lines changed: {before} → {after} ({difference})",
        moved.count,
    )
    return text.format(
        count=moved.count,
        before=format_money(moved.before_minor, currency),
        after=format_money(moved.after_minor, currency),
        difference=sign + format_money(difference, currency),
    )


def _missed_break(miss: NearMiss, line: Line, currency: str, values: dict[str, str]) -> str:
    values["more"] = _more_text(miss, line)
    if line.has_typed_price:  # nothing is saved while the typed price stays
        return _("{name}: {more} → {price}, but the typed price stays").format(**values)
    if not miss.saves_minor:
        return _("{name}: {more} → {price}").format(**values)
    values["saves"] = format_money(miss.saves_minor, currency)
    return _("{name}: {more} → {price} (saves {saves} on this quantity)").format(**values)


def _other_unit(miss: NearMiss, line: Line, currency: str, values: dict[str, str]) -> str:
    """`List price: keyed in packs → 0.80 (saves 3.60 on this quantity)`."""
    values["unit"] = unit_word(miss.needs, MANY)
    if not miss.saves_minor or line.has_typed_price:
        return _("{name}: keyed in {unit} → {price}").format(**values)
    values["saves"] = format_money(miss.saves_minor, currency)
    return _("{name}: keyed in {unit} → {price} (saves {saves} on this quantity)").format(**values)


def _more_text(miss: NearMiss, line: Line) -> str:
    """What is missing, and of what: "5 pc more", "5 pc more of this article"."""
    more = _of_line(miss.more_micro or 0, line)
    if miss.over == "article":
        return _("{quantity} more of this article").format(quantity=more)
    if miss.over == "family":
        return _("{quantity} more of the family").format(quantity=more)
    return _("{quantity} more").format(quantity=more)


def _of_line(base_micro: int, line: Line) -> str:
    """A quantity of base units in the line's unit."""
    return quantity_text(_unit(line).from_base(base_micro), line.unit)


def _unit(line: Line) -> Unit:
    return Unit(line.unit, line.factor_num, line.factor_den)


def left_text(line: Line, result: PriceResult) -> str:
    """What was left of the agreed quantity before this order; "" where none was agreed."""
    if result.left_micro is None:
        return ""
    return _("Left of the agreed quantity before this order: {left}").format(
        left=_of_line(result.left_micro, line)
    )
