"""Whatever is wrong with a model's files is told by file and line, with what to do, all of it at once."""

import pytest

from app.domain.errors import RefusedError
from app.domain.product_models.reading import read_definition
from app.i18n import speaking
from app.messages import expressions, model_files, text_of_issue

BASE = """product: p
numbers:
  width: {from: 1000, to: 2000, step: 50, standard: [1200]}
groups:
  top: {options: {oak: {material: oak25}, ash: }}
  extras: {pick: 0..2, options: {lamp: , cable: }}
materials: {oak25: {kind: sheet}}
values:
  inner: width - 38
  square: width * width
  sheets: part_count('oak25')
lookups: {sizes: {rows: [[1200, 3]], keys: {width: up}}}
slots: {modules: {component: module, to: 3}}
components:
  module:
    numbers: {depth: {from: 300, to: 600, step: 100}}
    groups: {front: {options: {doors: , open: }}}
"""
"""17 lines; what a case adds stands in line 18 and after."""

TOLD: set[str] = set()
"""Codes that the cases provoke."""


def mistakes(files):
    """Line and short code of everything that is wrong; the texts have all their blanks filled, in both languages."""
    with pytest.raises(RefusedError) as refused:
        read_definition(files if isinstance(files, dict) else {"model.yaml": files})
    found = []
    for issue in refused.value.issues:
        for language in ("en", "de"):
            with speaking(language):
                assert "{" not in text_of_issue(issue).replace("{code:", "")
        code = str(issue.params.get("about", issue.code))
        TOLD.add(code)
        found.append((issue.params["line"], code.removeprefix("product_model.").removeprefix("expression.")))
    return found


def test_the_base_of_all_cases_is_sound():
    assert read_definition({"model.yaml": BASE}).code == "p"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "empty"),
        ("product: p\na: [", 3, "yaml_bracket"),
        ("product: p\na: {b: 1\n\nc: 2", 2, "yaml_bracket"),
        ("product: p\na: [b, c\nd: 2", 2, "yaml_bracket"),
        ('product: p\na: "b\nc: 2', 2, "yaml_quote"),
        ("product: p\n\tb: 1", 2, "yaml_tab"),
        ("product: p\na: {b: 1,\n\tc: @}", 3, "yaml_tab"),
        ("product: p\na:\n  b: 1\n c: 2", 4, "yaml_indent"),
        ("product: p\na: {b: 1}}", 2, "yaml_indent"),
        ("product: p\na b\nc: 2", 2, "yaml_key"),
        ("product: p\nnote: from: to", 2, "yaml_colon"),
        ("product: p\nsteps: - a", 2, "yaml_dash"),
        ("product: p\nnote: @a", 2, "yaml_sign"),
        ('product: p\nnote: "a\\q"', 2, "yaml_escape"),
        ("%YAML x\n---\nproduct: p", 1, "not_yaml"),
        ("product: p\nnote: \x01", 2, "yaml_character"),
        ("product: &x p", 1, "not_plain"),
        ("product: p\nnote: *x", 2, "not_plain"),
        ("product: !!python/none p", 1, "not_plain"),
        ("product: p\n---\nproduct: q", 2, "not_plain"),
        ("product: p\nnote: x\nnote: y", 3, "key_twice"),
        ("product: p\n{a: b}: c", 2, "key_no_word"),
        ("{product: p, {a: b}: c}", 1, "key_no_word"),
        ("[" * 30 + "]" * 30, 1, "too_deep"),
        ("[" + "a," * 200_001 + "]", 1, "too_many"),
        ("a" * 2_000_001, 1, "too_long"),
        ("- product", 1, "no_entries"),
        ("name: x", 1, "missing_key"),
        ("product: [p]", 1, "no_word"),
        ("product: 2nd", 1, "no_code"),
        ("product: parent", 1, "reserved"),
    ],
)
def test_a_file_that_is_no_model_is_refused(text, line, code):
    assert (line, code) in mistakes(text)


