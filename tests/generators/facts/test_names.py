"""The name pools: large enough, fictional, in step with sectors and countries, and built the same way twice."""

from __future__ import annotations

from generators.facts import names
from simulator.reference import lists as reference
from simulator.reference import towns


def test_pools_are_large_and_hold_no_word_twice() -> None:
    pools = names.pools()
    for words, least in ((pools.first_words, 150), (pools.surnames, 150)):
        assert len(set(words)) == len(words) >= least
        assert all(word.isascii() and word == word.strip() for word in words)


def test_every_sector_has_its_second_words() -> None:
    pools = names.pools()
    assert set(pools.second_words) == set(reference.sectors())
    assert min(len(words) for words in pools.second_words.values()) >= 4


def test_every_trading_country_has_legal_forms_and_norway_is_not_false() -> None:
    pools = names.pools()
    assert set(pools.country_forms) <= set(reference.countries())
    assert all(pools.legal_forms(iso2) for iso2 in reference.countries())
    assert pools.legal_forms("NO") == ("AS", "ASA")


def test_building_twice_gives_the_same_pools_and_another_seed_others() -> None:
    first = names.build()
    assert first == names.build()
    assert first["surnames"] != names.build(seed=1)["surnames"]


def test_the_committed_pools_are_those_that_the_parts_give() -> None:
    built, pools = names.build(), names.pools()
    assert tuple(built["first_words"]) == pools.first_words
    assert tuple(built["surnames"]) == pools.surnames
    assert {key: tuple(words) for key, words in built["legal_forms"]["countries"].items()} == pools.country_forms


def test_a_town_is_never_a_company_word() -> None:
    known = {town for own in towns().values() for town in own}
    assert len(known) > 500 and not known & set(names.pools().first_words)
