"""Checks of containers, ships, aircraft, wagons, and the numbers of their documents."""

from __future__ import annotations

import re

import numpy as np

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns, parts_of
from simulator.formats import (
    air_waybill_form,
    container_form,
    imo_form,
    valid_air_waybill,
    valid_container,
    valid_imo,
    valid_parcel,
    valid_wagon,
    wagon_form,
)

_FLIGHT = re.compile(r"(?:[A-Z][A-Z0-9]|[0-9][A-Z]) ?[0-9]{1,4}[A-Z]?")
_SHIP = re.compile(r"IMO ?[0-9]")
_OLD_WAGON = re.compile(r"[0-9]{8}")


@check(
    "container.form",
    "unlikely",
    "container_id",
    "A number in '{container_id}' is not written like a container number: four letters, seven digits.",
    "ISO 6346",
)
def form(rows: Columns) -> Bools:
    """Not written like a container number."""
    return rows.any_part("container_id", lambda numbers: ~container_form(numbers))


@check(
    "container.check_digit",
    "unlikely",
    "container_id",
    "The check digit of a container number in '{container_id}' is wrong.",
    "ISO 6346",
)
def check_digit(rows: Columns) -> Bools:
    """Wrong check digit of a container number."""
    return rows.any_part("container_id", lambda numbers: container_form(numbers) & ~valid_container(numbers))


@check(
    "container.repeated",
    "impossible",
    "container_id",
    "A container is listed twice: {container_id}.",
    "ISO 6346: one number, one container",
)
def repeated(rows: Columns) -> Bools:
    """The same container twice."""
    return rows.where(lambda text: len(set(parts_of(text))) < len(parts_of(text)), "container_id")


@check(
    "container.no_number",
    "impossible",
    "container_indicator container_id",
    "The goods are in a container (indicator {container_indicator}), but there is no container number.",
    "EU UCC Data Annex, 19 01 and 19 07",
)
def no_number(rows: Columns) -> Bools:
    """In a container, but no container number."""
    return rows.where(
        lambda boxed, number: boxed == "1" and not parts_of(number), "container_indicator", "container_id"
    )


@check(
    "container.no_indicator",
    "impossible",
    "container_indicator container_id",
    "There is a container number ({container_id}), but the goods are not in a container (indicator "
    "{container_indicator}).",
    "EU UCC Data Annex, 19 01 and 19 07",
)
def no_indicator(rows: Columns) -> Bools:
    """A container number, but not in a container."""
    return rows.where(
        lambda boxed, number: boxed == "0" and bool(parts_of(number)), "container_indicator", "container_id"
    )


@check(
    "container.by_air",
    "unlikely",
    "mode_at_border container_indicator",
    "Freight containers of ISO 668 hardly fly (mode {mode_at_border}, container {container_indicator}).",
    "assumption; air cargo units are not freight containers of box 19",
)
def by_air(rows: Columns) -> Bools:
    """A freight container by air."""
    return rows.equal("mode_at_border", "4") & rows.equal("container_indicator", "1")


@check(
    "ship.number_form",
    "impossible",
    "mode_at_border active_border_transport_id",
    "'{active_border_transport_id}' is no ship's number: IMO and seven digits (mode {mode_at_border}).",
    "IMO Resolution A.1117(30)",
)
def ship_form(rows: Columns) -> Bools:
    """A ship's number without seven digits."""
    named = rows.matching("active_border_transport_id", lambda texts: _begin_as_ship(texts) & ~imo_form(texts))
    return named & rows.equal("mode_at_border", "1")


@check(
    "ship.check_digit",
    "unlikely",
    "mode_at_border active_border_transport_id",
    "The check digit of '{active_border_transport_id}' is wrong (mode {mode_at_border}).",
    "IMO Resolution A.1117(30)",
)
def ship_check_digit(rows: Columns) -> Bools:
    """Wrong check digit of a ship's number."""
    wrong = rows.matching("active_border_transport_id", lambda texts: imo_form(texts) & ~valid_imo(texts))
    return wrong & rows.equal("mode_at_border", "1")


@check(
    "ship.other_mode",
    "impossible",
    "mode_at_border active_border_transport_id",
    "'{active_border_transport_id}' is a ship, but the mode at the border is {mode_at_border}.",
    "EU UCC Data Annex, 19 03 and 19 08",
)
def ship_other_mode(rows: Columns) -> Bools:
    """A ship's number with another mode."""
    by_land_or_air = rows.where(lambda mode: mode in ("2", "3", "4"), "mode_at_border")
    return rows.matching("active_border_transport_id", _begin_as_ship) & by_land_or_air


def _begin_as_ship(texts: list[str]) -> Bools:
    return np.fromiter((_SHIP.match(text) is not None for text in texts), dtype=np.bool_, count=len(texts))


