"""What the queue knows of each consignment to filter and to sort it: only what the queue may show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from exercises.design import ExerciseCard
from exercises.play import Screen
from simulator.reference import KEY

GOODS = ("goods_description", "hs_code")
"""Fields that are filtered, sorted and searched only where the queue shows them: an exercise without them in its
columns wants the files opened."""
SCORE, PER_KG = "score", "value_per_kg"
"""Columns that are no field: the risk engine's score in [0, 1], and EUR per kilogram of the mass that the queue
shows."""


@dataclass(frozen=True)
class Entry:
    """The values of one consignment for filters and sorting. ``None`` where a figure is not known."""

    id: str
    text: str
    chapter: str
    countries: tuple[str, ...]
    mode: str
    consignee: str
    value: float | None
    mass: float | None
    per_kg: float | None
    code: str
    score: float | None


ORDERS: Mapping[str, Callable[[Entry], Any]] = {
    "value": lambda one: _highest(one.value),
    "mass": lambda one: _highest(one.mass),
    "per_kg": lambda one: _highest(one.per_kg),
    "per_kg_low": lambda one: (one.per_kg is None, one.per_kg or 0.0),
    "code": lambda one: one.code,
    "country": lambda one: (one.countries[1], one.countries[0]),
    "consignee": lambda one: (not one.consignee, one.consignee.casefold()),
    "score": lambda one: _highest(one.score),
}
"""The order of each kind of sorting; what is not known comes last."""
COLUMN_OF = {"per_kg": PER_KG, "per_kg_low": PER_KG, "consignee": "consignee_name"}
"""The column that a kind of sorting adds where the exercise does not show it."""


def sorts(card: ExerciseCard) -> tuple[str, ...]:
    """The kinds of sorting that tell no more than the queue of this exercise may tell."""
    hidden = {"code"} if "hs_code" not in card.columns else set()
    hidden |= {"per_kg", "per_kg_low"} if mass_of(card) is None else set()
    hidden |= {"score"} if not scored(card) else set()
    return tuple(name for name in ORDERS if name not in hidden)


def scored(card: ExerciseCard) -> bool:
    """Whether the queue may show the engine's score: not where the trainee judges first."""
    return not card.judge_first and (card.help.profiles or card.help.classifier)


def mass_of(card: ExerciseCard) -> str | None:
    """The mass by which the queue can show the value per kilogram: net where it is a column, otherwise gross.

    ``None`` where value or mass is no column: the figure would tell what the queue hides.
    """
    shown = [name for name in ("net_mass", "gross_mass") if name in card.columns]
    return shown[0] if shown and "statistical_value" in card.columns else None


def score(screen: Screen, declaration_id: str) -> float | None:
    """The engine's score as far as the exercise shows it: of both parts where it shows both."""
    view = screen.engine(declaration_id)
    known = (view.combined_score, view.classifier_score, view.profile_score)
    return next((one for one in known if one is not None), None)


@lru_cache(maxsize=64)
def entries(screen: Screen) -> tuple[Entry, ...]:
    """All consignments of an exercise in the order of the queue; made once."""
    queue, card = screen.queue(), screen.card
    goods = tuple(name for name in GOODS if name in card.columns)
    names = (KEY, "consignor_name", "consignee_name", "declarant_name", *goods)

    def text(name: str) -> list[str]:
        return list(queue[name].astype("str").where(queue[name].notna(), "")) if name in queue else [""] * len(queue)

    def figure(name: str | None) -> list[float | None]:
        if name is None or name not in queue:
            return [None] * len(queue)
        return [float(one) if known else None for one, known in zip(queue[name], queue[name].notna(), strict=True)]

    every = zip(
        text(KEY),
        zip(*(text(name) for name in names), strict=True),
        text("hs_code") if "hs_code" in goods else [""] * len(queue),
        zip(text("country_of_export"), text("country_of_destination"), strict=True),
        text("mode_at_border"),
        text("consignee_name"),
        figure("statistical_value"),
        figure("gross_mass"),
        figure(mass_of(card)),
        strict=True,
    )
    return tuple(
        Entry(
            id=name,
            text="\n".join(texts).casefold(),
            chapter=code[:2],
            countries=ends,
            mode=mode,
            consignee=consignee,
            value=value,
            mass=mass,
            per_kg=value / by if value is not None and by else None,
            code=code,
            score=score(screen, name) if scored(card) else None,
        )
        for name, texts, code, ends, mode, consignee, value, mass, by in every
    )


def _highest(figure: float | None) -> tuple[bool, float]:
    return figure is None, -(figure or 0.0)
