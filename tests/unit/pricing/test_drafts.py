"""Drafts laid over the rules in force: nothing without them, and exactly what will be once they are activated."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from app.domain.pricing import price
from app.domain.pricing.drafts import NO_DRAFTS, DraftRules, with_drafts
from app.domain.simulation import SPREAD, change_ppm, spread
from tests.helpers.chances import CHANCES
from tests.unit.pricing.any_order import any_example


@given(CHANCES)
def test_without_drafts_nothing_changes(chance):
    example = any_example(chance)
    laid = with_drafts(example.rules, NO_DRAFTS)
    assert price(example.order, laid) == price(example.order, example.rules)


@given(CHANCES)
def test_any_part_of_the_rules_laid_over_the_rest_gives_the_prices_of_all(chance):
    """Whatever of the rules was a draft: with it the order costs what it costs once the draft is in force."""
    example = any_example(chance)
    rules = example.rules
    lists = [facts for facts in rules.lists.values() if chance.random() < 0.4]
    ids = {facts.id for facts in lists}
    discounts = tuple(rule for rule in rules.discounts if chance.random() < 0.4)
    surcharges = tuple(rule for rule in rules.surcharges if chance.random() < 0.4)
    drafts = DraftRules(
        tuple(lists),
        {product: tuple(row for row in rows if row.list_id in ids) for product, rows in rules.rows.items()},
        {"discounts": discounts, "surcharges": surcharges},
    )
    rest = replace(
        rules,
        lists={id_: facts for id_, facts in rules.lists.items() if id_ not in ids},
        rows={product: tuple(row for row in rows if row.list_id not in ids) for product, rows in rules.rows.items()},
        discounts=tuple(rule for rule in rules.discounts if rule not in discounts),
        surcharges=tuple(rule for rule in rules.surcharges if rule not in surcharges),
    )  # fmt: skip
    assert price(example.order, with_drafts(rest, drafts)) == price(example.order, rules)


@given(CHANCES)
def test_a_draft_of_a_rule_takes_its_place(chance):
    example = any_example(chance)
    rules = example.rules
    if not rules.discounts:
        return
    old = chance.choice(rules.discounts)
    new = replace(old, id=99, discount_ppm=chance.choice((0, 50_000, 400_000)))
    drafts = DraftRules(rules={"discounts": (new,)}, replaced={"discounts": frozenset({old.id})})
    by_hand = tuple(rule for rule in rules.discounts if rule.id != old.id)
    wanted = replace(rules, discounts=(*by_hand, new))
    assert price(example.order, with_drafts(rules, drafts)) == price(example.order, wanted)


def test_changes_are_counted_in_groups_up_to_their_edges():
    assert [change_ppm(*pair) for pair in ((100, 90), (0, 5), (0, 0), (-100, -90), (300, 301))] == [
        -100_000, None, 0, 100_000, 3_333,
    ]  # fmt: skip
    shares = (-1_000_000, -200_000, -199_999, -1, 0, 1, 20_000, 20_001, 5_000_000, None)
    counts = spread(shares)
    assert len(counts) == len(SPREAD) + 1
    assert counts == (2, 1, 0, 0, 1, 1, 2, 1, 0, 0, 1)
