"""Files of which each row is a record of its own: customers, products, prices, stock, open items."""
