"""Order lines as a wholesaler's till exports them: rows to documents, stock adjustments and refusals."""
