"""Stock: what is there, what is promised, what arrives, and every move of it."""
