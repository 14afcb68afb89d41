"""Money received: payments, their allocation to claims, and undoing it."""
