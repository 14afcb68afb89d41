"""Each kind of damage to a copy, by SQL behind the program's back, gives exactly its finding and no other."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3

import pytest

from app.cli import verify as command
from app.i18n import set_language
from app.messages import catalogue, text_of
from tests.helpers.invoice_office import InvoiceOffice
from tests.services.verify.busy_office import busy
from tests.services.verify.damaging import damage, findings_of, make_sound
from tests.services.verify.test_damaged_advances import DAMAGES as ADVANCE_DAMAGES
from tests.services.verify.test_damaged_orders import DAMAGES as ORDER_DAMAGES


@pytest.fixture(scope="module")
def sound(sqlite_template, tmp_path_factory):
    """A busy office in a file that is only copied."""

    def live(work, clock):
        busy(InvoiceOffice(work).set_up(), clock)

    return make_sound(sqlite_template, tmp_path_factory.mktemp("sound") / "keyline.db", live)


@pytest.fixture
def copy(sound, tmp_path):
    path = tmp_path / "copy.db"
    shutil.copyfile(sound, path)
    return path


INVOICE = "(select max(id) from invoice where kind = 'invoice' and price_mode = 'net')"
FIRST = "where id = (select min(id) from {})"
CREDIT_LINE = "where id = (select min(id) from invoice_line where credited_line_id is not null)"

DAMAGES = {
    "a millionth of an average cost": (
        "verify.cost_average",
        "update receipt_cost set average_micro = average_micro + 1 where id = (select max(id) - 1 from receipt_cost)",
    ),
    "the share of a bonus": ("verify.bonus_share", "update bonus_credit set rate_ppm = rate_ppm + 1000"),
    "a cent of a bonus": ("verify.bonus_credit", "update bonus_credit set amount_minor = amount_minor + 1"),
    "three cents rounded to no coin": (
        "verify.invoice_rounding",
        f"update invoice set rounding_minor = 3 where id = {INVOICE}",
    ),
    "a sum that no coins make": (
        "verify.invoice_rounding",
        f"update invoice set coin_minor = gross_minor + 1 where id = {INVOICE}",
    ),
    "a cent of tax": (
        "verify.invoice_tax",
        "update invoice_tax set tax_minor = tax_minor + 1 " + FIRST.format("invoice_tax"),
    ),
    "a cent of tax on a gross paper": (
        "verify.invoice_tax",
        (
            "update invoice_tax set tax_minor = tax_minor + 1, base_minor = base_minor - 1"
            " where invoice_id = (select id from invoice where price_mode = 'gross')"
        ),
    ),
    "a posted price for another number of units": (
        "verify.posted_changed",
        "update invoice_line set price_per = 100 " + FIRST.format("invoice_line"),
    ),
    "a cent on an invoice line": (
        "verify.invoice_lines",
        "update invoice_line set amount_minor = amount_minor + 1 " + FIRST.format("invoice_line"),
    ),
    "a cent on a credited line": (
        "verify.invoice_lines",
        "update invoice_line set amount_minor = amount_minor - 1 " + CREDIT_LINE,
    ),
    "a cent on the total": (
        "verify.invoice_sums",
        f"update invoice set net_minor = net_minor + 1, gross_minor = gross_minor + 1 where id = {INVOICE}",
    ),
    "another text on a posted line": (
        "verify.posted_changed",
        "update invoice_line set text = 'Gold bar' " + FIRST.format("invoice_line"),
    ),
    "another quantity on a posted line": (
        "verify.posted_changed",
        "update invoice_line set quantity_micro = quantity_micro + 1, base_micro = base_micro + 1 "
        + FIRST.format("invoice_line"),
    ),
    "another address on a posted invoice": (
        "verify.posted_changed",
        f"update invoice set buyer = replace(buyer, 'Düsseldorf', 'Köln') where id = {INVOICE}",
    ),
    "another due date": (
        "verify.posted_changed",
        f"update invoice set due_date = '2030-01-01' where id = {INVOICE}",
    ),
    "other words on a paper": (
        "verify.paper_changed",
        "update paper set content = replace(content, 'INV-', 'XNV-') " + FIRST.format("paper"),
    ),
    "another PDF": (
        "verify.paper_changed",
        "update paper set pdf = x'25', pdf_hash = 'abc' " + FIRST.format("paper"),
    ),
    "a cent on an order line": (
        "verify.order_line_amount",
        "update order_line set amount_minor = amount_minor + 1 " + FIRST.format("order_line"),
    ),
    "a cent on an order": (
        "verify.order_sums",
        "update sales_order set gross_minor = gross_minor + 1 " + FIRST.format("sales_order"),
    ),
    "a shipped piece too much": (
        "verify.order_line_shipped",
        "update order_line set shipped_micro = shipped_micro + 1000000 " + FIRST.format("order_line"),
    ),
    "a picked piece too few": (
        "verify.order_line_shipped",
        "update shipment_line set picked_micro = picked_micro - 1000000 " + FIRST.format("shipment_line"),
    ),
    "an invoiced piece too few": (
        "verify.order_line_invoiced",
        "update order_line set invoiced_micro = invoiced_micro - 1000000 " + FIRST.format("order_line"),
    ),
    "an invoiced cent too many": (
        "verify.order_line_invoiced",
        "update order_line set invoiced_minor = invoiced_minor + 1 " + FIRST.format("order_line"),
    ),
    "a shipment marked as not invoiced": (
        "verify.shipment_invoiced",
        "update shipment_line set invoiced_micro = 0 " + FIRST.format("shipment_line"),
    ),
    "a credited piece forgotten": (
        "verify.credited",
        (
            "update credited_quantity set credited_micro = credited_micro - 1000000 where invoice_line_id ="
            " (select min(invoice_line_id) from credited_quantity where credited_micro > 0)"
        ),
    ),
    "a raised limit of credits": (
        "verify.credited",
        (
            "update credited_quantity set limit_micro = limit_micro * 2 where invoice_line_id ="
            " (select min(invoice_line_id) from credited_quantity)"
        ),
    ),
    "an entry from an account to itself": (
        "verify.ledger_entry",
        "update ledger_entry set credit_account = debit_account " + FIRST.format("ledger_entry"),
    ),
    "an entry on an unknown account": (
        "verify.ledger_entry",
        "update ledger_entry set credit_account = 'pocket' " + FIRST.format("ledger_entry"),
    ),
    "a cent in the ledger": (
        "verify.ledger_document",
        "update ledger_entry set amount_minor = amount_minor + 1 " + FIRST.format("ledger_entry"),
    ),
    "revenue at another rate": (
        "verify.ledger_document",
        "update ledger_entry set tax_ppm = 70000 " + FIRST.format("ledger_entry"),
    ),
    "a lost entry of a payment": (
        "verify.ledger_document",
        "delete from ledger_entry where document_kind = 'payment' and document_id = 1",
    ),
    "a lost settlement": (
        "verify.ledger_document",
        "delete from allocation where id = (select max(id) from allocation where reverses_id is null)",
    ),
    "another amount of a payment": (
        "verify.ledger_document",
        "update payment set amount_minor = amount_minor + 1 where id = 1",
    ),
    "a cent on an open item": (
        "verify.item_amount",
        """update open_item set amount_minor = amount_minor + 1
            where id = (select max(id) from open_item where payment_id is null)""",
    ),
    "a lost open item": (
        "verify.item_amount",
        """delete from open_item where id = (select max(id) from open_item where invoice_id is not null
            and id not in (select claim_id from allocation union select credit_id from allocation))""",
    ),
    "a cent settled too much": (
        "verify.item_applied",
        "update open_item set applied_minor = applied_minor + 1 where id = (select max(claim_id) from allocation)",
    ),
    "a cent on a customer's balance": (
        "verify.customer_balance",
        "update customer set open_minor = open_minor + 1 where id = (select max(id) from customer)",
    ),
    "a list of denied parties without its entries": (
        "verify.screening_list",
        """insert into screening_list (kind, edition, published, content_hash, file_names, imported_at, imported_by,
            entries, added, removed, changed) values ('un', 'e', '2026-01-01', 'h', 'f', 0, 'x', 3, 3, 0, 0)""",
    ),
    "a lost hit of a screened party": (
        "verify.screening_result",
        """insert into screening_result (party_key, lists_key, name, city, country, screened_at, hit_count)
            values ('k', '1@820', 'Nord', '', 'DE', 0, 1)""",
    ),
    "a customer marked as held": (
        "verify.customer_hold",
        "update customer set on_hold = true where id = (select min(id) from customer)",
    ),
    "a customer's hold that his card does not say": (
        "verify.customer_hold",
        """insert into order_hold (customer_id, kind, stops, placed_by, placed_at)
            select min(id), 'manual', 'pick', 'x', 0 from customer""",
    ),
    "a lost move": (
        "verify.stock_moves",
        "delete from stock_move where id = (select max(id) from stock_move)",
    ),
    "a piece on hand too many": (
        "verify.stock_moves",
        "update stock set on_hand_micro = on_hand_micro + 1000000 where product_id = 1",
    ),
    "a double reservation": (
        "verify.reserved_twice",
        (
            "insert into fulfilment (order_line_id, product_id, warehouse_id, quantity_micro, reserved_micro)"
            " select order_line_id, product_id, warehouse_id, quantity_micro, reserved_micro from fulfilment"
            " where reserved_micro > 0"
        ),
    ),
    "a reservation of nobody": (
        "verify.stock_reserved",
        "update stock set reserved_micro = reserved_micro + 1000000 where product_id = 1",
    ),
    "a gap": (
        "verify.number_gap",
        "update number_series set next_number = next_number + 1 where kind = 'payment'",
    ),
    "a gap in the middle": (
        "verify.number_gap",
        "update sales_order set series_number = null, series_id = null where series_number = 3",
    ),
    "the date of an open item": (
        "verify.item_copy",
        "update open_item set date = '2026-01-02' where id = (select min(id) from open_item)",
    ),
    "the due date of an open item": (
        "verify.item_copy",
        "update open_item set due_date = '2027-01-02' where invoice_id = (select min(id) from invoice)",
    ),
    "the currency of a payment's item": (
        "verify.item_copy",
        "update open_item set currency = 'CHF' where payment_id = (select min(id) from payment)",
    ),
    "the date of an invoice in the ledger": (
        "verify.ledger_copy",
        "update ledger_entry set date = '2026-01-02' where document_kind = 'invoice' and document_id = 1",
    ),
    "the date of a payment in the ledger": (
        "verify.ledger_copy",
        "update ledger_entry set date = '2026-01-02' where document_kind = 'payment' and document_id = 1",
    ),
    "the date of an allocation in the ledger": (
        "verify.ledger_copy",
        "update ledger_entry set date = '2026-01-02' where document_kind = 'allocation' and document_id = 1",
    ),
    "more planned than due": (
        "verify.planned",
        "update fulfilment set quantity_micro = quantity_micro + 1000000 where id = (select max(id) from fulfilment)",
    ),
    "a printed number of an order": (
        "verify.number_printed",
        "update sales_order set number = 'SO-999999' where number = 'SO-000001'",
    ),
    "a printed number of a shipment": (
        "verify.number_printed",
        "update shipment set number = 'DN-999999' where id = (select min(id) from shipment)",
    ),
    "a number that was never drawn": (
        "verify.number_ahead",
        "update number_series set next_number = next_number - 1 where kind = 'order'",
    ),
}


@pytest.mark.parametrize(("code", "statement"), DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_gives_exactly_its_finding(copy, code, statement):
    damage(copy, statement)
    findings = findings_of(copy)
    assert [finding.code for finding in findings] == [code]
    text = text_of(findings[0].code, findings[0].params)
    assert "{" not in text


def test_a_reversal_of_something_else_is_found(copy):
    damage(copy, "update allocation set reverses_id = 1 where reverses_id is not null")
    assert [finding.code for finding in findings_of(copy)] == ["verify.allocation"]


def test_more_reserved_than_there_is_is_found(copy):
    damage(
        copy,
        "update stock set on_hand_micro = 1000000 where reserved_micro > 1000000",
        "update stock_move set quantity_micro = quantity_micro - (select sum(m.quantity_micro) from stock_move m"
        " where m.product_id = stock_move.product_id) + 1000000 where kind = 'opening' and product_id ="
        " (select product_id from stock where reserved_micro > 1000000)",
    )
    assert [finding.code for finding in findings_of(copy)] == ["verify.oversold"]


def test_a_line_invoiced_whole_at_another_net_is_found(copy):
    """Order line, order and invoice each fit by themselves; only A7 is broken."""
    damage(
        copy,
        "update order_line set price_micro = 10040000, amount_minor = 3012 where id = 1",
        "update sales_order set net_minor = 3012, tax_minor = 572, gross_minor = 3584 where id = 1",
    )
    assert [finding.code for finding in findings_of(copy)] == ["verify.order_net"]


def test_a_lost_move_of_a_shipment_is_found_where_the_stock_was_put_right(copy):
    """On hand is the sum of its moves again; only the shipment knows that its goods have left."""
    move = "select min(id) from stock_move where source_kind = 'shipment'"
    damage(
        copy,
        "update stock set on_hand_micro = on_hand_micro - (select quantity_micro from stock_move where id ="
        f" ({move})) where (product_id, warehouse_id) ="
        f" (select product_id, warehouse_id from stock_move where id = ({move}))",
        f"delete from stock_move where id = ({move})",
    )
    assert [finding.code for finding in findings_of(copy)] == ["verify.shipment_moves"]


def test_a_line_is_told_by_the_number_that_people_see(copy):
    damage(
        copy, *[statement for code, statement in DAMAGES.values() if code == "verify.order_line_shipped"][:1]
    )
    (finding,) = findings_of(copy)
    assert finding.params["position"] in range(10, 200, 10)


def test_open_items_and_ledger_are_compared_by_customer(copy):
    """Both sides fit their own documents: an item moved to another customer together with its balance."""
    damage(
        copy,
        "update ledger_entry set customer_id = 1 where document_kind = 'payment' and document_id = 1",
    )
    codes = {finding.code for finding in findings_of(copy)}
    assert codes == {"verify.customer_ledger"}


def test_a_number_given_twice_is_found(copy):
    with contextlib.closing(sqlite3.connect(copy)) as raw:
        for (name,) in raw.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            raw.execute(f"drop trigger {name}")
        (sql,) = raw.execute("select sql from sqlite_master where name = 'payment'").fetchone()
        plain = sql.replace(
            "CONSTRAINT uq_payment_series_id_series_number UNIQUE (series_id, series_number)", "CHECK (1)"
        )
        assert plain != sql
        raw.execute("pragma writable_schema=on")
        raw.execute("update sqlite_master set sql = ? where name = 'payment'", (plain,))
        raw.execute("delete from sqlite_master where name like 'sqlite_autoindex_payment%'")
        raw.commit()
    with contextlib.closing(sqlite3.connect(copy)) as raw:
        raw.execute("update payment set series_number = 1 where id = 2")
        raw.commit()
    codes = [finding.code for finding in findings_of(copy)]
    assert codes == ["verify.number_double", "verify.number_gap", "verify.number_printed"]


def test_the_command_lists_and_exits_with_one(copy, capsys):
    assert command.verify(f"sqlite:///{copy}") == 0
    assert "0 findings, 1 differences explained" in capsys.readouterr().out
    damage(copy, "update payment set amount_minor = amount_minor + 1 where id = 1")
    assert command.verify(f"sqlite:///{copy}", as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert [finding["code"] for finding in told["findings"]] == ["verify.ledger_document"]
    assert "PAY-000001" in told["findings"][0]["text"]


def test_every_code_has_a_damage():
    covered = {case[0] for case in (*DAMAGES.values(), *ORDER_DAMAGES.values(), *ADVANCE_DAMAGES.values())}
    elsewhere = {
        "verify.allocation",
        "verify.oversold",
        "verify.order_net",
        "verify.credits_beyond",  # test_credits_beyond
        "verify.credits_beyond_tax",
        "verify.customer_ledger",
        "verify.number_double",
        "verify.export_licence_used",  # goods/test_export_licences
        "verify.export_licence_use",
        "verify.promotion_tally",  # orders/test_proven_promotions
        "verify.promotion_use",
        "verify.promotion_user",
        "verify.shipment_moves",
        "verify.tax_difference_explained",  # told, no findings
        "verify.rest_cancelled_explained",
        "verify.tax_parts",  # orders/test_stacked_taxes
        "verify.workshop_moves",  # making/test_damaged_workshop_orders
        "verify.workshop_used",
        "verify.workshop_reserved",
        "verify.configuration_changed",  # product_models/test_damaged_models
        "verify.configuration_lost",
        "verify.model_changed",
        "verify.changes_held",  # orders/test_held_for_changes
        "verify.held",  # by tests/services/orders/test_held_while_waiting.py
    }
    codes = {code for code in catalogue() if code.startswith("verify.")}
    assert codes == covered | elsewhere


def test_kinds_are_told_as_people_say_them(copy):
    damage(copy, "update number_series set next_number = next_number + 1 where kind = 'credit_note'")
    (finding,) = findings_of(copy)
    assert finding.params["kind"] == "credit_note"
    assert text_of(finding.code, finding.params).endswith("is missing in the series “credit note”.")
    set_language("de")
    assert text_of(finding.code, finding.params).endswith("„Gutschrift“.")
