"""What an officer knows of the office: what each lane finds and costs, what can be asked, and the risk engine."""

from __future__ import annotations

from markupsafe import Markup

from exercises.design import ExerciseCard
from exercises.language import _, number, percent
from exercises.views import lanes as lane_words
from exercises.views import words
from exercises.views.trainee.briefing.terms import duration
from exercises.views.trainee.desk.means import price
from simulator.office import MEANS, Means, control_settings

NATURES = ("goods", "licence", "party", "papers")


def lanes(card: ExerciseCard) -> Markup:
    """Each lane with its places, its cost, and how many violations of each kind its control finds."""
    streams = card.mode == "stream"
    heads = (
        _("Lane") if not streams else _("Decision"),
        _("Places"),
        _("Officers' time"),
        _("Goods wait"),
        _("Finds: other goods"),
        _("Licence"),
        _("False party"),
        _("False papers"),
        _("Good for"),
    )
    rows = Markup("").join(_lane(card, lane, streams) for lane in card.lanes)
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(text) for text in heads)
    title = _("What each lane is good for, and what it costs")
    if streams:
        title = _("What each decision is good for, and what it costs")
    said = _("Finds: the share of violations of a kind that the control discovers. Lawful trade is never accused.")
    return Markup(
        '<h2 class="rl-h2">{}</h2><table class="rl-table rl-lanes"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
        '<p class="rl-muted">{}</p>'
    ).format(title, head, rows, said)


def _lane(card: ExerciseCard, lane: str, streams: bool) -> Markup:
    known = control_settings()
    control = known.controls["audit"] if lane == "blue" else known.of_lane(lane)
    places = number(card.capacity[lane]) if lane in card.capacity else _("no limit")
    cells = [places, "–", _("no"), *("–" for _nature in NATURES)]
    if control is not None:
        wait = _("{} h").format(number(control.delay_hours)) if control.delay_hours else _("no")
        finds = (percent(control.sensitivity[nature]) for nature in NATURES)
        cells = [places, _time(control.hours), wait, *finds]
    figures = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells)
    return Markup('<tr><th scope="row">{}</th>{}<td>{}</td></tr>').format(
        lane_words.chip(lane, streams), figures, _good_for(lane, streams)
    )


def _time(hours: float) -> str:
    return _("{} h").format(number(hours)) if hours >= 1 else _("{} min").format(number(60 * hours))


def _good_for(lane: str, streams: bool) -> str:
    known = control_settings()
    if streams:
        return {
            "red": _("Physical examination of goods and papers, before release."),
            "green": _("Release. A lawful consignment does not wait."),
        }[lane]
    return {
        "red": _("Physical examination: the only lane that opens the packages."),
        "yellow": _("Document check: licences and papers. It does not see the goods."),
        "blue": _(
            "Release, then an audit of the company's books: buyers and licences. Nothing waits, but the goods are "
            "gone. The result comes after {first} to {last} days. The marking does not count it as a control."
        ).format(first=known.first_day, last=known.last_day),
        "green": _("Release. What you do not decide is green, too."),
    }[lane]


def means(card: ExerciseCard) -> Markup:
    """What can be asked for: what it shows, and its cost."""
    if not card.means:
        return Markup("")
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
            words.means(name), price(card.means[name]), _shows(name)
        )
        for name in MEANS
        if name in card.means
    )
    said = _("A company check and a name screening count for all consignments to the same buyer.")
    if card.officer_minutes is not None:
        said = (
            _("Your officers have {minutes} for all of it.").format(minutes=duration(card.officer_minutes)) + " " + said
        )
    return Markup('<h2 class="rl-h2">{}</h2><table class="rl-table">{}</table><p>{}</p>').format(
        _("You can ask for: officer's time · delay to the goods"), rows, said
    )


def _shows(name: Means) -> str:
    return {
        "documents": _("invoice, packing list, transport document and certificates, as far as there are any"),
        "company": _("what the buyer is, since when and where, and its past with customs"),
        "screening": _("the listed party that the buyer's name resembles, if any, with what tells the two apart"),
        "licence": _("what the licensing authority has on file: holder, buyer, goods, quantity left, validity"),
        "expert": _("the deciding line of the goods' data sheet, and whether they are listed"),
        "portal": _("what the radiation portal measures"),
        "scan": _("whether the image shows something that the declaration does not explain; it misses much"),
        "hint": _("which part of the dossier a colleague would read again"),
    }[name]


def engine(card: ExerciseCard) -> Markup:
    """What the engine reads and learned from; never in what state it is."""
    if not (card.help.profiles or card.help.classifier):
        return Markup("")
    reads = _(
        "It reads the declaration alone: no papers, no company check, no answer to a question. So it cannot know what "
        "you find there."
    )
    learned = _(
        "Its risk profiles are rules that experts wrote. Its classifier learned from what controls of this office "
        "found in the past, so it knows best what was looked for before. Like every engine it can lack something."
    )
    return Markup('<h2 class="rl-h2">{}</h2><p>{} {}</p>').format(_("The risk engine"), reads, learned)
