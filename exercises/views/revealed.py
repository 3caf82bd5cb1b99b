"""One consignment revealed, as HTML: what it was, what was done with it, and what spoke for and against."""

from __future__ import annotations

from markupsafe import Markup

from exercises.debrief import CaseReview, FlagReview
from exercises.language import _, innocent_text
from exercises.report import (
    Drawn,
    advice,
    asked,
    computed,
    drawn,
    fate,
    figures,
    kind,
    mattered,
    odds,
    story_of,
    verdict_word,
)
from exercises.views import lanes, words


def html(case: CaseReview) -> Markup:
    """Heading, story, outcome, what mattered most, the waterfall, why an expert would look."""
    chosen, first, wise = (lanes.chip(lane, case.streams) for lane in (case.lane, case.first_lane, case.best_lane))
    best = Markup(" · {} {}").format(_("best lane"), wise) if case.best_lane else ""
    changed = ""
    if case.first_lane is not None and case.first_lane != case.lane:
        changed = Markup(' <span class="rl-muted">{}</span> {}').format(_("before the risk engine"), first)
    return Markup(
        '<article class="rl-case"><header><code>{}</code> {}<strong>{}</strong>'
        '<span class="rl-muted">{}{}</span>{}</header>'
        '<p>{}</p><p class="rl-muted">{} {}</p>{}{}{}{}</article>'
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
        Markup("<p>{}</p>").format(said) if (said := mattered(case)) else "",
        _waterfall(case),
        _advice(case),
        _computed(case),
    )


def _waterfall(case: CaseReview) -> Markup:
    """The lines from the chance before looking to the stated one, then the flags that were cited and are not there."""
    lines = Markup("").join(_line(line) for line in drawn(case))
    lines += Markup("").join(_not_there(flag) for flag in case.flags if flag.cited and not flag.present)
    if not lines:
        return Markup('<p class="rl-muted">{}</p>').format(_("No red flag was there and none was cited."))
    return Markup('<table class="rl-flags">{}</table>').format(lines)


def _line(line: Drawn) -> Markup:
    if line.weight is None:
        place = Markup('<i class="rl-stand" style="left:{:.1f}%"></i>').format(100 * line.left)
    else:
        place = Markup('<i class="rl-bar{}" style="left:{:.1f}%;width:{:.1f}%"></i>').format(
            " rl-against" if line.weight < 0 else "", 100 * line.left, 100 * (line.right - line.left)
        )
    sign = "" if line.weight is None else "+" if line.weight > 0 else "−" if line.weight < 0 else ""
    return Markup(
        '<tr{}><td>{}</td><th scope="row">{}{}</th><td><div class="rl-fall">{}</div></td>'
        '<td>{}</td><td class="rl-num">{}</td></tr>'
    ).format(
        Markup(' class="rl-mine"') if line.weight is None else "",
        _verdict(line.flag),
        line.words,
        _flag(line.flag),
        place,
        sign,
        figures.chance(line.chance),
    )


def _verdict(flag: FlagReview | None) -> Markup:
    if flag is None:
        return Markup("")
    return Markup('<span class="rl-verdict rl-v-{}">{}</span>').format(flag.verdict, verdict_word(flag))


def _not_there(flag: FlagReview) -> Markup:
    return Markup('<tr><td>{}</td><th scope="row">{}{}</th><td></td><td></td><td></td></tr>').format(
        _verdict(flag), words.indicator(flag.id), _innocent(flag)
    )


def _flag(flag: FlagReview | None) -> Markup:
    """The red flag of a line, under the fact that shows it."""
    if flag is None:
        return Markup("")
    named = _("Red flag: {}.").format(words.indicator(flag.id))
    said = innocent_text(flag.id)
    why = _("Why it can be innocent, for example: {}").format(said) if said else ""
    return Markup("<p>{} {}</p>").format(named, why)


def _innocent(flag: FlagReview) -> Markup:
    said = innocent_text(flag.id)
    return Markup("<p>{}</p>").format(_("Why it can be innocent, for example: {}").format(said)) if said else Markup("")


def _computed(case: CaseReview) -> Markup:
    said = computed(case)
    if not said:
        return Markup("")
    return Markup('<details class="rl-how"><summary>{}</summary><p>{}</p></details>').format(
        _("How it is computed"), said
    )


def _advice(case: CaseReview) -> Markup:
    said = advice(case)
    return (
        Markup('<p class="rl-why"><b>{}</b> {}</p>').format(_("Why an expert would look"), said) if said else Markup("")
    )
