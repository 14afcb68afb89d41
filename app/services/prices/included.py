"""Which tax the prices of a list include: that of a private customer at home, or in the list's country."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.domain.tax import TaxSubject
from app.services.setup import require_firm
from app.services.setup.taxes import read_tax_rules
from app.services.unit_of_work import Reading
from db.schema.products import Product


def read_included_rates(view: Reading, countries: Collection[str]) -> dict[tuple[int, str], int]:
    """The rate in millionths of every product, by product and country, "" for the firm's; today. Two queries."""
    if not countries:
        return {}
    home, on, taxes = require_firm(view).country, view.clock.today(), read_tax_rules(view)
    products = view.db.execute(sa.select(Product.id, Product.tax_class)).all()
    rates: dict[tuple[str, str], int] = {}
    for tax_class in {row.tax_class for row in products}:
        for country in countries:
            subject = TaxSubject(tax_class, home, country or home, business=False, has_vat_id=False)
            found = taxes.find(subject, on)
            rates[tax_class, country] = found.rate_ppm if found else 0
    return {(row.id, country): rates[row.tax_class, country] for row in products for country in countries}
