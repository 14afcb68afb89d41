"""What the configurator says: differences, levels, reasons, repairs and deeds in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.domain.configuring.views import (
    ChangeView,
    ChoiceView,
    Deed,
    DeedKind,
    Difference,
    FieldKind,
    FieldView,
    Level,
    NumberView,
    OptionView,
    ReasonView,
    RepairView,
    Span,
    State,
)
from app.domain.rounding import divide_half_up
from app.i18n import _, currency_places, current_speech, format_amount, format_money, n_
from app.views.kit.tokens import Level as Tone

MINUS = "\N{MINUS SIGN}"
NONE = "\N{EN DASH}"
_TOLD_CHANGES = 3
SAME = "\N{PLUS-MINUS SIGN}0"


def minor_of(amount: Fraction, currency: str) -> int:
    """The exact amount in minor units of its currency, rounded half up, for showing only."""
    scaled = amount * 10 ** currency_places(currency)
    return divide_half_up(scaled.numerator, scaled.denominator)


def money_text(amount: Fraction, currency: str) -> str:
    """An amount with its currency: "1,234.50 EUR"."""
    return format_money(minor_of(amount, currency), currency)


def price_text(difference: Difference | None, currency: str) -> str:
    """What it costs more or less: "+120.00", "" where nobody asked."""
    if difference is None:
        return ""
    return signed_text(difference.price, currency)


def signed_text(amount: Fraction, currency: str) -> str:
    """An amount with its sign, plus-minus nothing where it is none: "+120.00"."""
    minor = minor_of(amount, currency)
    if not minor:
        return SAME
    return ("+" if minor > 0 else MINUS) + format_amount(abs(minor), currency)


def days_text(days: int) -> str:
    """Working days more or less, in short: "+5 d"; "" for none."""
    if not days:
        return ""
    return _("{sign}{days} d").format(sign="+" if days > 0 else MINUS, days=abs(days))


def lead_text(days: int) -> str:
    """A lead time: "8 working days"."""
    return n_("{count} working day", "{count} working days", days).format(count=days)


def difference_words(difference: Difference, currency: str) -> str:
    """A difference as a sentence: "120.00 EUR more · 5 working days longer"."""
    minor = minor_of(difference.price, currency)
    price = _("same price")
    if minor > 0:
        price = _("{amount} more").format(amount=format_money(minor, currency))
    elif minor < 0:
        price = _("{amount} less").format(amount=format_money(-minor, currency))
    parts = [price]
    if difference.days > 0:
        parts.append(_("{days} longer").format(days=lead_text(difference.days)))
    elif difference.days < 0:
        parts.append(_("{days} sooner").format(days=lead_text(-difference.days)))
    if difference.moves:
        moves = n_("changes {count} other field", "changes {count} other fields", difference.moves)
        parts.append(moves.format(count=difference.moves))
    return " · ".join(parts)


def also_text(changes: Sequence[ChangeView]) -> str:
    """What would change with it: "Pedestal: three drawers → none, and 2 more"."""
    told = [
        _("{field}: {before} → {after}").format(
            field=place_name(each.field_name, each.path), before=each.before or NONE, after=each.after or NONE
        )
        for each in changes[:_TOLD_CHANGES]
    ]
    text, more = ", ".join(told), len(changes) - len(told)
    if more > 0:
        text = n_("{changes}, and {count} more", "{changes}, and {count} more", more).format(
            changes=text, count=more
        )
    return text


def place_name(name: str, path: str) -> str:
    """A field's name, with the module that it is of."""
    place = place_of(path)
    return _("{name} {place}").format(name=name, place=f"({place})") if place else name


def short_difference(difference: Difference, currency: str) -> str:
    """As it stands at the end of a row: "+120.00 · +5 d"."""
    days = days_text(difference.days)
    return " · ".join(filter(None, (price_text(difference, currency), days)))


def level_word(level: Level) -> str:
    """Who decided a field."""
    words = {
        Level.GIVEN: _("given"),
        Level.USER: _("chosen"),
        Level.FOLLOWS: _("follows"),
        Level.DEFAULT: _("default"),
        Level.AUTOMATIC: _("filled in"),
        Level.OPEN: _("open"),
    }
    return words[level]


def level_hint(level: Level) -> str:
    """What that means."""
    words = {
        Level.GIVEN: _("The customer owns it: nothing here takes it back."),
        Level.USER: _("You chose it. Del takes it back."),
        Level.FOLLOWS: _("Your choices leave nothing else."),
        Level.DEFAULT: _("Proposed by the model: it gives way by itself."),
        Level.AUTOMATIC: _("Filled in so that all fits: it gives way by itself."),
        Level.OPEN: _("Nothing is chosen here."),
    }
    return words[level]


def level_tone(level: Level) -> Tone:
    """The colour that goes with the word."""
    tones: dict[Level, Tone] = {Level.USER: "info", Level.FOLLOWS: "ok", Level.GIVEN: "warn"}
    return tones.get(level, "muted")


def state_word(option: OptionView) -> str:
    """What a screen reader says of an option's state."""
    words = {
        State.CHOSEN: level_word(option.level),
        State.OPEN: _("possible"),
        State.BLOCKED: _("blocked"),
        State.REFUSED: _("refused"),
    }
    return words[option.state]


def spoken(option: OptionView, currency: str) -> str:
    """An option as it is read out: name, state, difference."""
    parts = [option.name, state_word(option)]
    if option.difference is not None:
        parts.append(difference_words(option.difference, currency))
    if option.note:
        parts.append(option.note)
    return ", ".join(parts)


