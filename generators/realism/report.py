"""docs/realism.md: generated trade compared with published real trade, by marginals and pairs, over several seeds."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from generators.odds import Settings, world
from generators.realism import measures as realism
from generators.realism.credible import credible
from generators.realism.fairness import FIELDS, Fairness, fairness
from generators.table import frame
from generators.traffic import declare, draw
from simulator.packs import pack
from simulator.reference import chapters, countries, strategic

PACKS = ("eu-nl", "ge")
WORLD = Settings(declarations=200_000, prevalence=0.01, days=365)
CHECKED = Settings(declarations=1_000_000, prevalence=0.06, days=365)
FAIR = Settings(declarations=400_000, prevalence=0.06, days=365)
SEEDS = (1, 2, 3)
_KOREA = {"traffic": "korea", "pack": "kr", "prevalence": 0.0001, "clutter": 0.0, "days": 366}


@dataclass(frozen=True)
class Line:
    """A figure: ``generated`` has one value per seed; ``public`` is the published value, with its ``source``."""

    what: str
    generated: Sequence[float]
    public: str
    source: str
    digits: int = 2

    def cells(self) -> tuple[str, str, str, str]:
        """Name, median with lowest and highest value, public figure, source."""
        low, middle, high = np.quantile(self.generated, [0.0, 0.5, 1.0])
        shown = f"{middle:.{self.digits}f} ({low:.{self.digits}f}–{high:.{self.digits}f})"
        return self.what, shown, self.public, self.source


def korean_settings(declarations: int) -> Settings:
    """Settings for lawful imports of the Korean pattern, to compare with the Korean set."""
    return Settings(declarations=declarations, **_KOREA)  # type: ignore[arg-type]


def page(folder: Path, progress: Callable[[float], None] = lambda share: None) -> str:
    """The page; ``folder`` holds the public data. ``InputError`` if the file is missing or is not the Korean set."""
    real = realism.shared_columns(realism.korean_declarations(folder / "customs_declarations_kr_train.csv"))
    steps, number = len(SEEDS) * (1 + len(PACKS)) + 2 * len(PACKS) + 2, 0
    text: list[str] = list(_HEAD)
    for name in PACKS:
        worlds = []
        for seed in SEEDS:
            worlds.append(_figures(WORLD.model_copy(update={"pack": name}), seed, folder))
            progress((number := number + 1) / steps)
        public = [(what, *told) for what, told in _PUBLIC.items() if what in worlds[0]]
        text += ["", f"### {pack(name).title}", ""]
        text += _table([Line(what, [own[what] for own in worlds], *told) for what, *told in public])
    text += _FAIR_HEAD
    for name in PACKS:
        text.append(_fair(pack(name).title, fairness(FAIR.model_copy(update={"pack": name}), SEEDS[0])))
        progress((number := number + 1) / steps)
    text += _CREDIBLE_HEAD
    for name in PACKS:
        found = credible(CHECKED.model_copy(update={"pack": name}), SEEDS[0])
        text += [f"| {pack(name).title} | {one.check} | {one.severity} | {one.share:.2%} |" for one in found]
        progress((number := number + 1) / steps)
    likes = []
    for seed in SEEDS:
        made = draw(korean_settings(len(real)), seed, 0, len(real))
        likes.append(realism.compare(real, realism.shared_columns(frame(declare(made)))))
        progress((number := number + 1) / steps)
    halves = realism.compare(*realism.halves(real))
    progress(1.0 - 1.0 / steps)
    shuffled = realism.compare(real, realism.shuffled(real))
    progress(1.0)
    return "\n".join([*text, *_korea(likes, halves, shuffled), ""])


def _figures(settings: Settings, seed: int, folder: Path) -> dict[str, float]:
    drawn = draw(settings, seed, 0, settings.declarations)
    made = frame(declare(drawn))
    lawful = made[~world(settings).violating[drawn.status]]
    value, mass = lawful["statistical_value"], lawful["net_mass"]
    price, code = np.log(value / mass), lawful["hs_code"].astype(str)
    mode = lawful["mode_at_border"].astype(str)
    by_mode = value.groupby(mode).sum() / mass.groupby(mode).sum()
    of_importer = value.groupby(lawful["consignee_id"].to_numpy()).sum().sort_values(ascending=False)
    day = lawful["acceptance_date"].dt.day_of_week
    chapter = value.groupby(code.str[:2]).sum() / value.sum()
    listed = code.isin([hs6 for hs6, own in strategic().items() if own.match in ("named", "ex")])
    same = lawful["country_of_origin"].astype(str) == lawful["country_of_export"].astype(str)
    world_share = pd.Series({name: own.world_share for name, own in chapters().items()})
    found = {
        "sd of ln price per kg, imports": float(price[lawful["declaration_type"].astype(str) == "IM"].std()),
        "sd of ln price per kg within an HS6, half the middle 68 %": _within(pd.Series(price), code),
        "air : sea, value per kg": float(by_mode["4"] / by_mode["1"]),
        "top 1 % of importers, share of value": float(of_importer.head(len(of_importer) // 100).sum() / value.sum()),
        "share of declarations on a Monday": float((day == 0).mean()),
        "share at the weekend": float((day >= 5).mean()),
        "strategic codes, share of value": float(value[listed].sum() / value.sum()),
        "chapters, 1 - total variation from world export shares": 1 - float((chapter - world_share).abs().sum() / 2),
        "origin is the country of export": float(same.mean()),
        "countries of consignors and consignees": float(
            len(set(made["consignor_country"].astype(str)) | set(made["consignee_country"].astype(str)))
        ),
    }
    partners = _partner_rank(lawful, pack(settings.pack).home, folder)
    return found if partners is None else found | {"suppliers of imports, rank correlation": partners}


def _within(price: pd.Series, code: pd.Series) -> float:
    """Half the width of the middle 68 % of each code's prices, the median over codes: robust against outliers."""
    group = price.groupby(code.to_numpy())
    width = (group.quantile(0.84) - group.quantile(0.16)) / 2
    return float(width[group.size() >= 30].median())


