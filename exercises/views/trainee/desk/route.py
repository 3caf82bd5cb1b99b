"""The route of the open consignment: on a world map, then stop by stop in words, then the modes of transport."""

from __future__ import annotations

from markupsafe import Markup

from exercises.dossier import SEA, Itinerary, Leg, itinerary
from exercises.language import _, languages
from exercises.views import values
from exercises.views.trainee.desk import facts, route_map
from simulator.reference import Consignment, countries

TRANSPORT = (
    "mode_at_border",
    "inland_mode",
    "active_border_transport_id",
    "border_transport_nationality",
    "container_indicator",
    "container_id",
    "office_of_exit",
    "transport_document_number",
    "previous_document",
    "incoterm_code",
    "incoterm_place",
)
COUNTRIES = ("country_of_origin", "country_of_export", "country_of_destination")


def html(consignment: Consignment) -> Markup:
    """Map, stops with the legs between them, and the sheets of transport and countries."""
    route = itinerary(consignment)
    loaded, unloaded = consignment.text("place_of_loading"), consignment.text("place_of_unloading")
    drawn = route_map.html(route, loaded, unloaded, languages.current())
    sheets = facts.sheet(_("Transport"), consignment, TRANSPORT) + facts.sheet(_("Countries"), consignment, COUNTRIES)
    return Markup('{}{}<div class="rl-sheets">{}</div>').format(drawn, _stops(route, consignment), sheets)


def _stops(route: Itinerary, consignment: Consignment) -> Markup:
    """Every stop in order, with the leg that leads there; then the length of the whole route."""
    ends = (
        (0, _("Place of loading"), consignment.text("place_of_loading")),
        (len(route.stops) - 1, _("Place of unloading"), consignment.text("place_of_unloading")),
    )
    items, legs, before = [], iter(route.legs), False
    for number, code in enumerate(route.stops):
        lines = []
        if code not in countries():
            lines.append(_("not on the map"))
        elif before:
            lines.append(_leg(next(legs), consignment.text("mode_at_border"), route.stops[number - 1]))
        before = before or code in countries()
        lines += [f"{label} {place}" for end, label, place in ends if end == number and place]
        notes = Markup("").join(Markup("<small>{}</small>").format(line) for line in lines)
        items.append(Markup("<li>{} <code>{}</code> {}{}</li>").format(number + 1, code, values.country(code), notes))
    said = _length(route)
    return Markup('<ol class="rl-route">{}</ol>').format(Markup("").join(items)) + (
        Markup('<p class="rl-muted">{}</p>').format(said) if said else ""
    )


def _leg(leg: Leg, mode: str, before: str) -> str:
    """How the goods come to a stop, and how far; with the origin if it is not the stop ``before``.

    There is no mode by sea to or from a country without a coast: the declaration does not say how the goods went on
    there.
    """
    inland = mode == SEA and any(countries()[code].landlocked for code in (leg.start, leg.end))
    said = values.mode(mode) if mode and not inland else ""
    ends = f"{leg.start}–{leg.end} " if leg.start != before else ""
    return " · ".join(part for part in (said, f"{ends}{values.number(leg.km)} km") if part)


def _length(route: Itinerary) -> str:
    """The whole route against the direct one; "" for one leg, which shows its own length."""
    if not route.legs:
        return _("The declaration names one country only.")
    if len(route.legs) == 1:
        return ""
    named = "–".join(route.stops)
    if not route.direct_km:
        return f"{named} {values.number(route.km)} km."
    return _("{legs}; {km} km in all, {ratio} times the direct distance of {direct} km.").format(
        legs=named,
        km=values.number(route.km),
        ratio=values.number(route.km / route.direct_km, 1),
        direct=values.number(route.direct_km),
    )
