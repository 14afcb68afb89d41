"""Where a session stands after some choices: what is possible, the whole preview, and who decided what of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.explaining import Explainer
from app.domain.configurator.model import Choices as Keyed
from app.domain.configurator.model import Configuration, Key, Point
from app.domain.configuring.answers import Answers, Domain
from app.domain.configuring.choices import Choices, Given, Keys, Lost, Value, Wanted, without_field
from app.domain.configuring.completing import Completion, wishes_of
from app.domain.configuring.drafting import Wish
from app.domain.configuring.effects import Asked, Effects, Worths
from app.domain.configuring.form import Field, Form
from app.domain.configuring.needs import Consequences, FlatModel, Terms
from app.domain.configuring.swapping import Swaps
from app.domain.configuring.views import Difference, Level, Progress
from app.domain.errors import RefusedError

_MOST_BASES = 50

_HEAVIEST = (Level.GIVEN, Level.USER, Level.FOLLOWS, Level.DEFAULT, Level.AUTOMATIC)


class Product:
    """What stays the same while a product is configured.

    Attributes:
        form: every field with its words.
        keys: choices as those of the engine.
        answers: of the engine.
        swaps: checks without it.
        worths: prices and days.
        effects: what answers would change.
        given: what the customer owns, as far as it fits together.
        misfits: what of it does not.
        explainer: why something is blocked.
    """

    def __init__(
        self,
        flat: FlatModel,
        consequences: Consequences,
        terms: Terms,
        compiled: CompiledModel,
        given: Sequence[Given],
    ) -> None:
        if compiled.is_void:
            raise RefusedError("configuring.void", model=flat.definition.code)
        self.flat = flat
        self.consequences = consequences
        self.terms = terms
        self.form = Form(flat, terms.language)
        self.keys = Keys(self.form)
        self.answers = Answers(compiled)
        self.swaps = Swaps(compiled.model, flat.hidden)
        self.worths = Worths(flat, consequences, terms)
        self.effects = Effects(self.form, self.worths)
        self.explainer = Explainer(compiled)
        fitting = self.fitting({}, {each.code: each.value for each in given})
        self.given: Mapping[str, Given] = {each.code: each for each in given if each.code in fitting}
        self.misfits = tuple(
            Lost(each.code, each.value, Level.GIVEN) for each in given if each.code not in fitting
        )
        self._defaults: list[Wish] = [(key, True) for key in flat.defaults if self.keys.is_known(key)]
        self.default_keys = frozenset(self._defaults)
        self._completions: dict[frozenset[Hashable] | None, Completion] = {}
        started = self._completion([], self._defaults).whole(self.keys.of(self.given_wants))
        assert started is not None, "what is given fits together"
        self._start = list(wishes_of(self.form, started))

    @property
    def given_wants(self) -> dict[str, Value]:
        """What the customer owns, as choices."""
        return {code: each.value for code, each in self.given.items()}

    def field_code(self, code: str) -> str:
        """Of the field of an option or number; "" where the model has it not."""
        field = self.form.field_of.get(code)
        return field.code if field else ""

    def can_be(self, code: str, value: Value) -> bool:
        """Whether the model has this option, or this value on the steps of a number."""
        field = self.form.field_of.get(code)
        if field is None or isinstance(value, bool):
            return code in self.form.options and isinstance(value, bool)
        number = field.number
        return (
            number is not None and number.lo <= value <= number.hi and (value - number.lo) % number.step == 0
        )

    def fitting(self, kept: Wanted, wanted: Wanted) -> dict[str, Value]:
        """Of what is wanted, the first ones first, each that fits beside what is kept and those before it."""
        known = {code: value for code, value in wanted.items() if self.can_be(code, value)}
        wishes = {code: self.keys.pair(code, value) for code, value in known.items()}
        granted = self.answers.granted(self.keys.of(kept), list(wishes.values())).items()
        return {code: known[code] for code, wish in wishes.items() if wish in granted}

    def completion(self, base: Configuration | None) -> Completion:
        """How choices are made whole over a base; None: over the model's defaults."""
        code = None if base is None else frozenset[Hashable]((*base.options, *base.numbers.items()))
        if code not in self._completions:
            if len(self._completions) >= _MOST_BASES:
                self._completions.clear()
            own = [] if base is None else list(wishes_of(self.form, base))
            self._completions[code] = self._completion(own, [*self._defaults, *self._start])
        return self._completions[code]

    def _completion(self, wishes: Sequence[Wish], defaults: Sequence[Wish]) -> Completion:
        hidden = self.flat.hidden
        return Completion(self.form, self.answers, hidden, wishes, defaults, self.given.keys())


