"""An exercise of real declarations with known outcomes: a file, its mapping, and how many to draw."""

from __future__ import annotations

import secrets
from typing import Any

import streamlit as st
from markupsafe import Markup
from pydantic import ValidationError

from exercises.design import ExerciseBatch, RealSpec, build_from_file, copy_for_store, slug_of
from exercises.language import _, number
from exercises.record import StoreError
from exercises.store import InstructorStore
from exercises.views import frame, markup, notices, office, seat
from exercises.views.instructor.first_look import kept, show_draft, show_preview
from exercises.views.instructor.recipe import SEEDS, faults
from simulator.errors import InputError
from simulator.intake import Report, builtin_mappings, load_mapping

OWN = ""
"""The choice to use one's own mapping file."""


def show() -> None:
    """The form on the left, what it needs on the right."""
    someone = seat.instructor()
    desk = office.instructor(someone)
    classes = {class_.id: class_.name for class_ in desk.classes()}
    with st.container(key="wide"):
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(_("Exercise from a file")))
        left, right = st.columns([55, 45], gap="large")
        with right:
            markup.show(_needs())
            messages = st.container()
        with left:
            said = _form(classes)
        if said is not None:
            with messages:
                _ACTS[said["act"]](desk, said, classes)


def _form(classes: dict[str, str]) -> dict[str, Any] | None:
    said: dict[str, Any] = {}
    known = [*builtin_mappings(), OWN]
    with st.form("upload", border=False):
        said["file"] = st.file_uploader(
            _(
                "Declarations (CSV or other delimited text, Parquet, .xlsx)"
            )  # the content tells what it is, not the name
        )
        which, own = st.columns(2)
        said["mapping"] = which.selectbox(
            _("Mapping to Redlane's fields"), known, format_func=lambda name: name or _("my own mapping file")
        )
        said["own"] = own.file_uploader(_("Own mapping file (YAML)"), type=["yaml", "yml"])
        said["title"] = st.text_input(_("Title"), max_chars=120)
        volume, red, yellow, share = st.columns(4)
        said["volume"] = volume.number_input(_("Consignments"), 10, 2000, 120, 10)
        said["red"] = red.number_input(_("Examinations"), 1, 1000, 12)
        said["yellow"] = yellow.number_input(_("Document checks"), 0, 1000, 20)
        said["violations"] = share.number_input(_("Violations, % (0: as in the file)"), 0, 50, 0)
        said["profiles"] = st.checkbox(_("Show hits of risk profiles"), value=True)
        said["classifier"] = st.checkbox(_("Show the classifier's score and reasons"), value=True)
        said["briefing"] = st.text_area(_("Briefing (Markdown)"), value=_briefing(), height=90)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            said["class"] = st.selectbox(
                _("Publish to"),
                list(classes),
                format_func=lambda key: classes[key],
                width=220,
                label_visibility="collapsed",
            )
            acts = {
                "draft": st.form_submit_button(_("Draft a mapping")),
                "preview": st.form_submit_button(_("Preview")),
                "make": st.form_submit_button(_("Make and publish"), type="primary", disabled=not classes),
            }
    said["act"] = next((act for act, pressed in acts.items() if pressed), None)
    return said if said["act"] else None


def _draft(desk: InstructorStore, said: dict[str, Any], classes: dict[str, str]) -> None:
    if said["file"] is None:
        notices.faults(_("There is no draft yet."), [_("Choose a file of declarations.")])
        return
    try:
        show_draft(said["file"])
    except InputError as error:
        notices.faults(_("There is no draft. Nothing was stored."), error.faults)


def _preview(desk: InstructorStore, said: dict[str, Any], classes: dict[str, str]) -> None:
    if missing := _missing(said):
        notices.faults(_("There is nothing to show yet."), missing)
        return
    try:
        show_preview(said["file"], said["mapping"], said["own"] if said["mapping"] == OWN else None)
    except InputError as error:
        notices.faults(_("The file cannot be read with this mapping. Nothing was stored."), error.faults)


