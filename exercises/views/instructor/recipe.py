"""The form of a new exercise, and the recipe it makes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import streamlit as st
from pydantic import ValidationError

from exercises.design import Capacity, ExerciseSpec, Pace, catalogue, slug_of
from exercises.engine import EngineState, blind_spots
from exercises.language import _, blind_spot_label
from exercises.learning import category_label
from exercises.views import words
from exercises.views.instructor import costs
from generators.odds import Settings
from simulator.errors import InputError
from simulator.files import Key, faults_of, shown_key
from simulator.packs import pack, packs
from simulator.reference import CATEGORIES, KEY, TIERS, fields_at, schema

SEEDS = 2**31


@dataclass(frozen=True)
class Pressed:
    """The content of the form when a button was pressed."""

    values: dict[str, object]
    preview: bool
    publish: bool


def start() -> ExerciseSpec:
    """The catalogue exercise whose values the form starts with."""
    known = {spec.slug: spec for spec in catalogue()}
    slug = st.selectbox(
        _("Start with the values of"),
        list(known),
        format_func=lambda key: f"{_(known[key].title)} ({words.level(known[key].level)})",
        key="base",
    )
    return known[slug]


def form(base: ExerciseSpec, classes: dict[str, str]) -> Pressed:
    """All values on one screen; nothing is built until a button is pressed."""
    name, traffic = base.slug, base.traffic
    with st.form(f"recipe-{name}", border=False):
        said: dict[str, object] = {"level": base.level}
        said["title"] = st.text_input(_("Title"), value=_(base.title), max_chars=120)
        volume, first, second, third = st.columns(4)
        said["declarations"] = volume.number_input(_("Consignments"), 10, 2000, traffic.declarations, 10)
        if base.pace is not None:
            said["every"] = first.number_input(_("One every … seconds"), 1, 3600, base.pace.every)
            said["release"] = second.number_input(_("Released after … seconds"), 2, 36_000, base.pace.release, 10)
            said["feedback"] = third.checkbox(_("Show each outcome at once"), value=base.feedback)
        else:
            said["red"] = first.number_input(_("Examinations"), 1, 1000, base.places["red"])
            said["yellow"] = second.number_input(_("Document checks"), 0, 1000, base.places["yellow"])
            said["minutes"] = third.number_input(_("Minutes (0: no limit)"), 0, 600, base.minutes or 0, 5)
        where, about = st.columns(2)
        with where:
            said["pack"] = _pack_chosen(traffic.pack)
        with about:
            said["theme"] = _theme_chosen(traffic.theme)
        left, right = st.columns(2)
        said["prevalence"] = left.slider(
            _("Prevalence, % violations"), 1, 50, round(100 * traffic.prevalence), help=_("Real traffic: below 1 %.")
        )
        said["subtlety"] = right.slider(
            _("Subtlety, %"),
            0,
            100,
            round(100 * traffic.subtlety),
            5,
            help=_("How faint the red flags of violations are."),
        )
        said["masking"] = left.slider(
            _("Masking, %"),
            0,
            100,
            round(100 * traffic.masking),
            5,
            help=_("How ordinary their goods and routes look."),
        )
        said["clutter"] = right.slider(
            _("Look-alike clutter, %"),
            0,
            100,
            round(100 * traffic.clutter),
            5,
            help=_("How much lawful trade looks bad."),
        )
        said["visible_tier"] = left.selectbox(
            _("What is shown"), TIERS, index=TIERS.index(base.visible_tier), format_func=words.tier
        )
        with right:
            said["profiles"] = st.checkbox(_("Show hits of risk profiles"), value=base.help.profiles)
            said["classifier"] = st.checkbox(_("Show the classifier's score and reasons"), value=base.help.classifier)
            said["judge_first"] = st.checkbox(_("Show them after the trainee's own judgement"), value=base.judge_first)
        said["engine"] = _engine_chosen(base.engine)
        said["means"], said["officer_minutes"] = costs.table(base)
        said["columns"] = st.multiselect(
            _("Columns of the queue"), list(_columns()), default=list(base.columns), format_func=_column
        )
        said["briefing"] = st.text_area(_("Briefing (Markdown)"), value=_(base.briefing), height=130)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            preview = st.form_submit_button(_("Preview simulated trainees"))
            said["class"] = st.selectbox(
                _("Publish to"),
                list(classes),
                format_func=lambda key: classes[key],
                width=220,
                label_visibility="collapsed",
            )
            publish = st.form_submit_button(_("Publish"), type="primary", disabled=not classes)
    return Pressed(said, preview, publish)


def recipe(values: dict[str, object], seed: int) -> ExerciseSpec:
    """The recipe of the form's values; `InputError` with every fault at once."""
    try:
        return ExerciseSpec.model_validate(
            {
                "slug": slug_of(str(values["title"])),
                "title": values["title"],
                "briefing": values["briefing"],
                "level": "custom",
                "seed": seed,
                **_mode(values),
                "visible_tier": values["visible_tier"],
                "help": {"profiles": values["profiles"], "classifier": values["classifier"]},
                "judge_first": values["judge_first"],
                "engine": values["engine"],
                "means": values["means"],
                "officer_minutes": values["officer_minutes"],
                "columns": values["columns"],
                "traffic": Settings.model_validate(
                    {
                        "declarations": values["declarations"],
                        "pack": values["pack"],
                        "theme": values["theme"],
                        **{
                            name: int(str(values[name])) / 100
                            for name in ("prevalence", "subtlety", "masking", "clutter")
                        },
                    }
                ),
            }
        )
    except ValidationError as error:
        raise InputError(faults(error)) from None


