"""Kits where something beside them moves: their parts share the kit's price, and nothing else makes theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.approvals import effect_of
from app.domain.order_checks import check_order
from app.domain.orders.draft import apply_edits, insert_line
from app.domain.orders.repricing import draft_totals, reprice_all, reprice_changed
from app.domain.orders.retaxing import retax_all
from app.domain.pricing.metals import MetalContent
from app.domain.tax_rules import DatedRate
from tests.unit.orders.kit_world import kit_line, order, world
from tests.unit.orders.world import CHAIR, TAXES, TODAY, goods


def is_shared_out(draft):
    kit, *rest = draft.lines
    return sum(line.amount_minor for line in rest if line.is_part) == kit.amount_minor


def over_articles(there):
    """The world where a list counts the articles of all lines."""
    lists = {id_: replace(facts, breaks_over="article") for id_, facts in there.rules.lists.items()}
    return replace(there, rules=replace(there.rules, lists=lists))


def with_tax(there):
    """The world whose lists include tax."""
    lists = {id_: replace(facts, includes_tax=True) for id_, facts in there.rules.lists.items()}
    return replace(there, rules=replace(there.rules, lists=lists))


MIXED = pytest.mark.parametrize(
    ("there", "mode"),
    [(world(), "net"), (world(), "gross"), (with_tax(world()), "net"), (with_tax(world()), "gross")],
    ids=["net", "net in gross", "gross in net", "gross"],
)


def kit_in(there, mode):
    """An order of one kit whose prices are with tax or without."""
    return reprice_all(replace(order(kit_line("k1", within=there), within=there), price_mode=mode), there)


def dearer_tax(there):
    """The same where the standard rate is another one since today."""
    standard = TAXES.taxes["S"]
    taxes = {**TAXES.taxes, "S": replace(standard, rates=(*standard.rates, DatedRate(TODAY, 250_000)))}
    return replace(there, taxes=replace(TAXES, taxes=taxes))


def test_the_same_article_beside_a_kit_leaves_the_kits_parts_their_shares():
    there = over_articles(world())
    before = order(kit_line("k1", within=there), within=there)
    chair = goods("k2", CHAIR, "20")
    after = reprice_changed(before, apply_edits(before, (insert_line(chair),)), there)
    assert is_shared_out(after)


@MIXED
def test_another_rate_leaves_the_parts_of_a_kit_what_the_kit_comes_to(there, mode):
    before = kit_in(there, mode)
    after = retax_all(before, dearer_tax(there))
    assert 250_000 in {line.tax_ppm for line in after.lines}
    assert is_shared_out(after)


@MIXED
def test_an_edit_after_another_rate_leaves_the_parts_of_a_kit_what_the_kit_comes_to(there, mode):
    before = kit_in(there, mode)
    chair = goods("k2", CHAIR, "1")
    after = reprice_changed(before, apply_edits(before, (insert_line(chair),)), dearer_tax(there))
    assert 250_000 in {line.tax_ppm for line in after.lines if line.is_part}
    assert is_shared_out(after)


def test_a_kit_of_a_list_without_tax_follows_its_rate_as_an_article_does():
    """700 without tax are 833 with 19 % and 875 with 25 %."""
    there = world()
    before, then = kit_in(there, "gross"), dearer_tax(there)
    chair = insert_line(goods("k2", CHAIR, "1"))
    retaxed, edited = retax_all(before, then), reprice_changed(before, apply_edits(before, (chair,)), then)
    assert before.lines[0].amount_minor == 83_300
    assert (retaxed.lines[0].amount_minor, edited.lines[0].amount_minor) == (87_500, 87_500)
    assert is_shared_out(retaxed)
    assert is_shared_out(edited)


def test_a_kit_at_the_price_of_the_rules_gives_nothing_away():
    there = world()
    draft = order(kit_line("k1", within=there), within=there)
    effect = effect_of(draft, there)
    assert effect.rules_net_minor == effect.net_minor == draft_totals(draft).net_minor
    assert effect.unknown_costs == 3


def test_metal_in_a_part_of_a_kit_is_told_when_nobody_entered_what_it_costs():
    copper = (MetalContent("CU", 100_000),)
    there = world()
    products = {**there.products, CHAIR: replace(there.products[CHAIR], metals=copper)}
    there = replace(there, products=products)
    found = check_order(order(kit_line("k1", within=there), within=there), there)
    assert "order.metal_unquoted" in {issue.code for issue in found}
