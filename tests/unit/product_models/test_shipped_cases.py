"""The cases that ship with each model hold, and touch most of what it has."""

import pytest

from app.domain.model_cases import known_codes, read_cases, run_cases
from app.messages import text_of_issue
from app.services.demo.components import model_files
from tests.unit.product_models.clicking import TODAY, flat, read

SHARE_OF_OPTIONS, SHARE_OF_RULES = 0.8, 0.55


@pytest.mark.parametrize("name", ["desk", "wardrobe", "server"])
def test_a_salespersons_cases_hold_and_touch_most_of_the_model(name):
    cases = read_cases(model_files(name), *known_codes(flat(name)))
    report = run_cases(cases, read(name).definition, TODAY)
    assert len(cases) >= 8
    assert [text_of_issue(issue) for each in report.failed for issue in each.issues] == []
    seen = report.coverage
    assert len(seen.unseen_options) <= (1 - SHARE_OF_OPTIONS) * seen.options, seen.unseen_options
    assert len(seen.unseen_rules) <= (1 - SHARE_OF_RULES) * seen.rules, seen.unseen_rules