@pytest.mark.parametrize(
    ("added", "line", "code"),
    [
        ("rulez: {}", 18, "unknown_key"),
        ("steps: {a: b}", 18, "no_list"),
        ("steps: [{code: s, asks: [width, hight]}]", 18, "no_such_code"),
        ("steps: [{code: s}, {code: s}]", 18, "key_twice"),
        (
            "workplaces: {saw: {name: Saw}}\noperations: [{code: a, minutes: 1, workplace: sow}]",
            19,
            "no_such_code",
        ),
        ("line_text: {english: x}", 18, "no_language"),
        ("line_text: 'P {width} {hight}'", 18, "no_such_code"),
        ("outer: [width, 1]", 18, "no_several"),
        ("rules:\n  R:\n    message: x", 20, "missing_key"),
        ("rules: {R: {says: true, from: 2026-13-01}}", 18, "no_day"),
        ("rules: {R: {says: true, from: 2026-02-01, to: 2026-01-01}}", 18, "days_turned"),
        ("rules: {R: {says: true}}\ntables: {R: {columns: [top], rows: [[oak]]}}", 19, "key_twice"),
        ("prices: [{code: p, amount: 1, discountable: maybe}]", 18, "no_truth"),
        ("prices: [{code: p, amount: 1}, {code: p, amount: 2}]", 18, "key_twice"),
        ("prices: [{code: p, amount: lookup(l, width, top), wen: top}]", 18, "comma"),
        ("prices: [{code: p, amount: lookup(l, width, top), wen: top}]", 18, "unknown_key"),
        ("prices: [{code: p, amount: 1, currency: Euro}]", 18, "no_currency"),
        ("lead: [{code: l, days: 1.5}]", 18, "no_whole"),
        ("lead: [{code: l, days: 1, adds: 2}]", 18, "days_or_adds"),
        ("lead: [{code: l}]", 18, "days_or_adds"),
        ("operations: [{code: o, minutes: 1, setup: ten}]", 18, "no_number"),
        ("bom: [{code: b, quantity: 1}]", 18, "missing_key"),
        ("defaults: [{hight: 1}]", 18, "no_such_code"),
        ("defaults: [{width: 1025}]", 18, "default_value"),
        ("defaults: [{width: wide}]", 18, "default_value"),
        ("defaults: [{top: pine}]", 18, "default_value"),
        ("defaults: [{modules: 4}]", 18, "default_value"),
        ("defaults: [{modules.4/depth: 300}]", 18, "no_such_code"),
        ("defaults: [{modules.3/depth: 350}]", 18, "default_value"),
        (
            "parts: [{code: a, material: oak25, size: [1, 1, 1], at: [0, 0, 0], shape: ball}]",
            18,
            "no_such_word",
        ),
        (
            "parts: [{code: a, material: oak25, size: [1, 1, 1], at: [0, 0, 0], edges: {up: E}}]",
            18,
            "no_such_word",
        ),
        (
            "parts: [{code: a, material: oak25, size: [1, 1, 1], at: [0, 0, 0], asks: hight}]",
            18,
            "no_such_code",
        ),
        (
            "parts: [{code: a, material: oak25, size: [1, 1, 1], at: [0, 0, 0], joins: [b]}]",
            18,
            "no_such_code",
        ),
        (
            "parts: [{code: a, material: oak25, size: [1, 1, 1], at: [0, 0, 0], cut_outs: [{at: [1, 1]}]}]",
            18,
            "cut_out_shape",
        ),
    ],
)
def test_what_an_entry_cannot_be_is_told_at_its_line(added, line, code):
    assert (line, code) in mistakes(BASE + added)


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("step: 50", "step: 30", 3, "number_steps"),
        ("step: 50", "step: 0", 3, "number_bounds"),
        ("to: 2000", "to: 900", 3, "number_bounds"),
        ("step: 50", "step: 0.01", 3, "number_many"),
        ("[1200]", "[1210]", 3, "number_value"),
        ("from: 1000, ", "", 3, "missing_key"),
        ("pick: 0..2", "pick: 3..2", 6, "no_pick"),
        ("pick: 0..2", "pick: 1..3", 6, "no_pick"),
        ("pick: 0..2", "pick: some", 6, "no_pick"),
        ("{lamp: , cable: }", "{}", 6, "no_options"),
        ("material: oak25", "material: oak", 5, "no_such_code"),
        ("{kind: sheet}", "{colour: brown}", 7, "no_colour"),
        ("{kind: sheet}", "{sheet: [1]}", 7, "no_several"),
        ("inner: width", "top: width", 9, "key_twice"),
        ("to: 3", "from: 4, to: 3", 13, "slot_bounds"),
        ("to: 3", "to: 61", 13, "slot_bounds"),
        ("component: module", "component: cube", 13, "no_such_code"),
        ("{width: up}", "{width: down}", 12, "no_such_word"),
        ("ash: }", "ash: {price: [1]}}", 5, "no_word"),
        ("ash: }", "ash: {price: 10,50}}", 5, "comma"),
        ("{depth: {", "{index: {", 16, "reserved"),
    ],
)
def test_what_contradicts_itself_is_told_at_its_line(old, new, line, code):
    assert old in BASE
    assert (line, code) in mistakes(BASE.replace(old, new))


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("width >", "unfinished"),
        ("width ? 3", "not_understood"),
        ("(width > 3", "missing"),
        ("(" * 70 + "true" + ")" * 70, "too_deep"),
        ("true" + " or true" * 250, "too_long"),
        ("true" + " " * 4000, "too_long"),
        ("hight > 3", "unknown_name"),
        ("withd > 3", "unknown_name_like"),
        ("modules.size > 3", "unknown_name"),
        ("top = pine", "unknown_option"),
        ("top.pine", "unknown_option"),
        ("top in (oak, pine)", "unknown_option"),
        ("top < oak", "not_ordered"),
        ("extras = lamp", "several"),
        ("width", "wants_truth"),
        ("top = oak and width", "wants_truth"),
        ("top + 1 > 2", "wants_number"),
        ("width = top", "not_comparable"),
        ("maximum(width, 2) > 3", "unknown_function"),
        ("max(width, 2) > 3", "not_in_rules"),
        ("count(modules) > 3", "arguments"),
        ("sum(drawers, depth) > 3", "unknown_slot"),
        ("sum(modules, width) > 3", "unknown_name"),
        ("count(modules, depth) > 3", "wants_truth"),
        ("is_special(top)", "wants_size"),
        ("index = 1", "only_in_slots"),
        ("before(width) > 1", "only_in_slots"),
        ("parent.width > 1", "only_in_slots"),
        ("width == 3", "foreign"),
        ("width > 800,5", "foreign"),
        ("width > 3 && top = oak", "foreign"),
        ("width * width > 3", "not_linear"),
        ("square > 3", "not_linear"),
        ("sum(modules, if(front = doors, depth, 2)) > 3", "not_linear"),
    ],
)
def test_what_a_rule_cannot_say_is_told_at_its_line(says, code):
    assert (20, code) in mistakes(f'{BASE}rules:\n  R:\n    says: "{says}"')


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("lookup(prices, width)", "unknown_lookup"),
        ("lookup(sizes, width, top)", "lookup_keys"),
        ("lookup(sizes, top)", "wants_number"),
        ("material_of(width)", "wants_group"),
        ("material_of(extras)", "several"),
        ("thickness_of('pine')", "unknown_material"),
        ("thickness_of(width)", "wants_word"),
        ("part_area(pine)", "unknown_name"),
        ("if(top = oak, 1, 'x')", "not_comparable"),
        ("i + 1", "unknown_name"),
    ],
)
def test_what_a_price_cannot_be_is_told_at_its_line(amount, code):
    assert (18, code) in mistakes(f'{BASE}prices: [{{code: x, amount: "{amount}"}}]')


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("material: \"'pine'\"", "unknown_material"),
        ("material: \"if(top = oak, 'oak25', 'pine')\"", "unknown_material"),
        ("material: width", "wants_word"),
        ("material: oak25, when: \"part_count('oak25') > 1\"", "not_for_parts"),
        ("material: oak25, repeat: sheets", "not_for_parts"),
        ("material: oak25, article: 3", "wants_word"),
    ],
)
def test_what_a_part_cannot_be_is_told_at_its_line(field, code):
    assert (18, code) in mistakes(f"{BASE}parts: [{{code: a, size: [1, 1, i], at: [0, 0, 0], {field}}}]")


