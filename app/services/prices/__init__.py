"""Price lists, their rows, and discount rules: written here, read as a snapshot by `services.pricing`."""

from app.domain.price_inputs import DiscountInput, PriceListInput, PriceRowInput, SurchargeInput
from app.services.prices.discounts import (
    DiscountCard,
    change_discount,
    create_discount,
    end_discount,
    read_discount_history,
    read_discounts,
)
from app.services.prices.lists import (
    PriceListCard,
    create_price_list,
    general_list,
    read_price_lists,
    takes_prices,
    unused_code,
    update_price_list,
)
from app.services.prices.rows import (
    PriceRowCard,
    add_price_rows,
    change_price_row,
    end_price_rows,
    read_price_rows_for_cards,
    read_price_rows_of_list,
    read_price_rows_page,
    replace_price_rows,
    set_prices,
)
from app.services.prices.surcharges import (
    SurchargeCard,
    change_surcharge,
    create_surcharge,
    end_surcharge,
    read_surcharges,
)

__all__ = [
    "DiscountCard",
    "DiscountInput",
    "PriceListCard",
    "PriceListInput",
    "PriceRowCard",
    "PriceRowInput",
    "SurchargeCard",
    "SurchargeInput",
    "add_price_rows",
    "change_discount",
    "change_price_row",
    "change_surcharge",
    "create_discount",
    "create_price_list",
    "create_surcharge",
    "end_discount",
    "end_price_rows",
    "end_surcharge",
    "general_list",
    "read_discount_history",
    "read_discounts",
    "read_price_lists",
    "read_price_rows_for_cards",
    "read_price_rows_of_list",
    "read_price_rows_page",
    "read_surcharges",
    "replace_price_rows",
    "set_prices",
    "takes_prices",
    "unused_code",
    "update_price_list",
]
