"""A paper is printed with the logo that it was frozen with, whatever the firm has now."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.domain.paper_bytes import logo_hash
from app.domain.rights import SYSTEM
from app.services.papers import freeze_paper, read_content, read_pdf
from app.services.setup.firm import read_firm, update_firm
from db.schema.papers import Logo
from tests.helpers.invoice_office import InvoiceOffice
from tests.helpers.papers import sample_logo, sample_paper

FIRST, SECOND = sample_logo(), sample_logo() + b" "


@pytest.fixture
def firm(work):
    return InvoiceOffice(work).set_up()


def set_logo(firm, logo):
    def change(uow):
        card = read_firm(uow)
        assert card is not None
        update_firm(uow, replace(card, logo=logo), version=card.version)

    firm.do(change)


def freeze(firm, document_id, logo):
    content = replace(sample_paper(1), logo=logo)
    return firm.do(
        lambda uow: freeze_paper(
            uow,
            kind="invoice",
            document_kind="invoice",
            document_id=document_id,
            revision=0,
            number="I",
            content=content,
        )
    )


def logo_of(firm, paper_id):
    return firm.ask(lambda view: read_content(view, paper_id)).logo


def test_each_paper_keeps_the_logo_of_its_day(firm, work):
    set_logo(firm, FIRST)
    first = freeze(firm, 1, FIRST)
    set_logo(firm, SECOND)
    second = freeze(firm, 2, SECOND)
    set_logo(firm, None)
    none = freeze(firm, 3, None)
    assert [logo_of(firm, id_) for id_ in (first, second, none)] == [FIRST, SECOND, None]
    pictures = [read_pdf(work, id_, actor=SYSTEM).count(b"/Subtype /Image") for id_ in (first, second, none)]
    assert [bool(count) for count in pictures] == [True, True, False]


def test_a_logo_is_kept_once_however_often_it_is_set(firm):
    for logo in (FIRST, None, FIRST, SECOND, FIRST):
        set_logo(firm, logo)
    kept = {row["hash"]: bytes(row["picture"]) for row in firm.rows(sa.select(Logo.__table__))}
    assert kept == {logo_hash(FIRST): FIRST, logo_hash(SECOND): SECOND}


def test_kept_logos_are_neither_changed_nor_deleted(firm):
    set_logo(firm, FIRST)
    for statement in (sa.update(Logo).values(picture=b"x"), sa.delete(Logo)):
        with pytest.raises(Exception, match="append-only"):
            firm.do(lambda uow, wanted=statement: uow.db.execute(wanted))
    assert firm.scalar(sa.select(Logo.picture)) == FIRST


def test_a_paper_whose_logo_nobody_kept_is_still_printed(firm, work):
    """Files older than the keeping may have such papers."""
    paper_id = freeze(firm, 1, FIRST)
    assert logo_of(firm, paper_id) is None
    assert read_pdf(work, paper_id, actor=SYSTEM).startswith(b"%PDF")
