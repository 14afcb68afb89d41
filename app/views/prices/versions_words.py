"""How the versions of a rule are said: its fields in words, which of them come first, and what a rule is called."""

from __future__ import annotations

from datetime import date
from functools import partial

from app.domain.pricing.versions import RuleVersion
from app.i18n import _
from app.models.unit_words import unit_word
from app.services.rule_versions import RuleStory
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, Words, columns_words, name_and_shown, plain, price, quantity
from app.views.kit.price_history import discount_words, price_words

HEAD = "list."
_NOTHING: tuple[object, ...] = (None, "", False, [], 0)


def kind_word(kind: str) -> str:
    """What a rule of this kind is."""
    words = {
        "list": _("Price list"),
        "row": _("Price"),
        "discount": _("Discount"),
        "surcharge": _("Surcharge"),
        "promotion": _("Promotion"),
        "metal": _("Metal"),
        "bonusRule": _("Bonus agreement"),
        "right": _("Right"),
        "cost": _("Cost"),
    }
    return words[kind]


def words_of(story: RuleStory, today: date) -> Words:
    """The fields of a rule in words."""
    kind, currency = story.ref.kind, story.currency
    if kind == "list":
        return price_words(currency)
    if kind == "row":
        return _row_words(currency)
    if kind == "cost":
        return {
            "valid_from": Word(_("Valid from"), _first_day),
            "cost_micro": Word(_("Cost"), price(currency)),
        }
    if kind == "discount":
        return discount_words(currency)
    spec = _spec_of(kind, currency, today)
    return {**columns_words(spec.columns), **(spec.words or {})}


def _spec_of(kind: str, currency: str, today: date) -> GridSpec[object, object]:
    """The grid of these rules, which has the words of its fields."""
    from app.views.prices.bonus_rules import bonus_spec
    from app.views.prices.metals import metals_spec
    from app.views.prices.promotions import promotions_spec
    from app.views.prices.rights import rights_spec
    from app.views.prices.surcharges import surcharges_spec

    now = partial(_same, today)
    specs = {
        "surcharge": lambda: surcharges_spec(currency, (), now),
        "promotion": lambda: promotions_spec(currency, (), now),
        "metal": lambda: metals_spec(currency, now),
        "bonusRule": lambda: bonus_spec(currency, now),
        "right": rights_spec,
    }
    return specs[kind]()  # type: ignore[return-value]  # only its words are asked


def _same(day: date) -> date:
    return day


def _row_words(currency: str) -> Words:
    words: dict[str, object] = {
        "price_micro": Word(_("Price"), price(currency)),
        "per": _("For so many"),
        "min_quantity_micro": Word(_("From quantity"), quantity()),
        "agreed_micro": Word(_("Agreed quantity"), quantity()),
        "unit": Word(_("Unit"), lambda value: unit_word(str(value))),
        "valid_from": _("Valid from"),
        "valid_to": _("Valid to"),
    }
    for name in price_words(currency):
        title, shown = name_and_shown(name, price_words(currency))
        words[HEAD + name] = Word(_("List: {field}").format(field=title), shown)
    return words  # type: ignore[return-value]  # words and titles alone


def _first_day(value: object) -> str:
    return _("from the beginning") if value == "beginning" else plain(value)


def fields_of(version: RuleVersion, words: Words) -> list[tuple[str, str, str, bool]]:
    """Each field that says anything: its word, what was before, what it says, and whether that is another.

    What changed comes first, then the rule's own fields, then those of its list.
    """
    changed = set(version.changed) if version.before else set()
    order = list(words)

    def place(name: str) -> tuple[bool, bool, int]:
        return name not in changed, name.startswith(HEAD), order.index(name) if name in order else len(order)

    found = []
    for name in sorted({*version.before, *version.said}, key=place):
        before, now = version.before.get(name), version.said.get(name)
        if name in {"product_id", "product", "sort_key"} or (before in _NOTHING and now in _NOTHING):
            continue
        title, shown = name_and_shown(name, words)
        found.append((title, shown(before) if name in changed else "", shown(now), name in changed))
    return found


def change_text(version: RuleVersion, words: Words) -> str:
    """What a version changed, in one line."""
    if version.is_end:
        return _("Taken out")
    if not version.before:
        return _("Made") if version.at is not None else _("As it was before anything was recorded")
    told = []
    for title, before, now, is_changed in fields_of(version, words):
        if is_changed:
            told.append(f"{title}: {before or '-'} → {now or '-'}")
    return "; ".join(told) or _("Said again")
