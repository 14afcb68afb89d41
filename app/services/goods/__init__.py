"""What the law asks of goods: who may carry them."""
