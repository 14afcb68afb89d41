"""F6 on a product: its configurator, where a product model is released for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.services.product_models import read_model_for

if TYPE_CHECKING:
    from app.services.product_models import ModelOfProduct
    from app.views.kit.tab_desk import DeskPage


def configure(page: DeskPage, product_id: int, sku: str, name: str) -> None:
    """Open the configurator for an article, for nobody's order; one that is sold as it is says so."""

    def found(model: ModelOfProduct | None) -> None:
        if model is None:
            told = _("{sku} is sold as it is: it has no product model to configure it by.")
            page.message_bar.show_message(told.format(sku=sku), "info")
        else:
            page.context.bus.ask("configurator.open", product_id, sku=sku, title=name)

    page.context.jobs.read(page, lambda view: read_model_for(view, product_id), found, latest="model")
