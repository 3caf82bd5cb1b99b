"""What counts as a violation in an exercise, by its context pack, and about how many there are."""

from __future__ import annotations

from markupsafe import Markup, escape

from exercises.design import ExerciseCard
from exercises.language import _
from exercises.learning import country_names, licence_rule
from simulator.packs import Pack


def html(card: ExerciseCard) -> Markup:
    """What counts, what does not, and the range of the base rate."""
    told = _counts(card.rules) if card.rules else Markup("<p>{}</p>").format(_of_a_file())
    if card.base_rate is not None:
        low, high = card.base_rate
        often = _(
            "Of a hundred consignments like these, somewhere between {low} and {high} are violations. How many are in "
            "this batch is not told."
        ).format(low=low, high=high)
        told += Markup("<p>{}</p>").format(often)
    return Markup('<h2 class="rl-h2">{}</h2>{}').format(_("What counts as a violation here"), told)


def _of_a_file() -> str:
    return _("These are real declarations: a violation is what the controls of that office recorded as one.")


def _counts(rules: Pack) -> Markup:
    every = (
        (_("Goods"), _("listed goods declared as something else, or hidden in another load")),
        (
            _("Licence"),
            _("listed goods without a licence, or with one that does not fit: expired, used up, or for another buyer"),
        ),
        (
            _("Party"),
            _(
                "a buyer, user or destination that is not the one named: a front, a listed party, a weapons programme, "
                "an embargoed country. Goods that are on no list count too (catch-all)"
            ),
        ),
        (_("Papers"), _("papers that are false for such goods: licence, certificate of end use, origin")),
    )
    rows = Markup("").join(Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(*row) for row in every)
    lawful = _(
        "Not counted: goods declared below their value, duties not paid, slips of the pen and vague words. Lawful "
        "trade here has all of these, and most of what looks odd is lawful."
    )
    return Markup('<table class="rl-table">{}</table><p>{}</p><p>{}</p>').format(rows, lawful, _law(rules))


def _law(rules: Pack) -> Markup:
    """Which goods need a licence to where, and the destinations under measures, by the pack."""
    strategic, arms = ([one.country for one in rules.measures if one.goods == kind] for kind in ("strategic", "arms"))
    parts = [licence_rule(rules)]
    if strategic:
        parts.append(
            _("Destinations under an embargo on strategic goods: {countries}.").format(
                countries=country_names(strategic)
            )
        )
    if arms:
        parts.append(_("On arms: {countries}.").format(countries=country_names(arms)))
    return escape(" ".join(parts))
