"""Panels go to machines as DXF: each at its size in millimetres, openings on a layer of their own."""

import io

from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.filemanagement import read
from ezdxf.units import MM

from app.domain.scene.model import Box, CutOut, Material, Part, Scene, Vector
from app.domain.workshop.cut_list import cut_list
from app.services.workshop.outlines import panels_dxf

SIZE = Vector(16000, 8000, 250)
OAK = Material("oak25", "Oak 25", "sheet", "SHEET-OAK", 250, has_grain=True)
TOP = Part(
    "top", "top", "Tischplatte", Box(SIZE, (CutOut((1000, 500), (600, 800)), CutOut((14000, 600), radius=300))),
    Vector(0, 0, 7200), "oak25",
)  # fmt: skip
SHELF = Part("shelf.0", "shelf", "Shelf", Box(Vector(4005, 3000, 250)), Vector(0, 0, 0), "oak25")


def corners(found):
    return [list(each.get_points("xy")) for each in found if isinstance(each, LWPolyline)]


def test_each_panel_has_its_outline_and_its_openings_in_millimetres():
    rows = cut_list([Scene((TOP, SHELF), {"oak25": OAK}, SIZE)])

    drawing = read(io.StringIO(panels_dxf(rows).decode()))

    assert drawing.units == MM
    space = drawing.modelspace()
    outlines = corners(space.query('LWPOLYLINE[layer=="OUTLINE"]'))
    assert outlines[0] == [(0, 0), (1600, 0), (1600, 800), (0, 800)]
    assert outlines[1] == [(1800, 0), (2200.5, 0), (2200.5, 300), (1800, 300)]
    openings = corners(space.query('LWPOLYLINE[layer=="OPENING"]'))
    assert openings == [[(100, 50), (160, 50), (160, 130), (100, 130)]]
    (hole,) = space.query("CIRCLE")
    assert (tuple(hole.dxf.center)[:2], hole.dxf.radius, hole.dxf.layer) == ((1400, 60), 30, "OPENING")
    said = [each.dxf.text for each in space.query("TEXT")]
    assert said == ["1 x Tischplatte  oak25  1600 x 800 x 25", "1 x Shelf  oak25  400.5 x 300 x 25"]
    assert not drawing.audit().errors


def test_a_cut_list_without_panels_is_an_empty_drawing():
    drawing = read(io.StringIO(panels_dxf(()).decode()))

    assert len(drawing.modelspace()) == 0
