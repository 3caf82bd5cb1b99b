"""The terms of delivery (Incoterms 2020) and the place that they name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa

from generators import geography
from generators.facts.company import all_towns
from generators.facts.loading import loading
from generators.odds import FREIGHT, MODES, Pattern
from generators.table import Coded, Column
from simulator.draws import Choice, Ints, Numbers
from simulator.packs import pack
from simulator.reference import places

_AT_SEA = ("FAS", "FOB", "CFR", "CIF")  # for sea and inland waterway only
_AT_SELLER = ("EXW",)  # the place named is where the seller is
_HANDED_OVER = ("FCA", "FAS", "FOB")  # the place named is where the carrier takes the goods
_TO_THE_DOOR = ("CPT", "CIP", "DAP", "DDP")  # post and couriers are paid by the sender, and carry to the door
_AT_BUYER = ("DAP", "DPU", "DDP")  # the place named is where the buyer is
_BY_LORRY_KM = 1_500.0  # longest way over land from a port or airport (assumption)


def write(
    known: Mapping[str, Ints],
    end: Ints,
    towns: Ints,
    facts: Mapping[str, Column],
    shape: Pattern,
    name: str,
    u: Numbers,
) -> dict[str, Column]:
    """Fields of the delivery terms for the pack of a ``name``; ``facts``: those written before.

    ``end``: country where the main leg ends, (n,); ``towns``: those of consignor and consignee, (2, n).
    """
    loaded, unloaded = facts["place_of_loading"], facts["place_of_unloading"]
    assert isinstance(loaded, Coded) and isinstance(unloaded, Coded)
    codes = np.array(list(shape.delivery_terms))
    sent = known["channel"] != FREIGHT
    group = np.where(sent, 2, (known["mode"] != 0).astype(np.int64))
    terms = _terms(tuple(shape.delivery_terms.items())).pick(u("delivery terms"), group)
    at_seller, handed_over, at_buyer = (np.isin(codes, own)[terms] for own in (_AT_SELLER, _HANDED_OVER, _AT_BUYER))
    at_buyer |= sent
    # What changes ships or aircraft at home is carried on to a port or airport near the buyer.
    far = geography.land("road").km[end, known["destination"]] > _BY_LORRY_KM
    goes_on = far & (end == geography.codes().index(pack(name).home)) & (end != known["destination"])
    beyond = loading(name).near.pick(u("port of destination"), towns[1] * len(MODES) + known["mode"])
    after = len(loaded.texts)
    place = np.select(
        [at_seller, handed_over, at_buyer, goes_on],
        [after + towns[0], loaded.codes, after + towns[1], beyond],
        unloaded.codes,
    )
    return {
        "incoterm_code": Coded.of(terms, list(shape.delivery_terms)),
        "incoterm_place": Coded(place, _names(name, tuple(loaded.texts.to_pylist()))),
    }


@lru_cache(maxsize=8)
def _names(name: str, codes: tuple[str, ...]) -> pa.Array:
    """The names of places, some of which only the pack knows, and after them those of all towns."""
    own = [places()[code].name if code in places() else pack(name).place_of(code) for code in codes]
    return pa.array([*own, *all_towns()])


@lru_cache(maxsize=8)
def _terms(shares: tuple[tuple[str, float], ...]) -> Choice:
    """Delivery terms by sea; by other modes without those for ships; and of parcels."""
    numbers = np.arange(len(shares))
    weight = np.array([share for _, share in shares])
    elsewhere = np.array([0.0 if code in _AT_SEA else share for code, share in shares])
    parcels = np.array([share if code in _TO_THE_DOOR else 0.0 for code, share in shares])
    return Choice([(numbers, weight), (numbers, elsewhere), (numbers, parcels)])
