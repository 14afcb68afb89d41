"""What is made for orders."""
