"""The world map under a route: land and borders as one SVG, and the projection that map and route share.

`python -m exercises.dossier.world_map FILE` redraws ``data/worldmap/world.svg`` from a TopoJSON file of
Natural Earth's countries at 1:110 million (public domain), as in the npm package world-atlas.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
WIDTH, HEIGHT = 360.0, 150.0
PARTS = 10
"""Steps for one degree in the file: whole numbers keep the file short."""
NORTH = 84.0
"""Latitude of the map's upper edge; its lower edge is 66° south. No goods travel beyond these."""
ANTARCTICA = "010"
"""Left out: it lies below the map and goes round the pole."""
STYLE = (
    ".l{fill:#e3e7eb;stroke:#c3cad1;stroke-width:.7;vector-effect:non-scaling-stroke}"
    "@media (prefers-color-scheme:dark){.l{fill:#2b323a;stroke:#434c57}}"
)


def project(lat: float, lon: float) -> Point:
    """The point on the map: degrees from its upper left corner (equirectangular)."""
    return lon + 180.0, NORTH - lat


@cache
def picture() -> bytes:
    """The map as an SVG file."""
    return (files("exercises") / "data" / "worldmap" / "world.svg").read_bytes()


def draw(topology: dict[str, Any]) -> str:
    """The SVG of a topology's countries; neighbours share arcs, so both draw a border from the same points."""
    arcs = [list(_decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    path = "".join(
        _ring(ring, arcs)
        for shape in topology["objects"]["countries"]["geometries"]
        if shape.get("id") != ANTARCTICA
        for polygon in (shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]])
        for ring in polygon
    )
    box = f"0 0 {WIDTH * PARTS:g} {HEIGHT * PARTS:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><style>{STYLE}</style>'
        f'<path class="l" d="{path}"/></svg>\n'
    )


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """Points of an arc: steps in whole parts, scaled and moved."""
    (across, up), (left, low), x, y = transform["scale"], transform["translate"], 0, 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield project(y * up + low, x * across + left)


def _ring(numbers: list[int], arcs: list[list[Point]]) -> str:
    """A closed line as relative steps, in parts of a degree; arcs given as ~number run backwards."""
    points = [point for number in numbers for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]
    whole = _unwound(points)
    left, right = min(x for x, _y in whole), max(x for x, _y in whole)
    moves = [0.0, *([WIDTH] if left < 0 else []), *([-WIDTH] if right > WIDTH else [])]  # visible at both edges
    return "".join(_line([(x + move, y) for x, y in whole]) for move in moves)


def _unwound(points: list[Point]) -> list[Point]:
    """The same points, shifted so that none is more than half round the world from the previous one."""
    found = points[:1]
    for x, y in points[1:]:
        turns = round((found[-1][0] - x) / WIDTH)
        found.append((x + turns * WIDTH, y))
    return found


def _line(points: list[Point]) -> str:
    parts = [(round(x * PARTS), round(y * PARTS)) for x, y in points]
    kept = [point for place, point in enumerate(parts) if place == 0 or point != parts[place - 1]]
    if len(set(kept)) < 3:
        return ""
    steps = " ".join(f"{x - left} {y - top}" for (left, top), (x, y) in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{steps}z".replace(" -", "-")


if __name__ == "__main__":
    drawn = draw(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    (Path(__file__).parents[1] / "data" / "worldmap" / "world.svg").write_text(drawn, encoding="utf-8")
