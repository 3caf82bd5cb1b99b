"""One consignment revealed, as HTML: what it was, what was done with it, and its red flags with their weights."""

from __future__ import annotations

from markupsafe import Markup

from exercises.debrief import CaseReview, FlagReview
from exercises.language import _, innocent_text
from exercises.report import (
    advice,
    asked,
    fate,
    kind,
    odds,
    rest_label,
    scale,
    story_of,
    verdict_word,
    weight_text,
    weights,
)
from exercises.views import lanes, words
from exercises.views.trainee.desk.engine import bar


def html(case: CaseReview) -> Markup:
    """Heading, story, outcome, red flags as small bars, why an expert would look."""
    chosen, first, wise = (lanes.chip(lane, case.streams) for lane in (case.lane, case.first_lane, case.best_lane))
    best = Markup(" · {} {}").format(_("best lane"), wise) if case.best_lane else ""
    changed = ""
    if case.first_lane is not None and case.first_lane != case.lane:
        changed = Markup(' <span class="rl-muted">{}</span> {}').format(_("before the risk engine"), first)
    return Markup(
        '<article class="rl-case"><header><code>{}</code> {}<strong>{}</strong>'
        '<span class="rl-muted">{}{}</span>{}</header>'
        '<p>{}</p><p class="rl-muted">{} {}</p>{}{}</article>'
    ).format(
        case.declaration_id,
        chosen,
        kind(case),
        odds(case),
        best,
        changed,
        story_of(case),
        fate(case),
        asked(case),
        _flags(case),
        _advice(case),
    )


def _flags(case: CaseReview) -> Markup:
    if not case.flags:
        return Markup('<p class="rl-muted">{}</p>').format(_("No red flag was there and none was cited."))
    longest = scale(case)
    lines = Markup("").join(_flag(flag, weight, longest) for flag, weight in weights(case))
    return Markup('<table class="rl-bars rl-flags">{}</table>').format(lines)


def _flag(flag: FlagReview | None, weight: float | None, longest: float) -> Markup:
    shown = Markup("<td></td><td></td>")
    if weight is not None:
        shown = Markup("<td>{}</td><td class='rl-num'>{}</td>").format(bar(weight, longest), weight_text(weight))
    if flag is None:
        return Markup('<tr><td></td><th scope="row">{}</th>{}</tr>').format(rest_label(), shown)
    return Markup('<tr><td><span class="rl-verdict rl-v-{}">{}</span></td><th scope="row">{}{}</th>{}</tr>').format(
        flag.verdict, verdict_word(flag), words.indicator(flag.id), _innocent(flag), shown
    )


def _innocent(flag: FlagReview) -> Markup:
    said = innocent_text(flag.id)
    return Markup("<p>{}</p>").format(_("Why it can be innocent, for example: {}").format(said)) if said else Markup("")


def _advice(case: CaseReview) -> Markup:
    said = advice(case)
    return (
        Markup('<p class="rl-why"><b>{}</b> {}</p>').format(_("Why an expert would look"), said) if said else Markup("")
    )
