"""The files of a model that is begun from nothing: small, but whole, so that trying out works at once."""

from __future__ import annotations

import json

MAIN = "model.yaml"
_EXAMPLE = """\
product: {code}                     # letters, digits and _; it stays for good
name: {name}
line_text: {{en: "{plain} {{width}} mm, {{finish}}", de: "{plain} {{width}} mm, {{finish}}"}}

steps:                              # pages of the form
  - {{code: all, name: {{en: Choices, de: Auswahl}}, asks: [width, finish]}}

numbers:
  width: {{name: {{en: Width, de: Breite}}, from: 600, to: 2400, step: 50, unit: mm, standard: [800, 1200]}}

groups:
  finish:
    name: {{en: Finish, de: Ausführung}}
    pick: 1                         # 1, 0..1, 1..3
    options:
      oak: {{name: {{en: Oak, de: Eiche}}, price: 120, days: 3, material: oak}}
      white: {{name: {{en: White, de: Weiß}}, material: white}}

rules:
  R1:
    says: "width > 2000 -> finish = white"
    message: {{en: Oak boards are up to 2000 mm long., de: Platten aus Eiche sind bis 2000 mm lang.}}

defaults: [{{width: 1200}}, {{finish: white}}]

prices:
  - {{code: base, name: {name}, amount: "100 + width / 10"}}

lead:
  - {{code: make, days: 5}}

materials:
  oak: {{name: {{en: Oak, de: Eiche}}, kind: sheet, thickness: 25, grain: yes, colour: "#c79a5b", texture: wood}}
  white: {{name: {{en: White, de: Weiß}}, kind: sheet, thickness: 25, colour: "#e8e8e4"}}

outer: [width, 400, 25]
parts:                              # what is drawn, cut and taken from stock
  - {{code: board, name: {{en: Board, de: Platte}}, shape: box, material: material_of(finish), size: [width, 400, 25], at: [0, 0, 0], asks: finish}}
"""  # noqa: E501 - as somebody would write it


def example_files(code: str, name: str = "") -> dict[str, str]:
    """A model of one number and one group, with a rule, prices and a part to draw.

    Args:
        code: of the model.
        name: what people call it; without one its code.
    """
    called = " ".join(name.replace("{", "(").replace("}", ")").split()) or code
    plain = called.replace("\\", "/").replace('"', "'")
    return {MAIN: _EXAMPLE.format(code=code, name=json.dumps(called, ensure_ascii=False), plain=plain)}
