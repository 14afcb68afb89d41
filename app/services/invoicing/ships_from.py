"""From where what is invoiced was shipped, as its order says: the firm's place, or that of the order's warehouse."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.places import Place, place_of_address
from app.services.invoicing.drafts import AT_HOME, Abroad
from app.services.invoicing.sources import SourceOrder
from app.services.setup.taxes import read_tax_rules
from app.services.stock.availability import read_ship_places
from app.services.unit_of_work import Reading
from db.schema.firm import Firm

_HOME = sa.select(Firm.country, Firm.postcode, Firm.city).limit(1)


def read_origin(view: Reading, order: SourceOrder) -> Place:
    """The place from which an order ships."""
    if order.warehouse_id is not None:
        return read_ship_places(view)[order.warehouse_id].place
    firm = view.db.execute(_HOME).one()
    return place_of_address(firm.country, firm.postcode, firm.city)


def read_abroad(view: Reading, order: SourceOrder) -> Abroad:
    """The country from which an order ships with the firm's VAT id there; nothing is read where it names none."""
    if order.warehouse_id is None:
        return AT_HOME
    country = read_origin(view, order).country
    if country == view.db.execute(_HOME).one().country:
        return AT_HOME
    return Abroad(country, read_tax_rules(view).registered.get(country, ""))
