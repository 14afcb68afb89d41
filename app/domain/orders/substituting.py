"""Another article on a line: how much of it, at which price, what that changes, and from when it can leave. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.issues import Issue, Remedy, Severity
from app.domain.money import MICRO, Money
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Edit, Line, apply_edits, edit_line
from app.domain.orders.keying import product_values
from app.domain.orders.repricing import DraftPrices
from app.domain.quantity import Unit
from app.domain.rounding import divide_half_up
from app.domain.substitutes import Substitute
from app.i18n import _, speaking

COMMAND = "order.take_substitute"
_WORDS = {
    "cheaper": ("remedy.substitute_cheaper", "remedy.substitute_cheaper_leaves"),
    "dearer": ("remedy.substitute_dearer", "remedy.substitute_dearer_leaves"),
    "same": ("remedy.substitute_same", "remedy.substitute_same_leaves"),
}
_TYPED = ("list_price_micro", "price_per", "discount_ppm")
_OFFERED = frozenset({"line.late", "line.no_supply", "line.discontinued", "line.product_inactive"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A substitute for a line: the line as it would stand, what changes, and its goods.

    `difference_minor` is that of the line's amount, `unit_micro` that of one unit as the line counts now. `leaves`:
    None where nobody knows the day.
    """

    key: str
    substitute: Substitute
    line: Line
    difference_minor: int
    unit_micro: int
    leaves: date | None = None
    free_micro: int = 0
    base_unit: str = ""


def replaceable(line: Line | None) -> bool:
    """Whether another article may be put on the line: one that was keyed with an article, and comes to something."""
    return line is not None and not line.is_made and line.product_id is not None and line.base_micro > 0


def put_instead(line: Line, product: ProductFacts, substitute: Substitute, *, language: str) -> Edit:
    """The edit that sells another article: at least as much of it, at the price of the rules, and saying so.

    The text is printed: it is in the customer's `language`, whatever the window speaks.
    """
    unit, quantity = _quantity(line, product, substitute)
    with speaking(language):
        text = _("{text} (instead of {sku})").format(text=product.name, sku=line.sku)
    return edit_line(line, **{**product_values(product, unit), "text": text, "quantity_micro": quantity})


def _quantity(line: Line, product: ProductFacts, substitute: Substitute) -> tuple[Unit, int]:
    """Unit and quantity: the line's own where both count alike, else whole base units, never less than asked."""
    same = product.unit(line.unit)
    is_alike = same is not None and (same.factor_num, same.factor_den) == (line.factor_num, line.factor_den)
    if same is not None and is_alike and substitute.takes == substitute.instead_of:
        return same, line.quantity_micro
    base = product.units[0]
    grain = MICRO // 10**base.decimals
    return base, -(-substitute.quantity_for(line.base_micro) // grain) * grain


def kept_price(before: Line, after: Line) -> Edit | None:
    """The edit that keeps a typed price on the other article; None where it was for another unit or quantity (A17)."""
    if not before.is_typed or (before.unit, before.quantity_micro) != (after.unit, after.quantity_micro):
        return None
    values = {name: getattr(before, name) for name in ("price_source", "discount_source", *_TYPED)}
    return edit_line(after, **values)


def offers_of(
    line: Line, substitutes: Sequence[Substitute], draft: Draft, context: OrderContext
) -> Iterator[Offer]:
    """The substitutes that the context knows, each priced on the order as if it stood there already."""
    for substitute in substitutes:
        product = context.products.get(substitute.product_id)
        if product is not None:
            after = apply_edits(draft, (put_instead(line, product, substitute, language=context.language),))
            changed = after.line(line.key)
            assert changed is not None, "the line stands with another article"
            priced = DraftPrices(after, context).derived(changed)
            yield Offer(
                line.key,
                substitute,
                priced,
                priced.amount_minor - line.amount_minor,
                _unit_difference(line, priced),
                base_unit=product.units[0].code,
            )


def _unit_difference(old: Line, new: Line) -> int:
    """What one unit of the old line costs more with the new one, in millionths."""
    after = new.price_micro * new.quantity_micro * old.price_per
    before = old.price_micro * old.quantity_micro * new.price_per
    return divide_half_up(after - before, new.price_per * old.price_per * old.quantity_micro)


def with_goods(offer: Offer, leaves: date | None, free_micro: int) -> Offer:
    """The offer with the day on which its goods can leave, and what of it lies there for nobody else."""
    return replace(offer, leaves=leaves, free_micro=free_micro)


def troubled(issues: Iterable[Issue], draft: Draft) -> tuple[str, ...]:
    """The lines for which another article may help: late, short, going out, closed, or not allowed as it is."""
    keys = dict.fromkeys(_line_key(issue) for issue in issues if _is_offered(issue))
    return tuple(key for key in keys if replaceable(draft.line(key)))


def _is_offered(issue: Issue) -> bool:
    is_barred = issue.severity is Severity.BLOCK and issue.where.endswith("/sku")
    return issue.code in _OFFERED or is_barred


def _line_key(issue: Issue) -> str:
    return issue.where.split("/")[1] if issue.where.startswith("lines/") else ""


def with_offers(
    issues: Iterable[Issue], offers: Mapping[str, Sequence[Offer]], draft: Draft
) -> tuple[Issue, ...]:
    """The issues with the substitutes among their ways out; those that leave in time before those that don't."""
    return tuple(_with_offers(issue, offers.get(_line_key(issue), ()), draft) for issue in issues)


def _with_offers(issue: Issue, offers: Sequence[Offer], draft: Draft) -> Issue:
    if not offers or not _is_offered(issue):
        return issue
    first = [remedy_of(each, draft) for each in offers if _helps(issue, each, draft)]
    later = [remedy_of(each, draft) for each in offers if not _helps(issue, each, draft)]
    return replace(issue, remedies=(*first, *issue.remedies, *later))


def _helps(issue: Issue, offer: Offer, draft: Draft) -> bool:
    """Whether the offer solves it: a line that is late or short needs one that leaves on its day."""
    if issue.code not in {"line.late", "line.no_supply"}:
        return True
    line = draft.line(offer.key)
    wish = (line.requested_date if line else None) or draft.header.requested_date
    return offer.leaves is not None and (wish is None or offer.leaves <= wish)


def remedy_of(offer: Offer, draft: Draft) -> Remedy:
    """The way out that takes the offer: what it saves or costs, and when it leaves."""
    kind = "same" if not offer.difference_minor else "cheaper" if offer.difference_minor < 0 else "dearer"
    params: dict[str, object] = {
        "key": offer.key,
        "product_id": offer.substitute.product_id,
        "takes": offer.substitute.takes,
        "instead_of": offer.substitute.instead_of,
        "sku": offer.line.sku,
        "difference": Money(abs(offer.difference_minor), draft.currency),
    }
    undated, dated = _WORDS[kind]
    if offer.leaves is None:
        return Remedy(undated, COMMAND, params)
    return Remedy(dated, COMMAND, {**params, "date": offer.leaves})