def _partner_rank(lawful: pd.DataFrame, home: str, folder: Path) -> float | None:
    """Spearman's correlation of the value of imports by supplier with the bilateral file of 2016; None without it."""
    file, names = folder / "bilateral_trade_2016.csv", folder / "countries.csv"
    if not file.is_file() or not names.is_file():
        return None
    with names.open(encoding="utf-8", newline="") as text:
        iso2 = {row["iso3"]: row["iso2"] for row in csv.DictReader(text) if row["iso2"] in countries()}
    with file.open(encoding="utf-8", newline="") as text:
        real = {
            iso2[row["exporter_iso3"]]: float(row["export_usd"])
            for row in csv.DictReader(text)
            if iso2.get(row["importer_iso3"]) == home and row["exporter_iso3"] in iso2 and float(row["export_usd"]) > 0
        }
    imports = lawful[lawful["declaration_type"].astype(str) == "IM"]
    ours = imports["statistical_value"].groupby(imports["country_of_export"].astype(str)).sum()
    both = [code for code in real if code in ours.index and code != home]
    return float(spearmanr([real[code] for code in both], [ours[code] for code in both]).statistic)


_PUBLIC: Mapping[str, tuple[str, str] | tuple[str, str, int]] = {
    "sd of ln price per kg, imports": ("2.4", "Korean import set"),
    "sd of ln price per kg within an HS6, half the middle 68 %": ("about 0.3", "unit values of trade statistics"),
    "air : sea, value per kg": ("64 (20–100)", "world trade of 2008", 0),
    "top 1 % of importers, share of value": ("0.50–0.72", "over half; 0.72 in Spain, 0.46 in the Korean set"),
    "share of declarations on a Monday": ("0.28", "Korean import set"),
    "share at the weekend": ("0.05", "Korean import set"),
    "strategic codes, share of value": ("0.02", "EU dual-use exports authorised, 2022 (COM(2025)19)", 3),
    "chapters, 1 - total variation from world export shares": (
        "1",
        "ITC Trade Competitiveness Map 2022 for 13 chapters",
    ),
    "origin is the country of export": ("0.80", "Korean import set"),
    "countries of consignors and consignees": ("at least 100", "what was asked for", 0),
    "suppliers of imports, rank correlation": ("1", "bilateral trade of 2016 (Comtrade); re-exports are missing there"),
}
_HEAD = (
    "# How like real trade it is",
    "",
    "Written by `redlane realism --write`. Generated figures are medians of three seeds (lowest–highest).",
    "",
    "## The world pattern",
    "",
    f"Lawful trade of {WORLD.declarations:,} declarations over a year, for the office of each context pack. It is",
    "trade with countries outside the customs territory. The sources of the figures are in",
    "`simulator/data/README.md` and in `generators/data/traffic/world.yaml`.",
)
_FAIR_HEAD = (
    "",
    "## Fair to nations",
    "",
    f"Traffic of {FAIR.declarations:,} declarations. *Hub diversions* are violations whose goods go on from a hub.",
    "A country *multiplies the odds* of a violation: the odds among its declarations, divided by the odds among all.",
    "The table shows the country with the largest figure for each field, of those with at least 1,000 declarations",
    "(interval of 95 %).",
    "",
    "| Office | Hubs | Largest share of hub diversions | "
    + " | ".join(name.capitalize() for name in FIELDS.values())
    + " |",
    f"|---|---:|---:|{'---:|' * len(FIELDS)}",
)

