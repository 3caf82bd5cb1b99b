"""Figures of goods and partners, fitted to the published Korean import set.

``python -m generators.realism.fitting FILE`` writes what the generator reads: ``simulator/data/hs6.csv`` (usual value
per kg, mass and share by air of every HS code) and, for the traffic pattern *korea*, the tables of ``data/traffic/``.
Only aggregates are kept, never a row of the set.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pandas as pd

from generators.realism.measures import korean_declarations, shared_columns
from simulator.draws import Floats
from simulator.reference import countries, goods, heading_known, headings, hs_known

BY_HAND = "set by hand (assumption: order of magnitude)"
"""Basis of the rows of hs6.csv that a person wrote; fitting keeps their value and share by air."""
REVIEWED = "reviewed: general knowledge (assumption)"
"""Basis of the rows of hs6.csv whose mass a person set too; fitting keeps all their figures."""
_PULL = 2.0  # a heading's or chapter's mean counts as this many lines of a code's own (assumption)
_DETAIL = 0.7  # weight of a code's distance from its heading, as the set's prices and masses are odd (assumption)
_MOST_DETAIL = 1.0  # largest distance of a code from its heading, in ln (assumption)
_LISTED_KG = 0.25  # listed goods and lookalikes travel as samples, spares and single instruments (assumption)
_MOST_EUR = 500_000.0  # largest value of a usual consignment, unless one package or unit costs more (assumption)
_AIR_HALF, _AIR_SLOPE, _AIR_MOST = 75.0, 1.7, 0.92
"""EUR per kg at which half of the most goes by air, and how fast that rises with ln value (assumption: tuned so that
air cargo is worth 20 to 100 times sea cargo per kg, 64 in the world of 2008)."""
_MANY = 20  # with at least this many lines, a heading has its own partners, else its chapter's (assumption)


def by_air(eur_per_kg: Floats) -> Floats:
    """Share of a good that is sent by air, by its usual value in EUR per kg."""
    share: Floats = _AIR_MOST / (1.0 + (_AIR_HALF / eur_per_kg) ** _AIR_SLOPE)
    return share


def goods_figures(lines: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """New rows of hs6.csv: the heading's usual value and mass, shifted by the code's place in its heading in the set.

    A usual consignment is never less than one package or one unit of the code.

    ``lines``: the shared columns of the Korean set; ``known``: the current hs6.csv.
    """
    code = lines["hs6"].astype(int).map("{:06d}".format)
    counts = code.value_counts()
    shifts = {name: _shifts(lines[name], code) for name in ("ln_value_per_kg", "ln_mass")}
    rows = []
    for kept in known.to_dict("records"):
        hs6 = str(kept["hs6"])
        heading, count, by_hand = headings()[hs6[:4]], float(counts.get(hs6, 0)), kept["basis"] in (BY_HAND, REVIEWED)
        dearer, heavier = (float(np.exp(shift.get(hs6, 0.0))) for shift in shifts.values())
        value = float(kept["eur_per_kg"]) if by_hand else heading.eur_per_kg * dearer
        few = 1.0 if goods()[hs6].kind == "ordinary" else _LISTED_KG
        one = max(goods()[hs6].kg_per_package, goods()[hs6].kg_per_unit)
        kg = max(min(heading.kg * heavier * few, _MOST_EUR / value), one)
        kg = float(kept["kg"]) if kept["basis"] == REVIEWED else kg
        air = float(kept["air_share"]) if by_hand else float(by_air(np.array(value)))
        rows.append(
            {
                "hs6": hs6,
                "eur_per_kg": f"{value:.4g}",
                "kg": f"{kg:.4g}",
                "air_share": f"{air:.3g}",
                "lines": f"{count:g}",
                "basis": str(kept["basis"]) if by_hand else "fitted" if count else "heading",
            }
        )
    return pd.DataFrame(rows)


def _shifts(figure: pd.Series, code: pd.Series) -> dict[str, float]:
    """Distance of each code's mean from its heading's mean, reduced by ``_DETAIL`` and ``_MOST_DETAIL``; in ln."""
    own, count = figure.groupby(code).mean(), figure.groupby(code).size()
    of_heading = figure.groupby(code.str[:4]).mean().reindex(own.index.str[:4]).to_numpy()
    shifts = _DETAIL * count / (count + _PULL) * (own - of_heading)
    return {str(hs6): float(shift) for hs6, shift in shifts.clip(-_MOST_DETAIL, _MOST_DETAIL).items()}


def korean_goods(lines: pd.DataFrame) -> pd.DataFrame:
    """For each code of the set: its usual value per kg (the median), its mass and spread, and its lines.

    Mass and spread (of ln mass) are pulled toward those of the chapter; the more lines, the weaker the pull.
    """
    code = lines["hs6"].astype(int).map("{:06d}".format)
    kept = lines[[hs_known(hs6) for hs6 in code]]
    group = kept.groupby(code.loc[kept.index])
    count = group.size()
    chapter = kept.groupby("chapter")["ln_mass"].mean()
    mass = (group["ln_mass"].sum() + 0.5 * chapter.reindex(count.index.str[:2]).to_numpy()) / (count + 0.5)
    left = (kept["ln_mass"] - kept["ln_mass"].groupby(code.loc[kept.index]).transform("mean")) ** 2
    of_chapter = left.groupby(kept["chapter"]).sum() / left.groupby(kept["chapter"]).size()
    usual = of_chapter.reindex(count.index.str[:2]).to_numpy()
    spread = np.sqrt((left.groupby(code.loc[kept.index]).sum() + _PULL * usual) / (count - 1 + _PULL))
    return pd.DataFrame(
        {
            "hs6": count.index,
            "eur_per_kg": [f"{value:.6g}" for value in np.exp(group["ln_value_per_kg"].median())],
            "kg": [f"{value:.4g}" for value in np.exp(mass)],
            "kg_spread": [f"{value:.3g}" for value in spread.clip(0.3, 4.0)],
            "lines": [str(number) for number in count],
        }
    )


def korean_partners(lines: pd.DataFrame) -> pd.DataFrame:
    """Share of each country of departure in the lines of each chapter, and of each heading with many lines."""
    kept = lines[lines["departure"].isin(countries())]
    heading = kept["hs6"].astype(int).map("{:06d}".format).str[:4]
    many = (kept.groupby(heading)["hs6"].transform("size") >= _MANY) & heading.map(heading_known)
    both = pd.concat([kept.assign(code=kept["chapter"]), kept[many].assign(code=heading)])
    return _shares(both, "code", "departure").rename(columns={"of": "code", "value": "country"})


def korean_origins(lines: pd.DataFrame) -> pd.DataFrame:
    """Share of each country of origin in the lines that come from each country of departure, where they differ."""
    kept = lines[lines["departure"].isin(countries()) & lines["origin"].isin(countries())]
    kept = kept[kept["departure"] != kept["origin"]]
    return _shares(kept, "departure", "origin").rename(columns={"of": "export", "value": "origin"})


def _shares(lines: pd.DataFrame, of: str, value: str) -> pd.DataFrame:
    share = lines.groupby(of)[value].value_counts(normalize=True).sort_index().reset_index(name="share")
    table = pd.DataFrame({"key": share[of] + "-" + share[value], "of": share[of], "value": share[value]})
    return table.assign(share=share["share"].map("{:.5f}".format))


def write(file: Path) -> Iterable[Path]:
    """Fit to the Korean set and write every table; returns the paths written."""
    lines = shared_columns(korean_declarations(file))
    with as_file(files("simulator") / "data" / "hs6.csv") as path:
        known = pd.read_csv(path, dtype=str, keep_default_na=False)
        yield _save(goods_figures(lines, known), path)
    with as_file(files("generators") / "data" / "traffic") as folder:
        for name, table in (
            ("korea_goods.csv", korean_goods(lines)),
            ("korea_partners.csv", korean_partners(lines)),
            ("korea_origins.csv", korean_origins(lines)),
        ):
            yield _save(table, folder / name)


def _save(table: pd.DataFrame, path: Path) -> Path:
    table.to_csv(path, index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
    return path


def main(arguments: Sequence[str]) -> None:
    """Write the tables and print the path of each."""
    if len(arguments) != 1:
        raise SystemExit("usage: python -m generators.realism.fitting customs_declarations_kr_train.csv")
    for path in write(Path(arguments[0])):
        print(f"Written: {path.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
