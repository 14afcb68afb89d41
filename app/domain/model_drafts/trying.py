"""A model tried out: what cannot be reckoned of what is proposed, and with one option or size after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import partial

from app.domain.configurator.compiling import CompiledModel
from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import Flat
from app.domain.product_models.reading.values import shown
from app.domain.product_models.results import Configuration
from app.domain.told_texts import written
from app.domain.watched import going_on

MOST_TRIED = 120
"""So many options and sizes are tried: about a second for a large model."""
_FIRST = "1"


def failures(
    definition: ProductDefinition, flat: Flat, compiled: CompiledModel, on: date
) -> tuple[Issue, ...]:
    """Where price, lead time, articles, work or parts cannot be reckoned, each row once.

    `model_draft.fails` blocks: so the model would begin. `model_draft.fails_with` names what somebody would choose.

    Args:
        definition: of the model.
        flat: of it, on the day.
        compiled: of `flat`; not void.
        on: the day whose prices count.
    """
    follows = Evaluator(definition)
    session = Session(flat, follows, Terms(on), compiled=compiled)
    found: dict[tuple[str, str], Issue] = {}
    for error in _refused(follows, session.preview, on):
        found.setdefault(_about(error), _issue(error, "model_draft.fails", Severity.BLOCK))
    for choice, preview in _tried(session, flat):
        going_on()
        for error in _refused(follows, preview, on):
            told = _issue(error, "model_draft.fails_with", Severity.WARN, choice=choice)
            found.setdefault(_about(error), told)
    return tuple(found.values())


def _refused(follows: Evaluator, piece: Configuration, on: date) -> Iterator[RefusedError]:
    asked = (
        lambda: follows.prices(piece, "", on),
        lambda: follows.lead_days(piece),
        lambda: follows.operations(piece),
        lambda: follows.bom(piece),
    )
    for ask in asked:
        try:
            ask()
        except RefusedError as error:
            yield error


def _about(error: RefusedError) -> tuple[str, str]:
    return error.code, str(error.params.get("row", ""))


def _issue(error: RefusedError, code: str, severity: Severity, **params: object) -> Issue:
    reason = written((error.code, dict(error.params)))
    return Issue(code, severity, str(error.params.get("row", "")), {**params, "reason": reason})


def _tried(session: Session, flat: Flat) -> Iterator[tuple[str, Configuration]]:
    """What follows from single choices: each option, each number at its ends and in its middle."""
    hidden = {group.code for group in flat.hidden}
    groups = [group for group in flat.model.groups if group.code not in hidden and _is_first(group.code)]
    options = [option for group in groups for option in group.options]
    for option in options[:MOST_TRIED]:
        if option not in session.preview.options and _goes(partial(session.choose, option)):
            yield option, session.preview
            session.undo()
    for number in flat.model.numbers[: MOST_TRIED // 3]:
        scale = flat.scales[number.code]
        middle = number.lo + (number.hi - number.lo) // number.step // 2 * number.step
        for value in (Fraction(each, scale) for each in (number.lo, middle, number.hi)):
            if _is_first(number.code) and _goes(partial(session.set_number, number.code, value)):
                yield f"{number.code} = {shown(value)}", session.preview
                session.undo()


def _is_first(code: str) -> bool:
    """Sub-products are tried at the first place of their slot."""
    place, _, _ = code.rpartition("/")
    return not place or place.rpartition(".")[2] == _FIRST


def _goes(choose: Callable[[], object]) -> bool:
    try:
        choose()
    except RefusedError:
        return False
    return True
