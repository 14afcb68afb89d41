"""The file of a product model, and its tables beside it, as a `ProductDefinition`; what is wrong is told by line."""

from app.domain.product_models.reading.definition import ModelRead, read_definition, read_model
from app.domain.product_models.reading.notes import Place

__all__ = ["ModelRead", "Place", "read_definition", "read_model"]
