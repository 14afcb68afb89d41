"""Constraint models with tables are read as groups and tables, and what is wrong with them is told."""

import pytest

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.model import Key
from app.domain.configurator.xcsp import read_xcsp
from app.domain.errors import RefusedError
from app.messages import text_of_error
from bench.plain_solver import PlainSolver
from bench.product_models import orders_of
from tests.helpers.shared import SHARED

MODELS = SHARED / "product-models"
CAR = """<instance><presentation format="XCSP 2.1"/>
<domains><domain name="D0"> 0..2 </domain><domain name="D1" optional="-1"> -1 4 </domain></domains>
<variables><variable name="engine" domain="D0"/><variable name="radio" domain="D1"/><variable name="seat" domain="D0"/>
</variables>
<relations>
<relation name="r1" arity="2" semantics="supports"> 0 -1 | 1 4 | 2 -1 | 2 4 </relation>
<relation name="r2" arity="2" semantics="conflicts"> 2 2 | 1 0 </relation>
</relations>
<constraints><constraint name="c1" scope="engine radio" reference="r1"/>
<constraint name="c2" scope="seat engine" reference="r2"/></constraints></instance>
"""


def open_options(choices):
    compiled = CompiledModel(read_xcsp(CAR, "car"))
    possible = compiled.possibilities(dict.fromkeys(choices, True))
    assert possible
    return {code for code, at in compiled.places.items() if possible.can_hold[at]}


def test_variables_are_groups_and_relations_tables():
    model = read_xcsp(CAR, "car")
    assert [group.options for group in model.groups][:2] == [
        ("engine=0", "engine=1", "engine=2"),
        ("radio=-1", "radio=4"),
    ]
    assert [(table.columns, len(table.rows), table.allows) for table in model.tables] == [
        (("engine", "radio"), 4, True),
        (("seat", "engine"), 2, False),
    ]


def test_relations_allow_or_forbid_their_tuples():
    assert open_options(["radio=-1"]) == {"radio=-1", "engine=0", "engine=2", "seat=0", "seat=1", "seat=2"}
    assert open_options(["seat=2"]) == {"seat=2", "engine=0", "engine=1", "radio=-1", "radio=4"}


@pytest.mark.parametrize(("old", "new", "code"), [
    ("</instance>", "", "xcsp.not_xml"),
    ("<variable name", "<other name", "xcsp.no_variables"),
    ('radio" domain="D1"', 'radio" domain="D7"', "xcsp.no_domain"),
    ("0..2", "0..x", "xcsp.no_number"),
    ("0..2", "0..2000000000", "xcsp.too_many"),
    ('"conflicts"', '"soft"', "xcsp.semantics"),
    ('name="r1" arity="2"', 'name="r1" arity="two"', "xcsp.no_number"),
    ("| 2 4", "| 2 4 1", "xcsp.arity"),
    ('reference="r2"', 'reference="global:allDifferent"', "xcsp.no_relation"),
    ('scope="engine radio"', 'scope="engine"', "xcsp.scope"),
    ('scope="engine radio"', 'scope="engine wheel"', "xcsp.scope"),
])  # fmt: skip
def test_what_is_wrong_is_told(old, new, code):
    with pytest.raises(RefusedError) as refused:
        read_xcsp(CAR.replace(old, new), "car")
    assert refused.value.code == code
    assert "{" not in text_of_error(refused.value)


@pytest.mark.skipif(not MODELS.is_dir(), reason="the shared models are not here")
def test_real_orders_of_a_real_car_range_are_valid_and_answered_exactly():
    model = read_xcsp((MODELS / "renault-medium.xml").read_text(encoding="utf-8"), "renault")
    compiled, plain = CompiledModel(model), PlainSolver(model)
    assert (len(model.groups), len(compiled.places), len(model.tables)) == (148, 426, 174)
    orders = orders_of(str(MODELS / "renault-medium-orders.txt"), 3_999)
    assert len(orders) == 3_999
    assert all(compiled.fits(dict.fromkeys(order, True)) for order in orders[::4])
    for size, order in zip((0, 3, 12, 44), orders[::1_000], strict=True):
        choices: dict[Key, bool] = dict.fromkeys(order[:size], True)
        possible = compiled.possibilities(choices)
        assert possible
        assert (possible.can_hold.tolist(), possible.can_fail.tolist()) == plain.possibilities(choices)
