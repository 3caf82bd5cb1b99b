"""Risk profiles as a scorer: hits, what they say, and a score from 0 to 1."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.profiles.evaluate import Evaluator, Leaf, Mask, missing
from simulator.profiles.pack import DEMANDS, Profile
from simulator.profiles.tree import Comparison, Or
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
    leaves: list[Leaf]


class Hits:
    """Which profiles hit which declarations: ``matrix`` is bool, n × profiles, in the order of ``profiles``."""

    def __init__(self, profiles: Sequence[Profile], matrix: Mask, evaluator: Evaluator) -> None:
        self.profiles = tuple(profiles)
        self.matrix = matrix
        self._evaluator = evaluator

    def explain(self, row: int) -> list[Hit]:
        """The hits of one declaration (by position), strongest profile first, leaf by leaf."""
        found = [self.profiles[column] for column in np.flatnonzero(self.matrix[row])]
        return [
            Hit(
                profile_id=profile.id,
                title=profile.title,
                indicators=profile.indicators,
                lane=profile.lane,
                level=profile.level,
                instruction=profile.instruction,
                leaves=list(self._evaluator.leaves(profile.tree, row)),
            )
            for profile in sorted(found, key=lambda profile: -profile.score)
        ]

    def lanes(self) -> NDArray[np.str_]:
        """The strictest lane that hits demand, "" where nothing hit; shape (n,)."""
        demanded = np.full(len(self.matrix), "", dtype="U6")
        for lane in reversed(DEMANDS):
            of_lane = [profile.lane == lane for profile in self.profiles]
            demanded[self.matrix[:, of_lane].any(axis=1)] = lane
        return demanded

    def warnings(self) -> list[str]:
        """Profiles that hit more than their cap of the declarations; their hits stand."""
        rows = max(len(self.matrix), 1)
        return [
            f"{profile.id} hit {count} of {rows} declarations ({count / rows:.1%}), above its cap of "
            f"{profile.hit_cap:.1%}: review its condition"
            for profile, count in zip(self.profiles, self.matrix.sum(axis=0), strict=True)
            if count / rows > profile.hit_cap
        ]

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
        contributions = self.matrix.astype(np.float64) @ points
        return Scores(-np.expm1(-contributions.sum(axis=1)), pd.DataFrame(contributions, columns=indicators))


class ProfileScorer:
    """Scores declarations by the active profiles; ``parties`` replaces the shipped list to screen against."""

    name = "profiles"

    def __init__(self, profiles: Sequence[Profile], parties: Parties | None = None) -> None:
        self.profiles = tuple(profile for profile in profiles if profile.status == "active")
        self._parties = parties

    def hits(self, declarations: pd.DataFrame) -> Hits:
        """Evaluate all active profiles on a batch."""
        evaluator = Evaluator(declarations, self._parties)
        matrix = np.zeros((len(declarations), len(self.profiles)), dtype=bool)
        for column, profile in enumerate(self.profiles):
            matrix[:, column] = evaluator.truth(profile.tree).yes & _in_force(evaluator, profile)
        return Hits(self.profiles, matrix, evaluator)

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
    return ~evaluator.truth(Or(tuple(outside))).yes if outside else np.True_
