"""Every right of the table is asked by services or screens, and nothing else is asked."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from app.domain.rights import RIGHTS, ROLES

APP = Path(__file__).parents[2] / "app"
ASKS = {"require", "can", "allowed"}


@cache
def asked(folder: str) -> frozenset[str]:
    """The rights named in a question, or as the right of a command, a column or a desk."""
    found: set[object] = set()
    for path in (APP / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                values = [word.value for word in node.keywords if word.arg == "right"]
                values += node.args if name in ASKS else []
                found |= {text.value for text in values if isinstance(text, ast.Constant)}
    return frozenset(text for text in found if isinstance(text, str) and text)


@pytest.mark.parametrize("right", sorted(RIGHTS))
def test_a_service_asks_each_right(right):
    """`margin.see` hides figures on the screen; what it is computed of is not written by anybody."""
    assert right in asked("views" if right == "margin.see" else "services")


def test_nothing_is_asked_that_nobody_can_have():
    assert asked("views") | asked("services") <= set(RIGHTS)
    assert all(roles <= set(ROLES) for roles in RIGHTS.values())
