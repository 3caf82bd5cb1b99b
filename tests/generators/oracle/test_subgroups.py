"""The posterior is calibrated within groups of what everybody sees: direction, mode, chapter, countries, size, week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.stats import false_discovery_control, norm

from generators.odds import Settings, shelf, world
from generators.oracle import in_view, of_drawn
from generators.traffic import Drawn, draw
from simulator.draws import Floats, Ints

pytestmark = pytest.mark.slow

ROWS = 250_000
LEAST, EXPECTED = 400, 20  # rows and violations expected in a group, so that the sum of its errors is near normal
FALSE_DISCOVERIES = 0.01


def groups(drawn: Drawn) -> Iterator[tuple[str, Ints]]:
    """The groups of each row by a visible field, and pairs of direction and mode with others."""
    whole = np.log10(np.maximum(shelf().kg_per_package[drawn.good], 0.01)).astype(np.int64)
    fields: Mapping[str, Ints] = {
        "direction": drawn.direction,
        "mode": drawn.mode,
        "chapter": shelf().chapter[drawn.good],
        "export": drawn.origin,
        "destination": drawn.destination,
        "size": whole,
        "week": np.arange(len(drawn.trader)) * 52 // len(drawn.trader),
        "sector": drawn.traders.companies.sector[drawn.trader],
        "route": drawn.groups["route.itinerary"],
    }
    yield from fields.items()
    for name in ("chapter", "destination", "sector"):
        yield f"mode and {name}", drawn.mode * 1_000 + fields[name]


def errors(settings: Settings, seed: int) -> tuple[Drawn, Floats, Floats]:
    """Consignments, how far the truth of each lies from its posterior, and the posterior."""
    drawn = draw(settings, seed, 0, settings.declarations)
    evidence = of_drawn(drawn, settings, "check")
    posterior = evidence.posterior(in_view(evidence, drawn, "check"))
    return drawn, world(settings).violating[drawn.status] - posterior, posterior


def scores(drawn: Drawn, error: Floats, posterior: Floats) -> pd.DataFrame:
    """Standard score of the error's sum in each group; the rows of one director's traders hang together."""
    director = pd.factorize(drawn.traders.owners.number[drawn.trader])[0]
    rows = []
    for name, key in groups(drawn):
        for value in np.unique(key).tolist():
            here: NDArray[np.bool_] = key == value
            if here.sum() >= LEAST and posterior[here].sum() >= EXPECTED:
                sums = np.bincount(director[here], weights=error[here])
                rows.append((name, value, int(here.sum()), float(sums.sum() / np.sqrt((sums**2).sum()))))
    return pd.DataFrame(rows, columns=["field", "group", "rows", "z"])


@pytest.mark.parametrize("pack", ["eu-nl", "ge"])
def test_no_visible_group_deviates(pack: str) -> None:
    settings = Settings(declarations=ROWS, days=365, pack=pack, traders=ROWS // 2)
    found = scores(*errors(settings, seed=41))
    assert len(found) >= 200
    found["q"] = false_discovery_control(2 * norm.sf(np.abs(found["z"])))
    deviating = found[found["q"] < FALSE_DISCOVERIES]
    assert deviating.empty, deviating.sort_values("q").to_string()


def test_a_group_that_is_misweighed_is_found() -> None:
    """The test can fail: violations by road that the posterior misses by a fifth of their chance are told."""
    settings = Settings(declarations=ROWS, days=365, traders=ROWS // 2)
    drawn, error, chance = errors(settings, seed=42)
    found = scores(drawn, error + np.where(drawn.mode == 2, 0.2 * chance, 0.0), chance)
    found["q"] = false_discovery_control(2 * norm.sf(np.abs(found["z"])))
    worst = found.sort_values("q").iloc[0]
    assert worst["q"] < FALSE_DISCOVERIES and "mode" in worst["field"]
