"""Lists, labels and outlines of a workshop order: as the stock counts, whole or not at all."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.domain.errors import OutsideError, RefusedError
from app.services.configurations.reading import read_configuration
from app.services.making.jobs import FILES, LABELS, PANELS, read_job, write_file
from app.services.workshop.tables import CUT
from db.schema.products import Product
from tests.helpers.making import BOARD, SCREW, Workshop
from tests.helpers.order_office import CHAIR
from tests.helpers.workshop import cabinet_job


def test_the_bill_of_materials_counts_what_is_reserved(desk):
    shop = Workshop(desk)
    order_id = shop.sell(2, width=1000)  # 1.25 boards a piece, counted in whole ones

    with desk.reading() as view:
        job = read_job(view, shop.one(order_id)["id"], "en")

    assert {each.sku: each.quantity for each in job.articles}[BOARD] == 3


def test_services_stand_in_it_with_their_names_though_no_stock_has_them(desk):
    shop = Workshop(desk, screws=0)
    with desk.begin() as uow:
        uow.db.execute(sa.update(Product).where(Product.sku == SCREW).values(kind="service"))
    order_id = shop.sell()

    with desk.reading() as view:
        job = read_job(view, shop.one(order_id)["id"], "en")

    (found,) = (each for each in job.articles if each.sku == SCREW)
    assert found.name == "Screw-1"
    assert found.quantity == 4


@pytest.mark.parametrize("what", [LABELS, PANELS])
def test_a_file_that_cannot_be_written_is_told(tmp_path, what):
    with pytest.raises(OutsideError) as told:
        write_file(cabinet_job(), what, tmp_path / "not there" / "file", "en")
    assert told.value.code == "export.cannot_write"


@pytest.mark.parametrize("what", FILES)
def test_nothing_is_written_of_what_there_is_none(tmp_path, what):
    bare = replace(cabinet_job(), rows=(), articles=(), operations=())
    with pytest.raises(RefusedError) as told:
        write_file(bare, what, tmp_path / "file.csv", "en")
    assert (told.value.code, list(tmp_path.iterdir())) == ("export.nothing", [])


def test_a_cut_list_is_written_over_an_older_one(tmp_path):
    path = tmp_path / "cut.csv"
    path.write_text("older")
    write_file(cabinet_job(), CUT, path, "en")
    assert path.read_text("utf-8-sig").startswith("No.,Part,Material")


def test_its_text_is_in_the_papers_language_and_what_people_typed_stays(desk):
    shop = Workshop(desk)
    key = shop.keep()
    with desk.reading() as view:
        texts = read_configuration(view, key).texts
    assert texts["en"] != texts["de"]
    for text, shown in ((texts["en"], texts["de"]), ("For the hall", "For the hall")):
        order_id = desk.start()
        desk.edit(order_id, desk.line(CHAIR, 1, configuration=key, text=text))
        desk.confirm(order_id)
        with desk.reading() as view:
            assert read_job(view, shop.one(order_id)["id"], "de").text == shown
