"""Marking: compare a choice of lanes with chance, the risk engine and the best possible choice; other measures."""

from __future__ import annotations

from exercises.marking.choice import CITE_FROM, SETTLED, Marking, counts_for, mark
from exercises.marking.confidence import ENOUGH, Calibration, confidence_calibration
from exercises.marking.detection import HOLD_FROM, Detection, shift
from exercises.marking.facilitation import Facilitation, facilitation
from exercises.marking.kept import VERSION, Answer, KeptResult
from exercises.marking.ladder import LadderRow, Lanes, Order, best_caught, by_order, engine_player, lanes_of, orders
from exercises.marking.outcome import audits, controls, sensitivity
from exercises.marking.reliance import Reliance, reliance
from exercises.marking.room import CHOICES, Added, Pooled, Room, added_to_engine, pooled, room_for_skill

__all__ = [
    "CHOICES",
    "CITE_FROM",
    "ENOUGH",
    "HOLD_FROM",
    "SETTLED",
    "VERSION",
    "Added",
    "Answer",
    "Calibration",
    "Detection",
    "Facilitation",
    "KeptResult",
    "LadderRow",
    "Lanes",
    "Marking",
    "Order",
    "Pooled",
    "Reliance",
    "Room",
    "added_to_engine",
    "audits",
    "best_caught",
    "by_order",
    "confidence_calibration",
    "controls",
    "counts_for",
    "engine_player",
    "facilitation",
    "lanes_of",
    "mark",
    "orders",
    "pooled",
    "reliance",
    "room_for_skill",
    "sensitivity",
    "shift",
]
