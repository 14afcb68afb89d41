"""Products with units, codes and stock columns."""

from app.domain.products import ProductInput, UnitInput
from app.services.products.cards import (
    CustomerPartFacts,
    ProductCard,
    ProductCardFacts,
    check_product_input,
    create_product,
    create_products,
    read_product,
    read_product_card,
    read_tax_classes,
    update_product,
)
from app.services.products.customer_parts import remove_customer_part, set_customer_part
from app.services.products.finding import ProductHit, ResolvedCode, find_products, resolve_codes
from app.services.products.rows import ProductRow, read_products_page

__all__ = [
    "CustomerPartFacts",
    "ProductCard",
    "ProductCardFacts",
    "ProductHit",
    "ProductInput",
    "ProductRow",
    "ResolvedCode",
    "UnitInput",
    "check_product_input",
    "create_product",
    "create_products",
    "find_products",
    "read_product",
    "read_product_card",
    "read_products_page",
    "read_tax_classes",
    "remove_customer_part",
    "resolve_codes",
    "set_customer_part",
    "update_product",
]
