"""The indicator catalogue: complete, sourced, and refused when broken."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.reference import indicators

PUBLISHED = """
product.buyer_mismatch product.destination_level product.configuration product.sensitive_application
product.odd_customisation product.high_priority_list product.unsuited_to_site product.vague_description
product.hs_description_mismatch product.density_mismatch product.unit_value_outlier end_user.listed_resemblance
end_user.little_background end_user.minimal_presence end_user.newly_founded end_user.small_for_order
end_user.shared_address end_user.trader_as_end_user end_user.past_restricted_supply end_use.reluctant
end_use.unclear_re_export end_use.military_tie end_use.vague_certificate end_use.no_licence_reference
route.forwarder_final route.mail_centre_consignee route.abnormal route.transhipment_hub route.vague_delivery
route.late_change route.packing_inconsistent route.odd_marking payment.cash payment.favourable_terms
payment.third_party payment.bank_consignee documents.end_user_missing documents.contact_mismatch
documents.split_contract documents.inconsistent behaviour.unfamiliar behaviour.no_technical_questions
behaviour.declines_service behaviour.secrecy behaviour.spares behaviour.withholds_ownership behaviour.order_size_jump
""".split()
"""Ids in stored exercises of earlier editions."""


def test_the_catalogue_holds_the_published_flags_of_every_family() -> None:
    catalogue = indicators.catalogue()
    assert len(catalogue) >= 75
    assert {one.family for one in catalogue.values()} == set(indicators.FAMILIES)
    assert {one.tier for one in catalogue.values()} == set(indicators.SIGHTS)


def test_a_flag_of_an_earlier_edition_is_still_known() -> None:
    assert set(PUBLISHED) <= set(indicators.catalogue())


def test_flags_of_a_family_stand_together() -> None:
    families = [one.family for one in indicators.catalogue().values()]
    assert list(dict.fromkeys(families)) == [family for family, _rows in groupby(families)] == list(indicators.FAMILIES)


def test_every_flag_says_how_it_shows_and_why_it_can_be_innocent_in_its_own_words() -> None:
    texts = [text for one in indicators.catalogue().values() for text in (one.how_it_shows, one.innocent)]
    assert len(set(texts)) == len(texts) and all(text.endswith(".") and text[0].isupper() for text in texts)


def test_every_indicator_is_sourced_labelled_once_and_named_after_its_family() -> None:
    catalogue = indicators.catalogue()
    assert all(one.sources for one in catalogue.values())
    assert len({one.label for one in catalogue.values()}) == len(catalogue)
    assert all(one.id == key and key.startswith(one.family + ".") for key, one in catalogue.items())


def test_every_fault_is_reported_with_its_line(tmp_path: Path) -> None:
    rows = [
        "id,family,label,tier,how_it_shows,innocent,sources",
        "route.x,payment,X,never,It shows.,It can be.,BIS",
        "cash.y,cash,Y,later,It shows,,",
        "route.x,route,X,never,It shows.,It can be.,BIS",
        "route.z,route,X,never,It shows.,It can be.,BIS",
    ]
    (tmp_path / "indicators.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError) as error:
        indicators.load(tmp_path)
    said = "\n".join(error.value.faults)
    for words in (
        ":2: id 'route.x'",
        ":3: family is",
        ":3: tier is",
        ":3: sources is empty",
        ":3: innocent is empty",
        ":3: how_it_shows is no whole sentence",
        ":5: label 'X' stands already in line 2",
        ":4: id 'route.x' stands already",
    ):
        assert words in said
