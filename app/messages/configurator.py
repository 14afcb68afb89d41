"""Configuring an article."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "configurator.sold_as_it_is": N_("{sku} is sold as it is: it has no product model to configure it by."),
    "configurator.no_version": N_(
        "No version of the product model of {sku} is in use. Ask who keeps the models to release one."
    ),
    "configurator.not_configurable": N_("{sku} has no released product model: it is sold as it is."),
}
