"""Scenes for tests and benchmarks: a desk with a pedestal, a cabinet of modules, a rack with devices."""

from __future__ import annotations

from app.domain.scene.model import (
    HERE,
    Box,
    CutOut,
    Cylinder,
    Dimension,
    Material,
    Motion,
    Part,
    Profile,
    Scene,
    Vector,
)

OAK = Material("oak", "Oak", kind="sheet", thickness=250, has_grain=True, colour="#c79a5b", texture="wood")
WALNUT = Material(
    "walnut", "Walnut", kind="sheet", thickness=190, has_grain=True, colour="#8a5f3d", texture="wood"
)
BLACK = Material("black", "Black steel", kind="bar", colour="#2c2e33", texture="metal")
STEEL = Material("steel", "Stainless steel", kind="bar", colour="#b9bec4", texture="metal")
GREY = Material("grey", "Grey melamine", kind="sheet", thickness=190, colour="#c6c7c1")
WHITE = Material("white", "White melamine", kind="sheet", thickness=190, colour="#eeeeea")
GLASS = Material("glass", "Clear glass", kind="sheet", thickness=60, colour="#a9cfdb", texture="glass")
RUBBER = Material("rubber", "Rubber", colour="#3a3d42")
MATERIALS = {each.code: each for each in (OAK, WALNUT, BLACK, STEEL, GREY, WHITE, GLASS, RUBBER)}


def mm(x: float, y: float, z: float) -> Vector:
    """A place or size that is given in millimetres."""
    return Vector(round(x * 10), round(y * 10), round(z * 10))


def board(key, name, size, at, material, *, grain="x", explode=(0, 0, 0), **facts) -> Part:
    """A box in millimetres."""
    holes = facts.pop("cut_outs", ())
    return Part(
        key=key,
        code=key.split(".")[0],
        name=name,
        solid=Box(mm(*size), tuple(holes)),
        at=mm(*at),
        material=material,
        grain=grain,
        explode=mm(*explode),
        **facts,
    )


def dimensions(width: float, depth: float, height: float) -> tuple[Dimension, ...]:
    """Width and depth along the top, height at the left, in millimetres."""
    return (
        Dimension(mm(0, 0, height), mm(width, 0, height), mm(0, -140, 0)),
        Dimension(mm(width, 0, height), mm(width, depth, height), mm(140, 0, 0)),
        Dimension(HERE, mm(0, 0, height), mm(-110, 0, 0)),
    )


def desk(width: float = 1600, depth: float = 800, height: float = 745) -> Scene:
    """A desk on four legs with a pedestal of three drawers at the right, a cable hole in its top."""
    parts = [
        board(
            "top",
            "Top",
            (width, depth, 25),
            (0, 0, height - 25),
            "oak",
            explode=(0, 0, 260),
            cut_outs=(CutOut((round(width * 10) - 9000, round(depth * 10) - 1100), radius=300),),
            asks="top",
        ),
        Part(
            "grommet",
            "grommet",
            "Cable grommet",
            Profile(mm(52, 52, 60), 40),
            mm(width - 926, depth - 136, height - 60),
            "rubber",
            explode=mm(0, 0, 420),
            asks="cable",
        ),
    ]
    for number, (x, y) in enumerate(((30, 30), (width - 90, 30), (30, depth - 90), (width - 90, depth - 90))):
        away = (-160 if x < width / 2 else 160, -120 if y < depth / 2 else 120, 0)
        parts.append(
            Part(
                f"leg.{number}",
                "leg",
                "Leg",
                Profile(mm(60, 60, height - 25)),
                mm(x, y, 0),
                "black",
                grain="z",
                explode=mm(*away),
                asks="frame",
            )
        )
    parts += _pedestal(width - 560, depth, height)
    return Scene(tuple(parts), MATERIALS, mm(width, depth, height), dimensions(width, depth, height))


