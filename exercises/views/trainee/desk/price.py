"""The value per kilogram of the open consignment among lawful trade in its code, as a picture and in a sentence."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from math import floor, log, log10

from markupsafe import Markup

from exercises.dossier import Other, UnitValue, unit_value
from exercises.language import _, languages, percent
from exercises.views import values
from simulator.reference import Consignment

WIDTH, HEIGHT, TOP, BASE = 680.0, 134.0, 22.0, 92.0
EDGE = 8.0
"""Room at both ends of the axis."""
APART = 44.0
"""The least distance of two figures below the axis."""
SURE = 0.99
"""Above this share the tables are too coarse to name a percentage (assumption)."""
NAMED = 8
"""Other consignments named in words."""
STYLE = (
    "text{font:11px sans-serif;fill:#1b1f24}.q{fill:#5a636e}.b{fill:#d3d8de}.h{fill:#aab3bd}"
    ".t{stroke:#5a636e;fill:none}.o{stroke:#1f4e79;stroke-width:1.5}.m{stroke:#b3261e;stroke-width:2}.v{fill:#b3261e}"
    "@media (prefers-color-scheme:dark){text{fill:#e4e7eb}.q{fill:#a3acb8}.b{fill:#313943}.h{fill:#566270}"
    ".t{stroke:#a3acb8}.o{stroke:#7fb0dc}.m{stroke:#ff9a90}.v{fill:#ff9a90}}"
)
# Streamlit removes svg from HTML, so the picture is an image, and its text alternative says what it shows.


def html(consignment: Consignment, same_code: Sequence[Other]) -> Markup:
    """The section; "" where the value per kilogram or the code's usual value is unknown."""
    found = unit_value(consignment)
    if found is None:
        return Markup("")
    others = tuple(other.per_kg for other in same_code if other.per_kg is not None)
    return _section(found, others, languages.current()) + _others(same_code)


@lru_cache(maxsize=2048)
def _section(found: UnitValue, others: tuple[float, ...], _language: str) -> Markup:
    said = _sentence(found)
    picture = b64encode(_picture(found, others).encode()).decode()
    title = _("Value per kilogram among lawful trade in this code, EUR/kg")
    return Markup(
        '<section class="rl-sheet rl-price"><h6>{}</h6>'
        '<img src="data:image/svg+xml;base64,{}" alt="{}"><p>{}</p></section>'
    ).format(title, picture, said, said)


def _sentence(found: UnitValue) -> str:
    first, middle, third = (values.number(value, 2) for value in found.quartiles)
    share = max(found.below, 1.0 - found.below)
    if share > SURE:
        said = (
            _("{value} EUR/kg: higher than nearly all lawful trade in this code.")
            if found.below > 0.5
            else _("{value} EUR/kg: lower than nearly all lawful trade in this code.")
        )
    elif found.below >= 0.5:
        said = _("{value} EUR/kg: higher than {share} of lawful trade in this code.")
    else:
        said = _("{value} EUR/kg: lower than {share} of lawful trade in this code.")
    usual = _("Half of that trade lies between {first} and {third} EUR/kg; the median is {middle}.")
    return " ".join(
        (
            said.format(value=values.number(found.value, 2), share=percent(share)),
            usual.format(first=first, middle=middle, third=third),
        )
    )


def _others(same_code: Sequence[Other]) -> Markup:
    if not same_code:
        return Markup("")
    named = Markup(", ").join(
        Markup('<span class="rl-count">{} {}</span>').format(other.declaration_id, values.number(other.per_kg, 2))
        for other in same_code[:NAMED]
    )
    rest = len(same_code) - NAMED
    more = " " + _("and {} more").format(rest) if rest > 0 else ""
    said = _("Others of this code in the queue, EUR/kg (short ticks):")
    return Markup('<p class="rl-muted">{} {}{}</p>').format(said, named, more)


def _picture(found: UnitValue, others: tuple[float, ...]) -> Markup:
    """The density of ln EUR/kg, its middle half darker; quartiles, others and this one marked over a log axis."""
    every = (found.value, *others)
    low, high = min(found.bins[0][0], *every) / 1.15, max(found.bins[-1][1], *every) * 1.15
    scale = (WIDTH - 2 * EDGE) / log(high / low)

    def across(value: float) -> float:
        return EDGE + log(value / low) * scale

    first, _middle, third = found.quartiles
    densities = [(start, end, share / log(end / start)) for start, end, share in found.bins]
    tallest = max(density for _start, _end, density in densities)

    def bar(start: float, end: float, density: float, kind: str) -> Markup:
        height = (BASE - TOP) * density / tallest
        return Markup('<rect class="{}" x="{:.1f}" width="{:.1f}" y="{:.1f}" height="{:.1f}"/>').format(
            kind, across(start), across(end) - across(start), BASE - height, height
        )

    bars = Markup("").join(bar(*one, "b") for one in densities)
    half = Markup("").join(
        bar(max(start, first), min(end, third), density, "h")
        for start, end, density in densities
        if start < third and end > first
    )
    quarters = "".join(f"M{across(value):.1f} {BASE}V{TOP:g}" for value in found.quartiles)
    beside = "".join(f"M{across(value):.1f} {BASE}v-9" for value in others)
    here = across(found.value)
    anchor = "start" if here < WIDTH * 0.1 else "end" if here > WIDTH * 0.9 else "middle"
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:g} {:g}"><style>{}</style>{}{}'
        '<path class="t" stroke-dasharray="2 3" d="{}"/><path class="t" d="M0 {:g}H{:g}"/>{}'
        '<path class="o" d="{}"/><path class="m" d="M{:.1f} {}V14"/>'
        '<text class="v" x="{:.1f}" y="11" text-anchor="{}" font-weight="bold">{}</text>{}</svg>'
    ).format(
        WIDTH,
        HEIGHT,
        STYLE,
        bars,
        half,
        quarters,
        BASE,
        WIDTH,
        _axis(low, high, scale),
        beside,
        here,
        BASE,
        here,
        anchor,
        values.number(found.value, 2),
        _quartiles(found, across(first), across(third)),
    )


def _quartiles(found: UnitValue, left: float, right: float) -> Markup:
    """The quartiles by name, in one line below the axis's figures."""
    said = _("quartiles {first} · {middle} · {third}").format(
        **dict(zip(("first", "middle", "third"), (values.number(one, 2) for one in found.quartiles), strict=True))
    )
    middle = min(max((left + right) / 2, 110.0), WIDTH - 110.0)
    return Markup('<text class="q" x="{:.1f}" y="{:g}" text-anchor="middle">{}</text>').format(middle, BASE + 34, said)


def _axis(low: float, high: float, scale: float) -> Markup:
    """Ticks at 1, 2 and 5 of every decade, with figures where they have room."""
    drawn, last = [], -APART
    for decade in range(floor(log10(low)), floor(log10(high)) + 1):
        for step in (1, 2, 5):
            value = step * 10.0**decade
            if not low <= value <= high:
                continue
            x = EDGE + log(value / low) * scale
            drawn.append(Markup('<path class="t" d="M{:.1f} {:g}v4"/>').format(x, BASE))
            if x - last >= APART and 14 < x < WIDTH - 14:
                last = x
                figure = values.number(value, max(0, -decade))
                drawn.append(
                    Markup('<text class="q" x="{:.1f}" y="{:g}" text-anchor="middle">{}</text>').format(
                        x, BASE + 17, figure
                    )
                )
    return Markup("").join(drawn)
