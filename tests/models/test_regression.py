"""An estimate of a number from fields: it is the mean of what looks alike, and the same every time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from generators.odds import Settings
from generators.traffic import generate
from models import regress
from simulator.reference import KEY

FIELDS = [KEY, "hs_code", "goods_description", "country_of_destination"]


@pytest.fixture(scope="module")
def declarations() -> pd.DataFrame:
    return generate(Settings(declarations=2_000), 5).declarations


def test_it_finds_what_the_fields_tell_and_twins_are_equal(declarations: pd.DataFrame) -> None:
    chapters = declarations["hs_code"].astype("str").str[:2].isin(["84", "85", "90"]).to_numpy()
    number = np.where(chapters, 0.6, 0.05)
    first, twin = (regress(declarations[FIELDS], number, 1).estimate(declarations[FIELDS]) for _time in range(2))
    assert (first == twin).all()
    assert first[chapters].mean() > 0.4 > 0.2 > first[~chapters].mean()


def test_a_field_that_is_not_given_tells_nothing(declarations: pd.DataFrame) -> None:
    known = regress(declarations[FIELDS], np.linspace(0.0, 1.0, len(declarations)), 1)
    changed = declarations.assign(gross_mass=1.0, consignee_name="Somebody else")
    assert (known.estimate(changed[FIELDS]) == known.estimate(declarations[FIELDS])).all()


def test_fields_that_never_vary_give_the_mean(declarations: pd.DataFrame) -> None:
    number = np.linspace(0.0, 0.5, len(declarations))
    assert regress(declarations[[KEY]], number, 1).estimate(declarations[[KEY]]) == pytest.approx(
        number.mean(), abs=0.02
    )
