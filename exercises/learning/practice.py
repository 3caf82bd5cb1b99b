"""Practice: an exercise with many red flags of chosen families, at the trainee's level."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log

from exercises.design import Capacity, ExerciseCopy, ExerciseSpec, build, copy_for_store
from exercises.engine import Engine, Help
from exercises.language import _, family_label
from exercises.learning.aim import typology_weights
from exercises.learning.skill import Skill, practised
from generators.odds import Settings

TARGET = 0.725
"""Target share of right answers: difficult enough to learn from, not discouraging. S. Klinkenberg, M. Straatemeier
and H. van der Maas (Computers & Education 57, 2011) practise at 0.75; that it holds for red flags is an assumption."""
HARDEST = 0.5
"""The highest value of the knobs: above it, flags worth citing are rare, and there is little to practise on."""
PLAINEST, RISE = -1.56, 1.46
"""Mean designed difficulty of the flags worth citing in practice traffic at knobs of 0, and its rise by knobs, measured
on 6,000 consignments with every field seen: linear up to 0.5 (tests/exercises/learning/test_practice.py)."""
VOLUME, PREVALENCE, PLACES = 40, 0.25, 5
"""Half an hour's work with ten violations and ten controls: short bursts of many violations hold the criterion
(Wolfe and others, Journal of Experimental Psychology: General 136, 2007); the figures are assumptions."""


def practice_spec(skill: Skill, families: Sequence[str], seed: int) -> ExerciseSpec:
    """A small exercise on these families of red flags; on all of them if none is named.

    The risk engine gives no advice, because its profiles name the red flags that the trainee must find.
    """
    ratings = [skill.families[family].mean for family in families or practised()]
    spec = ExerciseSpec(
        slug=f"practice-{seed}",
        title=_("Practice: {families}").format(families=_named(families)),
        briefing=_briefing(families),
        seed=seed,
        capacity=Capacity(red=PLACES, yellow=PLACES),
        visible_tier="check",
        help=Help(profiles=False, classifier=False),
        traffic=Settings(
            declarations=VOLUME, prevalence=PREVALENCE, typologies=tuple(typology_weights(families).items())
        ),
    )
    return adapted(spec, sum(ratings) / len(ratings))


def made(skill: Skill, families: Sequence[str], seed: int, engine: Callable[[ExerciseSpec], Engine]) -> ExerciseCopy:
    """Build the exercise of ``practice_spec`` for the store; this takes a second or two."""
    spec = practice_spec(skill, families, seed)
    return copy_for_store(spec, build(spec, engine(spec)))


def adapted(spec: ExerciseSpec, rating: float) -> ExerciseSpec:
    """The same exercise at the difficulty that fits a rating."""
    subtlety, masking, clutter = knobs(rating)
    moved = {"subtlety": subtlety, "masking": masking, "clutter": clutter}
    return spec.model_copy(update={"traffic": spec.traffic.model_copy(update=moved)})


def knobs(rating: float) -> tuple[float, float, float]:
    """Subtlety, masking and clutter at which a trainee of this rating (logits) is right as often as ``TARGET`` says.

    Solves σ(rating − difficulty) = ``TARGET`` for the mean difficulty. The knobs raise this from ``PLAINEST`` by
    ``RISE``. Clutter is two thirds of the others, as in the exercises of the catalogue.
    """
    wanted = rating - log(TARGET / (1.0 - TARGET))
    dial = min(max((wanted - PLAINEST) / RISE, 0.0), HARDEST)
    return round(dial, 2), round(dial, 2), round(dial * 2 / 3, 2)


def _briefing(families: Sequence[str]) -> str:
    aim = (
        _("This practice is about one kind of red flags: **{families}**. Look for them here.")
        if families
        else _("There are too few answers yet to find your weak families, so this exercise covers all families.")
    ).format(families=_named(families))
    terms = _(
        "{volume} consignments wait. You can read every declaration, its documents and the company check; **examine "
        "{places}** (red lane) and **check the documents of {places}** more (yellow lane). The risk engine gives no "
        "advice."
    ).format(volume=VOLUME, places=PLACES)
    task = _("Open each consignment and cite every red flag that you see, also on those that you release.")
    return "\n\n".join((aim, terms, task))


def _named(families: Sequence[str]) -> str:
    return ", ".join(family_label(family) for family in families) or _("all families")
