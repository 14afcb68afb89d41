"""What is configured now, written down as a case that has to hold from then on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain.configuring.choices import Value
from app.domain.configuring.session import Session
from app.domain.model_cases import CASES_FILE
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.results import BomLine

MOST_ARTICLES = 4
"""So many articles a case names: enough to notice, few enough to be read."""


def with_case(
    files: Mapping[str, str], name: str, session: Session, follows: Evaluator, price_list: str = ""
) -> str:
    """The text of the file of cases with one more at its end.

    Args:
        files: of the model.
        name: what people call the case.
        session: what is configured.
        follows: tells what a piece takes.
        price_list: in which the session counts.
    """
    view = session.view()
    lines = [f"- name: {_quoted(name)}", f"  choices: {_choices(session.choices)}"]
    if _is_decimal(view.price):
        lines.append(f"  price: {decimal_text(view.price)}")
    if price_list:
        lines.append(f"  list: {_quoted(price_list)}")
    lines.append(f"  days: {view.lead_days}")
    articles = _articles(follows.bom(session.preview))
    if articles:
        lines.append(f"  articles: {{{articles}}}")
    before = files.get(CASES_FILE, "").rstrip()
    return "\n".join([*([before] if before else []), *lines]) + "\n"


def _choices(chosen: Mapping[str, Value]) -> str:
    """Options by their group, several of one group in a list; what was refused is no choice."""
    fields: dict[str, list[str]] = {}
    for code, value in chosen.items():
        if isinstance(value, bool):
            if value:
                group, _, option = code.rpartition(".")
                fields.setdefault(group, []).append(option)
        else:
            fields[code] = [decimal_text(Fraction(value))]
    texts = (
        f"{_quoted(code) if '/' in code else code}: "
        + (values[0] if len(values) == 1 else f"[{', '.join(values)}]")
        for code, values in fields.items()
    )
    return f"{{{', '.join(texts)}}}"


def _articles(lines: Sequence[BomLine]) -> str:
    """Those with a quantity that can be written down exactly."""
    exact = [line for line in lines if _is_decimal(line.quantity)]
    return ", ".join(
        f"{_quoted(line.article)}: {decimal_text(line.quantity)}" for line in exact[:MOST_ARTICLES]
    )


def _is_decimal(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimal_text(value: Fraction) -> str:
    """A number as a model's file has it; only of one that has an end."""
    assert _is_decimal(value), "what has no end is not written down"
    digits, scale = 0, 1
    while value.denominator > 1 and (value * scale).denominator != 1:
        digits, scale = digits + 1, scale * 10
    whole = abs((value * scale).numerator)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole // scale}.{whole % scale:0{digits}d}" if digits else f"{sign}{whole}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
