"""0042: the licences of an older file count the firm's currency."""

from __future__ import annotations

from app.bootstrap import open_office
from app.domain.export_control import LicenceTerms
from app.domain.rights import SYSTEM
from app.services.goods.export_licences import create_export_licence, read_export_licences
from app.services.verify import verify
from tests.helpers.older import take_back, unpack_older


def test_a_licence_of_an_older_file_counts_the_firms_currency(tmp_path):
    path = unpack_older(tmp_path, "0009")
    office = open_office(f"sqlite:///{path}")
    with office.work.begin(actor=SYSTEM) as uow:
        create_export_licence(uow, LicenceTerms("DE/17", ("5A002",), value_minor=100))
    office.close()
    take_back(path, "0042")
    office = open_office(f"sqlite:///{path}")
    with office.work.reading(actor=SYSTEM) as view:
        (card,) = read_export_licences(view)
        assert (card.terms.currency, card.terms.value_minor) == ("EUR", 100)
        assert verify(view) == ()
    office.close()
