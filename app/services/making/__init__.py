"""Workshop orders: what is made for order lines, from the confirm to the piece on the shelf.

`following.on_order_settled` makes them and lets them follow their order; people release (`releasing`), start, cancel
(`changing`) and finish them (`finishing`).
"""
