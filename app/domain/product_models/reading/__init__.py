"""The file of a product model, and its tables beside it, as a `ProductDefinition`; what is wrong is told by line."""

from app.domain.product_models.reading.definition import read_definition

__all__ = ["read_definition"]
