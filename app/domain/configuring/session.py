"""A product being configured: what the screen asks and does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from app.domain.configurator.checking import compile_model
from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.wholes import broken_by
from app.domain.configuring.aims import Aim, aimed
from app.domain.configuring.choices import Choices, Given, Value
from app.domain.configuring.choosing import Choosing
from app.domain.configuring.comparing import compared
from app.domain.configuring.interchangeable import in_order
from app.domain.configuring.keeping import Kept
from app.domain.configuring.modules import added, doubled, moved, removed
from app.domain.configuring.needs import Consequences, FlatModel, Terms
from app.domain.configuring.opening import opened
from app.domain.configuring.reasons import reason_of, repairs_of, wanted_view
from app.domain.configuring.showing import changes_of, field_view, pages_there, step_view
from app.domain.configuring.situation import Product
from app.domain.configuring.values import value_issue
from app.domain.configuring.views import (
    ChangeView,
    Comparison,
    ConfiguringView,
    Deed,
    DeedKind,
    Difference,
    FieldView,
    Level,
    ReasonView,
    RepairView,
)
from app.domain.configuring.words import lost_view
from app.domain.errors import RefusedError
from app.domain.issues import Issue
from app.domain.product_models.results import Configuration


class Session(Choosing):
    """Choices about one product, always with a whole preview. Not for two threads at once.

    Codes are flat (see `views`); of a slot both "modules" and "modules.count" serve.

    Args:
        flat: the model.
        consequences: prices and days of whole configurations.
        terms: price list, day, language.
        compiled: the model made ready, where somebody has it already.
        given: what the customer owns; what of it does not fit with what stands before it is in `view().conflicts`.

    Raises:
        RefusedError: `configuring.void` where no configuration exists; `model.refused` with its issues.
    """

    def __init__(
        self,
        flat: FlatModel,
        consequences: Consequences,
        terms: Terms,
        *,
        compiled: CompiledModel | None = None,
        given: Sequence[Given] = (),
        earlier: Kept | None = None,
    ) -> None:
        product = Product(flat, consequences, terms, compiled or compile_model(flat.model), given)
        super().__init__(product, opened(product, earlier) if earlier else Choices(lost=product.misfits))

    @property
    def preview(self) -> Configuration:
        """The whole configuration as it stands: user's choices, defaults, and what was filled in."""
        return self._product.flat.configuration(self._now.preview)

    @property
    def choices(self) -> Mapping[str, Value]:
        """What the user chose and refused: by code True, False or a number's value."""
        return dict(self._now.choices.user)

    @property
    def levels(self) -> dict[str, Level]:
        """Who decided what of the preview: by code of its options and numbers."""
        now = self._now
        options = {
            code: now.level_of(code, follows=not now.domain.can_leave(code))
            for code in now.preview.options
            if code in self._product.form.options
        }
        numbers = {code: now.level(self._product.form.field_of[code]) for code in now.preview.numbers}
        return {**options, **numbers}

    def view(self, step: str = "") -> ConfiguringView:
        """What the screen shows, with the fields of one page.

        Args:
            step: code of the page; where it is not there (any more), the first one.
        """
        now = self._now
        pages = pages_there(now)
        shown = next((page for page in pages if page.code == step), pages[0] if pages else None)
        fields = tuple(self.field(code) for code in shown.fields) if shown else ()
        steps = tuple(step_view(now, page) for page in pages)
        progress = now.progress([self._field(code) for page in pages for code in page.fields])
        worth = self._product.worths.worth(now.preview)
        return ConfiguringView(
            steps,
            shown.code if shown else "",
            fields,
            progress,
            worth.price,
            worth.cost,
            worth.days,
            self._line_text(),
            progress.decided == progress.asked,
            tuple(lost_view(self._product, each) for each in now.choices.lost),
            self._history.undoes,
            self._history.redoes,
            self._history.version,
            (worth.issue,) if worth.issue else (),
        )

    def forget_prices(self) -> None:
        """Prices are others now: `Consequences` is asked anew."""
        self._product.worths.forget()

    def _line_text(self) -> str:
        try:
            return self._product.consequences.line_text(self.preview)
        except RefusedError:
            return ""

    def field(self, code: str, *, priced: bool = True) -> FieldView:
        """One field with all its answers and, where `priced`, what each would change."""
        return field_view(self._now, self._field(code), priced=priced)

    def difference(self, code: str, value: Fraction | None = None) -> Difference | None:
        """What an option, or a value of a number, would change; None where it is not possible."""
        asked = self._possible_value(code, value)
        return None if asked is None else self._now.difference(self._now.asked(*asked))

    def changes(self, code: str, value: Fraction | None = None) -> tuple[ChangeView, ...]:
        """Which other fields an option, or a value of a number, would change, and to what."""
        wanted = self._possible_value(code, value)
        return () if wanted is None else changes_of(self._now, self._now.asked(*wanted))

    def number_issue(self, code: str, value: Fraction) -> Issue | None:
        """What is wrong with a typed value, with the nearest possible ones; None where it can be set."""
        return value_issue(self._now, self._field(code), value)

    def reason(self, code: str, value: Fraction | None = None, *, taken: bool = True) -> ReasonView | None:
        """Why an option or a value of a number is blocked; None where it is possible.

        Args:
            code: of the option or number.
            value: of the number.
            taken: False asks why an option cannot be refused.
        """
        asked = self._possible_value(code, value)
        if asked is None:
            return None
        return reason_of(self._now, self._now.asked(*asked), wanted_view(self._now, *asked), taken=taken)

    def repairs(self, code: str, value: Fraction | None = None) -> tuple[RepairView, ...]:
        """One to three ways to have what is blocked; none where it is possible, or only given choices block it."""
        asked = self._possible_value(code, value)
        if asked is None:
            return ()
        return repairs_of(self._now, self._now.asked(*asked), wanted_view(self._now, *asked))

    def kept(self) -> Kept:
        """What is to be kept of it (`keeping.kept_text`)."""
        kept = Kept(self.preview, self.choices, tuple(self._product.given.values()))
        ordered = in_order(self._product.flat.definition, kept)
        if ordered is not kept and not self._is_allowed(ordered.configuration):
            return kept  # rules that name places tie them to where they stand
        return ordered

    def _is_allowed(self, configuration: Configuration) -> bool:
        flat = self._product.flat
        return not broken_by(flat.model, flat.engine_configuration(configuration))

    def compare(self, other: Configuration) -> Comparison:
        """The preview, on the left, beside another configuration of the model."""
        right = self._product.flat.engine_configuration(other)
        return compared(self._product, self._now.preview, right)

    def complete(self, aim: Aim) -> None:
        """Fill in what people left open towards an aim; it stays soft, and is one step to undo."""
        choices = replace(self._now.choices, base=aimed(self._now, aim))
        self._history_do(choices, Deed(DeedKind.COMPLETED, "", aim.value))

    def complete_like(self, other: Configuration) -> None:
        """Fill in what people left open as near as possible to another configuration; it stays soft."""
        base = self._product.flat.engine_configuration(other)
        self._history_do(replace(self._now.choices, base=base), Deed(DeedKind.COMPLETED))

    def copy_earlier(self, earlier: Kept) -> None:
        """Take over an earlier configuration as far as it fits; `view().conflicts` lists what does not."""
        self._history_do(opened(self._product, earlier), Deed(DeedKind.COPIED))

    def forget_conflicts(self) -> None:
        """No longer list what became invalid."""
        self._history_do(replace(self._now.choices, lost=()), Deed(DeedKind.CLEARED))

    def add(self, slot: str) -> None:
        """One more sub-product at the end; RefusedError `configuring.number_*` where there is no room for it."""
        field = self._field(slot)
        place = self._now.count(field.code) + 1
        self._history_do(added(self._now, field), Deed(DeedKind.ADDED, field.name, str(place)))

    def remove(self, path: str) -> None:
        """Without a sub-product, by its path "modules.2"; those behind it move up with their choices."""
        field, place = self._placed(path)
        self._history_do(removed(self._now, field, place), Deed(DeedKind.REMOVED, field.name, str(place)))

    def double(self, path: str) -> None:
        """A copy of a sub-product, with its choices, behind it."""
        field, place = self._placed(path)
        self._history_do(doubled(self._now, field, place), Deed(DeedKind.DOUBLED, field.name, str(place)))

    def move(self, path: str, to: int) -> None:
        """A sub-product to another place, from 1, with its choices; those between make room."""
        field, place = self._placed(path)
        self._history_do(moved(self._now, field, place, to), Deed(DeedKind.MOVED, field.name, str(place)))
