"""In a job: a configuration is kept, and with its order's line what people chose of it."""

from __future__ import annotations

from app.domain.configuring.keeping import Kept, kept_text
from app.services.configurations import keep_configuration
from app.services.line_choices import ChosenThen, keep_choices
from app.services.unit_of_work import UnitOfWork
from app.views.configurator.opened import Opened


def keep_for_line(uow: UnitOfWork, opened: Opened, kept: Kept) -> str:
    """The key of the kept configuration; RefusedErrors of `keep_configuration`."""
    key = keep_configuration(uow, opened.version_id, kept.configuration)
    wish = opened.wish
    keep_choices(uow, wish.order_id, wish.line, key, ChosenThen(kept_text(kept), opened.fits_with))
    return key


def record_as_owned(uow: UnitOfWork, opened: Opened, kept: Kept, text: str) -> int:
    """Record what is configured as a thing of the customer; its id."""
    from app.services.owned import record_configured

    wish = opened.wish
    return record_configured(
        uow, wish.records_for, wish.product_id, opened.version_id, kept.configuration, text or wish.name
    )