_CREDIBLE_HEAD = (
    "",
    "## Credible",
    "",
    f"What the checks of `docs/credibility.md` find in {CHECKED.declarations:,} declarations of each office. A check",
    "that is not here found nothing. What is *unlikely* is planted: facts that violations and honest",
    "mistakes show.",
    "",
    "| Office | Check | Severity | Share |",
    "|---|---|---|---:|",
)


def _fair(title: str, found: Fairness) -> str:
    """The row of an office."""
    cells = [f"{one.country} {one.times:.2f} ({one.low:.2f}–{one.high:.2f})" for one in found.multiples]
    return f"| {title} | {found.hubs} | {found.largest_hub} {found.hub_share:.0%} | {' | '.join(cells)} |"


def _table(lines: Sequence[Line]) -> Iterator[str]:
    yield "| Figure | Generated | Public | Source |"
    yield "|---|---:|---:|---|"
    for line in lines:
        yield f"| {' | '.join(line.cells())} |"


def _korea(likes: Sequence[realism.Likeness], halves: realism.Likeness, shuffled: realism.Likeness) -> Iterator[str]:
    def row(what: str, of: Callable[[realism.Likeness], float]) -> str:
        own = Line(what, [of(like) for like in likes], "", "", 3).cells()[1]
        return f"| {what} | {own} | {of(halves):.3f} | {of(shuffled):.3f} |"

    yield from (
        "",
        "## The Korean pattern",
        "",
        "This compares the pattern *korea* with the published Korean import set: the same number of declarations, only",
        "lawful trade, on the columns that both have. *At best* compares one half of the set with the other half.",
        "*Independent* compares the set with itself after each column is shuffled. A score of 1 means alike. For the",
        "AUC, 0.5 means alike: it measures how well a gradient boosting tells the two apart.",
        "",
        "| Score | Generated | At best | Independent |",
        "|---|---:|---:|---:|",
    )
    yield row("Marginals, mean over columns", lambda like: like.marginal)
    yield row("Pair trends, mean over pairs", lambda like: like.pair_trend)
    yield row("Two-sample AUC", lambda like: like.auc)
    for name in halves.marginals:
        yield row(f"Marginal: {name}", lambda like, name=name: like.marginals[name])  # type: ignore[misc]
    yield from ("", "Pairs of columns, the least alike first:", "", "| Pair | Generated | At best | Independent |")
    yield "|---|---:|---:|---:|"
    order = np.argsort(np.median([like.pairs["similarity"] for like in likes], axis=0))
    for place in order:
        pair = halves.pairs.iloc[int(place)]
        yield row(
            f"{pair['first']} × {pair['second']}",
            lambda like, place=place: float(like.pairs["similarity"].iloc[int(place)]),  # type: ignore[misc]
        )
    yield from (
        "",
        "What still differs: generated traffic has none of the few consignments by land, and too",
        "many of a country's own goods come back to it. Within a code, the Korean set repeats the same prices and",
        "masses; no rule of trade explains that.",
    )
