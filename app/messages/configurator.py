"""Configuring an article."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "configurator.not_configurable": N_("{sku} has no released product model: it is sold as it is."),
}
