"""F6 on a product: its configurator, where a product model is released for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.messages import text_of
from app.services.product_models import read_model_for, unconfigured_because

if TYPE_CHECKING:
    from app.services.unit_of_work import Reading
    from app.views.kit.tab_desk import DeskPage


def configure(page: DeskPage, product_id: int, sku: str, name: str) -> None:
    """Open the configurator for an article, for nobody's order; one that is sold as it is says so."""

    def read(view: Reading) -> str:
        return "" if read_model_for(view, product_id) else unconfigured_because(view, product_id)

    def found(why_not: str) -> None:
        if why_not:
            page.message_bar.show_message(text_of(why_not, {"sku": sku}), "info")
        else:
            page.context.bus.ask("configurator.open", product_id, sku=sku, title=name)

    page.context.jobs.read(page, read, found, latest="model")
