"""What is kept of a configuration: a text that is the same for the same choices, and a key by which it is known."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

from app.domain.errors import RefusedError
from app.domain.product_models.results import Configuration

KEY_DIGITS = 20
"""Of the hash in a key: 80 bits, so that of a million configurations two are mixed up once in 10^12 firms."""

_NUMBER = re.compile(r"-?\d{1,100}(?:/[1-9]\d{0,99})?")


def configuration_key(model_code: str, model_hash: str, configuration: Configuration) -> str:
    """The key of a configuration under one version of its model: "desk-3f9a...".

    Equal choices have equal keys, whatever the order in which they were made; other choices, or another content of
    the model, have another.
    """
    kept = "\n".join((model_code, model_hash, snapshot_text(configuration)))
    return f"{model_code}-{sha256(kept.encode()).hexdigest()[:KEY_DIGITS]}"


def snapshot_text(configuration: Configuration) -> str:
    """The configuration as JSON in its one canonical form: sorted, exact numbers as text ("1600", "1/3")."""
    kept = {
        "numbers": {code: str(Fraction(value)) for code, value in configuration.numbers.items()},
        "options": sorted(configuration.options),
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_snapshot(text: str) -> Configuration:
    """The configuration that was kept; RefusedError `configuration.unreadable` where the text is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    match found:
        case {"numbers": dict(numbers), "options": list(options)} if _is_whole(numbers, options):
            return Configuration(
                frozenset(options), {code: Fraction(value) for code, value in numbers.items()}
            )
        case _:
            raise RefusedError("configuration.unreadable", found=text[:60])


def _is_whole(numbers: Mapping[str, Any], options: list[Any]) -> bool:
    are_numbers = all(isinstance(each, str) and _NUMBER.fullmatch(each) for each in numbers.values())
    return are_numbers and all(isinstance(each, str) for each in options)
