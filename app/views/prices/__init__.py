"""The price desk: lists, contracts, discounts, their days and what is wrong with them."""
