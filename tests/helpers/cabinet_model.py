"""A small cabinet with modules, as the file of a product model."""

YAML = """\
product: cabinet
name: {en: Cabinet}
steps:
  - {code: size, name: {en: Size}, asks: [width, board]}
  - {code: inside, name: {en: Inside}, asks: [modules]}
numbers:
  width: {name: {en: Width}, from: 600, to: 1200, step: 50, unit: mm, standard: [600, 800, 1000, 1200]}
groups:
  board:
    name: {en: Board}
    options:
      white: {name: {en: White}}
      oak: {name: {en: Oak}, price: 40, days: 5}
rules:
  R1: {says: "width > 1000 -> board = oak", message: {en: Wide boards are of oak.}}
defaults: [{width: 800}, {board: white}]
prices:
  - {code: base, name: {en: Cabinet}, amount: 100}
  - {code: size, name: {en: Special size}, amount: 30, when: "is_special(width)"}
  - {code: inside, name: {en: Modules}, amount: "modules.count * 10"}
slots:
  modules: {name: {en: Modules}, component: module, from: 1, to: 4, ordered: yes}
components:
  module:
    name: {en: Module}
    groups:
      front:
        name: {en: Front}
        options:
          door: {name: {en: Door}}
          drawers: {name: {en: Drawers}, price: 60}
    defaults: [{front: door}]
"""
