"""Exchange rates by day: from files of the European Central Bank, or typed."""

from app.services.rates.files import read_rate_file
from app.services.rates.importing import FileRate, RatePreview, import_rates, preview_rates
from app.services.rates.reading import RateFile, nano_of
from app.services.rates.stored import (
    DAYS_MOST,
    RateCard,
    RateInput,
    create_rate,
    read_currencies,
    read_exchange,
    read_offers,
    read_rate_text,
    read_rates_of,
    read_rates_on,
    read_typed_rates,
    remove_rate,
    update_rate,
)

__all__ = [
    "DAYS_MOST",
    "FileRate",
    "RateCard",
    "RateFile",
    "RateInput",
    "RatePreview",
    "create_rate",
    "import_rates",
    "nano_of",
    "preview_rates",
    "read_currencies",
    "read_exchange",
    "read_offers",
    "read_rate_file",
    "read_rate_text",
    "read_rates_of",
    "read_rates_on",
    "read_typed_rates",
    "remove_rate",
    "update_rate",
]