def _pedestal(left: float, depth: float, height: float) -> list[Part]:
    top, low, deep = height - 25, 120, depth - 160
    tall = top - low
    parts = [
        board(
            "side.0",
            "Pedestal side",
            (19, deep, tall),
            (left, 100, low),
            "oak",
            grain="z",
            explode=(-120, 0, 0),
        ),
        board(
            "side.1",
            "Pedestal side",
            (19, deep, tall),
            (left + 401, 100, low),
            "oak",
            grain="z",
            explode=(120, 0, 0),
        ),
        board(
            "floor",
            "Pedestal floor",
            (382, deep, 19),
            (left + 19, 100, low),
            "oak",
            grain="y",
            explode=(0, 0, -60),
        ),
        board(
            "back",
            "Pedestal back",
            (382, 19, tall - 19),
            (left + 19, 100 + deep - 19, low + 19),
            "oak",
            grain="z",
            explode=(0, 220, 0),
        ),
    ]
    front = (tall - 8) / 3
    for number in range(3):
        z = low + number * (front + 4)
        parts += _drawer(number, left, z, front, deep)
    return parts


def _drawer(number: int, left: float, z: float, front: float, deep: float) -> list[Part]:
    away = (0, -160 - 90 * (2 - number), 0)
    slide = Motion("slide", 3200 - 900 * number)
    inner = deep - 60
    box = [
        ("bottom", (340, inner, 8), (left + 40, 100, z + 30)),
        ("left", (12, inner, 90), (left + 28, 100, z + 30)),
        ("right", (12, inner, 90), (left + 380, 100, z + 30)),
        ("rear", (340, 12, 82), (left + 40, 100 + inner - 12, z + 38)),
    ]
    return [
        board(
            f"front.{number}",
            "Drawer front",
            (420, 19, front),
            (left, 81, z),
            "grey",
            explode=away,
            opens=slide,
            asks="pedestal",
        ),
        Part(
            f"handle.{number}",
            "handle",
            "Handle",
            Box(mm(140, 18, 14)),
            mm(left + 140, 63, z + front - 60),
            "black",
            explode=mm(*away),
            asks="handle",
        ),
        *(
            board(f"drawer.{number}.{name}", "Drawer box", size, at, "white", explode=away, opens=slide)
            for name, size, at in box
        ),
    ]


def cabinet(modules: int = 8, height: float = 2200) -> Scene:
    """A cabinet of modules side by side with doors, drawers, shelves, glass: about 19 parts a module."""
    widths = [500 if number % 3 else 400 for number in range(modules)]
    depth, parts, left = 580, [], 0.0
    for number, width in enumerate(widths):
        parts += _module(number, left, width, depth, height, last=number == modules - 1)
        left += width
    plinth = board("plinth", "Plinth", (left - 40, 19, 80), (20, 60, 0), "black", explode=(0, -200, -60))
    return Scene((plinth, *parts), MATERIALS, mm(left, depth, height), dimensions(left, depth, height))


def _module(number: int, left: float, width: float, depth: float, height: float, *, last: bool) -> list[Part]:
    pre, tall, inner = f"modules.{number + 1}/", height - 80, width - 38
    away = (number * 260, 0, 0)

    def made(code, name, size, at, material, *, grain="x", out=(0, 0, 0), **facts):
        moved = tuple(a + b for a, b in zip(away, out, strict=True))
        return board(
            f"{pre}{code}",
            name,
            size,
            (left + at[0], at[1], 80 + at[2]),
            material,
            grain=grain,
            explode=moved,
            **facts,
        )

    deep = depth - 19
    parts = [
        made("side.0", "Left side", (19, deep, tall), (0, 19, 0), "walnut", grain="z", out=(-60, 0, 0)),
        made(
            "side.1", "Right side", (19, deep, tall), (width - 19, 19, 0), "walnut", grain="z", out=(60, 0, 0)
        ),
        made("floor", "Floor", (inner, deep, 19), (19, 19, 0), "walnut", out=(0, 0, -60)),
        made("roof", "Roof", (inner, deep, 19), (19, 19, tall - 19), "walnut", out=(0, 0, 160)),
        made(
            "back",
            "Back",
            (width - 22, 8, tall - 22),
            (11, depth - 20, 11),
            "white",
            grain="z",
            out=(0, 260, 0),
            joins=tuple(f"{pre}{code}" for code in ("side.0", "side.1", "floor", "roof")),
            joint=80,
        ),
    ]
    kind = number % 4
    for shelf in range(4 if kind != 3 else 6):
        z = 620 + shelf * (tall - 660) / 4 if kind != 3 else 300 * shelf + 250
        parts.append(
            made(f"shelf.{shelf}", "Shelf", (inner, deep - 60, 19), (19, 39, z), "walnut", out=(0, -40, 0))
        )
    if kind == 3:
        return parts
    parts += _drawers(made, pre, left, width, deep, away)
    parts += _doors(made, pre, left, width, tall, kind, away)
    return parts