@dataclass(frozen=True, slots=True)
class Situation:
    """After some choices.

    Args:
        wanted: what is given and what the user chose.
        told: the same for the engine.
        domain: what is possible beside it.
        preview: the engine's whole configuration.
        thought_of: by code of a field, once it was asked, what stays beside its other answers.
    """

    product: Product
    choices: Choices
    wanted: Wanted
    told: Keyed
    domain: Domain
    completion: Completion
    preview: Configuration
    thought_of: dict[str, tuple[dict[Key, bool], Domain | None]]

    def is_asked(self, field: Field) -> bool:
        """Whether the preview asks the field."""
        return self.product.swaps.asks(field.key, self.preview)

    def is_there(self, path: str) -> bool:
        """Whether the product or this sub-product is part of the preview."""
        slot, _, place = path.partition(".")
        return not path or int(place) <= self.count(slot)

    def count(self, slot: str) -> int:
        """How many sub-products stand in a slot of the preview."""
        field = self.product.form.fields[slot]
        least = int(field.number.lo) if field.number else 0
        return self.preview.numbers.get(field.key, least * field.scale) // field.scale

    def value(self, field: Field) -> Fraction | None:
        """Of a number in the preview."""
        scaled = self.preview.numbers.get(field.key)
        return None if scaled is None else Fraction(scaled, field.scale)

    def level_of(self, code: str, *, follows: bool) -> Level:
        """Who decided an option that the preview has, or a number."""
        if code in self.product.given:
            return Level.GIVEN
        if code in self.wanted:
            return Level.USER
        if follows:
            return Level.FOLLOWS
        scaled = self.preview.numbers.get(code)
        key: Key = code if scaled is None else Point(code, scaled)
        return Level.DEFAULT if (key, True) in self.product.default_keys else Level.AUTOMATIC

    def level(self, field: Field) -> Level:
        """Who decided a field: the heaviest of what is chosen in it."""
        if field.is_number:
            if field.key not in self.preview.numbers:
                return Level.OPEN
            value = self.preview.numbers[field.key]
            return self.level_of(field.key, follows=self.domain.is_fixed(field.key, value))
        found = {
            self.level_of(each.code, follows=not self.domain.can_leave(each.code))
            for each in field.options
            if each.code in self.preview.options
        }
        if any(each.code in self.wanted for each in field.options):
            refused = [each.code for each in field.options if self.wanted.get(each.code) is False]
            found |= {Level.USER} if not found and refused else set()
        if not found and not any(self.domain.can_take(each.code) for each in field.options):
            return Level.FOLLOWS if self.is_asked(field) else Level.OPEN
        return next((level for level in _HEAVIEST if level in found), Level.OPEN)

    def beside(self, field: Field) -> tuple[dict[Key, bool], Domain | None]:
        """The choices that stay while another answer of the field is thought of, and what is possible beside them."""
        found = self.thought_of.get(field.code)
        if found is None:
            stay = without_field(self.choices.user, field)
            others = self.product.keys.of({**stay, **self.product.given_wants})
            found = self.thought_of[field.code] = (others, self.product.answers.domain(others))
        return found

    def asked(self, code: str, value: Value = True) -> Asked:
        """An option or a number's value that is thought of."""
        field = self.product.form.field_of[code]
        key, _taken = self.product.keys.pair(code, value)
        others, domain = self.beside(field)
        if key in others and code not in self.product.given:
            others = {each: taken for each, taken in others.items() if each != key}
            domain = self.product.answers.domain(others)
        return Asked(others, domain, key, field)

    def is_possible(self, asked: Asked) -> bool:
        """Whether some configuration has the answer."""
        return asked.domain is not None and asked.domain.allows((asked.key, True))

    def difference(self, asked: Asked) -> Difference | None:
        """What the answer changes; None where no configuration has it."""
        if not self.is_possible(asked):
            return None
        effects = self.product.effects
        then = effects.preview(self.completion, asked)
        return None if then is None else effects.difference(self.preview, then, asked.field.code)

    def progress(self, fields: Sequence[Field]) -> Progress:
        """Of those fields that are asked and that need an answer, or have one."""
        levels = [(field, self.level(field)) for field in fields if self.is_asked(field)]
        decided = sum(1 for _, level in levels if level in {Level.GIVEN, Level.USER, Level.FOLLOWS})
        left = sum(1 for field, level in levels if field.lo and level in {Level.DEFAULT, Level.AUTOMATIC})
        return Progress(decided, decided + left)


def situation_after(product: Product, choices: Choices) -> Situation:
    """The situation after choices that fit together."""
    wanted = {**choices.user, **product.given_wants}
    told = product.keys.of(wanted)
    domain = product.answers.domain(told)
    completion = product.completion(choices.base)
    whole = completion.whole(told)
    assert domain is not None, "a session keeps only choices that fit together"
    assert whole is not None, "choices that fit together have a completion"
    return Situation(product, choices, wanted, told, domain, completion, whole, {})
