"""The file of cases of a product model.

- name: A light frame carries no wide top
  choices: {width: 2000, top: oak}      # of a group of several: [lamp, tray]
  blocked: [frame.light]
  possible: [frame.steel]
- name: The usual desk
  choices: {width: 1600}
  price: 812.50
  list: EXPORT
  days: 8
  articles: {SCR-6: 8}
  on: 2026-11-01
- name: Never together
  choices: {width: 2000, frame: light}
  impossible: yes
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from app.domain.model_cases.cases import CASES_FILE, Case
from app.domain.product_models.reading.fields import Fields, Sheet
from app.domain.product_models.reading.notes import Place
from app.domain.product_models.reading.yaml_tree import Items, Node, Word, read_tree


def read_cases(
    files: Mapping[str, str], fields: Mapping[str, bool], options: frozenset[str]
) -> tuple[Case, ...]:
    """The cases that stand beside a model, none where it has no such file.

    RefusedError `product_model.refused` lists everything that is wrong, each with `file`, `line` and what to do.

    Args:
        files: the model's, by name.
        fields: flat codes of its groups (False) and numbers (True).
        options: flat codes of its options.
    """
    if CASES_FILE not in files or not files[CASES_FILE].strip():
        return ()
    sheet = Sheet(files)
    tree = read_tree(files[CASES_FILE], CASES_FILE, sheet.notes)
    found = [_Reader(sheet, fields, options).case(node) for node in sheet.items(tree)] if tree else []
    sheet.notes.refuse(CASES_FILE)
    return tuple(found)


class _Reader:
    def __init__(self, sheet: Sheet, known: Mapping[str, bool], options: frozenset[str]) -> None:
        self._sheet = sheet
        self._known = known
        self._options = options

    def case(self, node: Node) -> Case:
        fields = Fields(self._sheet, node, "case")
        fields.needed("name")
        return Case(
            name=fields.text("name"),
            line=node.place.line,
            choices=tuple(self._choices(fields)),
            is_impossible=fields.truth("impossible", otherwise=False),
            possible=self._named(fields, "possible"),
            blocked=self._named(fields, "blocked"),
            price=fields.number_if_any("price"),
            price_list=fields.text("list"),
            days=fields.whole("days") if fields.node("days") else None,
            articles={sku: self._sheet.number(value) for sku, _place, value in fields.entries("articles")},
            on=fields.day("on"),
        )

    def _choices(self, fields: Fields) -> Iterator[tuple[str, Fraction | None]]:
        for code, place, node in fields.entries("choices"):
            if code not in self._known:
                self._sheet.notes.wrong(place, "model_case.unknown_field", found=code)
            elif self._known[code]:
                yield code, self._sheet.number(node)
            else:
                for word in node.of if isinstance(node, Items) else [node]:
                    yield self._option(f"{code}.{self._sheet.word(word)}", word.place), None

    def _named(self, fields: Fields, name: str) -> tuple[str, ...]:
        words = (node for node in fields.listed(name) if isinstance(node, Word))
        return tuple(self._option(word.text, word.place) for word in words)

    def _option(self, code: str, place: Place) -> str:
        if code not in self._options:
            self._sheet.notes.wrong(place, "model_case.unknown_option", found=code)
        return code
