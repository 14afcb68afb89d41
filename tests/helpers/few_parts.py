"""Of the desks of many parts only what a test asks for is made: all of them take 0.4 s of each window (measured)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.views.kit.part_desk import Makers, PartDesk
from app.views.kit.tab_desk import DeskPage
from app.views.prices.desk import PricesDesk
from app.views.setup.desk import SetupDesk

_names: dict[tuple[type, int], dict[int, str]] = {}
"""The name of each part by its place, as the first whole desk of the kind and of so many parts had them."""


def make_few_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first part and each that is asked for; the others never come."""
    for kind in (PricesDesk, SetupDesk):
        monkeypatch.setattr(kind, "parts", _few(kind.parts))
    monkeypatch.setattr(PartDesk, "show_part", _made_first(PartDesk.show_part))


def _few(parts: Callable[[Any, Any], Makers]) -> Callable[[Any, Any], Makers]:
    def few(desk: Any, facts: Any) -> Makers:
        makers = parts(desk, facts)
        names = _names.setdefault((type(desk), len(makers)), {})
        if len(names) < len(makers):
            return [_noted(desk, names, place, maker) for place, maker in enumerate(makers)]
        desk.later_parts = {names[place]: maker for place, maker in enumerate(makers) if place}
        wanted = desk.later_parts.pop(desk._wanted, None)
        return [makers[0], *([wanted] if wanted else [])]

    return few


def _noted(
    desk: Any, names: dict[int, str], place: int, maker: Callable[[], DeskPage]
) -> Callable[[], DeskPage]:
    def make() -> DeskPage:
        page = maker()
        names[place] = desk.name_of(page)
        return page

    return make


def _made_first(show_part: Callable[..., None]) -> Callable[..., None]:
    def shown(desk: Any, name: str, row: int = 0) -> None:
        later = getattr(desk, "later_parts", {}).pop(name, None)
        if later is not None:
            desk._waiting.append(later)
            if len(desk._waiting) == 1:
                desk._make_next()
        show_part(desk, name, row)

    return shown