def _drawers(made, pre, left, width, deep, away) -> list[Part]:
    parts = []
    for number in range(3):
        z, out = 2 + 200 * number, (0, -180 - 60 * (2 - number), 0)
        slide = Motion("slide", 3600 - 1000 * number)
        parts += [
            made(
                f"front.{number}",
                "Drawer front",
                (width - 4, 19, 196),
                (2, 0, z),
                "white",
                out=out,
                opens=slide,
            ),
            made(
                f"tray.{number}",
                "Tray",
                (width - 64, deep - 80, 90),
                (32, 19, z + 40),
                "grey",
                out=out,
                opens=slide,
            ),
            Part(
                f"{pre}knob.{number}",
                "knob",
                "Handle",
                Cylinder(mm(128, 12, 12)),
                mm(left + width / 2 - 64, -12, 80 + z + 150),
                "steel",
                explode=mm(away[0], out[1], 0),
            ),
        ]
    return parts


def _doors(made, pre, left, width, tall, kind, away) -> list[Part]:
    low, high = 602, tall - 2
    leaves = 2 if kind == 1 else 1
    wide = (width - 4 - 3 * (leaves - 1)) / leaves
    parts = []
    for leaf in range(leaves):
        x = 2 + leaf * (wide + 3)
        hinge = "right" if (leaf == 1 or kind == 2) else "left"
        material = "glass" if kind == 2 else "white"
        parts.append(
            made(
                f"door.{leaf}",
                "Door",
                (wide, 19, high - low),
                (x, 0, low),
                material,
                grain="z",
                out=(0, -220, 0),
                opens=Motion(hinge, 95),
                asks=f"{pre}front",
            )
        )
        knob = x + 24 if hinge == "right" else x + wide - 36
        parts.append(
            Part(
                f"{pre}pull.{leaf}",
                "pull",
                "Pull",
                Cylinder(mm(12, 12, 256)),
                mm(left + knob, -12, 80 + low + 300),
                "steel",
                explode=mm(away[0], -220, 0),
            )
        )
    return parts


def rack(units: int = 42) -> Scene:
    """A rack on a base: four uprights, rails, devices of one to four units, cables through a hole in its roof."""
    width, depth, unit = 600, 1000, 44.45
    height = units * unit + 160
    parts = [
        board("base", "Base", (width, depth, 60), (0, 0, 0), "black", explode=(0, 0, -200)),
        board(
            "roof",
            "Roof",
            (width, depth, 30),
            (0, 0, height - 30),
            "black",
            explode=(0, 0, 260),
            cut_outs=(CutOut((1500, 7400), (3000, 1200)),),
        ),
    ]
    for number, (x, y) in enumerate(((0, 0), (width - 45, 0), (0, depth - 45), (width - 45, depth - 45))):
        out = mm(-160 if x == 0 else 160, -100 if y == 0 else 100, 0)
        parts.append(
            Part(
                f"upright.{number}",
                "upright",
                "Upright",
                Profile(mm(45, 45, height - 90)),
                mm(x, y, 60),
                "black",
                "z",
                out,
            )
        )
    z, number = 80.0, 0
    while z + 4 * unit < height - 60:
        tall = (1, 2, 1, 4)[number % 4] * unit
        parts.append(
            board(
                f"device.{number}",
                "Device",
                (482, 700, tall - 1),
                (59, 5, z),
                ("steel", "rubber", "grey")[number % 3],
                explode=(0, -500, 0),
                opens=Motion("slide", 4000) if number == 3 else None,
                asks=f"slots.{number}",
            )
        )
        z, number = z + tall + (unit if number % 5 == 4 else 0), number + 1
    parts.append(
        board(
            "door",
            "Glass door",
            (width, 6, height - 90),
            (0, -8, 60),
            "glass",
            explode=(0, -900, 0),
            opens=Motion("right", 110),
        )
    )
    return Scene(tuple(parts), MATERIALS, mm(width, depth, height), dimensions(width, depth, height))
