"""A whole product model from its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.product_models.definition import ComponentDef, ProductDefinition, SlotDef, WorkplaceDef
from app.domain.product_models.reading.components import read_component
from app.domain.product_models.reading.expressions import check_expressions
from app.domain.product_models.reading.fields import Fields, Sheet
from app.domain.product_models.reading.notes import Notes, Place
from app.domain.product_models.reading.parts import read_material
from app.domain.product_models.reading.references import check_references
from app.domain.product_models.reading.tables import read_lookup
from app.domain.product_models.reading.yaml_tree import Node, read_tree

MOST_PLACES = 60
"""So many sub-products a slot may have room for."""


@dataclass(frozen=True, slots=True)
class ModelRead:
    """A product model, and by path where its things stand: "rules.R1", "components.module.groups.front.doors"."""

    definition: ProductDefinition
    places: Mapping[str, Place]


def read_definition(files: Mapping[str, str], main: str = "model.yaml") -> ProductDefinition:
    """The product model of these texts by file name; as `read_model`, without the places."""
    return read_model(files, main).definition


def read_model(files: Mapping[str, str], main: str = "model.yaml") -> ModelRead:
    """The product model of these texts by file name (docs/product-models.md), with the places of its lines.

    RefusedError `product_model.refused` lists everything that is wrong, each with `file`, `line` and what to do.

    Args:
        files: the YAML file and the CSV files that it names.
        main: name of the YAML file.
    """
    sheet = Sheet(files)
    tree = _tree(sheet.notes, files, main)
    if tree is None:
        sheet.notes.refuse(main)
        raise AssertionError("a file without a tree is refused")
    fields = Fields(sheet, tree, "product")
    found = _definition(fields)
    check_references(found, sheet)
    check_expressions(found, sheet)
    sheet.notes.refuse(found.code or main)
    return ModelRead(found, sheet.places)


def _tree(notes: Notes, files: Mapping[str, str], main: str) -> Node | None:
    if main not in files:
        known = ", ".join(sorted(files)) or "-"
        notes.wrong(Place(main, 1), "product_model.no_file", found=main, likely=known)
        return None
    tree = read_tree(files[main], main, notes)
    if tree is None and not notes.has_any:
        notes.wrong(Place(main, 1), "product_model.empty")
    return tree


def _definition(fields: Fields) -> ProductDefinition:
    sheet = fields.sheet
    return ProductDefinition(
        product=read_component(fields.code("product"), fields),
        slots=tuple(_slot(sheet, code, node) for code, node in fields.coded("slots")),
        components=tuple(_component(sheet, code, node) for code, node in fields.coded("components")),
        materials=tuple(read_material(sheet, code, node) for code, node in fields.coded("materials")),
        workplaces=tuple(_workplace(sheet, code, node) for code, node in fields.coded("workplaces")),
        lookups=tuple(read_lookup(sheet, code, node) for code, node in fields.coded("lookups")),
        outer=fields.triple("outer"),
        currency=fields.currency(),
        note=fields.texts("note"),
        owned=fields.mentions("owned", "asked"),
    )


def _workplace(sheet: Sheet, code: str, node: Node) -> WorkplaceDef:
    return WorkplaceDef(code, Fields(sheet, node, "workplace").name(code))


def _component(sheet: Sheet, code: str, node: Node) -> ComponentDef:
    sheet.component = code
    found = read_component(code, Fields(sheet, node, "component"))
    sheet.component = ""
    return found


def _slot(sheet: Sheet, code: str, node: Node) -> SlotDef:
    fields = Fields(sheet, node, "slot")
    fields.needed("to")
    fields.needed("component")
    component = fields.mention("component", "component")
    lo, hi = fields.whole("from"), fields.whole("to", 1)
    if not (lo <= hi <= MOST_PLACES and hi >= 1):
        sheet.notes.wrong(fields.place_of("to"), "product_model.slot_bounds", lo=lo, hi=hi, most=MOST_PLACES)
    sheet.component = component
    origin = fields.triple("origin")
    sheet.component = ""
    return SlotDef(
        code,
        fields.name(code),
        component,
        lo=lo,
        hi=hi,
        is_ordered=fields.truth("ordered", otherwise=True),
        origin=origin,
    )