@pytest.mark.parametrize(
    ("rows", "line", "code"),
    [
        ("tables: {T: {columns: [top, hight], rows: [[oak, 1]]}}", 18, "no_such_code"),
        ("tables: {T: {columns: [extras], rows: [[lamp]]}}", 18, "column_many"),
        ("tables: {T: {columns: [top], rows: [[oak, ash]]}}", 18, "row_cells"),
        ("tables: {T: {columns: [top], rows: [[pine]]}}", 18, "cell_option"),
        ("tables: {T: {columns: [width], rows: [[wide]]}}", 18, "no_range"),
        ("tables: {T: {columns: [width], rows: [[1001..1049]]}}", 18, "range_empty"),
        ("tables: {T: {columns: [top], rows: [['']]}}", 18, "cell_empty"),
        ("tables: {T: {columns: [top]}}", 18, "rows_or_file"),
        ("tables: {T: {rows: [[oak]]}}", 18, "row_cells"),
        ("tables: {T: {columns: [top], rows: [[oak]], kind: both}}", 18, "no_such_word"),
    ],
)
def test_a_wrong_table_is_told_at_its_line(rows, line, code):
    assert (line, code) in mistakes(BASE + rows)


@pytest.mark.parametrize(
    ("csv", "found"),
    [
        (None, ("model.yaml", 18, "product_model.no_file")),
        ("", ("t.csv", 1, "product_model.csv_rows")),
        ("a" * 200_000, ("t.csv", 1, "product_model.not_csv")),
        ("a" * 10_000_001, ("t.csv", 1, "product_model.too_long")),
        ("top;size\noak;1", ("model.yaml", 18, "product_model.no_column")),
        ("top;width\noak;1000\nash", ("t.csv", 3, "product_model.row_cells")),
        ("top;width\n\npine;1000", ("t.csv", 3, "product_model.cell_option")),
        ("top\twidth\noak\t1000\npine\t1000", ("t.csv", 3, "product_model.cell_option")),
        ('top;width\n\n"oak;1000\nash;1000', ("t.csv", 3, "product_model.yaml_quote")),
        ("top;width\noak;1000\noak;", ("t.csv", 3, "product_model.cell_empty")),
        ("width,top\n3,oak", ("t.csv", 2, "product_model.range_empty")),
    ],
)
def test_a_wrong_row_of_a_csv_file_is_told_by_its_own_line(csv, found):
    files = {"model.yaml": f"{BASE}tables: {{T: {{columns: [top, width], file: t.csv}}}}"}
    with pytest.raises(RefusedError) as refused:
        read_definition(files if csv is None else {**files, "t.csv": csv})
    TOLD.update(issue.code for issue in refused.value.issues)
    told = [(issue.params["file"], issue.params["line"], issue.code) for issue in refused.value.issues]
    assert found in told


