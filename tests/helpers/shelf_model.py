"""A small product model: a shelf by width, board and lighting, with prices of every kind."""

from __future__ import annotations

from fractions import Fraction

from app.domain.product_models.results import Configuration

YAML = """\
product: shelf
name: {en: Shelf, de: Regal}
line_text: {en: "Shelf {width} mm, {board}", de: "Regal {width} mm, {board}"}
numbers:
  width: {name: {en: Width, de: Breite}, from: 600, to: 1200, step: 100, unit: mm}
groups:
  board:
    name: {en: Board, de: Boden}
    options:
      oak: {name: {en: Oak, de: Eiche}, price: 40, days: 5}
      white: {name: {en: White, de: Weiß}}
  light:
    name: {en: Lighting, de: Beleuchtung}
    pick: "0..1"
    options:
      led: {name: {en: LED, de: LED}}
rules:
  R1: {says: "width > 1000 -> board = oak", message: {en: Wide boards are of oak., de: Breite Böden sind aus Eiche.}}
prices:
  - {code: base, name: {en: Shelf, de: Regal}, amount: 100}
  - {code: size, name: {en: Width, de: Breite}, amount: "width / 300", when: "width > 600"}
  - {code: lamp, name: {en: LED strip, de: LED-Band}, amount: 20, when: "light = led", discountable: no}
lead:
  - {code: make, days: 8}
  - {code: wire, adds: 2, when: "light = led"}
"""
FILES = {"model.yaml": YAML}


def shelf(width: int = 600, board: str = "white", *, lit: bool = False) -> Configuration:
    """A whole configuration of it."""
    options = {f"board.{board}"} | ({"light.led"} if lit else set())
    return Configuration(frozenset(options), {"width": Fraction(width)})
