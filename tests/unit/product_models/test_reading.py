"""The file of a product model is read as it stands: exact numbers, texts by language, tables beside it."""

from datetime import date
from fractions import Fraction

import pytest

from app.domain.product_models.definition import (
    CutOutDef,
    DefaultDef,
    GroupDef,
    LeadDef,
    LookupDef,
    MotionDef,
    NumberDef,
    OptionDef,
    ProductDefinition,
    Range,
    RuleDef,
    StepDef,
    TableDef,
)
from app.domain.product_models.expressions import parse
from app.domain.product_models.reading import read_definition, read_model

DESK = """
product: desk
name: {en: Desk, de: Tisch}
currency: EUR
outer: [width, 800, "720"]
line_text: "Desk {width} mm, {top}"
steps:
  - {code: size, name: Size, asks: [width, modules]}
numbers:
  width: {name: Width, from: 1200, to: 2400, step: 0.5, unit: mm, standard: [1200, 1400]}
  lift: {from: 300, to: 650, when: "frame = lifting"}
groups:
  top:
    name: {en: Top, de: Platte}
    options:
      oak: {name: Oak, price: 120.50, cost: 70, days: 5, article: ART-1, material: oak25}
      white: White
  frame: {pick: 0..1, note: Below it, options: {light: , lifting: }}
rules:
  R1:
    says: width > 1800 -> frame != light
    message: {en: Too weak, de: Zu schwach}
    from: 2026-01-01
    to: 2027-12-31
tables:
  T1: {columns: [top, frame], file: tops.csv, message: No}
  T2:
    columns: [frame, width]
    kind: forbid
    rows:
      - [light, 1800.5..]
      - ["-", "*"]
      - [light|lifting, 1250]
lookups:
  prices: {file: prices.csv, keys: {width: up, top: exact}}
defaults: [{width: 1600}, {top: white, modules.count: 2}]
prices:
  - {code: base, amount: 310}
  - {code: special, name: Special, amount: "80 * 2", when: is_special(width), discountable: no,
     list: EXPORT, currency: CHF, from: 2026-01-01, cost: 12}
lead:
  - {code: make, days: 8}
  - {code: paint, adds: 3, when: top = white}
bom:
  - {code: screws, article: SCR-6, quantity: "4 + modules.count"}
operations:
  - {code: cut, name: Cut, minutes: 3 * 2, setup: 10, hourly: 48, workplace: saw}
materials:
  oak25: {name: Oak, kind: sheet, article: SHEET, thickness: 25, sheet: [2800, 2070], grain: yes, texture: wood}
values:
  inner: width - 38
parts:
  - code: plate
    material: material_of(top)
    size: [inner, 800, 25]
    at: [0, 0, 695]
    repeat: 2
    grain: x
    edges: {front: EDGE}
    cut_outs: [{at: [100, 50], size: [60, 60]}, {at: [300, 80], radius: 30}]
    opens: {kind: left, by: 100}
    joins: [plate]
    joint: 8
    asks: top
slots:
  modules: {name: Modules, component: module, to: 3, ordered: no, origin: ["before(depth)", 0, 0]}
components:
  module:
    name: Module
    numbers:
      depth: {from: 100, to: 300, step: 100}
"""
TOPS = "\ufefftop;frame\r\noak;*\r\nwhite;light|lifting\r\n"
PRICES = "top,width,price\noak,1200,12.5\nwhite,1600,14\n"


def read(text: str = DESK) -> ProductDefinition:
    return read_definition({"model.yaml": text, "tops.csv": TOPS, "prices.csv": PRICES})


@pytest.fixture(scope="module")
def desk() -> ProductDefinition:
    return read()


def test_a_product_has_its_head(desk):
    assert (desk.code, desk.currency, desk.product.name) == ("desk", "EUR", {"en": "Desk", "de": "Tisch"})
    assert desk.outer == (parse("width"), parse("800"), parse("720"))
    assert desk.product.line_text == {"en": "Desk {width} mm, {top}"}
    assert desk.product.steps == (StepDef("size", {"en": "Size"}, ("width", "modules")),)


def test_numbers_are_exact(desk):
    assert desk.product.numbers == (
        NumberDef(
            "width",
            {"en": "Width"},
            Fraction(1200),
            Fraction(2400),
            Fraction(1, 2),
            "mm",
            (Fraction(1200), Fraction(1400)),
        ),
        NumberDef(
            "lift",
            {"en": "lift"},
            Fraction(300),
            Fraction(650),
            Fraction(1),
            when=parse("frame = lifting"),
        ),
    )


def test_groups_have_their_options(desk):
    top, frame = desk.product.groups
    oak = OptionDef("oak", {"en": "Oak"}, "ART-1", Fraction(241, 2), Fraction(70), 5, "oak25")
    assert top == GroupDef("top", {"en": "Top", "de": "Platte"}, (oak, OptionDef("white", {"en": "White"})))
    assert (frame.lo, frame.hi, frame.note) == (0, 1, {"en": "Below it"})
    assert frame.options == (OptionDef("light", {"en": "light"}), OptionDef("lifting", {"en": "lifting"}))


