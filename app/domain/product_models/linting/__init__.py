"""What of a sound product model is nevertheless a mistake: options that nobody can choose, rules that say nothing."""

from app.domain.product_models.linting.findings import lint

__all__ = ["lint"]