def test_a_wrong_value_of_a_lookup_is_told_by_its_line():
    files = {"model.yaml": "product: p\nlookups: {l: {file: l.csv, keys: {a: exact}}}", "l.csv": "a;v\n1;x"}
    assert mistakes(files) == [(2, "no_number")]


def test_a_file_that_is_missing_is_named_with_those_that_are_there():
    assert mistakes({"desk.yaml": "product: p"}) == [(1, "no_file")]


def test_values_are_made_of_those_above_them():
    text = BASE.replace("inner: width - 38", "inner: later + inner")
    text = text.replace("square: width * width", "later: width * 2")
    assert mistakes(text) == [(9, "value_later"), (9, "value_later")]


def test_conditions_that_ask_for_one_another_are_a_circle():
    text = """product: p
numbers:
  a: {from: 1, to: 2, when: big}
groups:
  g: {options: {x: }, when: a > 1}
values: {big: "any(s, d > 1)"}
slots: {s: {component: c, to: 2}}
components:
  c:
    numbers:
      d: {from: 1, to: 2, when: parent.g = x}
      e: {from: 1, to: 2, when: before(e) = 0}
"""
    with pytest.raises(RefusedError) as refused:
        read_definition({"model.yaml": text})
    (issue,) = refused.value.issues
    TOLD.add(issue.code)
    assert (issue.code, issue.params["line"]) == ("product_model.when_circle", 3)
    assert issue.params["circle"] == "a → c.d → g → a"


def test_named_values_in_one_another_are_looked_into_once():
    values = "".join(f"  v{at}: v{at - 1} + v{at - 2}\n" for at in range(2, 60))
    text = f"""product: p
numbers:
  v0: {{from: 0, to: 1}}
  v1: {{from: 0, to: 1, when: v59 > 1}}
values:
{values}parts: [{{code: p, material: m, size: [v59, 1, 1], at: [0, 0, 0]}}]
materials: {{m: {{}}}}
"""
    assert mistakes(text) == [(4, "when_circle"), (4, "too_large")]


def test_long_chains_of_named_values_are_refused():
    values = "".join(f"  v{at}: v{at - 1} + 1\n" for at in range(1, 900))
    text = f"product: p\nnumbers: {{v0: {{from: 0, to: 1}}}}\nrules: {{R: {{says: v899 > 1}}}}\nvalues:\n{values}"
    assert mistakes(text) == [(3, "too_deep")]


def test_everything_is_told_at_once_with_its_place():
    text = BASE + 'rulez: {}\nrules:\n  R: {says: "withd > 3 and top = pine"}\n  S: {says: "width >"}\n'
    with pytest.raises(RefusedError) as refused:
        read_definition({"model.yaml": text})
    assert [text_of_issue(issue) for issue in refused.value.issues] == [
        "model.yaml, line 18: “rulez” is not known here. Known is: rules.",
        "model.yaml, line 20: Place 1: withd is not known here. Perhaps width is meant.",
        "model.yaml, line 20: Place 21: pine is no option of top. Choose one of: oak, ash.",
        "model.yaml, line 21: Place 8: the expression breaks off. Complete it.",
    ]
    assert refused.value.params["count"] == 4


def test_every_mistake_has_a_case():
    """Runs last in this file; alone it has nothing to say."""
    if len(TOLD) > 60:
        codes = model_files.TEXTS.keys() | expressions.TEXTS.keys()
        elsewhere = {
            "product_model.refused",
            "product_model.expression",
            "product_model.too_big",
            "expression.too_large",
        }
        assert codes - TOLD - elsewhere == set()
