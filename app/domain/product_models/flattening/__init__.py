"""A product model with all sub-products of its slots side by side, as the engine knows it."""

from app.domain.product_models.flattening.flat import Flat, flatten

__all__ = ["Flat", "flatten"]
