"""Trying drafts of rules on orders of the past: per order and in total what they would change. Nothing is written."""

from app.services.simulator.choosing import MOST_ORDERS, OrdersWanted
from app.services.simulator.explaining import ExplainedOrder, explain_order
from app.services.simulator.running import CustomerEffect, SimulatedOrder, Simulation, Totals, simulate_orders

__all__ = [
    "MOST_ORDERS",
    "CustomerEffect",
    "ExplainedOrder",
    "OrdersWanted",
    "SimulatedOrder",
    "Simulation",
    "Totals",
    "explain_order",
    "simulate_orders",
]
