"""Links: the ways of the mid-2020s for lorries and trains, and a faulty table is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.reference import countries, link_rows, links, load_links
from tests.simulator.conftest import faults, replace


def test_pairs_run_both_ways_and_between_two_trading_countries() -> None:
    for pairs in links().values():
        assert all((other, one) in pairs and one != other for one, other in pairs)
        assert {one for one, _ in pairs} <= set(countries())


def test_every_border_of_a_country_is_a_row() -> None:
    borders = {(code, other) for code, country in countries().items() for other in country.borders if code < other}
    assert borders == {(link.one, link.other) for link in link_rows() if link.kind != "ferry"}
    assert all(link.name and link.source for link in link_rows())


@pytest.mark.parametrize("pair", ["RU UA", "BY UA", "AM AZ", "AM TR", "DZ MA", "IN PK", "IL LB", "CO PA", "CN IN"])
def test_goods_do_not_cross_a_closed_or_roadless_border(pair: str) -> None:
    one, other = pair.split()
    assert (one, other) not in links()["road"] | links()["rail"]


@pytest.mark.parametrize(
    ("pair", "road", "rail"),
    [
        ("FR GB", True, True),
        ("DK SE", True, True),
        ("BH SA", True, False),
        ("MY SG", True, False),
        ("GE RU", True, False),
        ("GE TR", True, True),
        ("AZ KZ", True, True),
        ("GB NL", True, False),
        ("CN HK", True, False),
        ("FI RU", False, True),
    ],
)
def test_what_crosses_well_known_links(pair: str, road: bool, rail: bool) -> None:
    one, other = pair.split()
    assert ((one, other) in links()["road"], (one, other) in links()["rail"]) == (road, rail)


def test_an_island_without_ferry_has_no_link() -> None:
    linked = {code for pairs in links().values() for pair in pairs for code in pair}
    assert not linked & {"AU", "NZ", "TW", "PH", "LK", "MU", "JM", "DO"}


def test_every_landlocked_country_can_be_reached_by_road() -> None:
    reached = {one for one, _ in links()["road"]}
    assert {code for code, country in countries().items() if country.landlocked} <= reached


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("AE,OM,", "AE,QQ,", "country 'QQ' is not in countries.csv"),
        ("AE,OM,1,0,", "AE,OM,yes,0,", "road is 'yes'"),
        ("AE,OM,1,0,border", "AE,OM,1,0,bridge", "kind is 'bridge'"),
        ("AE,OM,", "OM,AE,", "not in the order of the alphabet"),
        ("AE,SA,", "AE,OM,", "one 'AE', other 'OM' stands already on line 2"),
        ("AE,OM,", "AE,KW,", "AE and KW do not border each other"),
        ("AE,OM,1,0,border", "AE,OM,1,0,ferry", "AE and OM border each other"),
        ("GB,NL,1,0,", "GB,NL,0,0,", "carries neither lorries nor wagons"),
        ("IL,LB,0,0,border,Closed,", "IL,LB,0,0,border,,", "name is empty"),
    ],
)
def test_a_faulty_table_of_links_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "links.csv", old, new)
    assert any(said in fault and "links.csv:" in fault for fault in faults(load_links, folder))


def test_a_border_without_a_row_is_a_fault(folder: Path) -> None:
    text = (folder / "links.csv").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if not row.startswith(("AE,OM,", "TZ,ZM,"))]
    (folder / "links.csv").write_text("\n".join(rows), encoding="utf-8")
    found = faults(load_links, folder)
    assert "the border of AE and OM has no row" in found[0] and "the border of TZ and ZM has no row" in found[1]
    assert len(found) == 2


def test_all_faults_of_the_links_come_at_once(folder: Path) -> None:
    replace(folder, "links.csv", "AE,OM,1", "AE,OM,2")
    replace(folder, "links.csv", "TZ,ZM,1,1", "TZ,ZM,1,3")
    assert len(faults(load_links, folder)) == 2
