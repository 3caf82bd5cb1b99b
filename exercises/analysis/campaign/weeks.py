"""The traffic of a campaign, week by week; with drift, the shares of the typologies change every week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from exercises.analysis.campaign.drift import typology_weights
from exercises.analysis.campaign.plan import Office
from generators import oracle
from generators.odds import Settings
from generators.traffic import draw, generate
from simulator.derived import with_facts
from simulator.draws import raw
from simulator.office import Known, inspect
from simulator.reference import visible

SURVEY = 4
"""Weeks before the first week in which the office examines every consignment (assumption). Their findings are what the
office knows when it begins to select."""

Week = tuple[pd.DataFrame, pd.DataFrame]


@dataclass(frozen=True)
class Weeks:
    """The traffic of one seed, week by week; each week is generated at the first call and kept."""

    office: Office
    seed: int
    drift: bool

    def __call__(self, week: int) -> Week:
        """The declarations of a week, as far as they are visible, with derived facts; and their truth.

        The truth has the oracle's ``posterior`` and ``expected_severity`` of each dossier by itself, because scorers
        see no more. Weeks before the first have negative numbers, the last of them -1.
        """
        if week not in self._made:
            self._made[week] = self._make(week)
        return self._made[week]

    @cached_property
    def _made(self) -> dict[int, Week]:
        return {}

    @cached_property
    def survey(self) -> Known:
        """What the examinations found in the weeks before the first."""
        declarations, found = [], []
        for week in range(-SURVEY, 0):
            seen, truth = self._make(week)
            luck = int(raw(self.seed, "campaign.survey", SURVEY + week, 1)[0])
            declarations.append(seen)
            found.append(inspect(truth, "red", luck)["finding"])
        labels = pd.concat(found, ignore_index=True)
        return Known(pd.concat(declarations, ignore_index=True), labels, np.ones(len(labels)))

    def settings(self, week: int) -> Settings:
        """The settings of the traffic in a week."""
        office, weeks = self.office, self.office.weeks + SURVEY
        return Settings(
            declarations=weeks * office.declarations,
            days=7 * weeks,
            prevalence=office.prevalence,
            typologies=tuple(typology_weights(week, office.weeks).items()) if self.drift else (),
        )

    def _make(self, week: int) -> Week:
        settings, rows = self.settings(week), self.office.declarations
        first = (week + SURVEY) * rows
        batch = generate(settings, self.seed, first, rows)
        drawn = draw(settings, self.seed, first, rows, "declaration")
        chance, severity = (oracle.of_drawn(drawn, settings, "declaration", severe) for severe in (False, True))
        told = batch.truth.assign(posterior=chance.posterior(), expected_severity=severity.posterior())
        return with_facts(visible(batch.declarations, "declaration")), told


@lru_cache(maxsize=1)
def weeks(office: Office, seed: int, drift: bool) -> Weeks:
    """The weeks of a seed; the last result is kept for the next campaign with the same traffic."""
    return Weeks(office, seed, drift)