def _mode(values: dict[str, object]) -> dict[str, object]:
    """The mode that the form started with: a stream with its clock, or a batch with its places."""
    if "every" in values:
        pace = Pace.model_validate({"every": values["every"], "release": values["release"]})
        return {"mode": "stream", "pace": pace, "feedback": values["feedback"]}
    capacity = Capacity.model_validate({"red": values["red"], "yellow": values["yellow"]})
    return {"capacity": capacity, "minutes": values["minutes"] or None}


def _pack_chosen(usual: str) -> str:
    """The context pack of the office, by its title; the folder of another pack can be given in a recipe only."""
    names = [*packs(), *([] if usual in packs() else [usual])]
    chosen: str = st.selectbox(
        _("Customs administration"),
        names,
        index=names.index(usual),
        format_func=lambda name: _(pack(name).title),
        help=_("Its customs union, offices, licences and codes."),
    )
    return chosen


def _theme_chosen(usual: str) -> str:
    """The category that most strategic goods belong to; "" for all of them."""
    chosen: str = st.selectbox(
        _("Theme"),
        ("", *CATEGORIES),
        index=("", *CATEGORIES).index(usual),
        format_func=lambda name: category_label(name) if name else _("no theme"),
        help=_("Most strategic goods and look-alikes are of this kind."),
    )
    return chosen


def _engine_chosen(usual: EngineState) -> EngineState:
    """The state of the risk engine, in words; trainees read it in the debrief."""
    states = [EngineState(), EngineState(state="outdated")]
    states += [EngineState(state="blind", blind_to=name) for name in blind_spots()]
    chosen: EngineState = st.selectbox(
        _("State of the risk engine"),
        states,
        index=states.index(usual),
        format_func=engine_state,
        help=_("Trainees learn it in the debrief. An engine that lacks something teaches when to trust it."),
    )
    return chosen


def engine_state(engine: EngineState) -> str:
    """The state of an engine, in a few words."""
    if engine.state == "blind":
        return _("blind to: {name}").format(name=blind_spot_label(engine.blind_to))
    return _("out of date") if engine.state == "outdated" else _("up to date")


def _columns() -> list[str]:
    """What a queue may show: fields of the declaration, and origin with destination."""
    return ["countries", *(name for name in fields_at("declaration") if name != KEY)]


def _column(name: str) -> str:
    return _("From → to") if name == "countries" else _(schema()[name].label)


def seed() -> int:
    """The seed of a form in this tab: the preview and the exercise published after it have the same traffic."""
    if "seed" not in st.session_state:
        st.session_state["seed"] = secrets.randbelow(SEEDS)
    found: int = st.session_state["seed"]
    return found


def forget_seed() -> None:
    """Forget the seed after publishing: the next exercise has other traffic."""
    st.session_state.pop("seed", None)


def faults(error: ValidationError) -> list[str]:
    """Each fault of a recipe in the reader's language: where it is, what it is, and what to do."""
    found = faults_of(error, _)
    return [_("{field}: {fault}").format(field=_label(key), fault=what) if key else what for key, what in found]


def _label(key: Key) -> str:
    """The label of the field in the form, where it has one; else the key of the recipe."""
    labels = {
        "title": _("Title"),
        "briefing": _("Briefing (Markdown)"),
        "columns": _("Columns of the queue"),
        "capacity": _("Examinations"),
        "red": _("Examinations"),
        "yellow": _("Document checks"),
        "every": _("One every … seconds"),
        "release": _("Released after … seconds"),
        "declarations": _("Consignments"),
        "volume": _("Consignments"),
        "officer_minutes": _("Officers' minutes for all requests (0: no limit)"),
        "judge_first": _("Show them after the trainee's own judgement"),
        "engine": _("State of the risk engine"),
    }
    return labels.get(str(key[-1])) or shown_key(key).removesuffix(": ")
