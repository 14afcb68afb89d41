"""The models that ship with the program, configured by random clicks as people make them at the desk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

from app.domain.configurator.checking import compile_model
from app.domain.configurator.compiling import CompiledModel
from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.configuring.views import FieldView
from app.domain.errors import RefusedError
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import Flat, flatten
from app.domain.product_models.reading import read_model
from app.domain.product_models.reading.definition import ModelRead
from app.services.demo.components import model_files

TODAY = date(2026, 11, 23)
MODELS = ("desk", "wardrobe", "server")
REFUSALS = {
    "configuring.blocked",
    "configuring.needed",
    "configuring.number_blocked",
    "configuring.module_gone",
}
"""What a click may be told; anything else is a mistake."""


@cache
def read(name: str) -> ModelRead:
    return read_model(model_files(name))


@cache
def flat(name: str) -> Flat:
    return flatten(read(name).definition, TODAY)


@cache
def compiled(name: str) -> CompiledModel:
    return compile_model(flat(name).model)


@cache
def evaluator(name: str) -> Evaluator:
    return Evaluator(read(name).definition)


def session_of(name: str) -> Session:
    return Session(flat(name), evaluator(name), Terms(TODAY, "LIST"), compiled=compiled(name))


@cache
def fields(name: str) -> tuple[str, ...]:
    """The codes of all that may be asked."""
    hidden = {group.code for group in flat(name).hidden}
    groups = [group.code for group in flat(name).model.groups if group.code not in hidden]
    return (*groups, *(number.code for number in flat(name).model.numbers))


def click(session: Session, source: random.Random, code: str) -> bool:
    """One click into a field, False where it is not asked: a value set, an option taken or refused, all taken back.

    What is blocked has a reason; sometimes a way out of it is taken.
    """
    field = session.field(code, priced=False)
    if not field.is_asked:
        return False
    deed = source.random()
    try:
        if deed < 0.1:
            session.clear(code)
        elif field.number is not None:
            session.set_number(code, _value(field, source))
        else:
            wanted = source.choice(field.options).code
            (session.choose if deed < 0.9 else session.refuse)(wanted)
    except RefusedError as refused:
        if refused.code not in REFUSALS:
            raise
        if refused.code == "configuring.blocked":
            _take_way_out(session, source, wanted)
    return True


def _take_way_out(session: Session, source: random.Random, wanted: str) -> None:
    assert session.reason(wanted) is not None
    repairs = session.repairs(wanted)
    if repairs and source.random() < 0.5:
        session.take(source.choice(repairs))
        assert wanted in session.preview.options


def _value(field: FieldView, source: random.Random) -> Fraction:
    """One of the possible values, each as likely."""
    number = field.number
    assert number is not None
    values = [
        span.lo + at * number.step
        for span in number.spans
        for at in range(int((span.hi - span.lo) / number.step) + 1)
    ]
    return source.choice(values) if values else number.lo


def walk(name: str, source: random.Random, configurations: int, clicks: int = 2) -> Iterator[Session]:
    """A session after each few random clicks, begun anew now and then."""
    session = session_of(name)
    for at in range(configurations):
        if at % 12 == 11:
            session.clear_all()
        made = 0
        while made < clicks:
            made += click(session, source, source.choice(fields(name)))
        yield session


def clicked_again(name: str, session: Session, source: random.Random) -> Session:
    """A new session with the same choices, made in another order."""
    choices = list(session.choices.items())
    source.shuffle(choices)
    other = session_of(name)
    for code, value in choices:
        if isinstance(value, Fraction):
            other.set_number(code, value)
        else:
            (other.choose if value else other.refuse)(code)
    return other
