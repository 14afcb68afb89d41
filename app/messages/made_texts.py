"""What rules write into lines and holds: stored as codes, said in the language of who reads them."""

from __future__ import annotations

from app.i18n import N_

TEXTS = {
    "made.order_discount": N_("Order discount"),
    "made.order_discount_of": N_("Order discount {percent}"),
    "made.metal": N_("{name}: {weight} kg, {price} / {kilos} kg"),
    "made.bonus": N_("{name} · {first} … {last} · {percent}"),
    "made.brought_forward": N_("Open amount brought forward"),
    "made.brought_forward_from": N_("Brought forward from {file}"),
    "made.near_listed": N_("Comes near “{listed}” ({id}), {percent} alike"),
    "made.party_near_listed": N_("{name}: comes near “{listed}” ({id}), {percent} alike"),
    "made.overdue_day": N_("{amount} overdue for {days} day"),
    "made.overdue_days": N_("{amount} overdue for {days} days"),
}
