"""Every code that the program raises has its words, and no words lie unused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Remedy, Severity
from app.domain.money import Money
from app.i18n import speaking
from app.messages import catalogue, text_of, text_of_error, text_of_issue, text_of_remedy

ROOT = Path(__file__).resolve().parents[2]
RAISED = {
    "Issue",
    "Check",
    "LineCheck",
    "Remedy",
    "SourceReason",
    "RefusedError",
    "ConflictError",
    "NotFoundError",
    "NotAllowedError",
    "OutsideError",
}
CODE = re.compile(r"[a-z_]+\.[a-z0-9_.-]+")


@dataclass(frozen=True)
class Raised:
    """A code at its place in the source, with the names of its params where they can be seen."""

    code: str
    place: str
    params: frozenset[str] | None


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    found = (path for folder in ("app", "db", "bench") for path in (ROOT / folder).rglob("*.py"))
    paths = sorted(path for path in found if path.parent.name not in {"messages", "versions"})
    return tuple(
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths
    )


def name_of(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def named_code(call: ast.Call) -> str | None:
    """The code that is given by its name, as the checks of orders have it."""
    return next((literal(keyword.value) for keyword in call.keywords if keyword.arg == "code"), None)


def keywords(call: ast.Call, *, but: frozenset[str] = frozenset()) -> frozenset[str] | None:
    """The names of the keyword arguments; None where some come from elsewhere."""
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name) - but


def keys(node: ast.expr | None) -> frozenset[str] | None:
    if node is None:
        return frozenset()
    if not isinstance(node, ast.Dict):
        return None
    names = [literal(key) if key is not None else None for key in node.keys]
    return None if None in names else frozenset(name for name in names if name)


def params_of(call: ast.Call) -> frozenset[str] | None:
    """The params of a raised code, None where they are not written there."""
    kind = name_of(call)
    if kind.endswith("Check"):  # its numbers are seen where a test provokes it
        return None
    if kind.endswith("Error"):
        return keywords(call, but=frozenset({"issues"}))
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    place = {"Issue": 3, "Remedy": 2, "SourceReason": 1}[kind]
    named = next((keyword.value for keyword in call.keywords if keyword.arg == "params"), None)
    return keys(call.args[place] if len(call.args) > place else named)


def raised_in(place: str, tree: ast.Module) -> Iterator[Raised]:
    module_areas = areas_in(tree)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            yield from findings_in(place, function, areas_in(function) or module_areas)
    for call in calls_in(tree):
        code = literal(call.args[0]) if call.args else named_code(call)
        where = f"{place}:{call.lineno}"
        if name_of(call) in RAISED and code is not None:
            yield Raised(code, where, params_of(call))
        elif name_of(call) == "refuse_blocked" and code is not None:
            yield Raised(f"{code}.refused", where, keywords(call))


def calls_in(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def areas_in(tree: ast.AST) -> frozenset[str]:
    """The areas of the `Findings("area")` made there."""
    made = (literal(call.args[0]) for call in calls_in(tree) if name_of(call) == "Findings" and call.args)
    return frozenset(area for area in made if area)


def findings_in(place: str, function: ast.FunctionDef, areas: frozenset[str]) -> Iterator[Raised]:
    """Codes noted on findings of the areas that the function, or else its module, makes."""
    for call in calls_in(function):
        code = literal(call.args[1]) if len(call.args) >= 3 else None
        if name_of(call) not in {"block", "warn"} or code is None:
            continue
        codes = [code] if "." in code else [f"{area}.{code}" for area in areas]
        known = [each for each in codes if each in catalogue()] or codes
        for each in known:
            yield Raised(each, f"{place}:{call.lineno}", keywords(call))


@cache
def all_raised() -> tuple[Raised, ...]:
    return tuple(each for place, tree in sources() for each in raised_in(place, tree))


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def test_the_scan_sees_the_source():
    assert len(all_raised()) > 150
    assert {
        "order.refused",
        "line.quantity_zero",
        "remedy.remove_line",
        "document.changed_elsewhere",
    } <= {each.code for each in all_raised()}


def test_every_code_has_its_words():
    speechless = sorted(
        {f"{each.code} ({each.place})" for each in all_raised() if each.code not in catalogue()}
    )
    assert speechless == [], "add the words in app/messages/<area>.py"


def written() -> tuple[frozenset[str], frozenset[str]]:
    """Every text of the source, and how the texts begin that are put together there."""
    texts: set[str] = set()
    beginnings: set[str] = set()
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and node.values:
                beginnings.add(literal(node.values[0]) or "")
            elif isinstance(node, ast.expr):
                texts.add(literal(node) or "")
    return frozenset(texts), frozenset(begin for begin in beginnings if "." in begin)


def test_no_words_lie_unused():
    texts, found = written()
    beginnings = {*found, "kind."}  # `text_of` itself says these, for the parameter `kind`
    raised = {each.code for each in all_raised()}

    def is_said(code: str) -> bool:
        begun = (code.removeprefix(begin) for begin in beginnings if code.startswith(begin))
        return code in texts or code in raised or any(rest in texts for rest in begun)

    assert [code for code in sorted(catalogue()) if not is_said(code)] == [], "nobody says this any more"


def test_every_blank_in_the_words_is_filled():
    missing = sorted(
        f"{each.code} wants {sorted(lost)} ({each.place})"
        for each in all_raised()
        if each.params is not None and (lost := placeholders(catalogue().get(each.code, "")) - each.params)
    )
    assert missing == [], "give the param, or take it out of the text"


def test_words_are_tidy_and_their_blanks_have_names():
    untidy = [
        code
        for code, text in catalogue().items()
        if text != text.strip()
        or not CODE.fullmatch(code)
        or not all(name.isidentifier() for name in placeholders(text))
    ]
    assert untidy == []


def test_a_refusal_lists_its_reasons():
    issue = Issue("line.quantity_zero", Severity.BLOCK, "lines/k1/quantity", {"line": 10})
    error = RefusedError("order.refused", issues=[issue])
    assert text_of_error(error) == f"{catalogue()['order.refused']}\n{text_of_issue(issue)}"
    assert "10" in text_of_issue(issue)


def test_amounts_and_days_are_written_as_people_read_them():
    issue = Issue(
        "order.customer_overdue",
        Severity.WARN,
        "header/customer",
        {"amount": Money(123456, "EUR"), "days": 12},
    )
    assert text_of_issue(issue).startswith("1,234.56\N{NO-BREAK SPACE}EUR")


def test_a_wrong_state_is_said_in_the_words_of_the_office():
    def said() -> str:
        error = RefusedError("order.wrong_state", number="SO-1", state="closed", wanted="amended")
        return text_of_error(error)

    assert said() == "Order SO-1 is “closed”; it cannot become “amended”."
    with speaking("de"):
        assert "closed" not in said()
        assert "amended" not in said()


def test_a_unit_with_a_dot_ends_its_sentence():
    with speaking("de"):
        two = text_of("line.unknown_unit", {"line": "20", "sku": "CHR", "unit": "pk", "units": ("pc", "m")})
        one = text_of("line.unknown_unit", {"line": "20", "sku": "../CHR...", "unit": "pk", "units": ("pc",)})
    assert two.endswith("Vorhanden: Stk., m.")
    assert one == "Position 20: ../CHR... hat keine Einheit „Pack“. Vorhanden: Stk."


def test_a_code_without_words_still_says_what_it_knows():
    assert text_of("nobody.knows", {"sku": "CH-1"}) == "nobody.knows (sku: CH-1)"
    assert text_of_remedy(Remedy("nobody.helps", "focus")) == "nobody.helps"


def test_a_forgotten_param_shows_its_name_and_never_crashes():
    assert "{line}" in text_of("line.quantity_zero", {})
