"""Columns find their fields; what is missing is named with what the file has."""

import pytest

from app.domain.importing.mapping import (
    ColumnMapping,
    check_mapping,
    column_key,
    header_signature,
    propose_mapping,
)
from app.domain.importing.problems import placed_text
from app.domain.importing.rows import distinct
from app.domain.importing.targets import ImportKind, fields_of

RETAIL = (
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
)


def test_the_columns_of_the_retail_export_are_all_found():
    found = propose_mapping(RETAIL, ImportKind.ORDERS)
    assert found.columns == {
        "document": "InvoiceNo",
        "sku": "StockCode",
        "description": "Description",
        "quantity": "Quantity",
        "date": "InvoiceDate",
        "price": "UnitPrice",
        "customer": "CustomerID",
        "country": "Country",
    }
    assert check_mapping(found, RETAIL) == ()
    assert found.positions(RETAIL)["price"] == 5


@pytest.mark.parametrize(
    ("kind", "header", "expected"),
    [
        (ImportKind.CUSTOMERS, ("KUNDEN-NR.", "Firma", "Strasse", "Plz", "Ort", "Land", "USt-IdNr"),
         ("customer", "name", "street", "postcode", "city", "country", "vat_id")),
        (ImportKind.PRODUCTS, ("Artikelnummer", "Bezeichnung", "VK-Preis", "EAN", "Gewicht (g)", "Warengruppe"),
         ("sku", "description", "price", "gtin", "weight_g", "family")),
        (ImportKind.PRICES, ("Item No.", "Unit Price", "Ab Menge", "Gültig ab"),
         ("sku", "price", "min_quantity", "valid_from")),
        (ImportKind.STOCK, ("sku", "Bestand", "Lager"), ("sku", "quantity", "warehouse")),
        (ImportKind.OPEN_ITEMS, ("Debitor", "Rechnungs-Nr", "Rechnungsdatum", "Offener Betrag", "Fällig am"),
         ("customer", "document", "date", "open_amount", "due_date")),
    ],
)  # fmt: skip
def test_english_and_german_names_are_known(kind, header, expected):
    found = propose_mapping(header, kind)
    assert {field: found.columns.get(field) for field in expected} == dict(zip(expected, header, strict=True))
    assert check_mapping(found, header) == ()


def test_a_misspelt_name_is_understood_and_a_strange_one_is_not():
    found = propose_mapping(("Artikelnumer", "Bezeichnug", "Farbe"), ImportKind.PRODUCTS)
    assert found.columns == {"sku": "Artikelnumer", "description": "Bezeichnug"}


def test_a_missing_column_is_named_with_what_the_file_has():
    header = ("StockCode", "Colour")
    [problem] = check_mapping(propose_mapping(header, ImportKind.STOCK), header)
    assert (problem.code, problem.column) == ("missing-column", "quantity")
    assert "StockCode, Colour" in placed_text(problem)
    assert "quantity" in placed_text(problem)


def test_a_mapping_is_checked_against_the_file():
    mapping = ColumnMapping(ImportKind.STOCK, {"sku": "A", "quantity": "A", "shade": "B", "bin": "C"})
    problems = check_mapping(mapping, ("A", "B"))
    assert [problem.code for problem in problems] == ["field-unknown", "column-unknown", "column-twice"]
    assert all(placed_text(problem) for problem in problems)


def test_case_spaces_marks_and_umlauts_make_no_difference():
    assert column_key("Straße") == column_key("STRASSE") == column_key(" stra sse ")
    assert column_key("Stück") == column_key("stueck") == column_key("Stu\u0308ck")
    assert column_key("InvoiceNo") == column_key("invoice_no.")


def test_a_saved_mapping_is_found_whatever_the_order_of_columns():
    assert header_signature(("Sku", "Menge")) == header_signature(("menge ", "SKU"))
    assert header_signature(("Sku", "Menge")) != header_signature(("Sku", "Preis"))


@pytest.mark.parametrize("kind", list(ImportKind))
def test_each_kind_is_mapped_whole_by_its_own_field_names(kind):
    names = [field.name for field in fields_of(kind)]
    assert propose_mapping(names, kind).columns == {name: name for name in names}
    assert any(field.required for field in fields_of(kind))


def test_of_two_columns_of_one_name_none_is_proposed():
    header = distinct(("SKU", "Price list", "Price", "price", "Price"))
    assert header == ("SKU", "Price list", "Price", "price (2)", "Price (3)")
    mapping = propose_mapping(header, ImportKind.PRICES)
    assert mapping.columns == {"sku": "SKU", "price_list": "Price list"}
    assert [problem.column for problem in check_mapping(mapping, header)] == ["price"]
    chosen = ColumnMapping(ImportKind.PRICES, {**mapping.columns, "price": "price (2)"})
    assert check_mapping(chosen, header) == ()
    assert chosen.positions(header)["price"] == 3


def test_a_number_in_brackets_alone_makes_no_twin():
    header = ("SKU", "Price (2)", "Price list")
    assert propose_mapping(header, ImportKind.PRICES).columns["price"] == "Price (2)"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("Price", "Price", "Price (2)"), ("Price", "Price (3)", "Price (2)")),
        (("Price (2)", "Price", "Price"), ("Price (2)", "Price", "Price (3)")),
        (("Price", "Price", "Price 2"), ("Price", "Price (3)", "Price 2")),
        (("Item-no", "ITEM NO"), ("Item-no", "ITEM NO (2)")),
        (("Цена", "Дата"), ("Цена", "Дата")),
        (("€", "%", "€"), ("€", "%", "€ (2)")),
        (("a", "", ""), ("a", "", "")),
    ],
)
def test_columns_are_told_apart_whatever_they_are_called(header, expected):
    named = distinct(header)
    assert named == expected
    mapping = ColumnMapping(ImportKind.PRICES, {name: name for name in named if name})
    assert mapping.positions(named) == {name: place for place, name in enumerate(named) if name}


@pytest.mark.parametrize("header", [("SKU", "Price", "Price", "Price (2)"), ("SKU", "Price", "PRICE.")])
def test_none_of_the_twins_is_proposed_though_one_has_its_number_in_the_file(header):
    assert propose_mapping(distinct(header), ImportKind.PRICES).columns == {"sku": "SKU"}


def test_a_header_of_many_equal_names_is_read_quickly():
    names = distinct(("x",) * 20_000)
    assert len(set(names)) == 20_000
