"""One colour for each player, the same in every chart and table; the colours have a contrast of 3:1 on light and
dark."""

from __future__ import annotations

from markupsafe import Markup

from exercises.language.languages import _

PLAYERS = ("chance", "profiles", "classifier", "both", "you", "best")
"""In the order of the ladder."""

COLOURS = {
    "chance": "#868d96",
    "profiles": "#3f83bd",
    "classifier": "#8f6cc0",
    "both": "#27897c",
    "you": "#d0581c",
    "best": "#6d7452",
    "hindsight": "#6d7452",
}


def word(player: str) -> str:
    """The player's name as the reader sees it."""
    return {
        "chance": _("Chance"),
        "profiles": _("Risk profiles"),
        "classifier": _("Classifier"),
        "both": _("Profiles and classifier"),
        "you": _("You"),
        "best": _("Best possible"),
        "hindsight": _("Hindsight"),
    }.get(player, player)


def swatch(player: str) -> Markup:
    """The player's name with its colour as a small square, in HTML."""
    return Markup('<i class="rl-swatch" style="background:{}"></i>{}').format(COLOURS[player], word(player))


def person(name: str) -> str:
    """A kind of simulated trainee, in words."""
    return {
        "random": _("Guesses"),
        "rule-follower": _("Follows the profiles"),
        "model-follower": _("Follows the classifier"),
        "hasty": _("Hasty"),
        "novice": _("Novice"),
        "competent": _("Competent"),
        "expert": _("Expert"),
        "over-cautious": _("Over-cautious"),
    }.get(name, name.replace("-", " ").replace("_", " ").capitalize())
