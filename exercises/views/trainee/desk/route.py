"""The route of the open consignment: on a world map, then stop by stop in words, then the modes of transport."""

from __future__ import annotations

from markupsafe import Markup

from exercises.dossier import LAND, Itinerary, Leg, itinerary
from exercises.language import _, languages
from exercises.views import values
from exercises.views.trainee.desk import facts, route_map
from simulator.packs import Pack
from simulator.reference import Consignment, countries

TRANSPORT = (
    "channel",
    "mode_at_border",
    "inland_mode",
    "active_border_transport_id",
    "border_transport_nationality",
    "container_indicator",
    "transport_units",
    "container_id",
    "transport_unit_ids",
    "office_of_exit",
    "transport_document_number",
    "transport_document_date",
    "previous_document",
    "incoterm_code",
    "incoterm_place",
)
COUNTRIES = ("country_of_origin", "country_of_export", "country_of_destination")


def html(consignment: Consignment, rules: Pack | None = None) -> Markup:
    """Map, stops with the legs between them, and the sheets of transport and countries. ``rules``: the context pack."""
    route = itinerary(consignment)
    loaded, unloaded = consignment.text("place_of_loading"), consignment.text("place_of_unloading")
    drawn = route_map.html(route, loaded, unloaded, languages.current())
    sheets = facts.sheet(_("Transport"), consignment, TRANSPORT, rules)
    sheets += facts.sheet(_("Countries"), consignment, COUNTRIES)
    return Markup('{}{}<div class="rl-sheets">{}</div>').format(drawn, _stops(route, consignment, rules), sheets)


def _stops(route: Itinerary, consignment: Consignment, rules: Pack | None) -> Markup:
    """Every stop in order, with the leg that leads there; then the length of the whole route."""
    ends = (
        (route.loading, _("Place of loading"), _place(consignment, "place_of_loading", rules)),
        (route.unloading, _("Place of unloading"), _place(consignment, "place_of_unloading", rules)),
    )
    mode, items, legs, before = consignment.text("mode_at_border"), [], iter(route.legs), False
    for number, code in enumerate(route.stops):
        lines = []
        if code not in countries():
            lines.append(_("not on the map"))
        elif before:
            lines.append(_leg(next(legs), mode, route.stops[number - 1]))
        before = before or code in countries()
        lines += [f"{label} {place}" for end, label, place in ends if end == number and place]
        notes = Markup("").join(Markup("<small>{}</small>").format(line) for line in lines)
        items.append(Markup("<li>{} <code>{}</code> {}{}</li>").format(number + 1, code, values.country(code), notes))
    said = _length(route, mode in LAND)
    return Markup('<ol class="rl-route">{}</ol>').format(Markup("").join(items)) + (
        Markup('<p class="rl-muted">{}</p>').format(said) if said else ""
    )


def _place(consignment: Consignment, name: str, rules: Pack | None) -> str:
    """A place by its code and name."""
    code = consignment.text(name)
    return " ".join(part for part in (code, values.word(name, code, rules)) if part)


def _leg(leg: Leg, mode: str, before: str) -> str:
    """How the goods come to a stop, and how far; with the origin if it is not the stop ``before``.

    There is no mode on a leg before the port or airport of loading or after that of unloading: the declaration does not
    say how the goods went there.
    """
    said = values.mode(mode) if mode and leg.main else ""
    ends = f"{leg.start}–{leg.end} " if leg.start != before else ""
    return " · ".join(part for part in (said, f"{ends}{values.number(leg.km)} km") if part)


def _length(route: Itinerary, by_land: bool) -> str:
    """The whole route against the direct one; "" for one leg, which shows its own length.

    By land the usual way is longer than the direct one, so the text says so.
    """
    if not route.legs:
        return _("The declaration names one country only.")
    if len(route.legs) == 1:
        return ""
    named = "–".join(route.stops)
    if not route.direct_km:
        return f"{named} {values.number(route.km)} km."
    said = _("{legs}; {km} km in all, {ratio} times the direct distance of {direct} km.").format(
        legs=named,
        km=values.number(route.km),
        ratio=values.number(route.km / route.direct_km, 1),
        direct=values.number(route.direct_km),
    )
    return f"{said} {_('Roads and railways are longer than the direct way.')}" if by_land else said
