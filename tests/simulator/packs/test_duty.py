"""What needs an export licence, by the pack, the kind of declaration and the destination."""

from __future__ import annotations

import pytest

from simulator.packs import licence_duty, pack


@pytest.mark.parametrize(
    ("way", "destination", "duty"),
    [
        ("EX", "TR", "needed"),
        ("EX", "DE", "inside"),
        ("IM", "NL", "incoming"),
        ("TR", "CH", "transit"),
        ("EX", "", None),
        ("", "TR", None),
        ("XX", "TR", None),
    ],
)
def test_a_member_of_a_union_asks_for_licences_beyond_it_only(way: str, destination: str, duty: str | None) -> None:
    assert licence_duty(pack("eu-nl"), way, destination) == duty


def test_without_a_union_every_export_is_asked_for() -> None:
    assert licence_duty(pack("ge"), "EX", "DE") == "needed"


def test_a_destination_that_the_pack_does_not_name_is_free() -> None:
    rules = pack("ge").model_copy(update={"licence_needed": ("TR",)})
    assert licence_duty(rules, "EX", "TR") == "needed"
    assert licence_duty(rules, "EX", "DE") == "free"
