"""An office with imported lists and customers that come near their entries, or do not."""

from __future__ import annotations

from datetime import date

from app.domain.rights import SYSTEM
from app.services import parties, screening
from app.services.screening import FileText, read_list
from tests.helpers.screening_lists import sdn_texts

DAY = date(2026, 2, 27)


def sdn_list(published=DAY, **parts):
    """The made-up SDN list as read."""
    files = [FileText(name, text.encode(), published) for name, text in sdn_texts(**parts).items()]
    return read_list(files)


def import_sdn(work, published=DAY, *, anyway=False, **parts):
    """Import the made-up SDN list."""
    with work.begin(actor=SYSTEM) as uow:
        return screening.import_list(uow, sdn_list(published, **parts), anyway=anyway)


def make_customer(work, name, *, city="Hamburg", country="DE", street="Hauptstr. 1") -> int:
    """A customer of that name."""
    card = parties.CustomerInput(name=name, city=city, country=country, street=street)
    with work.begin(actor=SYSTEM) as uow:
        return parties.create_customer(uow, card)


def reading(work, call, *args, **kwargs):
    """What a service reads."""
    with work.reading(actor=SYSTEM) as view:
        return call(view, *args, **kwargs)


def writing(work, call, *args, **kwargs):
    """What a service writes."""
    with work.begin(actor=SYSTEM) as uow:
        return call(uow, *args, **kwargs)
