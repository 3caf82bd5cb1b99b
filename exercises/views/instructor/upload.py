"""An exercise of real declarations with known outcomes: a file, its mapping, and how many to draw."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st
from markupsafe import Markup
from pydantic import ValidationError
from streamlit.runtime.uploaded_file_manager import UploadedFile

from exercises.design import ExerciseBatch, RealSpec, build_from_file, copy_for_store, slug_of
from exercises.language import _
from exercises.record import StoreError
from exercises.store import InstructorStore
from exercises.views import frame, markup, notices, office, seat
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
                _make(desk, said, classes)


def _form(classes: dict[str, str]) -> dict[str, Any] | None:
    said: dict[str, Any] = {}
    known = [*builtin_mappings(), OWN]
    with st.form("upload", border=False):
        said["file"] = st.file_uploader(
            _("Declarations (delimited text with a header line)"), type=["csv", "txt", "tsv"]
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
            pressed = st.form_submit_button(_("Make and publish"), type="primary", disabled=not classes)
    return said if pressed else None


def _make(desk: InstructorStore, said: dict[str, Any], classes: dict[str, str]) -> None:
    missing = [_("Choose a file of declarations.")] if said["file"] is None else []
    if said["mapping"] == OWN and said["own"] is None:
        missing.append(_("Choose your mapping file, or one that comes with Redlane."))
    if not str(said["title"]).strip():
        missing.append(_("Give the exercise a title."))
    if missing:
        notices.faults(_("Nothing was made yet."), missing)
        return
    try:
        spec = _spec(said)
        batch, report = _read(said, spec)
        head = desk.add_exercise(copy_for_store(spec, batch))
        desk.publish(head.id, said["class"])
    except InputError as error:
        notices.faults(_("The exercise could not be made. Nothing was changed."), error.faults)
    except StoreError as error:
        notices.faults(_("Not published."), [str(error)])
    else:
        unknown = report.accepted - report.violations - report.lawful
        published = _("“{title}” is published to {room}.").format(title=head.title, room=classes[said["class"]])
        left_out = _("Rows read: {read}. Left out: {bad} with faults, {unknown} whose outcome is not known.")
        counted = left_out.format(read=f"{report.read}", bad=f"{report.rejected}", unknown=f"{unknown}")
        notices.done(f"{published} {counted}")
        st.page_link(frame.page("detail"), label=_("See the exercise"), query_params={"exercise": head.id})


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


def _read(said: dict[str, Any], spec: RealSpec) -> tuple[ExerciseBatch, Report]:
    """The batch, and what became of the rows.

    The uploaded files exist on disk only while they are read, and faults name them as uploaded.
    """
    with TemporaryDirectory(prefix="redlane-") as folder:
        source = _keep(said["file"], Path(folder) / "declarations")
        mapping: Path | str = said["mapping"] or _keep(said["own"], Path(folder) / "mapping")
        shown = st.progress(0.0, _("Reading {} …").format(said["file"].name))
        try:
            reader = load_mapping(mapping)
            engine = office.engine_of_file(lambda done: _show_progress(shown, done, _("The risk engine learns …")))
            told: list[Report] = []
            batch = build_from_file(spec, source, reader, engine, lambda done: _show_progress(shown, done), told.append)
            return batch, told[0]
        except InputError as error:
            raise InputError(_named(error.faults, folder)) from None
        finally:
            shown.empty()


def _show_progress(shown: Any, done: float, said: str = "") -> None:
    shown.progress(min(done, 1.0), said or _("Reading …"))


def _keep(upload: UploadedFile, folder: Path) -> Path:
    folder.mkdir()
    place = folder / Path(upload.name).name
    place.write_bytes(upload.getvalue())
    return place


def _named(faults: Sequence[str], folder: str) -> list[str]:
    """The faults, with the files named as uploaded."""
    return [line.replace(f"{folder}/declarations/", "").replace(f"{folder}/mapping/", "") for line in faults]


def _briefing() -> str:
    return _(
        "Real declarations with known outcomes. Choose what to examine and whose documents to check; everything else "
        "is released."
    )


def _needs() -> Markup:
    lines = (
        _("The mapping names, for each Redlane field, the column of your file; and the column of the known outcome."),
        _("Rows with faults and rows whose outcome is not known are left out."),
        _("Fields missing in your file are unknown; some risk profiles then cannot have a hit."),
        _("Nobody knows the true probability for a real consignment, so the debrief has no best possible choice."),
        _("The file is read here and not kept; the drawn consignments are stored with the exercise."),
    )
    listed = Markup().join(Markup("<li>{}</li>").format(line) for line in lines)
    title = _("What you need, and what you get")
    return Markup('<section class="rl-sheet"><h6>{}</h6><ul>{}</ul></section>').format(title, listed)
