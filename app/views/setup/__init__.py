"""Setting up the firm: its card, numbers, taxes, warehouses, people, prices, mail, this computer."""
