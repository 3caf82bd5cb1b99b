"""Risk profiles as a scorer: hits, what they say, and a score from 0 to 1."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator import draws
from simulator.errors import InputError
from simulator.profiles.evaluate import Evaluator, Explain, Leaf, Mask, missing
from simulator.profiles.pack import DEMANDS, Profile
from simulator.profiles.tree import Comparison, Or, comparisons
from simulator.profiles.vocabulary import words
from simulator.reference import KEY
from simulator.scoring import Scores
from simulator.screening import Parties


@dataclass(frozen=True)
class Hit:
    """One profile that hit one declaration, with the tests that made it hit."""

    profile_id: str
    title: str
    indicators: tuple[str, ...]
    lane: str
    level: str
    instruction: str
    leaves: tuple[Leaf, ...]

    def to_json(self) -> dict[str, Any]:
        """The hit as plain JSON: in the profile's own words, as its pack may lose the profile later."""
        return {**vars(self), "indicators": list(self.indicators), "leaves": [leaf.to_json() for leaf in self.leaves]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Hit:
        """The inverse of ``to_json``."""
        leaves = tuple(Leaf.from_json(leaf) for leaf in stored["leaves"])
        return cls(**{**stored, "indicators": tuple(stored["indicators"]), "leaves": leaves})


class Hits:
    """Which profiles hit which declarations: ``matrix`` is bool, n × profiles, in the order of ``profiles``."""

    def __init__(
        self, profiles: Sequence[Profile], matrix: Mask, evaluator: Evaluator, ids: pd.Series[Any] | None = None
    ) -> None:
        self.profiles = tuple(profiles)
        self.matrix = matrix
        self._evaluator = evaluator
        self._ids = ids

    def of(self, columns: Sequence[int]) -> Hits:
        """The hits of some of the profiles, by their columns."""
        chosen = list(columns)
        profiles = [self.profiles[column] for column in chosen]
        return Hits(profiles, self.matrix[:, chosen], self._evaluator, self._ids)

    def explain(self, row: int) -> list[Hit]:
        """The hits of one declaration (by position), strongest profile first, leaf by leaf."""
        hit = self.matrix[row].tolist()
        return [
            Hit(
                profile_id=profile.id,
                title=profile.title,
                indicators=profile.indicators,
                lane=profile.lane,
                level=profile.level,
                instruction=profile.instruction,
                leaves=tuple(leaves(row)),
            )
            for column, profile, leaves in self._explained
            if hit[column]
        ]

    @cached_property
    def _explained(self) -> list[tuple[int, Profile, Explain]]:
        """Column, profile and what explains its hits, strongest profile first."""
        strongest = sorted(enumerate(self.profiles), key=lambda numbered: -numbered[1].score)
        return [(column, profile, self._evaluator.explain(profile.tree)) for column, profile in strongest]

    def lanes(self, seed: int) -> NDArray[np.str_]:
        """The strictest lane that hits demand, "" where none does; shape (n,).

        Of the hits of a profile its selection share is sent to its lane. Which, is drawn by declaration and profile:
        the same whoever else is declared or hits, and a larger share sends the same and more.
        """
        demanded = np.full(len(self.matrix), "", dtype="U6")
        for lane in reversed(DEMANDS):
            for column, profile in enumerate(self.profiles):
                if profile.lane == lane:
                    demanded[self._sent(column, seed)] = lane
        return demanded

    def _sent(self, column: int, seed: int) -> NDArray[np.intp]:
        profile, rows = self.profiles[column], np.flatnonzero(self.matrix[:, column])
        if profile.selection_share == 1 or len(rows) == 0:
            return rows
        if self._ids is None:
            raise InputError(f"the declarations have no {KEY}: add it, which hits go to a lane is drawn by it")
        drawn = draws.by_id(seed, f"profiles.selection/{profile.id}", self._ids.iloc[rows])
        return rows[drawn < profile.selection_share]

    def warnings(self) -> list[str]:
        """Profiles that hit more than their cap of the declarations; their hits stand."""
        counts = zip(self.profiles, self.matrix.sum(axis=0).tolist(), strict=True)
        return [text for profile, count in counts if (text := above_cap(profile, count, len(self.matrix)))]

    def scores(self) -> Scores:
        """Noisy-or of the hit profiles' scores.

        A hit of score s adds ``-ln(1 - s)`` points, shared equally by the indicators it speaks for, so that the
        contributions of a row sum to ``-ln(1 - value)``.
        """
        indicators = list(dict.fromkeys(name for profile in self.profiles for name in profile.indicators))
        points = np.zeros((len(self.profiles), len(indicators)))
        for row, profile in enumerate(self.profiles):
            for name in profile.indicators:
                points[row, indicators.index(name)] += -np.log1p(-profile.score) / len(profile.indicators)
        contributions = np.zeros((len(self.matrix), len(indicators)))
        hit = self.matrix.any(axis=1)  # most rows are hit by nothing
        contributions[hit] = self.matrix[hit].astype(np.float64) @ points
        return Scores(-np.expm1(-contributions.sum(axis=1)), pd.DataFrame(contributions, columns=indicators))


def above_cap(profile: Profile, hits: int, declarations: int) -> str:
    """What is said of a profile that hit more than its cap of the declarations, "" of one that did not."""
    if hits <= profile.hit_cap * declarations:
        return ""
    return (
        f"{profile.id} hit {hits:,} of {declarations:,} declarations ({hits / declarations:.1%}), above its cap of "
        f"{profile.hit_cap:.1%}: review its condition"
    )


def apply_profiles(profiles: Sequence[Profile], declarations: pd.DataFrame, parties: Parties | None = None) -> Hits:
    """What profiles of any status hit; ``parties`` replaces the shipped list to screen against."""
    evaluator = Evaluator(declarations, parties)
    matrix = np.zeros((len(declarations), len(profiles)), dtype=bool, order="F")
    for column, profile in enumerate(profiles):
        matrix[:, column] = evaluator.true(profile.tree) & _in_force(evaluator, profile)
    return Hits(profiles, matrix, evaluator, declarations.get(KEY))


class ProfileScorer:
    """Scores declarations by the active profiles; ``parties`` replaces the shipped list to screen against.

    >>> import pandas as pd
    >>> from simulator.profiles import ProfileScorer, load
    >>> declarations = pd.DataFrame(
    ...     {
    ...         "declaration_id": ["D-1", "D-2"],
    ...         "hs_code": ["854231", "950300"],
    ...         "goods_description": ["machine parts", "wooden toys for children"],
    ...     }
    ... )
    >>> scorer = ProfileScorer(load())
    >>> scorer.score(declarations).value.round(3).tolist()
    [0.384, 0.0]
    >>> [hit.profile_id for hit in scorer.hits(declarations).explain(0)]
    ['vague-description-strategic', 'vague-description']
    """

    name = "profiles"

    def __init__(self, profiles: Sequence[Profile], parties: Parties | None = None) -> None:
        self.profiles = tuple(profile for profile in profiles if profile.status == "active")
        self._parties = parties

    @property
    def fields(self) -> frozenset[str]:
        """Fields of the declaration that the active profiles read, for their dates and derived facts too."""
        tests = [test for profile in self.profiles for test in comparisons(profile.tree)]
        named = {name for test in tests for name in test.fields()} | {KEY}
        return frozenset({"acceptance_date"} | {source for name in named for source in words()[name].sources})

    def hits(self, declarations: pd.DataFrame) -> Hits:
        """Evaluate all active profiles on a batch."""
        return apply_profiles(self.profiles, declarations, self._parties)

    def score(self, declarations: pd.DataFrame) -> Scores:
        """Scores of a batch; a profile that needs unknown fields stays silent."""
        return self.hits(declarations).scores()

    def unable(self, columns: Collection[str]) -> list[tuple[str, list[str]]]:
        """Active profiles that cannot fire on a source with these columns, with the fields they lack."""
        lacking = ((profile.id, sorted(missing(profile.tree, columns))) for profile in self.profiles)
        return [(name, fields) for name, fields in lacking if fields]


def _in_force(evaluator: Evaluator, profile: Profile) -> Mask | np.bool_:
    """Rows not certainly outside the profile's dates; a declaration of unknown date is judged by every profile."""
    outside: list[Comparison] = []
    if profile.valid_from is not None:
        outside.append(Comparison("acceptance_date", "<", pd.Timestamp(profile.valid_from)))
    if profile.valid_to is not None:
        outside.append(Comparison("acceptance_date", ">=", pd.Timestamp(profile.valid_to) + pd.Timedelta(days=1)))
    return ~evaluator.true(Or(tuple(outside))) if outside else np.True_
