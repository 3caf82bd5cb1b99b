"""Means of inquiry for the open consignment: the cost of each before the request, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from exercises.language import _, number
from exercises.record import NoTimeLeft, StoreError
from exercises.views import values, words
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import focus, licence
from simulator.office import MEANS, Cost, Means
from simulator.packs import Pack


def bar(here: Seat, declaration_id: str) -> None:
    """A button for each means that is offered and not yet used; then what answers nothing that a tab shows.

    An answer stands in the tab of the facts that it is about, marked as new.
    """
    offered = [name for name in MEANS if name in here.attempt.card.means]
    if not offered:
        return
    asked = here.attempt.asked(declaration_id)
    closed = not focus.open_to_decide(here, declaration_id)
    with st.container(key="means", gap=None):
        left = [name for name in offered if name not in asked]
        if left:
            with st.container(key="means-offered", horizontal=True, gap="xxsmall", vertical_alignment="center"):
                show(Markup('<span class="rl-muted">{}</span>').format(_("Ask for")), width="content")
                for name in left:
                    st.button(
                        label(name, here.attempt.card.means[name]),
                        key=f"ask-{name}-{here.attempt_id}-{declaration_id}",
                        disabled=closed,
                        on_click=_ask,
                        args=(declaration_id, name),
                    )
        lines = [
            _line(here, declaration_id, name)
            for name in offered
            if name in asked and _above(here, declaration_id, name)
        ]
        refusal = st.session_state.get(focus.inquiry_key(here))
        if refusal:
            lines.append(Markup('<li class="rl-refusal">{}</li>').format(refusal))
        if lines:
            show(Markup('<ul class="rl-answers">{}</ul>').format(Markup("").join(lines)))


def label(name: Means, cost: Cost) -> str:
    """A means with its cost: officer's minutes, and the hours that the goods wait."""
    return f"{words.means(name)} · {price(cost)}"


def price(cost: Cost) -> str:
    """The cost of one request, in words."""
    minutes = _("{} min").format(_short(cost.minutes))
    return minutes if not cost.delay_hours else f"{minutes} · " + _("+{} h").format(_short(cost.delay_hours))


def answer_text(name: Means, answer: Mapping[str, Any] | None, rules: Pack | None = None) -> str:
    """The answer of a means, in one line of text. ``rules``: the context pack, which explains codes of documents."""
    if answer is None:
        return {
            "documents": _("see the tab Documents"),
            "company": _("see the tab Parties"),
            "screening": _("see the tab Parties"),
            "licence": _("see the tab Licence"),
        }.get(name, _("see the tab Goods"))
    match name:  # earlier editions stored answers of screening, licence and expert
        case "screening":
            return _screening(answer)
        case "licence":
            duty = answer.get("duty")  # earlier editions did not ask for it
            told = (_listed(str(answer["listed"])), licence.said(duty) if duty else "", _licence(answer, rules))
            return "; ".join(part for part in told if part)
        case "expert":
            return f"{_wording(str(answer['wording']))}; {_listed(str(answer['listed']))}"
        case "scan" if answer["seen"]:
            return _(
                "the image shows something that the declaration does not explain; this happens with lawful loads too"
            )
        case "scan":
            return _("nothing unusual in the image; a scan misses much")
        case _:
            return _hint(str(answer["family"]))


def seen(here: Seat, declaration_id: str) -> str:
    """What the scan of a consignment shows; "" if none was made."""
    if "scan" not in here.attempt.asked(declaration_id):
        return ""
    return answer_text("scan", here.attempt.answer(declaration_id, "scan"))


def _above(here: Seat, declaration_id: str, name: Means) -> bool:
    """Whether an answer stands above the tabs: a hint, and what earlier editions stored in place of facts."""
    return name != "scan" and here.attempt.answer(declaration_id, name) is not None


def _line(here: Seat, declaration_id: str, name: Means) -> Markup:
    said = answer_text(name, here.attempt.answer(declaration_id, name), here.attempt.card.rules)
    return Markup("<li><b>{}</b>: {}</li>").format(words.means(name), said)


def _screening(answer: Mapping[str, Any]) -> str:
    found = answer["candidates"]
    if not found:
        return _("no listed party has a name like {name}").format(name=answer["name"])
    like = ", ".join(f"{one['party']} ({one['id']}, {number(one['score'])} %)" for one in found)
    return _("{name} resembles {parties}; a similar name does not prove that it is the same party").format(
        name=answer["name"], parties=like
    )


def _listed(match: str) -> str:
    """The place of the declared code on the strategic list. ``ex`` and ``watch`` never mean that goods are
    controlled."""
    return {
        "named": _("the list names this code"),
        "ex": _("the list names a part of this code: identify the goods to know whether they belong to it"),
        "watch": _("the list watches this code without controlling it"),
        "sanctions": _("this code falls under sanctions for some destinations"),
    }.get(match, _("the code is not on the list"))


def _licence(answer: Mapping[str, Any], rules: Pack | None) -> str:
    code, reference = _known(answer["type"]), _known(answer["reference"])
    meaning = values.word("document_type_code", code, rules)
    kind = f"{code} ({meaning})" if meaning else code
    if not reference:
        return _("{kind}, without a reference").format(kind=kind) if kind else _("no licence is declared")
    return _("{kind}, reference {reference}").format(kind=kind or _("a document"), reference=reference)


def _known(stored: object) -> str:
    """A stored text; "" for the marks of a missing one."""
    return "" if str(stored) in ("nan", "None", "<NA>") else str(stored)


def _wording(level: str) -> str:
    return {
        "exact": _("the description says exactly what the goods are"),
        "ordinary": _("the description is what most traders write"),
        "vague": _("the description is too vague to identify the goods"),
        "other_heading": _("the description fits goods that belong under another code"),
    }[level]


def _hint(family: str) -> str:
    if not family:
        return _("no fact here suggests a violation")
    return _("read these facts again: {family}").format(family=words.family(family))


def _short(amount: float) -> str:
    return number(amount, 0 if amount.is_integer() else 1)


def _ask(declaration_id: str, name: Means) -> None:
    here = seat()
    refusal = None
    try:
        here.attempt.request(declaration_id, name)
    except NoTimeLeft as short:
        refusal = _("Your officers have {left} minutes left, and this takes {minutes}. Nothing was asked.").format(
            left=_short(short.left), minutes=_short(short.minutes)
        )
    except StoreError as error:
        refusal = focus.refused(here, error, declaration_id)
    st.session_state[focus.inquiry_key(here)] = refusal
    focus.redraw("header", "dossier")
