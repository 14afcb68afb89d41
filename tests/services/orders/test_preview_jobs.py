"""What a configuration comes to for the workshop, before anybody ordered it."""

from __future__ import annotations

from fractions import Fraction

from app.domain.product_models.results import BomLine, OperationLine
from app.services.workshop.jobs import Made, preview_job
from tests.helpers.order_office import CHAIR
from tests.helpers.workshop import cabinet


def test_the_preview_names_the_articles_that_the_firm_keeps_and_counts_all_pieces(desk):
    bom = (BomLine(CHAIR, Fraction(3, 2)), BomLine("NOBODY-1", Fraction(1)))
    work = (OperationLine("cut", "Cutting", Fraction(1), Fraction(2), Fraction(3), ""),)
    with desk.reading() as view:
        job = preview_job(view, Made("Cabinet", cabinet(), bom, work), 2)
    first, second = job.articles
    assert (first.sku, first.quantity, first.unit) == (CHAIR, Fraction(3), "pc")
    assert first.name
    assert (second.name, second.unit) == ("", "")
    assert sum(row.count for row in job.rows) == 2 * 5, "panels; the knob is bought"
