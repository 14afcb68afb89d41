"""The roles of people as the window calls them."""

from __future__ import annotations

from app.messages import text_of


def role_word(role: str) -> str:
    """The word for a role; what names none is the owner's."""
    return text_of(f"role.{role or 'owner'}", {})
