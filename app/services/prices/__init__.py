"""Price lists, their rows, and discount rules: written here, read as a snapshot by `services.pricing`."""

from app.domain.price_inputs import DiscountInput, PriceListInput, PriceRowInput
from app.services.prices.discounts import (
    DiscountCard,
    change_discount,
    create_discount,
    end_discount,
    read_discount_history,
    read_discount_origins,
    read_discounts,
)
from app.services.prices.lists import (
    PriceListCard,
    create_price_list,
    general_list,
    read_price_lists,
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

__all__ = [
    "DiscountCard",
    "DiscountInput",
    "PriceListCard",
    "PriceListInput",
    "PriceRowCard",
    "PriceRowInput",
    "add_price_rows",
    "change_discount",
    "change_price_row",
    "create_discount",
    "create_price_list",
    "end_discount",
    "end_price_rows",
    "general_list",
    "read_discount_history",
    "read_discount_origins",
    "read_discounts",
    "read_price_lists",
    "read_price_rows_for_cards",
    "read_price_rows_of_list",
    "read_price_rows_page",
    "replace_price_rows",
    "set_prices",
    "update_price_list",
]
