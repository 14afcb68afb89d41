"""What a customer owns is given to what is configured to fit it, by equal codes and where the model says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import pytest

from app.domain.errors import RefusedError
from app.domain.owned import Fits, fits_of, known_of, known_text, read_known
from app.domain.product_models.reading import read_definition
from app.domain.product_models.results import Configuration

HINGE = """\
product: hinge
name: Hinge
{owned}
groups:
  frame: {{name: Frame, options: {{f1: F1, f2: F2}}}}
  finish: {{name: Finish, options: {{steel: Steel, white: White}}}}
numbers:
  width: {{name: Width, from: 600, to: 1200, step: 100}}
"""


@dataclass
class Thing:
    """A frame in a hall."""

    origin: str = "Frame F2, hall 3"
    model: str = "frame"
    choices: dict = field(default_factory=lambda: {"frame.f2": True, "finish.white": True, "width": "800"})


def fits(*things, owned="owned: [frame, width]"):
    return fits_of(things, read_definition({"model.yaml": HINGE.format(owned=owned)}))


def test_only_what_the_model_calls_owned_is_given():
    assert fits(Thing()) == (
        Fits("frame.f2", True, "Frame F2, hall 3"),
        Fits("width", Fraction(800), "Frame F2, hall 3"),
    )
    assert fits(Thing(choices={"frame.f9": True, "frame": "2", "modules.1/frame.f2": True})) == ()


def test_without_a_word_of_it_things_of_other_models_give_all_that_is_equal():
    assert [each.code for each in fits(Thing(), owned="")] == ["frame.f2", "finish.white", "width"]
    assert fits(Thing(model="hinge"), owned="") == ()
    assert len(fits(Thing(model="hinge"))) == 2, "the model says which of its groups they are"


def test_things_that_say_the_same_are_named_together():
    told = fits(Thing(choices={"frame.f2": True}), Thing("Frame, hall 4", choices={"frame.f2": True}))
    assert told == (Fits("frame.f2", True, "Frame F2, hall 3; Frame, hall 4"),)


@pytest.mark.parametrize(
    "text", ["frame = f2, width = 1600", "modules.1/front.doors = two", "lift = 1/3", ""]
)
def test_what_is_known_reads_as_it_was_keyed(text):
    assert known_text(read_known(text)) == text


def test_a_configuration_is_known_whole():
    known = known_of(Configuration(frozenset({"top.oak"}), {"width": Fraction(1600)}))
    assert known_text(known) == "top = oak, width = 1600"


def test_a_model_that_calls_something_owned_that_it_has_not_is_refused():
    with pytest.raises(RefusedError) as refused:
        fits(owned="owned: [farme]")
    assert [(issue.code, issue.params["likely"]) for issue in refused.value.issues] == [
        ("product_model.no_such_code", "frame")
    ]
