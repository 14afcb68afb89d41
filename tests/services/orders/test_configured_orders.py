"""A configured line through an order's life: keyed, saved, quoted, confirmed, amended, copied, invoiced."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.orders.draft import edit_line
from app.messages import text_of_issue
from app.services.configurations import keep_configuration, read_configuration
from app.services.costs import read_costs
from app.services.orders.drafts import duplicate_order, read_draft, save_edits
from app.services.orders.planning import plan_order
from app.services.orders.quotes import order_from_quote, send_quote
from app.services.orders.standing import plan_standing
from app.services.product_models import configure_product, release_version, save_model
from app.services.verify import verify
from db.schema.invoicing import InvoiceLine
from db.schema.orders import Fulfilment, OrderLine
from tests.helpers.making import make_all
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER, micro
from tests.helpers.shelf_model import FILES, YAML, shelf
from tests.services.orders.test_amending import invoice, ship

NEWER = {"model.yaml": YAML.replace("amount: 100", "amount: 300")}


@pytest.fixture
def version(desk):
    """The shelf's model, by which the chair is configured (it has a price of 348.35 of its own)."""
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, FILES)
        release_version(uow, draft.id, version=1)
        configure_product(uow, desk.ids[CHAIR], draft.model_id)
    return draft


def keep(desk, version, *choices, **more) -> str:
    with desk.begin(CLERK) as uow:
        return keep_configuration(uow, version.id, shelf(*choices, **more))


def configured_line(desk, version, *choices, quantity=1, **more):
    key = keep(desk, version, *choices, **more)
    return desk.line(CHAIR, quantity, configuration=key, text="Shelf")


def ordered(desk, line) -> int:
    order_id = desk.start(NORD)
    desk.edit(order_id, line)
    return desk.confirm(order_id).order_id


def renew(desk) -> None:
    with desk.begin(OWNER) as uow:
        newer = save_model(uow, NEWER, note="Dearer wood")
        release_version(uow, newer.id, version=1)


def test_it_is_priced_saved_and_read_again(desk, version):
    order_id = desk.start(NORD)
    saved = desk.edit(order_id, configured_line(desk, version, 800, "oak", lit=True))
    (line,) = desk.read(order_id).lines
    assert line == saved.lines[0]
    assert line.list_price_micro == 511_016_667, "348.35 + 100 + 40 + 8/3 + 20"
    lit = keep(desk, version, 800, "oak")
    changed = desk.edit(order_id, edit_line(line, configuration=lit))
    assert changed.lines[0].list_price_micro == 491_016_667


def test_two_people_who_configure_one_line_are_told(desk, version):
    order_id = desk.start(NORD)
    desk.edit(order_id, configured_line(desk, version))
    seen = desk.read(order_id)
    mine, theirs = keep(desk, version, 800), keep(desk, version, 900)
    desk.save(seen, desk.edited(seen, edit_line(seen.lines[0], configuration=theirs)))
    with pytest.raises(ConflictError) as told:
        desk.save(seen, desk.edited(seen, edit_line(seen.lines[0], configuration=mine)))
    assert (told.value.params["mine"], told.value.params["theirs"]) == (mine, theirs)


def test_nothing_is_confirmed_that_is_not_configured(desk, version):
    order_id = desk.key((CHAIR, 1))
    with pytest.raises(RefusedError) as refused:
        desk.confirm(order_id)
    (issue,) = [each for each in refused.value.issues if each.code == "line.not_configured"]
    assert [remedy.command for remedy in issue.remedies] == ["line.configure"]


def test_it_is_made_in_its_lead_time_though_others_lie_on_the_shelf(desk, version):
    order_id = ordered(desk, configured_line(desk, version, lit=True, quantity=2))
    (line,) = desk.lines(order_id)
    assert line["promise_date"] == date(2026, 3, 16), "ten working days after Monday, 2 March"
    (part,) = desk.rows(sa.select(Fulfilment.__table__))
    assert (part["reserved_micro"], part["quantity_micro"]) == (0, micro(2))
    assert part["reason"]["code"] == "source.made"
    with desk.reading() as view:
        plan = plan_standing(view, read_draft(view, order_id))
        assert verify(view) == ()
    steps = [step["name"] for step in plan.traces[line["line_key"]]["steps"] if step["code"] == "share"]
    assert steps == ["Shelf", "LED strip"]


def test_a_sold_configuration_is_opened_again_and_the_order_stays_as_it_was_signed(desk, version):
    order_id = ordered(desk, configured_line(desk, version, 800))
    before = desk.head(order_id)["content_hash"]
    renew(desk)
    with desk.reading() as view:
        kept = read_configuration(view, desk.read(order_id).lines[0].configuration)
        assert (kept.version.row.number, kept.configuration) == (1, shelf(800))
        assert verify(view) == ()
    assert desk.head(order_id)["content_hash"] == before


