"""Citing at the fact: every flag that can be cited stands at some fact, and a fact offers more than what is true."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from exercises.design import by_field, citable, first_fields
from exercises.dossier import Relations, limits, sheets
from exercises.views.trainee.desk import brief, declaration, goods, licence, papers, parties, route
from exercises.views.trainee.desk import limits as words
from exercises.views.trainee.desk.unasked import Asked
from generators.facts import READERS, Sight
from generators.odds import Settings, indicators
from generators.traffic import generate
from simulator.packs import pack
from simulator.reference import KEY, TIERS, Consignment, Tier

SETTINGS = Settings(declarations=250, prevalence=0.3, subtlety=0.0)
DECLARED: tuple[Tier, ...] = ("declaration",)
ASKED: Asked = {"documents": True, "company": True, "screening": True, "licence": True, "expert": True, "portal": True}


@pytest.fixture(scope="module")
def traffic() -> pd.DataFrame:
    """Consignments with all that can be known of them."""
    return generate(SETTINGS, 11).declarations


def whole(consignment: Consignment, relations: Relations) -> str:
    """The whole dossier as HTML."""
    rules = pack(SETTINGS.pack)
    made = sheets(consignment, rules)
    return "".join(
        (
            brief.html(consignment, rules),
            declaration.html(consignment, True, rules),
            papers.certificate(consignment),
            papers.html("a", consignment, made, ASKED),
            parties.html(consignment, relations, ASKED),
            route.html(consignment, rules),
            goods.html(consignment, (), ASKED),
            licence.html(consignment, rules, ASKED),
        )
    )


def offered(html: str, flags: tuple[str, ...]) -> set[str]:
    """The flags at the facts of a page, as the script works them out."""
    known, found = by_field(flags), set[str]()
    for names in re.findall(r'data-field="([^"]+)"', html):
        lists = [set(known.get(name, ())) for name in names.split()]
        found |= set.intersection(*lists)
    return found


def test_every_flag_that_can_be_cited_stands_at_a_fact(traffic: pd.DataFrame) -> None:
    flags = citable(TIERS, SETTINGS)
    relations = Relations(traffic)
    found = set[str]()
    for name in traffic[KEY].astype(str):
        found |= offered(whole(Consignment.from_row(traffic, name), relations), flags)
    assert set(flags) - found == set()


def test_what_a_fact_offers_does_not_depend_on_what_is_true(traffic: pd.DataFrame) -> None:
    """Of two consignments with the same facts on file, the same flags are offered, whatever they show."""
    flags = citable(DECLARED, SETTINGS)
    relations = Relations(traffic)
    some = [Consignment.from_row(traffic, str(name)) for name in traffic[KEY].iloc[:60]]
    heads = {frozenset(offered(brief.html(one), flags)) for one in some}
    assert len(heads) == 1 and len(next(iter(heads))) >= 8
    assert all("product.unit_value_outlier" in offered(whole(one, relations), flags) for one in some)


def test_a_figure_of_two_fields_offers_only_the_flags_of_both() -> None:
    flags = citable(TIERS, SETTINGS)
    assert offered('data-field="statistical_value net_mass"', flags) == {"product.unit_value_outlier"}
    assert offered('data-field="net_mass package_count"', flags) == {"product.density_mismatch"}
    assert offered('data-field="consignor_id"', flags) == set()


def test_a_flag_that_is_not_offered_stands_at_no_fact_and_a_cited_one_is_marked_where_it_is() -> None:
    assert by_field(("route.abnormal",)) == {
        "countries_of_routing": ("route.abnormal",),
        "mode_at_border": ("route.abnormal",),
    }
    for flag, names in first_fields().items():
        assert all(flag in by_field((flag,))[name] for name in names)


def test_limits_are_those_that_the_facts_are_read_with(traffic: pd.DataFrame) -> None:
    """A consignment shows the flag exactly where its figure passes the limit that stands beside it."""
    sight = Sight(traffic, SETTINGS)
    known = indicators()
    price = known["goods.unit_value"].levels
    level = READERS["goods.unit_value"](sight)
    usual = sight.market.eur_per_kg[sight.good]
    ratio = (traffic["statistical_value"] / traffic["net_mass"]).to_numpy() / usual
    low, high = limits.VALUE
    outlying = (level == price.index("far_below")) | (level == price.index("far_above"))
    assert (outlying == ((ratio < low) | (ratio >= high))).all() and outlying.any()
    poor = READERS["consignee.capital"](sight) == known["consignee.capital"].levels.index("token")
    assert (poor == (traffic["consignee_capital"] < limits.CAPITAL).to_numpy()).all() and poor.any()
    heavy = READERS["goods.packing"](sight)
    for row, name in enumerate(traffic[KEY].astype(str)):
        one = Consignment.from_row(traffic, name)
        kg = limits.usual_package(one)
        if heavy[row] != 1:
            assert kg is not None
            each = float(one.number("net_mass") or 0) / float(one.number("package_count") or 1) / kg
            assert not limits.PACKING[0] <= each < limits.PACKING[1]
    assert "2.46" in words.of_flag("product.unit_value_outlier") and words.of_flag("payment.cash") == ""


def test_the_head_of_a_dossier_says_what_an_officer_looks_at_first(traffic: pd.DataFrame) -> None:
    for name in traffic[KEY].astype(str).iloc[:40]:
        html = brief.html(Consignment.from_row(traffic, name), pack(SETTINGS.pack))
        for field in (
            *("goods_description", "hs_code", "package_count", "net_mass", "gross_mass", "statistical_value"),
            *("consignor_name", "consignee_name", "countries_of_routing", "mode_at_border", "document_type_code"),
        ):
            assert f'data-field="{field}"' in html, field
