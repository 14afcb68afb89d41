"""What is kept of a session: the whole configuration, and what of it people chose.

The text is that of `product_models.snapshots` with the choices beside it, so `read_snapshot` reads it as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from app.domain.configuring.choices import Given, Value, Wanted
from app.domain.errors import RefusedError
from app.domain.product_models.results import Configuration
from app.domain.product_models.snapshots import read_snapshot, snapshot_text


@dataclass(frozen=True, slots=True)
class Kept:
    """A configuration that was kept.

    Args:
        chosen: what the user chose and refused; None where nobody noted it.
        given: what the customer owned.
    """

    configuration: Configuration
    chosen: Wanted | None = None
    given: tuple[Given, ...] = field(default_factory=tuple)


def kept_text(kept: Kept) -> str:
    """As JSON in its one canonical form: sorted, exact numbers as text ("1600", "1/3")."""
    found = json.loads(snapshot_text(kept.configuration))
    if kept.chosen is not None:
        found["chosen"] = {code: _plain(value) for code, value in kept.chosen.items()}
    if kept.given:
        found["given"] = {each.code: [_plain(each.value), each.origin] for each in kept.given}
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_kept(text: str) -> Kept:
    """What was kept; RefusedError `configuration.unreadable` where the text is none."""
    configuration = read_snapshot(text)
    found = json.loads(text)
    try:
        chosen = _chosen(found["chosen"]) if "chosen" in found else None
        given = tuple(
            Given(code, _value(value), str(origin))
            for code, (value, origin) in found.get("given", {}).items()
        )
    except (AttributeError, TypeError, ValueError, ZeroDivisionError) as error:
        raise RefusedError("configuration.unreadable", found=text[:60]) from error
    return Kept(configuration, chosen, given)


def _plain(value: Value) -> bool | str:
    return value if isinstance(value, bool) else str(value)


def _chosen(found: Mapping[str, Any]) -> dict[str, Value]:
    return {code: _value(value) for code, value in found.items()}


def _value(found: object) -> Value:
    if isinstance(found, bool):
        return found
    if isinstance(found, str):
        return Fraction(found)
    raise ValueError(found)
