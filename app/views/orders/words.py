"""States in the words of the office."""

from __future__ import annotations

from app.messages import catalogue, text_of

REASON_KEY = "Ctrl+Shift+A"  # to the reason for accepting warnings


def state_word(state: str) -> str:
    """An order's state in words."""
    code = f"order.state.{state}"
    return text_of(code, {}) if code in catalogue() else state