def _missing(said: dict[str, Any]) -> list[str]:
    missing = [_("Choose a file of declarations.")] if said["file"] is None else []
    if said["mapping"] == OWN and said["own"] is None:
        missing.append(_("Choose your mapping file, or one that comes with Redlane."))
    return missing


def _make(desk: InstructorStore, said: dict[str, Any], classes: dict[str, str]) -> None:
    missing = _missing(said)
    if not str(said["title"]).strip():
        missing.append(_("Give the exercise a title."))
    if missing:
        notices.faults(_("Nothing was made yet."), missing)
        return
    try:
        spec = _spec(said)
        spec, batch, report = _read(said, spec)
        head = desk.add_exercise(copy_for_store(spec, batch))
        desk.publish(head.id, said["class"])
    except InputError as error:
        notices.faults(_("The exercise could not be made. Nothing was changed."), error.faults)
    except StoreError as error:
        notices.faults(_("Not published."), [str(error)])
    else:
        published = _("“{title}” is published to {room}.").format(title=head.title, room=classes[said["class"]])
        notices.done(f"{published} {_left_out(report)}")
        st.page_link(frame.page("detail"), label=_("See the exercise"), query_params={"exercise": head.id})


def _left_out(report: Report) -> str:
    unknown = report.accepted - report.violations - report.lawful
    said = _("Rows read: {read}. Left out: {bad} with faults, {unknown} whose outcome is not known.")
    return said.format(read=number(report.read), bad=number(report.rejected), unknown=number(unknown))


def _spec(said: dict[str, Any]) -> RealSpec:
    try:
        return RealSpec.model_validate(
            {
                "slug": slug_of(said["title"]),
                "title": said["title"].strip(),
                "briefing": said["briefing"],
                "seed": secrets.randbelow(SEEDS),
                "capacity": {"red": said["red"], "yellow": said["yellow"]},
                "help": {"profiles": said["profiles"], "classifier": said["classifier"]},
                "source": said["file"].name[:200],
                "volume": said["volume"],
                "violations": said["violations"] / 100 or None,
            }
        )
    except ValidationError as error:
        raise InputError(faults(error)) from None


def _read(said: dict[str, Any], spec: RealSpec) -> tuple[RealSpec, ExerciseBatch, Report]:
    """The spec with the mapping's edition of the HS, the batch, and what became of the rows.

    The uploaded files exist on disk only while they are read, and faults name them as uploaded.
    """
    own = said["own"] if said["mapping"] == OWN else None
    shown = st.progress(0.0, _("Reading {} …").format(said["file"].name))
    try:
        with kept(said["file"], own) as (source, mapping):
            reader = load_mapping(mapping or said["mapping"])
            engine = office.engine_of_file(lambda done: _show_progress(shown, done, _("The risk engine learns …")))
            told: list[Report] = []
            batch = build_from_file(spec, source, reader, engine, lambda done: _show_progress(shown, done), told.append)
            return spec.model_copy(update={"hs_edition": reader.hs_edition}), batch, told[0]
    finally:
        shown.empty()


def _show_progress(shown: Any, done: float, said: str = "") -> None:
    shown.progress(min(done, 1.0), said or _("Reading …"))


def _briefing() -> str:
    return _(
        "Real declarations with known outcomes. Choose what to examine and whose documents to check; everything else "
        "is released."
    )


def _needs() -> Markup:
    lines = (
        _("A draft of the mapping comes from the names of the columns and their cells; a preview shows what is read."),
        _("The mapping names, for each Redlane field, the column of your file; and the column of the known outcome."),
        _("Rows with faults and rows whose outcome is not known are left out."),
        _("Fields missing in your file are unknown; some risk profiles then cannot have a hit."),
        _("Nobody knows the true probability for a real consignment, so the debrief has no best possible choice."),
        _("The file is read here and not kept; the drawn consignments are stored with the exercise."),
    )
    listed = Markup().join(Markup("<li>{}</li>").format(line) for line in lines)
    title = _("What you need, and what you get")
    return Markup('<section class="rl-sheet"><h6>{}</h6><ul>{}</ul></section>').format(title, listed)


_ACTS = {"draft": _draft, "preview": _preview, "make": _make}
"""By the button that was pressed."""
