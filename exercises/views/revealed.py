"""One consignment revealed, as HTML: what it was, what was done with it, and its red flags with their weight."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from exercises.debrief import CaseReview, FlagReview
from exercises.language import _, number
from exercises.report import advice, asked, fate, kind, odds, story_of, verdict_word
from exercises.views import lanes, words
from exercises.views.trainee.desk.engine import bar


def html(case: CaseReview) -> str:
    """Heading, story, fate, red flags as small bars, why an expert would look."""
    chosen, first, wise = (lanes.chip(lane, case.streams) for lane in (case.lane, case.first_lane, case.best_lane))
    best = f" · {escape(_('best lane'))} {wise}" if case.best_lane else ""
    changed = ""
    if case.first_lane is not None and case.first_lane != case.lane:
        changed = f' <span class="rl-muted">{escape(_("before the risk engine"))}</span> {first}'
    return (
        f'<article class="rl-case"><header><code>{escape(case.declaration_id)}</code> {chosen}'
        f"<strong>{escape(kind(case))}</strong>"
        f'<span class="rl-muted">{escape(odds(case))}{best}</span>{changed}</header>'
        f'<p>{escape(story_of(case))}</p><p class="rl-muted">{escape(fate(case))} {escape(asked(case))}</p>'
        f"{_flags(case.flags)}{_advice(case)}</article>"
    )


def _flags(flags: Sequence[FlagReview]) -> str:
    if not flags:
        return f'<p class="rl-muted">{escape(_("No red flag was there and none was cited."))}</p>'
    longest = max(3.0, *(abs(flag.weight or 0.0) for flag in flags))
    return '<table class="rl-bars rl-flags">' + "".join(_flag(flag, longest) for flag in flags) + "</table>"


def _flag(flag: FlagReview, longest: float) -> str:
    weight = "<td></td><td></td>"
    if flag.weight is not None and flag.present:
        sign = "+" if flag.weight >= 0 else "−"
        weight = f"<td>{bar(flag.weight, longest)}</td><td class='rl-num'>{sign}{number(abs(flag.weight), 1)}</td>"
    return (
        f'<tr><td><span class="rl-verdict rl-v-{flag.verdict}">{escape(verdict_word(flag))}</span></td>'
        f'<th scope="row">{escape(words.indicator(flag.id))}</th>{weight}</tr>'
    )


def _advice(case: CaseReview) -> str:
    said = advice(case)
    return f'<p class="rl-why"><b>{escape(_("Why an expert would look"))}</b> {escape(said)}</p>' if said else ""