def test_a_quote_keeps_its_configuration_and_the_order_of_it_is_told_of_the_newer_version(desk, version):
    quote_id = desk.start(NORD)
    desk.edit(quote_id, configured_line(desk, version, 800))
    with desk.begin() as uow:
        send_quote(uow, plan_order(uow, quote_id), valid_until=date(2026, 3, 31))
    renew(desk)
    with desk.reading() as view:
        quoted = plan_standing(view, read_draft(view, quote_id))
    assert [issue.code for issue in quoted.issues] == ["line.older_model"]
    with desk.begin() as uow:
        order_id = order_from_quote(uow, quote_id, version=desk.head(quote_id)["version"])
    order = desk.read(order_id)
    assert order.lines[0].list_price_micro == desk.read(quote_id).lines[0].list_price_micro
    with desk.reading() as view:
        issues = plan_order(view, order_id).issues
    (told,) = [issue for issue in issues if issue.code == "line.older_model"]
    assert (told.params["number"], told.params["active"], told.params["note"]) == (1, 2, "Dearer wood")
    assert text_of_issue(told).endswith("(Dearer wood). It fits that one, too.")


def test_a_draft_is_told_what_of_it_the_version_in_use_does_not_have_any_more(desk, version):
    order_id = desk.start(NORD)
    desk.edit(order_id, configured_line(desk, version, 800, "oak", lit=True))
    narrow = (
        YAML.replace("to: 1200", "to: 700").replace("led:", "tube:").replace("light = led", "light = tube")
    )
    with desk.begin(OWNER) as uow:
        newer = save_model(uow, {"model.yaml": narrow.replace("width > 1000", "width >= 600")}, note="Small")
        release_version(uow, newer.id, version=1)
    with desk.reading() as view:
        (told,) = [each for each in plan_order(view, order_id).issues if each.code == "line.older_model"]
    assert text_of_issue(told).endswith("That one says against it: light.led; width")


def test_a_copy_is_configured_alike_at_the_prices_of_its_version(desk, version):
    order_id = ordered(desk, configured_line(desk, version, 800))
    renew(desk)
    with desk.begin() as uow:
        copy_id = duplicate_order(uow, order_id, keep_manual_prices=False)
    first, copy = desk.read(order_id).lines[0], desk.read(copy_id).lines[0]
    assert (copy.configuration, copy.price_micro) == (first.configuration, first.price_micro)


def test_a_sold_one_is_configured_otherwise_before_it_is_made(desk, version):
    order_id = ordered(desk, configured_line(desk, version))
    line = desk.read(order_id).lines[0]
    lit = keep(desk, version, lit=True)
    amended = desk.amend(order_id, edit_line(line, configuration=lit))
    assert amended.lines[0].price_micro == line.price_micro + micro(20)
    assert desk.lines(order_id)[0]["promise_date"] == date(2026, 3, 16), "two days more"
    parts = [
        row["quantity_micro"] for row in desk.rows(sa.select(Fulfilment.__table__)) if row["quantity_micro"]
    ]
    assert parts == [micro(1)]


def test_what_is_made_ships_and_is_invoiced_with_its_text_and_its_configuration_is_found_from_there(
    desk, version
):
    order_id = ordered(desk, configured_line(desk, version, 800, lit=True))
    make_all(desk, order_id)
    ship(desk, order_id)
    invoice_id = invoice(desk, order_id)
    statement = sa.select(InvoiceLine.text, InvoiceLine.amount_minor, OrderLine.configuration)
    statement = statement.join(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
    (row,) = desk.rows(statement.where(InvoiceLine.invoice_id == invoice_id))
    line = desk.read(order_id).lines[0]
    assert (row["text"], row["amount_minor"]) == ("Shelf", line.amount_minor)
    assert row["configuration"] == keep(desk, version, 800, lit=True)
    with desk.reading() as view:
        assert verify(view) == ()


def test_what_is_under_way_is_not_configured_otherwise(desk, version):
    order_id = ordered(desk, configured_line(desk, version))
    make_all(desk, order_id)
    ship(desk, order_id)
    lit = keep(desk, version, lit=True)
    with pytest.raises(RefusedError) as refused:
        desk.amend(order_id, edit_line(desk.read(order_id).lines[0], configuration=lit))
    assert "order.line_picked" in {issue.code for issue in refused.value.issues}


def test_it_costs_what_its_rows_its_articles_or_its_card_say(desk, version):
    with desk.reading() as view:
        card = read_costs(view, [desk.ids[CHAIR]])[desk.ids[CHAIR]].cost_micro
    order_id = ordered(desk, configured_line(desk, version))
    assert (desk.lines(order_id)[0]["cost_micro"], desk.lines(order_id)[0]["cost_source"]) == (
        card,
        "standard",
    )
    bom = 'bom:\n  - {code: boards, article: CH-1, quantity: "width / 1200"}\n'
    work = "operations:\n  - {code: cut, name: {en: Cut}, minutes: 30, setup: 10, hourly: 48}\n"
    with desk.begin(OWNER) as uow:
        newer = save_model(uow, {"model.yaml": YAML + bom + work})
        release_version(uow, newer.id, version=1)
    order_id = ordered(desk, configured_line(desk, newer))
    (line,) = desk.lines(order_id)
    assert (line["cost_micro"], line["cost_source"]) == (
        card // 2 + micro(32),
        "configured",
    ), "half a chair, half an hour, and ten minutes of setting up"


def test_a_repeat_of_a_lost_save_is_the_same_line(desk, version):
    order_id = desk.start(NORD)
    before = desk.read(order_id)
    after = desk.edited(before, configured_line(desk, version))
    for _again in range(2):
        with desk.begin() as uow:
            save_edits(uow, before=before, after=after)
    assert len(desk.read(order_id).lines) == 1
    assert desk.read(order_id).lines == after.lines
