"""Groups of several options: what people choose there is meant, and what the model proposed gives way."""

from app.domain.configurator.formulas import AnyOf, Chosen, Implies
from app.domain.configurator.model import Rule
from app.domain.configuring.choices import Given
from app.domain.product_models.definition import ComponentDef, DefaultDef, ProductDefinition, RuleDef
from app.domain.product_models.expressions import TRUE
from tests.unit.configuring.small_models import flat_of, group, option, session_of


def several(lo, hi, defaults, rules=(), given=()):
    """A product with a group of which several options may be had: a lamp, a tray, a hook."""
    extras = group("extras", option("lamp", 49), option("tray", 25), option("hook", 5), lo=lo, hi=hi)
    top = group("top", option("white"), option("oak", 130))
    wished = tuple(DefaultDef("extras", each) for each in defaults.split())
    told = tuple(RuleDef(rule.code, TRUE, {}) for rule in rules)
    parts = ComponentDef("table", {}, groups=(top, extras), defaults=wished, rules=told)
    return session_of(flat_of(ProductDefinition(parts), rules), given)


def test_what_is_chosen_of_several_takes_the_place_of_what_the_model_proposed():
    session = several(0, 3, "lamp tray")
    assert session.field("extras").summary == "Lamp, Tray"
    told = session.difference("extras.hook")
    session.choose("extras.hook")
    assert session.field("extras").summary == "Hook"
    assert session.view().price == 100 + 5
    assert told.price == 5 - 49 - 25
    session.choose("extras.tray")
    assert session.field("extras").summary == "Tray, Hook"
    session.clear("extras")
    assert session.field("extras").summary == "Lamp, Tray"


def test_a_default_that_is_refused_takes_none_of_the_others_along():
    session = several(0, 3, "lamp tray")
    session.refuse("extras.lamp")
    assert session.field("extras").summary == "Tray"


def test_where_more_are_needed_than_were_chosen_what_was_proposed_comes_first():
    session = several(2, 3, "tray lamp")
    session.choose("extras.hook")
    assert session.field("extras").summary == "Tray, Hook"


def test_a_default_that_a_rule_needs_stays_beside_what_is_chosen():
    rule = Rule("R1", Implies(Chosen("top.white"), AnyOf((Chosen("extras.lamp"), Chosen("extras.tray")))))
    session = several(0, 3, "tray", [rule])
    session.choose("extras.hook")
    assert session.field("extras").summary == "Tray, Hook"
    session.choose("top.oak")
    assert session.field("extras").summary == "Hook"


def test_what_the_customer_owns_leaves_the_defaults_beside_it():
    session = several(0, 3, "lamp", given=[Given("extras.hook", True, "hall 3")])
    assert session.field("extras").summary == "Lamp, Hook"
    session.choose("extras.tray")
    assert session.field("extras").summary == "Tray, Hook"
