"""0004 keeps the logo of an older file, so that what was frozen under it is printed with it."""

from __future__ import annotations

import io
import sqlite3
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader

from app.bootstrap import open_office
from app.domain.paper_bytes import logo_hash
from app.domain.rights import SYSTEM
from app.services.papers import freeze_paper, read_content, read_pdf
from app.services.setup.firm import read_firm, update_firm
from tests.helpers.older import unpack_older
from tests.helpers.papers import sample_logo, sample_paper


def stored_file(folder: Path, logo: bytes) -> Path:
    """The stored file of version 0001 with a logo on its firm's card."""
    path = unpack_older(folder, "0001")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("update firm set logo = ?", (logo,))
    connection.close()
    return path


def test_a_paper_of_an_older_file_keeps_its_logo_after_the_firm_takes_another(tmp_path):
    old, new = sample_logo(), sample_logo() + b" "
    office = open_office(f"sqlite:///{stored_file(tmp_path, old)}")
    try:
        with office.work.begin(actor=SYSTEM) as uow:
            paper_id = freeze_paper(
                uow, kind="invoice", document_kind="invoice", document_id=1, revision=0, number="INV-1",
                content=replace(sample_paper(1), logo=old),
            )  # fmt: skip
            card = read_firm(uow)
            assert card is not None
            update_firm(uow, replace(card, logo=new), version=card.version)
        with office.work.reading(actor=SYSTEM) as view:
            stored = read_firm(view)
            assert stored is not None
            assert logo_hash(stored.logo) == logo_hash(new)
            assert read_content(view, paper_id).logo == old
        pdf = read_pdf(office.work, paper_id, actor=SYSTEM)
        assert len(PdfReader(io.BytesIO(pdf)).pages[0].images) == 1
    finally:
        office.close()
