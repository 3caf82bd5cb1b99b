"""The consignment of the guide is possible, shows the flag that the guide names, and is kept nowhere."""

from __future__ import annotations

import pandas as pd
import pytest

from exercises.design import Evidence, grounds, table, weigh_seen
from exercises.learning import guided, specimen
from exercises.record import NotOffered
from generators.odds import Settings
from simulator.credibility import inspect, land_links, tariff_units
from simulator.packs import pack
from simulator.reference import KEY, TIERS, schema


def declarations() -> pd.DataFrame:
    return guided()._batch.declarations


def test_the_specimen_has_the_fields_that_can_be_seen_there_and_no_other() -> None:
    reach = guided().card.reach
    unit = {"supplementary_quantity"}  # circuit boards count by mass
    assert set(declarations()) | unit == {name for name, field in schema().items() if field.tier in reach}


def test_the_specimen_is_a_possible_consignment() -> None:
    found = inspect(declarations(), pack(guided().card.pack), links=land_links(), units=tariff_units())
    assert [one.check.id for one in found.found if len(one.rows)] == []


def test_the_papers_show_the_flag_of_the_guide_and_the_declaration_does_not() -> None:
    frame = declarations()
    kept = grounds(frame, Settings(pack=guided().card.pack), guided().card.reach)

    def flags(*tiers: str) -> set[str]:
        seen = {tier: pd.Series([tier in tiers]).to_numpy() for tier in TIERS}
        return set(Evidence.of(table(weigh_seen(kept, [str(frame[KEY][0])], seen), kept)).flag_weights(0))

    assert specimen().shows not in flags("declaration")
    assert specimen().shows in flags("declaration", "document")
    assert specimen().shows in guided().card.flags


def test_it_is_played_by_the_rules_and_each_round_is_new() -> None:
    one, other = guided(), guided()
    only = one.screen.ids[0]
    with pytest.raises(NotOffered):
        one.request(only, "scan")
    one.open(only)
    one.request(only, "documents")
    one.decide(only, "red", [specimen().shows], 3)
    assert one.usage()["red"] == (1, 1) and one.minutes()[0] > 0
    assert not other.record.opened and not other.record.decisions
