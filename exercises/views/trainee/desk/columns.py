"""The columns of a queue: their values, made once for an exercise and a language, their words and their widths."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from exercises.design import ExerciseCard
from exercises.language import _
from exercises.play import Screen
from exercises.views import lanes, units, values
from exercises.views.trainee.desk.entries import COLUMN_OF, PER_KG, SCORE, entries, mass_of, scored
from simulator.office import LANES
from simulator.packs import Pack
from simulator.reference import KEY, schema

WIDTHS = {
    "goods_description": 163,
    "hs_code": 62,
    "countries": 74,
    "statistical_value": 76,
    "gross_mass": 68,
    "net_mass": 68,
    "mode_at_border": 52,
    "consignee_name": 160,
    "consignor_name": 160,
    SCORE: 52,
    PER_KG: 84,
}
"""Pixels; other columns take `WIDTH`."""
WIDTH = 110


def names(card: ExerciseCard, sort: str | None = None) -> tuple[str, ...]:
    """The columns after reference and lane: the engine's score where it is shown, those of the exercise, and the one
    that the list is sorted by."""
    by = COLUMN_OF.get(sort or "", "")
    chosen = tuple(name for name in card.columns if name != by)
    extra = (f"{PER_KG}:{mass_of(card)}",) if by == PER_KG else (by,) if by else ()
    return ((SCORE,) if scored(card) else ()) + extra + chosen


@lru_cache(maxsize=256)
def _whole(screen: Screen, names: tuple[str, ...], language: str) -> pa.Table:
    shown = table(tuple(name for name in names if not _worked_out(name)), screen.queue(), screen.card.rules)
    every = entries(screen)
    for place, name in enumerate(names, 1):
        if _worked_out(name):
            figures = [one.score if name == SCORE else one.per_kg for one in every]
            rounded = [None if one is None else round(one, 2 if one < 1000 else 0) for one in figures]
            shown = shown.add_column(place, name, pa.array(rounded, pa.float64()))
    return shown


def _worked_out(name: str) -> bool:
    return name == SCORE or name.startswith(PER_KG)


def table(columns: tuple[str, ...], queue: pd.DataFrame, rules: Pack | None = None) -> pa.Table:
    """The reference and only the columns that the exercise chose, in the language in use.

    ``rules``: the context pack.
    """
    shown = {KEY: pa.array(queue[KEY].astype("str").tolist(), pa.string())}
    return pa.table(shown | {name: _column(name, queue, rules) for name in columns})


def _column(name: str, queue: pd.DataFrame, rules: Pack | None) -> pa.Array:
    def text(field: str) -> pd.Series:
        return queue[field].astype("str") if field in queue else pd.Series(None, index=queue.index, dtype="str")

    if name == "countries":
        column = text("country_of_export") + " → " + text("country_of_destination")
    elif schema()[name].kind == "number":
        if name not in queue:
            return pa.nulls(len(queue), pa.float64())
        figures = queue[name].where(queue[name].abs() < 10, queue[name].round(0)).round(2)
        return pa.array(figures.tolist(), pa.float64(), from_pandas=True)
    elif schema()[name].kind == "date":
        column = pd.Series([values.plain(name, day) for day in queue[name]] if name in queue else text(name))
    elif schema()[name].kind == "hs":
        column = text(name).map(values.commodity, na_action="ignore")
    elif name in units.NUMBERS:
        column = text(name).map(lambda joined: ", ".join(units.split(joined)), na_action="ignore")
    else:
        column = text(name).map(lambda code: values.word(name, code, rules) or code, na_action="ignore")
        if schema()[name].kind == "country":
            column = text(name)
    return pa.array(column.tolist(), pa.string(), from_pandas=True)


@lru_cache(maxsize=256)
def listed(screen: Screen, names: tuple[str, ...], language: str, ids: tuple[str, ...]) -> pa.Table:
    """The rows of a list, in its order, with these columns; made once for all sessions."""
    return _whole(screen, names, language).take(pa.array([screen.position(name) for name in ids], type=pa.int64()))


@lru_cache(maxsize=64)
def config(columns: tuple[str, ...], language: str) -> dict[str, Any]:
    """Streamlit's settings of the columns: the reference and the lane, then those of ``names``."""
    column = st.column_config
    chosen: dict[str, Any] = {
        KEY: column.TextColumn(_("Ref"), width=64),
        "lane": column.MultiselectColumn(
            _("Lane"),
            width=68,
            options=[*(lanes.word(lane) for lane in LANES), _("opened"), _("draft")],
            color=[*LANES, "gray", "violet"],
        ),
    }
    for name in columns:
        width = WIDTHS.get(name.partition(":")[0], WIDTH)
        if _worked_out(name):
            chosen[name] = column.NumberColumn(label(name), width=width, format="localized", help=_help(name))
        elif name != "countries" and schema()[name].kind == "number":
            chosen[name] = column.NumberColumn(label(name), width=width, format="localized")
        else:
            chosen[name] = column.TextColumn(label(name), width=width)
    return chosen


def label(name: str) -> str:
    """A column's word: a short one where needed, otherwise the label of the field."""
    short = {
        "goods_description": _("Goods"),
        "hs_code": _("HS"),
        "countries": _("From → to"),
        "statistical_value": _("Value EUR"),
        "gross_mass": _("Gross kg"),
        "net_mass": _("Net kg"),
        "mode_at_border": _("Mode"),
        SCORE: _("Score"),
        f"{PER_KG}:net_mass": _("EUR/kg net"),
        f"{PER_KG}:gross_mass": _("EUR/kg gross"),
    }
    return short.get(name) or _(schema()[name].label)


def _help(name: str) -> str:
    return _("The risk engine's score, 0 to 1.") if name == SCORE else _("Statistical value divided by the mass.")
