"""A scene as glTF 2.0 in one binary file (.glb): for viewers, shops and other programs.

Metres, y up, z to the front (the specification's axes). One node a part, in groups by the steps of its key
("modules.2/door.0" stands in "modules.2"); parts of the same solid and material share a mesh. A writer of our own: the
file is a header, JSON and one run of numbers, and no library that writes it earns its place (trimesh 30 MB, pygltflib
only wraps the JSON).
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.domain.scene.light import read_colour
from app.domain.scene.model import Material, Part, Scene, Solid, Vector
from app.domain.scene.solids import Mesh, Points, mesh_of
from app.domain.scene.triangles import triangles_of

_MAGIC, _VERSION, _JSON, _BIN = 0x46546C67, 2, 0x4E4F534A, 0x004E4942
_FLOAT, _INDEX, _VERTICES, _INDICES = 5126, 5125, 34962, 34963
_TENTHS = 10_000.0
"""Tenths of a millimetre in a metre."""
_ROUGHNESS = {"plain": 0.7, "wood": 0.65, "metal": 0.35, "glass": 0.05}


def glb_of(scene: Scene) -> bytes:
    """The file."""
    writer = _Writer(scene)
    return writer.file()


@dataclass
class _Writer:
    scene: Scene
    numbers: bytearray = field(default_factory=bytearray)
    views: list[dict[str, Any]] = field(default_factory=list)
    accessors: list[dict[str, Any]] = field(default_factory=list)
    meshes: list[dict[str, Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    known: dict[tuple[Solid, str], int] = field(default_factory=dict)

    def file(self) -> bytes:
        used = dict.fromkeys(part.material for part in self.scene.parts)
        codes = [code for code in used if code in self.scene.materials]
        self.nodes.append({"name": "product", "children": []})
        for part in self.scene.parts:
            self._add_part(part, codes)
        document = {
            "asset": {"version": "2.0", "generator": "Keyline"},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": self.nodes,
            "meshes": self.meshes,
            "materials": [_material(self.scene.materials[code]) for code in codes] or [{"name": "plain"}],
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": [{"byteLength": len(self.numbers)}],
        }
        return _packed(document, bytes(self.numbers))

    def _add_part(self, part: Part, codes: list[str]) -> None:
        node = {
            "name": part.key,
            "mesh": self._mesh(part, codes),
            "translation": _metres(part.at),
            "extras": {
                "name": part.name,
                "code": part.code,
                "material": part.material,
                "article": part.article,
            },
        }
        group = self._group(part.key.rpartition("/")[0])
        self.nodes.append(node)
        self.nodes[group]["children"].append(len(self.nodes) - 1)

    def _group(self, key: str) -> int:
        """The node of a group of parts; made, within the group about it, when first asked for."""
        if not key:
            return 0
        if key not in self.groups:
            above = self._group(key.rpartition("/")[0])
            self.nodes.append({"name": key, "children": []})
            self.groups[key] = len(self.nodes) - 1
            self.nodes[above]["children"].append(self.groups[key])
        return self.groups[key]

    def _mesh(self, part: Part, codes: list[str]) -> int:
        key = (part.solid, part.material)
        if key not in self.known:
            points, normals, indices = surface_triangles(mesh_of(part.solid))
            attributes = {"POSITION": self._rows(points, bounds=True), "NORMAL": self._rows(normals)}
            primitive = {"attributes": attributes, "indices": self._indices(indices)}
            if part.material in codes:
                primitive["material"] = codes.index(part.material)
            self.meshes.append({"name": part.code, "primitives": [primitive]})
            self.known[key] = len(self.meshes) - 1
        return self.known[key]

    def _rows(self, rows: Points, *, bounds: bool = False) -> int:
        values = rows.astype("<f4")
        accessor = {"componentType": _FLOAT, "count": len(values), "type": "VEC3"}
        if bounds:
            accessor |= {"min": values.min(axis=0).tolist(), "max": values.max(axis=0).tolist()}
        return self._add(values.tobytes(), _VERTICES, accessor)

    def _indices(self, indices: list[int]) -> int:
        data = np.array(indices, dtype="<u4").tobytes()
        return self._add(data, _INDICES, {"componentType": _INDEX, "count": len(indices), "type": "SCALAR"})

    def _add(self, data: bytes, target: int, accessor: dict[str, Any]) -> int:
        self.views.append(
            {"buffer": 0, "byteOffset": len(self.numbers), "byteLength": len(data), "target": target}
        )
        self.numbers += data
        self.accessors.append({"bufferView": len(self.views) - 1, **accessor})
        return len(self.accessors) - 1


def surface_triangles(mesh: Mesh) -> tuple[Points, Points, list[int]]:
    """A solid's surface in metres with y up: places, the way each looks, and triangles as numbers of places."""
    rows: list[Points] = []
    ways: list[Points] = []
    indices: list[int] = []
    for face, normal in zip(mesh.faces, mesh.normals, strict=True):
        numbers = [number for ring in face.rings for number in ring]
        first = sum(len(each) for each in rows)
        points = mesh.points[numbers]
        rows.append(points)
        ways.append(np.repeat(normal[None], len(numbers), axis=0))
        local, at = [], 0
        for ring in face.rings:
            local.append(tuple(range(at, at + len(ring))))
            at += len(ring)
        flat = _on_plane(points, normal)
        indices += [first + number for each in triangles_of(flat, tuple(local)) for number in each]
    return _y_up(np.concatenate(rows)) / _TENTHS, _y_up(np.concatenate(ways)), indices


def _on_plane(points: Points, normal: Points) -> list[tuple[float, float]]:
    """Places in a plane, seen from where its normal points to."""
    helper = np.eye(3)[int(np.argmin(np.abs(normal)))]
    across = np.cross(helper, normal)
    across /= np.linalg.norm(across)
    rows = points @ np.column_stack((across, np.cross(normal, across)))
    return [(x, y) for x, y in rows.tolist()]


def _y_up(rows: Points) -> Points:
    return np.column_stack((rows[:, 0], rows[:, 2], -rows[:, 1]))


def _metres(at: Vector) -> list[float]:
    return [at.x / _TENTHS, at.z / _TENTHS, -at.y / _TENTHS]


def _material(material: Material) -> dict[str, Any]:
    colour = [_linear(part / 255) for part in read_colour(material.colour)]
    is_glass = material.texture == "glass"
    surface = {
        "baseColorFactor": [*colour, 0.3 if is_glass else 1.0],
        "metallicFactor": 0.7 if material.texture == "metal" else 0.0,
        "roughnessFactor": _ROUGHNESS.get(material.texture, 0.7),
    }
    made: dict[str, Any] = {"name": material.code, "pbrMetallicRoughness": surface}
    return made | {"alphaMode": "BLEND", "doubleSided": True} if is_glass else made


def _linear(value: float) -> float:
    """sRGB as light (IEC 61966-2-1)."""
    return round(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4, 5)


def _packed(document: dict[str, Any], numbers: bytes) -> bytes:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    numbers += b"\0" * (-len(numbers) % 4)
    length = 12 + 8 + len(text) + 8 + len(numbers)
    head = struct.pack("<III", _MAGIC, _VERSION, length)
    return b"".join(
        (head, struct.pack("<II", len(text), _JSON), text, struct.pack("<II", len(numbers), _BIN), numbers)
    )
