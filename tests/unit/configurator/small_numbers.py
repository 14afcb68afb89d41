"""Small models with numbers, and what they allow by looking at every set of options with all values."""

from itertools import product

from hypothesis import strategies as st

from app.domain.configurator.formulas import AllOf, AnyOf, AtMost, Chosen, Implies, Not, Same, holds
from app.domain.configurator.model import (
    NONE,
    Configuration,
    Group,
    Number,
    Point,
    ProductModel,
    Rule,
    Span,
    Table,
)

OPTIONS = ["o0", "o1", "o2", "o3", "o4"]


def is_configuration(model, chosen, numbers):
    """Straight from what a model says: counts of groups, asked numbers, rules, rows of tables."""
    for group in model.groups:
        count = len(chosen.intersection(group.options))
        asked = group.when is None or holds(group.when, chosen, numbers)
        if not (group.lo <= count <= group.hi if asked else count == 0):
            return False
    for number in model.numbers:
        if (number.when is None or holds(number.when, chosen, numbers)) != (number.code in numbers):
            return False
    if not all(holds(rule.formula, chosen, numbers) for rule in model.rules):
        return False
    return all(_is_in_table(model, table, chosen, numbers) for table in model.tables)


def _is_in_table(model, table, chosen, numbers):
    values = []
    for code in table.columns:
        group = next((group for group in model.groups if group.code == code), None)
        if group is None:
            if code not in numbers:
                return True
            values.append(numbers[code])
        elif group.when is not None and not holds(group.when, chosen, numbers):
            return True
        else:
            values.append(next(iter(chosen.intersection(group.options)), NONE))
    found = any(
        all(cell is None or value in cell for cell, value in zip(row, values, strict=True))
        for row in table.rows
    )
    return found == table.allows


def whole_configurations(model):
    """All of them; models whose numbers have few values only."""
    codes = [code for group in model.groups for code in group.options]
    values = [(*number.values, *[None] * (number.when is not None)) for number in model.numbers]
    for signs in product((False, True), repeat=len(codes)):
        chosen = frozenset(code for code, sign in zip(codes, signs, strict=True) if sign)
        for each in product(*values):
            pairs = zip(model.numbers, each, strict=True)
            numbers = {number.code: value for number, value in pairs if value is not None}
            if is_configuration(model, chosen, numbers):
                yield Configuration(chosen, numbers)


def has(configuration, key, taken):
    if isinstance(key, Point):
        return (configuration.numbers.get(key.number) == key.value) == taken
    return (key in configuration.options) == taken


def those_with(all_of_them, choices):
    return [one for one in all_of_them if all(has(one, key, taken) for key, taken in choices.items())]


def possible_by_counting(model, all_of_them, choices):
    """Flags of options, and the values of each number; None where nothing has the choices."""
    mine = those_with(all_of_them, choices)
    codes = [code for group in model.groups for code in group.options]
    if not mine:
        return None
    can_hold = [any(code in one.options for one in mine) for code in codes]
    can_fail = [any(code not in one.options for one in mine) for code in codes]
    values = {
        number.code: sorted({one.numbers[number.code] for one in mine if number.code in one.numbers})
        for number in model.numbers
    }
    return can_hold, can_fail, values


def told(possible):
    if possible is None:
        return None
    values = {code: [value for each in ranges for value in each] for code, ranges in possible.numbers.items()}
    return possible.can_hold.tolist(), possible.can_fail.tolist(), values


@st.composite
def _sums(draw, codes, most):
    terms = draw(st.lists(st.tuples(st.integers(-3, 3), st.sampled_from(codes)), min_size=1, max_size=most))
    return AtMost(tuple(terms), draw(st.integers(-6, 12)))


@st.composite
def _formulas(draw, options, numbers):
    """Comparisons of one number, sums of several with options among them, and rules that join them with options."""
    one, two = (Chosen(draw(st.sampled_from(options))) for _ in range(2))
    if not numbers:
        return draw(st.sampled_from((one, Not(one), AllOf((one, two)))))
    of_one = draw(_sums(numbers, 1))
    total = draw(_sums([*numbers, *numbers, *options], 4))
    opposite = AtMost(tuple((-weight, code) for weight, code in total.terms), -total.bound)
    return draw(
        st.sampled_from(
            (of_one, total, AllOf((total, opposite)), Implies(one, of_one), Implies(of_one, total),
             Implies(one, AllOf((total, opposite))), Same(two, total), Same(of_one, Not(one)),
             AnyOf((of_one, one, total)), Implies(total, two), Not(AllOf((total, one))))
        )
    )  # fmt: skip


@st.composite
def _cells(draw, column):
    if isinstance(column, Group):
        return draw(st.none() | st.sets(st.sampled_from((*column.options, NONE)), min_size=1).map(frozenset))
    ends = st.none() | st.integers(column.lo - 1, column.hi + 1)
    return draw(st.none() | st.builds(Span, ends, ends))


@st.composite
def _tables(draw, groups, numbers):
    columns = [*(group for group in groups if group.hi == 1), *numbers]
    if len(columns) < 2 or not draw(st.booleans()):
        return ()
    mine = draw(st.lists(st.sampled_from(columns), min_size=2, max_size=3, unique_by=lambda one: one.code))
    rows = draw(st.lists(st.tuples(*(_cells(column) for column in mine)), min_size=1, max_size=4))
    return (Table("t", tuple(column.code for column in mine), tuple(rows), allows=draw(st.booleans())),)


@st.composite
def numbered_models(draw):
    """Two or three groups and one to three numbers, some asked under conditions of options or of other numbers."""
    numbers: list[Number] = []
    groups = [
        Group("a", ("o0", "o1")),
        Group("b", ("o2", "o3"), *draw(st.sampled_from(((0, 1), (1, 2), (0, 2), (1, 1))))),
    ]
    for at in range(draw(st.integers(1, 3))):
        lo, step = draw(st.integers(-3, 4)), draw(st.integers(1, 3))
        hi = lo + step * draw(st.integers(0, 5)) + draw(st.integers(0, step - 1))
        earlier = [number.code for number in numbers]
        when = draw(st.none() | _formulas(OPTIONS[:4], earlier))
        numbers.append(Number(f"n{at}", lo, hi, step, when))
    codes = [number.code for number in numbers]
    groups.append(Group("c", ("o4",), 0, 1, draw(st.none() | _formulas(OPTIONS[:4], codes))))
    rules = draw(st.lists(_formulas(OPTIONS, codes), max_size=4))
    return ProductModel(
        "m",
        tuple(draw(st.permutations(groups))),
        tuple(Rule(f"r{at}", rule) for at, rule in enumerate(rules)),
        draw(_tables(groups, numbers)),
        tuple(numbers),
    )


@st.composite
def choices_of(draw, model, most=4):
    """Options taken or refused, and values of numbers, one of them perhaps no value at all."""
    keys = {code: draw(st.booleans()) for code in draw(st.sets(st.sampled_from(OPTIONS), max_size=most - 1))}
    for number in draw(st.lists(st.sampled_from(model.numbers), max_size=2, unique=True)):
        keys[Point(number.code, draw(st.sampled_from((*number.values, number.hi + 1))))] = True
    return keys
