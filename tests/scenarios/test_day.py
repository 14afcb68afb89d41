"""An office day, recomputed with other code: nothing of `app` is imported here."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
CENT = Decimal("0.01")
MICRO = Decimal("0.000001")
SEEDS = (1, 2, 3)
BUCKETS = ((1, "days_1_30"), (31, "days_31_60"), (61, "days_61_90"), (91, "over_90"))


def _half_up(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, rounding=ROUND_HALF_UP)


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The JSON of each seed's day as `main.py day` lived it; the files stay for the module."""
    found = {}
    for seed in SEEDS:
        path = tmp_path_factory.mktemp("day") / "day.db"
        done = _run("day", "--seed", str(seed), "--json", "--db", f"sqlite:///{path}")
        assert done.returncode == 0, done.stderr
        found[seed] = json.loads(done.stdout) | {"path": path}
    return found


@pytest.fixture(params=SEEDS)
def day(request: pytest.FixtureRequest, days: Any) -> Any:
    """One of the days."""
    return days[request.param]


def _document(day: Any, kind: str) -> Any:
    return next(each for each in day["documents"] if each["kind"] == kind)


PRICED = ("quote", "order", "invoice", "credit_note")


@pytest.mark.parametrize("kind", PRICED)
def test_line_amounts_are_quantity_times_net_price(day: Any, kind: str) -> None:
    for line in _document(day, kind)["lines"]:
        exact = Decimal(line["quantity"]) * Decimal(line["net_price"])
        assert Decimal(line["amount"]) == _half_up(exact, CENT), line


@pytest.mark.parametrize("kind", PRICED)
def test_net_price_is_list_price_less_discount(day: Any, kind: str) -> None:
    for line in _document(day, kind)["lines"]:
        kept = (100 - Decimal(line["discount"])) / 100
        assert Decimal(line["net_price"]) == _half_up(Decimal(line["list_price"]) * kept, MICRO), line


@pytest.mark.parametrize("kind", PRICED)
def test_tax_by_rate_is_computed_on_the_sum_of_rounded_lines(day: Any, kind: str) -> None:
    document = _document(day, kind)
    bases: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in document["lines"]:
        bases[line["tax_code"], line["tax_rate"]] += Decimal(line["amount"])
    found = {
        (tax["code"], tax["rate"]): (Decimal(tax["base"]), Decimal(tax["tax"])) for tax in document["taxes"]
    }
    wanted = {key: (base, _half_up(base * Decimal(key[1]) / 100, CENT)) for key, base in bases.items()}
    assert found == wanted
    net, tax = sum(base for base, _ in wanted.values()), sum(tax for _, tax in wanted.values())
    assert (Decimal(document["net"]), Decimal(document["gross"])) == (net, net + tax)


def test_order_has_twelve_lines_of_every_kind(day: Any) -> None:
    lines = _document(day, "order")["lines"]
    assert len(lines) == 12
    assert [line["kind"] for line in lines[-2:]] == ["free", "charge"]
    typed = [line for line in lines if line["is_typed"] and line["kind"] == "goods"]
    assert len(typed) == 1
    assert typed[0]["discount"] == "0", "a typed price is the price"
    assert any(line["unit"] == "pk" for line in lines)
    assert any(Decimal(line["discount"]) > 0 for line in lines if line["kind"] == "goods")


def test_invoice_bills_what_was_delivered_at_the_order_s_prices(day: Any) -> None:
    order = {(line["sku"], line["text"]): line for line in _document(day, "order")["lines"]}
    delivered = {(line["sku"], line["text"]): line for line in _document(day, "delivery_note")["lines"]}
    invoiced = {(line["sku"], line["text"]): line for line in _document(day, "invoice")["lines"]}
    assert set(invoiced) <= set(order)
    for key, line in invoiced.items():
        assert line["net_price"] == order[key]["net_price"]
        wanted = delivered[key] if line["kind"] == "goods" else order[key]
        assert line["quantity"] == wanted["quantity"], key
    goods = [key for key, line in order.items() if line["kind"] == "goods"]
    assert any(key not in invoiced for key in goods), "the shipment was a part"


def test_credit_note_takes_prices_and_taxes_of_the_invoice(day: Any) -> None:
    invoiced = {line["sku"]: line for line in _document(day, "invoice")["lines"] if line["sku"]}
    for line in _document(day, "credit_note")["lines"]:
        source = invoiced[line["sku"]]
        assert Decimal(line["quantity"]) <= Decimal(source["quantity"])
        for name in ("net_price", "discount", "tax_rate", "tax_code", "unit"):
            assert line[name] == source[name]


def test_pdfs_show_numbers_and_totals(day: Any) -> None:
    for document in day["documents"]:
        text = " ".join(page.extract_text() for page in PdfReader(document["pdf"]).pages)
        text = text.replace("\u00a0", " ").replace("\u202f", " ")
        assert document["number"] in text
        amounts = [document["net"], document["gross"], *(line["amount"] for line in document["lines"])]
        for amount in filter(None, amounts):
            english = f"{Decimal(amount):,.2f}"
            german = english.translate(str.maketrans(",.", ".,"))
            assert english in text or german in text, (document["number"], amount)


def test_aging_is_what_invoices_credits_and_payments_leave(day: Any) -> None:
    aging = day["aging"]
    as_of = date.fromisoformat(aging["as_of"])
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    for kind, due, cents in _open_items(day["path"], aging["customer"]):
        late = (as_of - due).days
        bucket = next((name for first, name in reversed(BUCKETS) if late >= first), "not_due")
        is_claim = kind == "invoice"
        wanted[bucket if is_claim else "credit"] += abs(Decimal(cents)) / 100
    for name in ("not_due", *(name for _, name in BUCKETS), "credit"):
        assert Decimal(aging[name]) == wanted[name], name
    assert as_of - date.fromisoformat(day["today"]) == timedelta(days=75)


def _open_items(path: Path, customer: str) -> list[tuple[str, date, int]]:
    """(kind, due date, open cents) of the customer, from documents and allocations, not from the open items."""
    connection = sqlite3.connect(path)
    applied = "select coalesce(sum(a.amount_minor), 0) from allocation a join open_item i"
    rows = connection.execute(
        f"select v.kind, v.due_date, v.gross_minor - ({applied} on i.id in (a.claim_id, a.credit_id)"
        " where i.invoice_id = v.id) from invoice v where v.customer_name = ?"
        f" union all select 'payment', p.date, p.amount_minor - ({applied} on i.id = a.credit_id"
        " where i.payment_id = p.id) from payment p join customer c on c.id = p.customer_id where c.name = ?",
        (customer, customer),
    ).fetchall()
    connection.close()
    return [(kind, date.fromisoformat(due), cents) for kind, due, cents in rows]


def test_payment_is_a_part_of_what_invoice_less_credit_leaves(day: Any) -> None:
    left = Decimal(_document(day, "invoice")["gross"]) - Decimal(_document(day, "credit_note")["gross"])
    assert 0 < Decimal(day["payment"]["gross"]) < left


def test_verify_proves_the_file(day: Any) -> None:
    assert day["findings"] == []
    done = _run("verify", "--db", f"sqlite:///{day['path']}")
    assert done.returncode == 0, done.stdout


def test_every_seed_draws_another_day(days: Any) -> None:
    grosses = {each["gross"] for day in days.values() for each in day["documents"] if each["gross"]}
    assert len(grosses) == len(PRICED) * len(SEEDS)


def test_a_day_on_a_database_in_use_is_refused(days: Any) -> None:
    done = _run("day", "--seed", "1", "--json", "--db", f"sqlite:///{days[1]['path']}")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
