"""The price panel's sentences on promotions: what they take off the line, and why others do not apply."""

from __future__ import annotations

from app.domain.orders.draft import Line
from app.domain.pricing import NearMiss, PromotionPart
from app.domain.quantity import Unit
from app.i18n import _, format_date, format_money
from app.models.unit_words import quantity_text


def promotion_text(part: PromotionPart, currency: str) -> str:
    """What a promotion does for the line; its discount is a line of its own at the order's end."""
    if not part.off_minor:
        return _("Promotion {name} applies").format(name=part.name)
    off = format_money(-part.off_minor, currency)
    return _("Promotion {name}: {amount} of this line").format(name=part.name, amount=off)


def missed_promotion_text(miss: NearMiss, line: Line, currency: str) -> str:
    """One promotion that does not apply, with what would make it."""
    values = {"name": miss.name, "needs": miss.needs}
    if miss.reason == "starts" and miss.starts:
        return _("Promotion {name}: starts {date}").format(**values, date=format_date(miss.starts))
    if miss.reason == "ended" and miss.ended:
        return _("Promotion {name}: ended {date}").format(**values, date=format_date(miss.ended))
    if miss.reason in {"needs_quantity", "needs_amount"}:
        return _missing_text(miss, line, currency)
    if miss.reason == "exclusive" and miss.saves_minor:
        saves = format_money(miss.saves_minor, currency)
        return _("Promotion {name}: would save {saves}, another one saves more").format(**values, saves=saves)
    texts = {
        "needs_article": _("Promotion {name}: gives {needs}, which this order has not"),
        "needs_others": _("Promotion {name}: with other articles of it"),
        "no_gain": _("Promotion {name}: would take nothing off"),
        "exclusive": _("Promotion {name}: another one saves more"),
        "coupon": _("Promotion {name}: needs its coupon"),
        "used_up": _("Promotion {name}: used up"),
        "taken_out": _("Promotion {name}: taken out of this order"),
        "manual": _("Promotion {name}: the typed price stays"),
        "agreed": _("Promotion {name}: not for prices of a contract"),
        "no_amount": _("Promotion {name}: this line costs nothing"),
        "other_group": _("Promotion {name}: only for customers of the price group {needs}"),
        "other_channel": _("Promotion {name}: only for orders by the channel {needs}"),
        "other_country": _("Promotion {name}: only for orders shipped to {needs}"),
    }
    return texts[miss.reason].format(**values)


def _missing_text(miss: NearMiss, line: Line, currency: str) -> str:
    if miss.more_minor is not None:
        more = format_money(miss.more_minor, currency)
    else:
        unit = Unit(line.unit, line.factor_num, line.factor_den)
        more = quantity_text(unit.from_base(miss.more_micro or 0), line.unit)
    if not miss.saves_minor:
        return _("Promotion {name}: {more} more").format(name=miss.name, more=more)
    saves = format_money(miss.saves_minor, currency)
    return _("Promotion {name}: {more} more save {saves}").format(name=miss.name, more=more, saves=saves)
