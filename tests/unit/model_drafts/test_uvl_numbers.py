"""Feature models with Integer features and sums become product models with the same configurations."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.configurator.model import ProductModel
from app.domain.configurator.uvl import read_uvl
from app.domain.errors import RefusedError
from app.domain.model_drafts import from_uvl
from app.domain.model_drafts.from_uvl import files_of_uvl
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from app.messages import text_of_error
from tests.unit.configurator.small_numbers import whole_configurations

DESK = """\
features
    Desk
        mandatory
            Integer Width {min 1, max 3}
            Top
                alternative
                    Oak {weight 2.5}
                    Ash {weight 1}
        optional
            "Cable duct" {weight 1}
            Integer Drawers {min 1, max 4, step 2}
                optional
                    Lock
constraints
    %s
"""


def plain(model: ProductModel) -> set[tuple[int, ...]]:
    """Every configuration by places: what is chosen, then each number's value, 0 where it is not asked."""
    options = [code for group in model.groups for code in group.options]
    return {
        (
            *(int(code in one.options) for code in options),
            *(one.numbers.get(number.code, 0) for number in model.numbers),
        )
        for one in whole_configurations(model)
    }


@pytest.mark.parametrize(
    "constraint",
    [
        "Drawers <= Width",
        "Lock => Width + Drawers >= 4",
        "sum(weight) <= 3",
        "Drawers >= 1 <=> Oak",
        "2 * Width - Drawers != 3 | Lock",
        "Oak.weight + Width > 4.5",
    ],
)
def test_a_feature_model_with_sums_is_a_product_model_with_the_same_configurations(constraint):
    text = DESK % constraint
    flat = flatten(read_definition(files_of_uvl(text, "desk")), date(2026, 11, 23))
    assert plain(flat.model) == plain(read_uvl(text, "desk"))


def test_a_constraint_of_many_numbers_that_may_be_missing_is_refused():
    features = "\n".join(f"\t\t\tInteger N{at} {{min 0, max 1}}" for at in range(5))
    text = f"features\n\tA\n\t\toptional\n{features}\nconstraints\n\tN0 + N1 + N2 + N3 + N4 <= 3"
    with pytest.raises(RefusedError) as refused:
        files_of_uvl(text, "a")
    assert refused.value.code == "uvl.many_numbers"
    assert "N0 + N1" in text_of_error(refused.value)


def test_a_model_that_would_be_too_long_as_a_file_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(from_uvl, "MOST_CHARACTERS", 700)
    with pytest.raises(RefusedError) as refused:
        files_of_uvl(DESK % "Oak => Lock", "desk")
    assert text_of_error(refused.value).startswith(
        "8 features and 1 constraints are too much for one model (700"
    )
