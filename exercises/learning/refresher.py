"""When to practise an indicator family again: spaced repetition, with the family as the card.

FSRS (J. Ye and others, KDD 2022; the package ``fsrs``) predicts from past reviews when recall falls to nine in ten. Its
parameters were fitted to flash cards; for red flags they are an assumption.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler

from exercises.learning.skill import History
from exercises.marking import Answer
from simulator.reference import FAMILIES

LONGEST = 90
"""The longest time to the next refresher, in days (assumption: a quarter, because rosters and flags change)."""
HARD_FROM, GOOD_FROM, EASY_FROM = 0.4, 0.6, 0.85
"""Shares of right answers from which a review counts as recalled with difficulty, well, easily (assumption)."""
# No steps of minutes: an attempt is one review of a family, and the next review is days later.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False)


def due(history: History) -> dict[str, datetime]:
    """When each practised family is due again, in UTC, in the order of ``FAMILIES``.

    Every attempt is one review of each family in its answers; times must have a time zone.
    """
    cards: dict[str, Card] = {}
    for at, given in sorted(history, key=lambda attempt: attempt[0]):
        if at.tzinfo is None:
            raise ValueError("a time has no time zone; give it in UTC")
        moment = at.astimezone(UTC)
        for number, family in enumerate(FAMILIES):
            own = [answer for answer in given if answer.family == family]
            if own:
                card = cards.get(family) or Card(card_id=number, due=moment)
                cards[family], _log = _SCHEDULER.review_card(card, rated(own), moment)
    return {family: cards[family].due for family in FAMILIES if family in cards}


def rated(given: Sequence[Answer]) -> Rating:
    """How well one family was recalled in an attempt, by the share of right answers; needs at least one answer."""
    share = sum(answer.right for answer in given) / len(given)
    if share < HARD_FROM:
        return Rating.Again
    if share < GOOD_FROM:
        return Rating.Hard
    return Rating.Good if share < EASY_FROM else Rating.Easy
