"""What an exercise shows: its card, its queue, the revealed fields of each consignment, and the engine's advice."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from exercises.design import ExerciseBatch, ExerciseCard, tiers_key
from exercises.engine import EngineView
from exercises.record import UnknownConsignment
from simulator.reference import KEY, Consignment, Tier, schema, visible


class Screen:
    """What an exercise shows to every player. One screen can serve all attempts at the exercise."""

    def __init__(self, card: ExerciseCard, batch: ExerciseBatch) -> None:
        self.card = card
        self._queue = visible(batch.declarations, card.visible_tier)
        self._whole = batch.declarations
        self._engine = {str(row[KEY]): row for row in batch.engine.to_dict(orient="records")}
        self._views: dict[str, EngineView] = {}
        self._means_answers = batch.means_answers_by_id
        self.ids = tuple(str(name) for name in self._queue[KEY])
        self._position = {name: row for row, name in enumerate(self.ids)}
        self._made: dict[tuple[str, frozenset[Tier]], Consignment] = {}
        self._same_consignee = batch.same_consignee

    def position(self, declaration_id: str) -> int:
        """Position in the queue, from 0; ``UnknownConsignment`` if the exercise does not hold the id."""
        self.require(declaration_id)
        return self._position[declaration_id]

    def queue(self, ids: Collection[str] | None = None) -> pd.DataFrame:
        """The consignments with these ids, or all, in the frozen order, with the fields shown at no cost; a copy."""
        return self._queue.copy() if ids is None else self._queue[self._queue[KEY].isin(list(ids))].copy()

    def consignment(self, declaration_id: str, bought: Collection[Tier] = ()) -> Consignment:
        """One consignment with only the fields shown at no cost and the fields of the tiers requested."""
        self.require(declaration_id)
        tiers = frozenset((*self.card.free, *bought))
        key = (declaration_id, tiers)
        if key not in self._made:
            whole = Consignment.from_row(self._whole, declaration_id)
            shown = {name: value for name, value in whole.fields.items() if schema()[name].tier in tiers}
            self._made[key] = Consignment(declaration_id, MappingProxyType(shown))
        return self._made[key]

    def same_consignee(self, declaration_id: str) -> tuple[str, ...]:
        """Ids of all consignments to the same consignee, including this one: one company check counts for all."""
        self.require(declaration_id)
        return self._same_consignee[declaration_id]

    def answer(self, declaration_id: str, means: str, bought: Collection[Tier] = ()) -> Mapping[str, Any] | None:
        """What a means of inquiry answers; ``None`` if it reveals fields. Callers check that it was requested.

        A hint speaks of the fields shown at no cost and of those of the tiers requested.
        """
        self.require(declaration_id)
        text = self._means_answers.get(declaration_id, {}).get(means)
        found = None if text is None else json.loads(text)
        if found is not None and "families" in found:
            families = found["families"]
            known = {tier for key in families for tier in key.split()}  # earlier editions knew three tiers
            found = {"family": families[tiers_key(known.intersection((*self.card.free, *bought)))]}
        return None if found is None else MappingProxyType(found)

    def engine(self, declaration_id: str) -> EngineView:
        """The part of the risk engine's advice that the exercise shows."""
        self.require(declaration_id)
        if declaration_id not in self._views:
            self._views[declaration_id] = EngineView.of(self._engine[declaration_id]).shown(self.card.help)
        return self._views[declaration_id]

    def require(self, declaration_id: str) -> None:
        """Raise ``UnknownConsignment`` if the exercise does not hold the id."""
        if declaration_id not in self._position:
            raise UnknownConsignment(declaration_id)