@check(
    "flight.number_form",
    "unlikely",
    "mode_at_border active_border_transport_id",
    "'{active_border_transport_id}' is not written like a flight number (mode {mode_at_border}).",
    "IATA Resolution 762: airline code and one to four digits",
)
def flight_form(rows: Columns) -> Bools:
    """Not written like a flight number."""
    return rows.where(
        lambda mode, text: mode == "4" and text != "" and _FLIGHT.fullmatch(text) is None,
        "mode_at_border",
        "active_border_transport_id",
    )


@check(
    "waybill.form",
    "unlikely",
    "mode_at_border transport_document_number",
    "'{transport_document_number}' is not written like an air waybill number: airline prefix and eight "
    "digits (mode {mode_at_border}).",
    "IATA Resolution 600a; forwarders number their own house waybills freely, and so do couriers",
)
def waybill_form(rows: Columns) -> Bools:
    """Not written like an air waybill number."""

    def other(texts: list[str]) -> Bools:
        return ~air_waybill_form(texts) & np.array([text != "" for text in texts], dtype=np.bool_)

    airlines = rows.equal("mode_at_border", "4") & ~rows.equal("channel", "courier")
    return rows.matching("transport_document_number", other) & airlines


@check(
    "waybill.check_digit",
    "unlikely",
    "mode_at_border transport_document_number",
    "The check digit of the air waybill {transport_document_number} is wrong (mode {mode_at_border}).",
    "IATA Resolution 600a",
)
def waybill_check_digit(rows: Columns) -> Bools:
    """Wrong check digit of an air waybill."""
    wrong = rows.matching(
        "transport_document_number", lambda texts: air_waybill_form(texts) & ~valid_air_waybill(texts)
    )
    return wrong & rows.equal("mode_at_border", "4")


@check(
    "parcel.number",
    "unlikely",
    "mode_at_border transport_document_number",
    "'{transport_document_number}' is no number of a parcel by post: two letters, nine digits with a check digit, two "
    "letters of a country (mode {mode_at_border}).",
    "UPU standard S10",
)
def parcel_number(rows: Columns) -> Bools:
    """By post, but not the number of a postal item."""

    def other(texts: list[str]) -> Bools:
        return ~valid_parcel(texts) & np.array([text != "" for text in texts], dtype=np.bool_)

    return rows.matching("transport_document_number", other) & rows.equal("mode_at_border", "5")


@check(
    "parcel.channel",
    "impossible",
    "mode_at_border channel",
    "The goods go by {channel}, but the mode at the border is {mode_at_border}.",
    "UN/ECE Recommendation 19: mode 5 is post",
)
def parcel_channel(rows: Columns) -> Bools:
    """By post with another mode, or by mode 5 and not by post."""
    return rows.where(lambda channel, mode: (channel == "post") != (mode == "5"), "channel", "mode_at_border")


@check(
    "parcel.container",
    "impossible",
    "channel container_indicator",
    "Parcels are in no freight container of their own (channel {channel}, container {container_indicator}).",
    "box 19 is for freight containers",
)
def parcel_container(rows: Columns) -> Bools:
    """A parcel in a freight container of its own."""
    sent = rows.where(lambda channel: channel in ("courier", "post"), "channel")
    return sent & rows.equal("container_indicator", "1")


@check(
    "parcel.means",
    "unlikely",
    "mode_at_border active_border_transport_id",
    "The goods go by post, but the declaration names '{active_border_transport_id}' (mode {mode_at_border}).",
    "EU UCC Data Annex, 19 08: the means at the border is not stated for postal consignments",
)
def parcel_means(rows: Columns) -> Bools:
    """A ship or flight is named for goods by post."""
    return rows.where(lambda mode, text: mode == "5" and text != "", "mode_at_border", "active_border_transport_id")


@check(
    "wagon.form",
    "unlikely",
    "mode_at_border transport_unit_ids",
    "A number in '{transport_unit_ids}' is not written like a wagon number: twelve digits, or eight "
    "(mode {mode_at_border}).",
    "UIC leaflet 438-2; eight digits on the railways of 1,520 mm gauge",
)
def wagon(rows: Columns) -> Bools:
    """Not written like a wagon number."""

    def other(numbers: list[str]) -> Bools:
        old = np.array([_OLD_WAGON.fullmatch(number) is not None for number in numbers], dtype=np.bool_)
        return ~wagon_form(numbers) & ~old

    return rows.any_part("transport_unit_ids", other) & rows.equal("mode_at_border", "2")


@check(
    "wagon.check_digit",
    "unlikely",
    "mode_at_border transport_unit_ids",
    "The check digit of a wagon number in '{transport_unit_ids}' is wrong (mode {mode_at_border}).",
    "UIC leaflet 438-2",
)
def wagon_check_digit(rows: Columns) -> Bools:
    """Wrong check digit of a wagon number."""
    wrong = rows.any_part("transport_unit_ids", lambda numbers: wagon_form(numbers) & ~valid_wagon(numbers))
    return wrong & rows.equal("mode_at_border", "2")
