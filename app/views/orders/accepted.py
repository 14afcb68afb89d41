"""What a person accepted with a confirm, in few words each, for the order's story."""

from __future__ import annotations

from collections.abc import Sequence

from app.messages import catalogue, text_of


def accepted_text(codes: Sequence[object]) -> str:
    """The codes of an audit record as a list in words; empty for none."""
    return ", ".join(_words_of(str(code)) for code in codes)


def _words_of(code: str) -> str:
    """The name of the check; of a check of another age, its code."""
    name = f"check.{code}"
    return text_of(name, {}) if name in catalogue() else code
