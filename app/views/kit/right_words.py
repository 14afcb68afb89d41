"""Who may do what, for whoever may not."""

from __future__ import annotations

from app.domain.rights import RIGHTS, ROLES
from app.i18n import _
from app.models.role_words import role_word
from app.views.kit.context import Context


def who_may(right: str) -> str:
    """The roles that have a right, with commas between."""
    return ", ".join(role_word(role) for role in ROLES if role in RIGHTS[right])


def keys_or_who(context: Context, keys: str, right: str) -> str:
    """What the keys of a page do; for whoever has not the right who may change it instead."""
    if context.allowed(right):
        return keys
    return _("Only to be read; may be changed by: {roles}").format(roles=who_may(right))
