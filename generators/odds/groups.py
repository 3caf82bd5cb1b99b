"""What the odds of an indicator may depend on: kinds of goods, groups of buyers and routes, and the like."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.reference import CATEGORIES, sectors

KINDS: tuple[str, ...] = ("ordinary", "lookalike", "strategic")
NO_CATEGORY = "none"
GOODS_CATEGORIES: tuple[str, ...] = (NO_CATEGORY, *CATEGORIES)
"""Levels of ``goods.category``: ordinary goods have none, a look-alike has that of the goods that it resembles."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "": ("all",),
    "sector_offer": ("many_strategic", "some_strategic", "few_strategic"),
    "sector_kind": tuple(f"{line}/{kind}" for line in sectors() for kind in KINDS),
    "line_of_business": ("both", "none_in_line", "all_in_line"),
    "goods_kind": ("ordinary", "lookalike", "strategic"),
    "users": ("anyone", "industry"),
    "packing": ("divisible", "whole"),
    "parcels": ("none_sent", "some_sent"),
    "channel": ("freight", "parcel"),
    "licence_duty": ("none", "lookalike", "strategic", "named", "other"),
    "licence_claim": ("no_duty", "licence", "unlicensed", "unlicensed_named"),
    "goods_claim": ("ordinary", "lookalike", "free", "licensed", "unlicensed", "named", "other"),
    "certified": ("certificate", "no_certificate"),
    "name_alike": ("own_name", "like_a_listed_name"),
    "radiates": ("inactive", "natural", "source"),
    "route_sorts": ("usual", "r", "h", "rh", "d", "rd", "hd", "rhd"),
    "worth": ("dear", "cheap"),
    "lasting": ("used_up", "lasting"),
    "service": ("serviced", "unserviced"),
    "maker": ("elsewhere", "hub", "workshop", "no_maker", "bulk", "produced", "not_produced"),
}
"""What an indicator's odds may depend on, and the groups of each.

``users``: whether plants and laboratories use the goods; neither uses ordinary goods, or arms and explosives.
``service``: whether the goods are machines, vehicles or instruments that somebody installs, explains or maintains.
``parcels``: whether such a buyer gets such goods in parcels here; ``channel``: whether the consignment goes in one.
``route_sorts``: which sorts of way the route has beside the usual one: r regional, h by a hub, d a detour.
``line_of_business``: whether the buyer's line has goods of this kind and category, and whether others have.
``licence_duty``, ``licence_claim``, ``goods_claim``: whether a licence is needed if the goods are listed, what the
declaration claims, and whether the declaration names listed goods (``named``: by the code or by the description) or,
under a code that holds both, goods that are not listed (``other``).
"""