def test_rules_have_their_days(desk):
    says = parse("width > 1800 -> frame != light")
    message = {"en": "Too weak", "de": "Zu schwach"}
    assert desk.product.rules == (RuleDef("R1", says, message, date(2026, 1, 1), date(2027, 12, 31)),)


def test_tables_come_from_files_or_stand_in_the_model(desk):
    assert desk.product.tables == (
        TableDef(
            "T1",
            ("top", "frame"),
            ((frozenset({"oak"}), None), (frozenset({"white"}), frozenset({"light", "lifting"}))),
            message={"en": "No"},
        ),
        TableDef(
            "T2",
            ("frame", "width"),
            (
                (frozenset({"light"}), Range(Fraction(3601, 2), None)),
                (frozenset({""}), None),
                (frozenset({"light", "lifting"}), Range(Fraction(1250), Fraction(1250))),
            ),
            allows=False,
        ),
    )


def test_a_lookup_takes_its_columns_by_the_head_of_its_file(desk):
    keys = (("width", "up"), ("top", "exact"))
    rows = (((Fraction(1200), "oak"), Fraction(25, 2)), ((Fraction(1600), "white"), Fraction(14)))
    assert desk.lookups == (LookupDef("prices", keys, rows),)


def test_defaults_stand_in_their_order(desk):
    assert desk.product.defaults == (
        DefaultDef("width", Fraction(1600)),
        DefaultDef("top", "white"),
        DefaultDef("modules.count", Fraction(2)),
    )


def test_prices_times_and_articles_are_rows(desk):
    base, special = desk.product.prices
    assert (base.code, base.amount, base.discountable) == ("base", parse("310"), True)
    assert (special.price_list, special.currency, special.cost) == ("EXPORT", "CHF", parse("12"))
    assert (special.when, special.discountable) == (parse("is_special(width)"), False)
    assert desk.product.lead == (LeadDef("make", 8), LeadDef("paint", adds=3, when=parse("top = white")))
    assert desk.product.bom[0].quantity == parse("4 + modules.count")
    cut = desk.product.operations[0]
    assert (cut.minutes, cut.setup, cut.hourly, cut.workplace) == (parse("3 * 2"), 10, 48, "saw")


def test_parts_say_what_is_drawn_and_cut(desk):
    (plate,) = desk.product.parts
    assert plate.size == (parse("inner"), parse("800"), parse("25"))
    assert plate.cut_outs == (
        CutOutDef((parse("100"), parse("50")), (parse("60"), parse("60"))),
        CutOutDef((parse("300"), parse("80")), radius=parse("30")),
    )
    assert plate.opens == MotionDef("left", parse("100"))
    assert (plate.shape, plate.grain, plate.edges, plate.joint) == ("box", "x", {"front": "EDGE"}, 8)
    (oak,) = desk.materials
    assert (oak.kind, oak.has_grain, oak.sheet, oak.texture) == ("sheet", True, (2800, 2070), "wood")
    assert desk.product.values == {"inner": parse("width - 38")}


def test_a_slot_has_room_for_sub_products(desk):
    (slot,) = desk.slots
    assert (slot.code, slot.component, slot.lo, slot.hi, slot.is_ordered) == (
        "modules",
        "module",
        0,
        3,
        False,
    )
    assert slot.origin == (parse("before(depth)"), parse("0"), parse("0"))
    module = desk.component("module")
    assert module is not None
    assert [number.code for number in module.numbers] == ["depth"]


def test_numbers_of_german_tables_are_read():
    files = {
        "model.yaml": "product: p\nlookups: {l: {file: l.csv, keys: {a: exact}}}",
        "l.csv": "a;v\n1,5;2,25\n",
    }
    assert read_definition(files).lookups[0].rows == (((Fraction(3, 2),), Fraction(9, 4)),)


def test_the_places_of_lines_are_known_by_path():
    files = {"model.yaml": DESK, "tops.csv": TOPS, "prices.csv": PRICES}
    places = read_model(files).places
    lines = {path: (place.file, place.line) for path, place in places.items()}
    assert lines["rules.R1"] == ("model.yaml", DESK.splitlines().index("  R1:") + 1)
    assert lines["groups.top.white"] == ("model.yaml", DESK.splitlines().index("      white: White") + 1)
    assert lines["tables.T1/2"] == ("tops.csv", 3)
    assert {"prices.base", "parts.plate", "slots.modules", "components.module.numbers.depth"} <= lines.keys()


def test_columns_of_the_whole_and_of_slots_have_ranges_too():
    text = """
product: p
numbers: {width: {from: 1, to: 9}}
groups: {top: {options: {a: }}}
slots: {modules: {component: module, from: 0, to: 3}}
tables: {T: {columns: [top, modules.count], rows: [[a, ..2]]}}
components:
  module:
    groups: {front: {options: {x: }}}
    tables: {M: {columns: [front, parent.width, parent.modules.count], rows: [[x, 2..4, 1]]}}
"""
    definition = read_definition({"model.yaml": text})
    assert definition.product.tables[0].rows == ((frozenset({"a"}), Range(None, Fraction(2))),)
    assert definition.components[0].tables[0].rows == (
        (frozenset({"x"}), Range(Fraction(2), Fraction(4)), Range(Fraction(1), Fraction(1))),
    )
