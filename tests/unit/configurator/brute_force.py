"""Small models of every kind, and what they allow by looking at every set of options."""

from itertools import product

from hypothesis import strategies as st

from app.domain.configurator.formulas import AllOf, AnyOf, Chosen, Implies, Not, Same, holds
from app.domain.configurator.model import NONE, Group, ProductModel, Rule, Table

OPTIONS = 11
CODES = [f"o{number}" for number in range(OPTIONS)]
CHOICES = st.dictionaries(st.sampled_from(CODES), st.booleans(), max_size=5)


def is_configuration(model, chosen):
    """Straight from what a model says, group by group and rule by rule."""
    for group in model.groups:
        count = len(chosen.intersection(group.options))
        asked = group.when is None or holds(group.when, chosen)
        if not (group.lo <= count <= group.hi if asked else count == 0):
            return False
    if not all(holds(rule.formula, chosen) for rule in model.rules):
        return False
    return all(is_in_table(model, table, chosen) for table in model.tables)


def is_in_table(model, table, chosen):
    """A row is looked for with the one option of each column; where a group is not asked the table is silent."""
    columns = [next(group for group in model.groups if group.code == code) for code in table.columns]
    if not all(group.when is None or holds(group.when, chosen) for group in columns):
        return True
    values = [next(iter(chosen.intersection(group.options)), NONE) for group in columns]
    found = any(
        all(cell is None or value in cell for cell, value in zip(row, values, strict=True))
        for row in table.rows
    )
    return found == table.allows


def configurations(model):
    codes = [code for group in model.groups for code in group.options]
    for signs in product((False, True), repeat=len(codes)):
        chosen = frozenset(code for code, sign in zip(codes, signs, strict=True) if sign)
        if is_configuration(model, chosen):
            yield chosen


def possible_by_counting(model, all_of_them, choices):
    codes = [code for group in model.groups for code in group.options]
    mine = [one for one in all_of_them if all((code in one) == taken for code, taken in choices.items())]
    if not mine:
        return None
    return [any(code in one for one in mine) for code in codes], [
        any(code not in one for one in mine) for code in codes
    ]


def told(possible):
    return possible and (possible.can_hold.tolist(), possible.can_fail.tolist())


@st.composite
def formulas(draw, codes):
    """Rules as people write them: one thing asks for, excludes or equals another."""
    one, two, three = (Chosen(draw(st.sampled_from(codes))) for _ in range(3))
    return draw(
        st.sampled_from(
            (Implies(one, two), Not(AllOf((one, two))), AnyOf((one, two, three)), Same(one, Not(two)),
             Implies(one, AnyOf((two, three))), Implies(AllOf((one, two)), Not(three)))
        )
    )  # fmt: skip


@st.composite
def tables(draw, groups):
    """Allowed or forbidden combinations of two to four groups of which one option is chosen, some cells open."""
    single = [group for group in groups if group.hi == 1]
    if len(single) < 2:
        return ()
    found = []
    for number in range(draw(st.integers(0, 2))):
        columns = draw(
            st.lists(st.sampled_from(single), min_size=2, max_size=4, unique_by=lambda one: one.code)
        )
        cells = [
            st.none() | st.sets(st.sampled_from((*group.options, NONE)), min_size=1).map(frozenset)
            for group in columns
        ]
        rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=6))
        codes = tuple(group.code for group in columns)
        found.append(Table(f"t{number}", codes, tuple(rows), allows=draw(st.booleans())))
    return tuple(found)


@st.composite
def models(draw):
    """Groups of every kind, some below an option of another, some with nothing that speaks of them."""
    groups, left, at = [], OPTIONS, 0
    while left > 0:
        size = draw(st.integers(1, min(4, left)))
        codes = tuple(f"o{at + number}" for number in range(size))
        earlier = [f"o{number}" for number in range(at)]
        lo = draw(st.integers(0, size))
        hi = draw(st.integers(max(lo, 1), size))
        lo, hi = draw(st.sampled_from(((1, 1), (0, 1), (1, size), (0, size), (size, size), (lo, hi))))
        when = None
        if earlier and draw(st.booleans()):
            when = draw(st.sampled_from(earlier).map(Chosen) | formulas(earlier))
        groups.append(Group(f"g{at}", codes, lo, hi, when))
        at, left = at + size, left - size
    groups = draw(st.permutations(groups))
    spoken_of = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=5, unique=True))
    rules = draw(st.lists(formulas(spoken_of), max_size=4))
    return ProductModel(
        "m", tuple(groups), tuple(Rule(f"r{n}", rule) for n, rule in enumerate(rules)), draw(tables(groups))
    )
