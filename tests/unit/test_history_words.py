"""A history is read by people: percent, money, quantities, days and names, in the language of the office."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app import i18n
from app.services.history import FieldChange, HistoryEntry
from app.views.customers import history_words as customers
from app.views.kit.history_view import change_text, entry_text
from app.views.kit.history_words import Words
from app.views.kit.price_history import discount_words, price_words
from app.views.orders import story as orders
from app.views.products import history_words as products
from app.views.setup import firm_page, place_grids, tax_rows

NBSP = "\N{NO-BREAK SPACE}"


def told(words: Words, field: str, before: object, after: object) -> str:
    return change_text(FieldChange(field, before, after), words).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("field", "before", "after", "english", "german"),
    [
        ("discount_ppm", 20_000, 75_000, "Discount: 2 % → 7.5 %", "Rabatt: 2 % → 7,5 %"),
        (
            "credit_limit_minor", 150_000, None,
            "Credit limit: 1,500.00 EUR → -", "Kreditlimit: 1.500,00 EUR → -",
        ),
        ("term_id", "14 days", "30 days", "Payment term: 14 days → 30 days", None),
        ("on_hold", False, True, "On hold: no → yes", None),
        ("country", "DE", "FR", "Country: Germany → France", "Land: Deutschland → Frankreich"),
        ("delivery_wish", "partial", "complete", "Orders: may come in parts → only complete", None),
        ("contact.7.papers", "", "invoice,reminder", "Contact · Papers: invoice, reminder", None),
        ("address.3.city", "Bremen", "Kiel", "Address · City: Bremen → Kiel", "Anschrift · Ort: Bremen → Kiel"),
    ],
)  # fmt: skip
def test_customers(field: str, before: object, after: object, english: str, german: str | None) -> None:
    assert told(customers.field_words("EUR"), field, before, after) == english
    if german is not None:
        i18n.set_language("de")
        assert told(customers.field_words("EUR"), field, before, after) == german


def line(**values: object) -> dict[str, object]:
    return {"sku": "", "text": "", "quantity_micro": 0, "unit": "pc", "amount_minor": 0, **values}


@pytest.mark.parametrize(
    ("field", "before", "after", "english"),
    [
        ("valid_until", "2026-03-31", "2026-04-30", "Valid until: 31/03/2026 → 30/04/2026"),
        ("line k1", None, line(text="Call first"), "Line: Call first"),
        ("line k1", line(text="Call first"), None, "Line: Call first → -"),
        (
            "line k1", line(sku="LA-1", quantity_micro=5_000_000, amount_minor=24950),
            line(sku="LA-1", quantity_micro=1_000_000, amount_minor=4990),
            "Line: 5 pc LA-1, 249.50 → 1 pc LA-1, 49.90",
        ),
    ],
)  # fmt: skip
def test_orders_and_quotes(field: str, before: object, after: object, english: str) -> None:
    assert told(orders.story_words("EUR"), field, before, after) == english


def test_a_line_that_another_warehouse_serves() -> None:
    change = FieldChange("sources", [["DSK-1", "2.5", "Hamburg"]], [["DSK-1", "2.5", "Leeds"]])
    entry = HistoryEntry(datetime(2026, 1, 31, 9, tzinfo=UTC), "anna", (change,), "")
    assert orders.act_of(entry) == "Comes from another warehouse"
    shown = told(orders.story_words("EUR"), "sources", change.before, change.after)
    assert shown == "From: 2.5 DSK-1, Hamburg → 2.5 DSK-1, Leeds"


@pytest.mark.parametrize(
    ("field", "before", "after", "english"),
    [
        ("standard_cost_micro", 80_000_000, 80_123_400, "Standard cost: 80.00 EUR → 80.1234 EUR"),
        ("step_micro", 0, 2_500_000, "In steps of: 0 m → 2.5 m"),
        ("weight_g", 900, 1200, "Weight: 900 g → 1,200 g"),
        ("unit.pk", "12/1 4260123504700", "10/1", "Unit pack: 12 · 4260123504700 → 10"),
        ("tax_class", "standard", "reduced", "Tax class: standard rate → reduced rate"),
        ("customer_part.Bergmann", None, "4711", "Number of Bergmann: 4711"),
        ("successor_id", None, "DSK-2", "Successor: DSK-2"),
    ],
)
def test_products(field: str, before: object, after: object, english: str) -> None:
    assert told(products.field_words("EUR", "m"), field, before, after) == english


def test_prices_tell_product_break_day_and_price() -> None:
    words = price_words("EUR")
    field = "product.DSK-1/20/2026-01-31"
    assert told(words, field, "537.5 / 1", "520 / 100") == (
        "DSK-1, from 20, from 31/01/2026: 537.50 EUR → 520.00 EUR per 100"
    )
    assert told(words, "product.DSK-1/0/", "5 / 1", None) == "DSK-1: 5.00 EUR → -"
    assert told(words, "valid_to", None, "2026-12-31") == "Valid to: 31/12/2026"
    i18n.set_language("de")
    assert told(price_words("EUR"), field, None, "1537.5 / 1") == (
        "DSK-1, ab 20, ab 31.01.2026: 1.537,50 EUR"
    )
    assert told(discount_words("EUR"), "discount_ppm", 50_000, 75_000) == "Rabatt: 5 % → 7,5 %"


def test_the_cards_of_the_set_up() -> None:
    warehouse = place_grids.warehouses_spec((("DE", "Germany"),), "DE").words or {}
    assert told(warehouse, "latitude_micro", None, 53_522_000) == "Latitude: 53.522"
    people = place_grids.people_spec().words or {}
    assert told(people, "roles", "sales", "owner,sales") == "Roles: Sales → Owner, Sales"
    firm = firm_page.history_words()
    assert told(firm, "language", "en", "de") == "Language: English → German"
    assert told(firm, "default_term_id", "14 days", "30 days") == "Usual term: 14 days → 30 days"
    tax = tax_rows.history_words()
    i18n.set_language("de")
    assert told(tax_rows.history_words(), "rate.2020-07-01", "7.7 %", "8.1 %") == (
        "Satz ab 01.07.2020: 7,7 % → 8,1 %"
    )
    assert tax.keys() == {"rate."}


def test_an_act_of_a_thousand_prices_is_told_in_short() -> None:
    changes = tuple(FieldChange(f"product.P-{n:03d}/0/", None, "1 / 1") for n in range(100))
    entry = HistoryEntry(datetime(2026, 1, 31, 9, tzinfo=UTC), "anna", changes, "")
    lines = entry_text(entry, price_words("EUR")).splitlines()
    assert len(lines) == 16
    assert lines[-1] == "and 86 more"
    assert lines[1].startswith("P-000")


@pytest.mark.parametrize("number", ["0451-12-34", "0451-12-24", "2026-99-99", "2026-02-31"])
def test_a_number_that_only_looks_like_a_day_is_shown_as_it_is(number):
    assert told(customers.field_words("EUR"), "phone", "", number) == f"Phone: {number}"
