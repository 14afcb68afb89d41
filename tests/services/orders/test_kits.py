"""A kit from its card to the credit note: parts are shipped, their amounts are the kit's to the cent (A36, B35)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.kits import SUM, KitInput, KitPartInput
from app.domain.money import MICRO
from app.domain.orders.draft import KIT, delete_line, edit_line
from app.domain.orders.repricing import draft_totals
from app.services import prices, products
from app.services.history import read_history
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.orders.amending import cancel_order
from app.services.orders.drafts import duplicate_order
from app.services.orders.papers import ensure_order_paper
from app.services.papers import read_content
from app.services.products.kits import (
    create_part,
    read_kit_of,
    read_kit_parts,
    read_kits,
    remove_parts,
    set_kit,
    unset_kit,
    update_part,
)
from app.services.verify import verify
from db.schema.invoicing import Invoice, InvoiceLine
from db.schema.papers import Paper
from tests.helpers.order_office import CABLE, CHAIR, LAMP, OWNER, micro
from tests.services.orders.test_amending import invoice, refusal, ship

SET = "SET-1"
TODAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def desk(desk):
    """The office with a kit of two chairs, a lamp and 1.5 m of cable for 700."""
    with desk.begin(OWNER) as uow:
        desk.ids[SET] = products.create_product(
            uow, products.ProductInput(sku=SET, name="Workplace", family="sets")
        )
        for sku, count in ((CHAIR, "2"), (LAMP, "1"), (CABLE, "1.5")):
            create_part(uow, desk.ids[SET], KitPartInput(desk.ids[sku], micro(count)))
        row = prices.PriceRowInput(product_id=desk.ids[SET], price_micro=micro("700"))
        prices.add_price_rows(uow, desk.price_list, [row])
    return desk


def change_parts(desk):
    """From now on a workplace is five lamps."""
    with desk.begin(OWNER) as uow:
        parts = read_kit_parts(uow, desk.ids[SET])
        remove_parts(uow, [part.id for part in parts])
        create_part(uow, desk.ids[SET], KitPartInput(desk.ids[LAMP], 5 * MICRO))


def told(draft):
    return [(line.sku, line.kind, line.amount_minor) for line in draft.lines]


def findings(desk):
    with desk.reading(OWNER) as view:
        return verify(view)


# the card


def test_a_kit_is_kept_with_its_parts_and_the_story_says_so(desk):
    with desk.begin(OWNER) as uow:
        set_kit(uow, desk.ids[SET], KitInput(SUM, 100_000))
    with desk.reading(OWNER) as view:
        kit = read_kits(view, [desk.ids[SET], desk.ids[CHAIR]], TODAY)
        story = read_history(view, "product", desk.ids[SET])
    assert list(kit) == [desk.ids[SET]]
    assert (kit[desk.ids[SET]].price, kit[desk.ids[SET]].less_ppm) == (SUM, 100_000)
    assert [part.quantity_micro for part in kit[desk.ids[SET]].parts] == [
        micro("2"),
        micro("1"),
        micro("1.5"),
    ]
    fields = [change.field for entry in story for change in entry.changes]
    assert {"kit.price", "kit_part.CH-1", "kit_part.CA-1"} <= set(fields)


def test_parts_have_days(desk):
    (first, *_rest) = _parts(desk)
    with desk.begin(OWNER) as uow:
        data = KitPartInput(desk.ids[CHAIR], micro("2"), 0, None, TODAY)
        update_part(uow, first.id, data, version=1)
        create_part(uow, desk.ids[SET], KitPartInput(desk.ids[CHAIR], micro("3"), 0, TUESDAY))
    with desk.reading(OWNER) as view:
        on = [
            {
                part.product_id: part.quantity_micro
                for part in read_kits(view, [desk.ids[SET]], day)[desk.ids[SET]].parts
            }
            for day in (TODAY, TUESDAY)
        ]
    assert [each[desk.ids[CHAIR]] for each in on] == [micro("2"), micro("3")]


def _parts(desk):
    with desk.reading(OWNER) as view:
        return read_kit_parts(view, desk.ids[SET])


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("kit", "part", "code"),
    [
        (SET, SET, "part_itself"),
        (SET, CHAIR, "part_twice"),
        ("BIG", SET, "part_is_kit"),
        (CHAIR, LAMP, "is_part"),
    ],
)
def test_a_kit_has_articles_as_its_parts_each_once_a_day(desk, kit, part, code):
    with desk.begin(OWNER) as uow:
        desk.ids["BIG"] = products.create_product(uow, products.ProductInput(sku="BIG", name="Office"))
    with pytest.raises(RefusedError) as refused, desk.begin(OWNER) as uow:
        create_part(uow, desk.ids[kit], KitPartInput(desk.ids[part]))
    assert [issue.code for issue in refused.value.issues] == [f"kit.{code}"]


def test_what_is_no_kit_any_more_is_sold_as_itself(desk):
    with desk.begin(OWNER) as uow:
        unset_kit(uow, desk.ids[SET])
    with desk.reading(OWNER) as view:
        assert (read_kit_of(view, desk.ids[SET]), read_kit_parts(view, desk.ids[SET])) == (None, ())
    assert told(desk.read(desk.key((SET, 1)))) == [(SET, "goods", 70000)]


# the order


def test_an_order_of_a_kit_reserves_and_ships_its_parts(desk):
    order_id = desk.ordered((SET, 3), (LAMP, 1))
    draft = desk.read(order_id)
    assert told(draft) == [
        (SET, KIT, 210000), (CHAIR, "goods", 192952), (LAMP, "goods", 13820), (CABLE, "goods", 3228),
        (LAMP, "goods", 4990),
    ]  # fmt: skip
    assert draft_totals(draft).net_minor == 214990
    assert desk.reserved() == {(CHAIR, 1): 6, (LAMP, 1): 4, (CABLE, 1): 4}
    assert desk.head(order_id)["net_minor"] == 214990
    assert findings(desk) == ()


def test_a_later_change_of_the_kit_changes_no_order_that_was_confirmed(desk):
    order_id = desk.ordered((SET, 1))
    before = told(desk.read(order_id))
    change_parts(desk)
    assert told(desk.read(order_id)) == before
    after = desk.amend(order_id, desk.set_quantity(order_id, 0, 2))
    assert [(line.sku, line.base_micro) for line in after.lines[1:]] == [
        (CHAIR, micro("4")), (LAMP, micro("2")), (CABLE, micro("3")),
    ]  # fmt: skip
    assert draft_totals(after).net_minor == 140000
    assert desk.reserved() == {(CHAIR, 1): 4, (LAMP, 1): 2, (CABLE, 1): 3}
    assert findings(desk) == ()
    assert told(desk.read(desk.key((SET, 1)))) == [(SET, KIT, 70000), (LAMP, "goods", 70000)]


def test_a_kit_is_taken_out_of_a_confirmed_order_with_its_parts(desk):
    order_id = desk.ordered((SET, 1), (LAMP, 1))
    after = desk.amend(order_id, delete_line(desk.read(order_id).lines[0]))
    assert told(after) == [(LAMP, "goods", 4990)]
    assert desk.reserved() == {(LAMP, 1): 1}
    assert findings(desk) == ()


def test_an_order_of_a_kit_is_repeated_and_cancelled(desk):
    order_id = desk.ordered((SET, 1))
    with desk.begin(OWNER) as uow:
        copy = duplicate_order(uow, order_id, keep_manual_prices=False)
    assert told(desk.read(copy)) == told(desk.read(order_id))
    with desk.begin(OWNER) as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="wrong")
    assert (desk.head(order_id)["state"], desk.reserved()) == ("cancelled", {})
    assert findings(desk) == ()


def test_a_typed_price_of_a_kit_is_split_as_any_other(desk):
    order_id = desk.key((SET, 1))
    kit = desk.read(order_id).lines[0]
    typed = {"price_source": "manual", "list_price_micro": micro("500.01"), "discount_source": "manual"}
    after = desk.edit(order_id, edit_line(kit, **typed))
    assert sum(line.amount_minor for line in after.lines[1:]) == after.lines[0].amount_minor == 50001
    assert told(desk.read(order_id)) == told(after)


# what leaves, is invoiced and comes back


def billed(desk, invoice_id):
    line, head = InvoiceLine.__table__, Invoice.__table__
    rows = desk.rows(sa.select(line).where(line.c.invoice_id == invoice_id).order_by(line.c.position))
    (row,) = desk.rows(sa.select(head).where(head.c.id == invoice_id))
    return row["net_minor"], rows


def test_what_is_shipped_in_parts_is_invoiced_in_parts_and_comes_to_the_kit(desk):
    order_id = desk.ordered((SET, 3))
    nets = []
    for part in ({CHAIR: 1}, {CHAIR: 4, LAMP: 2}, None):
        ship(desk, order_id, part)
        nets.append(billed(desk, invoice(desk, order_id))[0])
    assert sum(nets) == 210000
    assert desk.head(order_id)["state"] == "closed"
    assert findings(desk) == ()


def test_a_part_that_comes_back_credits_its_share(desk):
    order_id = desk.ordered((SET, 2))
    ship(desk, order_id)
    invoice_id = invoice(desk, order_id)
    net, rows = billed(desk, invoice_id)
    assert net == 140000
    lamp = next(row for row in rows if row["sku"] == LAMP)
    with desk.begin(OWNER) as uow:
        credit = credit_invoice_lines(
            uow, invoice_id=invoice_id, lines=[CreditLine(lamp["id"], MICRO)], reason="broken"
        )
    (paper,) = desk.rows(sa.select(Paper.id).where(Paper.kind == "credit_note", Paper.document_id == credit))
    assert [text for _kind, text, _amount in lines_of(desk, paper["id"])] == [
        "SET-1 Workplace",
        "\N{EN DASH} Lamp LED",
    ]
    share = Decimal(lamp["amount_minor"]) / 2
    assert abs(billed(desk, credit)[0] - share) <= Decimal("0.5")
    with desk.begin(OWNER) as uow:
        rest = [CreditLine(row["id"], row["quantity_micro"]) for row in rows if row["sku"] != LAMP]
        last = credit_invoice_lines(
            uow, invoice_id=invoice_id, lines=[*rest, CreditLine(lamp["id"], MICRO)], reason="all of it"
        )
    assert billed(desk, credit)[0] + billed(desk, last)[0] == net
    assert findings(desk) == ()


def test_what_was_invoiced_of_a_kit_keeps_its_price(desk):
    order_id = desk.ordered((SET, 2))
    ship(desk, order_id, {CHAIR: 1})
    invoice(desk, order_id)
    kit = desk.read(order_id).lines[0]
    typed = edit_line(kit, price_source="manual", list_price_micro=micro("1"), discount_source="manual")
    error = refusal(lambda: desk.amend(order_id, typed))
    assert {"order.line_invoiced"} <= {issue.code for issue in error.issues}


def lines_of(desk, paper_id):
    with desk.reading(OWNER) as view:
        return [
            (line.kind.value, line.text, line.amount_minor) for line in read_content(view, paper_id).lines
        ]


def test_the_papers_have_the_kit_above_its_parts(desk):
    order_id = desk.ordered((SET, 2), (LAMP, 1))
    with desk.begin(OWNER) as uow:
        paper = ensure_order_paper(uow, order_id)
    kit, *parts, lamp = lines_of(desk, paper)
    assert kit == ("section", "SET-1 Workplace: 2 Stk. zu 700,00", None)
    assert [text for _kind, text, _amount in parts] == [
        "\N{EN DASH} Chair Ergo",
        "\N{EN DASH} Lamp LED",
        "\N{EN DASH} Cable",
    ]
    assert sum(amount for _kind, _text, amount in parts) == 140000
    assert lamp == ("goods", "Lamp LED", 4990)