def value_text(value: Fraction, unit: str = "") -> str:
    """A number's value as people write it: "1800 mm", "12,5 mm"."""
    speech = current_speech()
    decimal = f"{float(value):.6f}".rstrip("0").rstrip(".") if value.denominator > 1 else str(value.numerator)
    text = decimal.replace(".", speech.decimal)
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def span_text(span: Span, unit: str) -> str:
    """Values from ... to ..., with the unit behind."""
    if span.lo == span.hi:
        return value_text(span.lo, unit)
    return f"{value_text(span.lo)}\N{EN DASH}{value_text(span.hi, unit)}"


def spans_text(number: NumberView) -> str:
    """All possible values in short: ranges with the unit behind, then "in steps of 50"."""
    if not number.spans:
        return _("no value is possible")
    shown = number.spans[:4]
    texts = [span_text(span, "") for span in shown[:-1]] + [span_text(shown[-1], number.unit)]
    more = len(number.spans) - len(shown)
    text = ", ".join(texts)
    if more:
        text = n_("{spans} and {count} more range", "{spans} and {count} more ranges", more).format(
            spans=text, count=more
        )
    if any(span.lo != span.hi for span in number.spans) and number.step != 1:
        text = _("{spans}, in steps of {step}").format(spans=text, step=value_text(number.step))
    return text


def choice_text(choice: ChoiceView) -> str:
    """A choice as it stands in a reason: "Frame: Light", "not Oak in Top"."""
    pattern = _("{field}: {name}") if choice.is_taken else _("{field}: not {name}")
    text = pattern.format(field=choice.field_name, name=choice.name)
    if place := place_of(choice.path):
        text = _("{text} ({place})").format(text=text, place=_("module {place}").format(place=place))
    if choice.level is Level.GIVEN:
        text = _("{text} (given: {origin})").format(text=text, origin=choice.origin or _("installed base"))
    return text


def lost_by_field(lost: Sequence[ChoiceView]) -> dict[str, str]:
    """By field what of an earlier configuration is possible no more: "No longer possible: Oak"."""
    names: dict[str, list[str]] = {}
    for each in lost:
        name = each.name if each.is_taken else _("not {name}").format(name=each.name)
        names.setdefault(each.field, []).append(name)
    told = _("No longer possible: {names}")
    return {field: told.format(names=", ".join(found)) for field, found in names.items() if field}


def place_of(path: str) -> int:
    """The place of a sub-product by its path: "modules.2" is 2; 0 for the product itself."""
    tail = path.rpartition(".")[2]
    return int(tail) if tail.isdigit() else 0


def reason_text(reason: ReasonView) -> str:
    """Why it is blocked, in a sentence: by which choices."""
    wanted = reason.wanted.name
    if not reason.choices:
        return _("{wanted}: not possible in any configuration.").format(wanted=wanted)
    choices = ", ".join(choice_text(choice) for choice in reason.choices)
    if reason.folded:
        more = n_("{choices} and {count} more choice", "{choices} and {count} more choices", reason.folded)
        choices = more.format(choices=choices, count=reason.folded)
    return _("{wanted}: not possible with {choices}.").format(wanted=wanted, choices=choices)


def rules_text(reason: ReasonView) -> str:
    """The rules that forbid it, in their own words."""
    return "\n".join(rule.message or _("Rule {code}").format(code=rule.code) for rule in reason.rules)


def repair_text(repair: RepairView) -> str:
    """What a repair changes: "Frame: Light → Steel, Width: 1800 mm → 1600 mm"."""
    instead = {choice.field: choice.name for choice in repair.instead}
    parts = []
    for choice in repair.dropped:
        new = instead.pop(choice.field, "")
        if new and choice.is_taken:
            parts.append(_("{choice} → {new}").format(choice=choice_text(choice), new=new))
        else:
            parts.append(_("without {choice}").format(choice=choice_text(choice)))
    if instead:
        count = len(instead)
        parts.append(
            n_("{count} more field follows", "{count} more fields follow", count).format(count=count)
        )
    return ", ".join(parts)


def deed_text(deed: Deed) -> str:
    """What undo takes back."""
    words = {
        DeedKind.CHOSE: _("{name} chosen"),
        DeedKind.REFUSED: _("{name} refused"),
        DeedKind.SET: _("{field} {name}"),
        DeedKind.RETRACTED: _("{name} taken back"),
        DeedKind.CLEARED: _("{field} cleared"),
        DeedKind.CLEARED_ALL: _("all choices cleared"),
        DeedKind.REPAIRED: _("repaired for {name}"),
        DeedKind.COMPLETED: _("completed"),
        DeedKind.COPIED: _("configuration taken over"),
        DeedKind.ADDED: _("{name} added"),
        DeedKind.REMOVED: _("{name} removed"),
        DeedKind.DOUBLED: _("{name} copied"),
        DeedKind.MOVED: _("{name} moved"),
    }
    return words[deed.kind].format(field=deed.field_name, name=deed.name or deed.field_name)


def least_text(field: FieldView) -> str:
    """How many options are to be chosen, where it is not simply one."""
    if field.kind is not FieldKind.GROUP or (field.least, field.most) == (1, 1):
        return ""
    if (field.least, field.most) == (0, 1):
        return _("optional")
    if field.least == 0:
        return _("up to {most}").format(most=field.most)
    return _("{least} to {most}").format(least=field.least, most=field.most)


def size_text(value: Fraction) -> str:
    """A standard size on its button."""
    return value_text(value)
