"""A small cabinet to make, for the tests of the workshop."""

from datetime import date
from fractions import Fraction

from app.domain.product_models.results import OperationLine
from app.domain.scene.model import Box, CutOut, Material, Part, Scene, Vector
from app.domain.workshop.job import Job, JobArticle, cut_of, layouts_of

OAK = Material("oak19", "Oak veneer 19 mm", "sheet", "SHEET-OAK-19", 190, has_grain=True, colour="#c79a5b")
BACK = Material("back8", "Back panel 8 mm", "sheet", "SHEET-BACK-8", 80)
KNOB = Material("knob", "Knob", "piece", "KNOB-1")


def _panel(key: str, name: str, size: Vector, at: Vector, material: str = "oak19", **more) -> Part:
    solid = Box(size, more.pop("cut_outs", ()))
    return Part(key, key.split(".", maxsplit=1)[0], name, solid, at, material, **more)


def cabinet() -> Scene:
    """800 x 400 x 1200 mm: two sides, two shelves, a back with a hole for cables, a knob."""
    edges = {"front": "EDGE-OAK-2"}
    round_ = dict.fromkeys(("front", "back", "bottom", "top"), "EDGE-OAK-2")
    shelf = Vector(7620, 3920, 190)
    parts = (
        _panel("side.0", "Side", Vector(190, 3920, 12000), Vector(0, 0, 0), grain="z", edges=round_),
        _panel("side.1", "Side", Vector(190, 3920, 12000), Vector(7810, 0, 0), grain="z", edges=round_),
        _panel("shelf.0", "Shelf", shelf, Vector(190, 0, 0), edges=edges),
        _panel("shelf.1", "Shelf", shelf, Vector(190, 0, 11810), edges=edges),
        _panel(
            "back", "Back", Vector(8000, 80, 12000), Vector(0, 3920, 0), "back8", grain="z",
            cut_outs=(CutOut((4000, 1000), radius=300),),
        ),
        Part("knob", "knob", "Knob", Box(Vector(200, 200, 200)), Vector(4000, 0, 6000), "knob", article="KNOB-1"),
    )  # fmt: skip
    materials = {each.code: each for each in (OAK, BACK, KNOB)}
    return Scene(parts, materials, Vector(8000, 4000, 12000))


def cabinet_job(pieces: int = 2, number: str = "W-00012") -> Job:
    """So many of the cabinet, due in December."""
    scene = cabinet()
    rows = cut_of(scene, pieces)
    return Job(
        number=number,
        order_number="SO-000123",
        position="2",
        customer="Café Größenwahn",
        text="Cabinet 800 x 400 x 1200 mm, oak",
        pieces=pieces,
        due=date(2026, 12, 4),
        scene=scene,
        articles=(
            JobArticle("SHEET-OAK-19", "Oak veneer 19 mm", Fraction(2 * pieces), "m2"),
            JobArticle("KNOB-1", "Knob", Fraction(pieces), "pc"),
        ),
        operations=(
            OperationLine("cut", "Cutting", Fraction(10), Fraction(25, 2), Fraction(48), "Saw"),
            OperationLine("assemble", "Assembly", Fraction(0), Fraction(40), Fraction(42), "Bench"),
        ),
        rows=rows,
        layouts=layouts_of(rows, scene.materials),
    )
