"""The columns of a queue: their values, made once for an exercise and a language, their words and their widths."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from exercises.language import _
from exercises.play import Screen
from exercises.views import lanes, units, values
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
}
"""Pixels; other columns take `WIDTH`."""
WIDTH = 110


@lru_cache(maxsize=64)
def _whole(screen: Screen, language: str) -> pa.Table:
    return table(screen.card.columns, screen.queue(), screen.card.rules)


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
def listed(screen: Screen, language: str, ids: tuple[str, ...]) -> pa.Table:
    """The rows of a list, in its order; made once for all sessions."""
    return _whole(screen, language).take(pa.array([screen.position(name) for name in ids], type=pa.int64()))


@lru_cache(maxsize=64)
def config(columns: tuple[str, ...], language: str) -> dict[str, Any]:
    """Streamlit's settings of the columns: the reference and the lane, then what the exercise chose."""
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
        width = WIDTHS.get(name, WIDTH)
        if name != "countries" and schema()[name].kind == "number":
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
    }
    return short.get(name) or _(schema()[name].label)
