"""Small product models by hand, and models of every kind for Hypothesis, as a session takes them."""

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.formulas import AllOf, Chosen, Implies, Not
from app.domain.configurator.model import Configuration as Engine
from app.domain.configurator.model import Group, ProductModel, Rule
from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.product_models.definition import (
    ComponentDef,
    DefaultDef,
    GroupDef,
    MaterialDef,
    OptionDef,
    ProductDefinition,
    RuleDef,
    StepDef,
)
from app.domain.product_models.expressions import TRUE
from app.domain.product_models.results import Configuration, PriceShare
from tests.unit.configurator.brute_force import formulas

TERMS = Terms(date(2026, 11, 23))
BASE_PRICE, BASE_DAYS = Fraction(100), 4


class Flat:
    """A definition with an engine's model of the same codes."""

    def __init__(self, definition, model):
        self.definition = definition
        self.model = model
        self.scales = {number.code: 1 for number in model.numbers}
        product = definition.product
        self.defaults = tuple(f"{each.code}.{each.value}" for each in product.defaults)
        self.messages = {each.code: each.message for each in product.rules}
        self.hidden = ()

    def configuration(self, engine):
        return Configuration(engine.options, {code: Fraction(each) for code, each in engine.numbers.items()})

    def engine_configuration(self, configuration):
        return Engine(
            configuration.options, {code: int(each) for code, each in configuration.numbers.items()}
        )


class PlainConsequences:
    """Prices and days of options, and nothing else."""

    def __init__(self, definition):
        groups = definition.product.groups
        self._options = {f"{group.code}.{each.code}": each for group in groups for each in group.options}
        self.asked = 0

    def prices(self, configuration, price_list, on):
        self.asked += 1
        shares = [PriceShare("base", "Base", BASE_PRICE)]
        for code, option in self._options.items():
            if code in configuration.options and option.price is not None:
                shares.append(PriceShare(code, code, option.price, cost=option.cost))
        return tuple(shares)

    def lead_days(self, configuration):
        return max(
            [BASE_DAYS, *(each.days for code, each in self._options.items() if code in configuration.options)]
        )

    def line_text(self, configuration):
        return ", ".join(sorted(configuration.options))


def option(code, price=None, days=0, **more):
    return OptionDef(code, {"en": code.capitalize()}, price=price and Fraction(price), days=days, **more)


def group(code, *options, lo=1, hi=1):
    return GroupDef(code, {"en": code.capitalize()}, options, lo, hi)


def flat_of(definition, rules=(), whens=None):
    product = definition.product
    groups = tuple(
        Group(
            each.code,
            tuple(f"{each.code}.{one.code}" for one in each.options),
            each.lo,
            each.hi,
            (whens or {}).get(each.code),
        )
        for each in product.groups
    )
    return Flat(definition, ProductModel(product.code, groups, tuple(rules)))


def session_of(flat, given=(), terms=TERMS):
    return Session(
        flat, PlainConsequences(flat.definition), terms, compiled=CompiledModel(flat.model), given=given
    )


DESK_DEFINITION = ProductDefinition(
    ComponentDef(
        "desk",
        {"en": "Desk"},
        steps=(
            StepDef("size", {"en": "Size", "de": "Größe"}, ("size", "frame")),
            StepDef("look", {"en": "Look"}, ("top", "edge")),
        ),
        groups=(
            group("size", option("s120"), option("s160", 40), option("s200", 90, days=6)),
            group("frame", option("light"), option("steel", 60), option("lift", 350, days=10)),
            group("motor", option("one"), option("two", 120)),
            group(
                "top",
                option("white"),
                option("oak", 130, days=8, article="ART-OAK", material="oak25"),
                option("glass", 220, days=12),
            ),
            group("edge", option("abs"), option("solid", 35), option("none")),
            group("extras", option("lamp", 49), option("tray", 25), option("hook", 5), lo=0, hi=2),
            group("cable", option("box", 30), option("flap", 45), lo=0),
        ),
        rules=(
            RuleDef("R1", TRUE, {"en": "A light frame carries 160 cm", "de": "Ein leichtes Gestell trägt 160 cm"}),
            RuleDef("R2", TRUE, {"en": "Glass has no edge"}),
            RuleDef("R3", TRUE, {"en": "Solid edges need oak"}),
            RuleDef("R4", TRUE, {"en": "Glass needs a frame of steel"}),
            RuleDef("R5", TRUE, {"en": "No flap in glass"}),
        ),
        defaults=(
            DefaultDef("size", "s160"),
            DefaultDef("top", "white"),
            DefaultDef("edge", "solid"),
            DefaultDef("edge", "abs"),
        ),
    ),
    materials=(MaterialDef("oak25", {"en": "Oak 25"}, colour="#c79a5b", texture="wood"),),
)  # fmt: skip

DESK = flat_of(
    DESK_DEFINITION,
    (
        Rule("R1", Implies(Chosen("size.s200"), Not(Chosen("frame.light")))),
        Rule("R2", Implies(Chosen("top.glass"), Chosen("edge.none"))),
        Rule("R3", Implies(Chosen("edge.solid"), Chosen("top.oak"))),
        Rule("R4", Implies(Chosen("top.glass"), Chosen("frame.steel"))),
        Rule("R5", Not(AllOf((Chosen("top.glass"), Chosen("cable.flap"))))),
    ),
    {"motor": Chosen("frame.lift")},
)


@st.composite
def small_flats(draw):
    """Two to five groups of every kind, some below an option of another, with prices, days, defaults, rules."""
    groups, whens = [], {}
    codes: list[str] = []
    for at in range(draw(st.integers(2, 5))):
        size = draw(st.integers(1, 3))
        lo, hi = draw(st.sampled_from(((1, 1), (1, 1), (0, 1), (0, size), (1, size))))
        own = tuple(
            option(f"o{each}", draw(st.integers(-20, 90)), draw(st.integers(0, 9))) for each in range(size)
        )
        if codes and draw(st.integers(0, 3)) == 0:
            whens[f"g{at}"] = draw(st.sampled_from(codes).map(Chosen) | formulas(codes))
        groups.append(group(f"g{at}", *own, lo=lo, hi=max(hi, 1)))
        codes += [f"g{at}.o{each}" for each in range(size)]
    rules = [Rule(f"r{n}", each) for n, each in enumerate(draw(st.lists(formulas(codes), max_size=4)))]
    wished = draw(st.lists(st.sampled_from(codes), max_size=4))
    defaults = tuple(DefaultDef(*each.split(".")) for each in wished)
    definition = ProductDefinition(
        ComponentDef("m", {}, groups=tuple(groups), defaults=defaults,
                     rules=tuple(RuleDef(rule.code, TRUE, {"en": f"Because of {rule.code}"}) for rule in rules))
    )  # fmt: skip
    return flat_of(definition, rules, whens)
