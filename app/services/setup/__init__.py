"""Setting up a firm: its card, taxes, terms, number series, warehouses."""

from app.domain.firm import FirmCard, FirmInput
from app.domain.tax_rules import DatedRate, TaxFacts, TaxRules
from app.services.setup.firm import (
    FirmFacts,
    check_firm_input,
    create_firm,
    read_firm,
    require_firm,
    set_defaults,
    update_firm,
)
from app.services.setup.registrations import (
    RegistrationCard,
    create_registration,
    read_registrations,
    remove_registration,
    update_registration,
)
from app.services.setup.series import SeriesCard, SeriesInput, read_series, update_series
from app.services.setup.taxes import (
    TaxCard,
    TaxInput,
    create_tax,
    read_tax_rules,
    read_taxes,
    replace_mapping,
    update_tax,
)
from app.services.setup.terms import TermCard, TermInput, create_term, read_terms, update_term
from app.services.setup.warehouses import (
    WarehouseCard,
    WarehouseFacts,
    WarehouseInput,
    add_bins,
    create_warehouse,
    read_warehouses,
    update_warehouse,
)

__all__ = [
    "DatedRate",
    "FirmCard",
    "FirmFacts",
    "FirmInput",
    "RegistrationCard",
    "SeriesCard",
    "SeriesInput",
    "TaxCard",
    "TaxFacts",
    "TaxInput",
    "TaxRules",
    "TermCard",
    "TermInput",
    "WarehouseCard",
    "WarehouseFacts",
    "WarehouseInput",
    "add_bins",
    "check_firm_input",
    "create_firm",
    "create_registration",
    "create_tax",
    "create_term",
    "create_warehouse",
    "read_firm",
    "read_registrations",
    "read_series",
    "read_tax_rules",
    "read_taxes",
    "read_terms",
    "read_warehouses",
    "remove_registration",
    "replace_mapping",
    "require_firm",
    "set_defaults",
    "update_firm",
    "update_registration",
    "update_series",
    "update_tax",
    "update_term",
    "update_warehouse",
]
