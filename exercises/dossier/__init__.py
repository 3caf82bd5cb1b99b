"""The parts of a dossier other than the declaration: papers, route, relations, unit value."""

from __future__ import annotations

from exercises.dossier import limits
from exercises.dossier.itinerary import LAND, Itinerary, Leg, itinerary
from exercises.dossier.papers import Sheet, sheets
from exercises.dossier.relations import History, Other, Relation, Relations
from exercises.dossier.specimens import specimens
from exercises.dossier.unit_value import UnitValue, unit_value, value_per_kg
from exercises.dossier.world_map import HEIGHT, WIDTH, Point, picture, project

__all__ = [
    "HEIGHT",
    "LAND",
    "WIDTH",
    "History",
    "Itinerary",
    "Leg",
    "Other",
    "Point",
    "Relation",
    "Relations",
    "Sheet",
    "UnitValue",
    "itinerary",
    "limits",
    "picture",
    "project",
    "sheets",
    "specimens",
    "unit_value",
    "value_per_kg",
]
