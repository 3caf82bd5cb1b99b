"""A small seeded traffic with the schema's field names, in which violations leave known traces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from models import Classifier, train
from simulator.draws import take, uniform

GOODS = {
    "841370": ["sealless chemical pump", "centrifugal pump for chemical plant", "process pump lined"],
    "902710": ["gas analyser for stacks", "smoke analysis apparatus", "gas analyser portable"],
    "090121": ["roasted coffee", "coffee beans in bags", "ground coffee"],
    "950300": ["plastic toys", "wooden toys for children", "toys in cartons"],
}
ACTIVITIES = {
    "841370": "water_treatment",
    "902710": "laboratory_supplies",
    "090121": "food_processing",
    "950300": "retail",
}


@dataclass(frozen=True)
class Traffic:
    declarations: pd.DataFrame
    violation: NDArray[np.bool_]


def make_traffic(count: int, seed: int = 7, first: int = 0) -> Traffic:
    """Violations: a buyer of another line of business, a far too low value, or no licence; each also seen by chance."""

    def u(stream: str) -> NDArray[np.float64]:
        return uniform(seed, f"tests.{stream}", first, count)

    violation = u("violation") < 0.1
    hs = np.array(list(GOODS), dtype=object)[take(u("hs"), 4)]
    wording = np.array(
        [GOODS[code][which] for code, which in zip(hs, take(u("wording"), 3), strict=True)], dtype=object
    )
    vague = u("vague") < np.where(violation, 0.4, 0.05)
    other = np.array(list(GOODS), dtype=object)[take(u("other"), 4)]
    misfit = u("misfit") < np.where(violation, 0.6, 0.1)
    net = np.round(np.exp(3 + 2 * u("net")), 1)
    price = np.exp(1 + u("price") - np.where(u("cheap") < np.where(violation, 0.5, 0.03), 2.5, 0.0))
    trader = take(u("trader"), 300)
    frame = pd.DataFrame(
        {
            "declaration_id": [f"D-{first + row:06d}" for row in range(count)],
            "declaration_type": pd.Categorical(np.array(["EX", "IM"])[take(u("type"), 2)]),
            "consignee_name": pd.Series([f"Firm {number} Trading" for number in trader], dtype="str"),
            "consignee_id": pd.Series([f"C{number}" for number in trader], dtype="str"),
            "consignee_activity": pd.Categorical([ACTIVITIES[code] for code in np.where(misfit, other, hs)]),
            "country_of_destination": pd.Categorical(np.array(["TR", "AE", "FR", "NA"])[take(u("to"), 4)]),
            "hs_code": pd.Categorical(hs),
            "goods_description": pd.Series(np.where(vague, "general goods", wording), dtype="str"),
            "package_count": 1.0 + take(u("packages"), 20),
            "net_mass": net,
            "gross_mass": net * (1.05 + 0.1 * u("gross")),
            "statistical_value": np.round(net * price, 2),
            "document_type_code": pd.Categorical(np.array(["", "X060", "Y901"])[take(u("document"), 3)]),
        }
    )
    return Traffic(frame, violation)


@pytest.fixture(scope="session")
def traffic() -> Traffic:
    return make_traffic(4000)


@pytest.fixture(scope="session")
def fresh() -> Traffic:
    """Other declarations of the same world."""
    return make_traffic(2000, seed=8)


@pytest.fixture(scope="session")
def classifier(traffic: Traffic) -> Classifier:
    return train(traffic.declarations, traffic.violation, seed=1)
