"""Measures of realism: similarity scores of generated and real trade, and the columns that both have.

A frame here holds categories (any column that is not numeric) and numbers, without nulls. In every score,
1 means alike and 0 unlike, except the two-sample AUC, where 0.5 means that the two cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from simulator.draws import Floats, Ints, uniform
from simulator.errors import InputError

WON_PER_EURO = 1345.58  # average of 2020 (European Central Bank)
KOREAN_PRICE_FACTOR = 100.0
"""The Korean set's prices stand far below any price list (the median line is worth 7 EUR). Over 93 goods whose usual
value was set by hand, the median gap in value per kg is a factor of 111, rounded here (assumption). It moves
``ln_value`` and ``ln_value_per_kg`` by one constant: no spread, correlation or joint share changes."""
_KOREAN_MODES = {"10": "1", "20": "2", "30": "3", "40": "4", "50": "5"}
_KOREAN = {
    "Date": "acceptance_date",
    "Mode of Transport": "mode_at_border",
    "HS6 Code": "hs_code",
    "Country of Departure": "country_of_export",
    "Country of Origin": "country_of_origin",
    "Net Mass": "net_mass",
    "Item Price": "statistical_value",
}
_MOST_CATEGORIES = 255  # the boosting's limit; the rarest categories share the last one


@dataclass(frozen=True)
class Likeness:
    """Scores of one frame against another. ``marginals``: column → similarity; ``pairs``: one row per pair of columns
    (``first``, ``second``, ``similarity``); ``auc``: the two-sample AUC."""

    marginals: Mapping[str, float]
    pairs: pd.DataFrame
    auc: float

    @property
    def marginal(self) -> float:
        """Mean over the columns."""
        return float(np.mean(list(self.marginals.values())))

    @property
    def pair_trend(self) -> float:
        """Mean over the pairs of columns."""
        return float(self.pairs["similarity"].mean())


def compare(real: pd.DataFrame, synthetic: pd.DataFrame, seed: int = 0) -> Likeness:
    """All scores over the columns of ``real``; ``InputError`` if ``synthetic`` lacks one, or either has a null."""
    _check(real, synthetic)
    return Likeness(
        marginals=marginal_similarity(real, synthetic),
        pairs=pair_trend_similarity(real, synthetic),
        auc=two_sample_auc(real, synthetic, seed),
    )


def marginal_similarity(real: pd.DataFrame, synthetic: pd.DataFrame) -> dict[str, float]:
    """Per column: 1 - the largest gap between the two distribution functions (Kolmogorov-Smirnov) for a number,
    1 - half the sum of absolute differences of shares (total variation) for a category."""
    scores = {}
    for name in map(str, real.columns):
        if is_numeric_dtype(real[name]):
            ours, theirs = np.sort(real[name].to_numpy(float)), np.sort(synthetic[name].to_numpy(float))
            at = np.concatenate([ours, theirs])
            gap = np.searchsorted(ours, at, "right") / len(ours) - np.searchsorted(theirs, at, "right") / len(theirs)
            scores[name] = 1.0 - float(np.abs(gap).max())
        else:
            scores[name] = _overlap(*_codes(real[name], synthetic[name]))
    return scores


def pair_trend_similarity(real: pd.DataFrame, synthetic: pd.DataFrame, bins: int = 10) -> pd.DataFrame:
    """One row per pair of columns: ``first``, ``second``, ``similarity``.

    Two numbers: 1 - |difference of their Pearson correlations| / 2 (a constant column correlates 0). With a category:
    1 - the total variation between the joint shares, with numbers cut at the ``bins`` quantiles of the real column.
    """
    codes = {str(name): _codes(real[name], synthetic[name], bins) for name in real.columns}
    rows = []
    for first, second in combinations(codes, 2):
        if is_numeric_dtype(real[first]) and is_numeric_dtype(real[second]):
            gap = _correlation(real[first], real[second]) - _correlation(synthetic[first], synthetic[second])
            score = 1.0 - abs(gap) / 2.0
        else:
            width = int(max(side.max() for side in codes[second])) + 1
            ours, theirs = (a * width + b for a, b in zip(codes[first], codes[second], strict=True))
            score = _overlap(ours, theirs)
        rows.append((first, second, score))
    return pd.DataFrame(rows, columns=["first", "second", "similarity"])


def two_sample_auc(real: pd.DataFrame, synthetic: pd.DataFrame, seed: int = 0, folds: int = 3) -> float:
    """AUC of a gradient boosting that separates real rows from synthetic ones; the model that scores a row was trained
    without it (stratified folds), categories stay categories. 0.5: no separation; below 0.5 is chance."""
    codes = [_codes(real[name], synthetic[name]) for name in real.columns if not is_numeric_dtype(real[name])]
    numbers = [name for name in real.columns if is_numeric_dtype(real[name])]
    columns = [_commonest(np.concatenate(pair)) for pair in codes]
    columns += [np.concatenate([frame[name].to_numpy(float) for frame in (real, synthetic)]) for name in numbers]
    model = HistGradientBoostingClassifier(
        categorical_features=[True] * len(codes) + [False] * len(numbers), early_stopping=False, random_state=seed
    )
    is_real = np.repeat([1, 0], [len(real), len(synthetic)])
    shuffle = StratifiedKFold(folds, shuffle=True, random_state=seed)
    odds = cross_val_predict(model, np.column_stack(columns), is_real, cv=shuffle, method="predict_proba")
    return float(roc_auc_score(is_real, odds[:, 1]))


def halves(frame: pd.DataFrame, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two random halves of a frame: their scores are the best possible."""
    order, half = np.argsort(uniform(seed, "halves", 0, len(frame))), len(frame) // 2
    first, second = (frame.iloc[rows].reset_index(drop=True) for rows in (order[:half], order[half : 2 * half]))
    return first, second


def shuffled(frame: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """The frame with each column shuffled separately: marginals stay, joint distributions are lost."""
    orders = {name: np.argsort(uniform(seed, f"shuffled {name}", 0, len(frame))) for name in frame.columns}
    return pd.DataFrame({name: frame[name].array[order] for name, order in orders.items()})


def shared_columns(declarations: pd.DataFrame) -> pd.DataFrame:
    """The columns for the comparison, from any set of declarations with our field names; one row per declaration.

    Categories: ``weekday`` ("0" Monday), ``mode`` ("1" sea … "5" post), ``chapter``, ``departure`` (country of export),
    ``origin``. Numbers: ``hs6`` (the code read as a number, so that neighbours in the tariff are near), and the natural
    logarithms ``ln_mass`` (kg), ``ln_value`` (EUR), ``ln_value_per_kg``. Rows without a date, a positive mass and a
    positive value, or of another mode, are left out.
    """
    mode = declarations["mode_at_border"].astype(str)
    usable = mode.isin(_KOREAN_MODES.values()) & declarations["acceptance_date"].notna()
    for name in ("net_mass", "statistical_value"):
        usable &= declarations[name] > 0
    kept = declarations[usable].reset_index(drop=True)
    code = kept["hs_code"].astype(str)
    mass, value = np.log(kept["net_mass"]), np.log(kept["statistical_value"])
    return pd.DataFrame(
        {
            "weekday": kept["acceptance_date"].dt.day_of_week.astype(str),
            "mode": kept["mode_at_border"].astype(str),
            "chapter": code.str[:2],
            "hs6": code.astype(float),
            "departure": kept["country_of_export"].astype(str),
            "origin": kept["country_of_origin"].astype(str),
            "ln_mass": mass,
            "ln_value": value,
            "ln_value_per_kg": value - mass,
        }
    )


def korean_declarations(path: Path) -> pd.DataFrame:
    """The published Korean import set (MIT; Seondong/Customs-Declaration-Datasets) in our field names and units.

    Modes 10, 20, 30, 40, 50 become "1" … "5", others null. Item prices (KRW) become EUR at ``WON_PER_EURO``, times
    ``KOREAN_PRICE_FACTOR``, to the cent as on a declaration. A cell that is not a date or number becomes null. Lines
    that were sent from Korea itself, about one in fifty, are left out: they come from its free zones, not from abroad.
    ``InputError`` if columns are missing.
    """
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path}: cannot be read as a table ({error}); give the set's own CSV file") from error
    missing = [name for name in _KOREAN if name not in raw]
    if missing:
        raise InputError(f"{path}: columns {', '.join(missing)} are missing; give the set's own CSV file")
    read = raw[list(_KOREAN)].rename(columns=_KOREAN)
    read["acceptance_date"] = pd.to_datetime(read["acceptance_date"], errors="coerce")
    read["mode_at_border"] = read["mode_at_border"].map(_KOREAN_MODES)
    for name in ("net_mass", "statistical_value"):
        read[name] = pd.to_numeric(read[name], errors="coerce")
    read["statistical_value"] = (read["statistical_value"] * (KOREAN_PRICE_FACTOR / WON_PER_EURO)).round(2)
    return read[read["country_of_export"] != "KR"].reset_index(drop=True)


def _check(real: pd.DataFrame, synthetic: pd.DataFrame) -> None:
    missing = [name for name in real.columns if name not in synthetic]
    faults = [f"{name}: the synthetic frame lacks this column; add it" for name in missing]
    for side, frame in (("real", real), ("synthetic", synthetic)):
        empty = [name for name in real.columns if name in frame and frame[name].isna().any()]
        faults += [f"{name}: the {side} frame has nulls; leave those rows out" for name in empty]
        if len(frame) < 2:
            faults.append(f"the {side} frame has {len(frame)} rows; give two or more")
    if faults:
        raise InputError(faults)


def _codes(real: pd.Series, synthetic: pd.Series, bins: int = 10) -> tuple[Ints, Ints]:
    """Both columns as whole numbers from 0: categories numbered, numbers cut at the real column's quantiles."""
    if is_numeric_dtype(real):
        edges = np.unique(np.quantile(real, np.linspace(0.0, 1.0, bins + 1)[1:-1]))
        cut = [np.searchsorted(edges, side.to_numpy(float), "right").astype(np.int64) for side in (real, synthetic)]
        return cut[0], cut[1]
    codes = pd.factorize(pd.concat([real.astype(str), synthetic.astype(str)], ignore_index=True))[0].astype(np.int64)
    return codes[: len(real)], codes[len(real) :]


def _overlap(real: Ints, synthetic: Ints) -> float:
    """1 - total variation between the shares of two columns of whole numbers."""
    count = int(max(real.max(), synthetic.max())) + 1
    ours, theirs = (np.bincount(side, minlength=count) / len(side) for side in (real, synthetic))
    return 1.0 - float(np.abs(ours - theirs).sum()) / 2.0


def _correlation(first: pd.Series, second: pd.Series) -> float:
    a, b = (side.to_numpy(float) - side.mean() for side in (first, second))
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0


def _commonest(codes: Ints) -> Floats:
    """Codes renumbered by frequency; the rarest share one code, so that the boosting's limit holds."""
    _, place, count = np.unique(codes, return_inverse=True, return_counts=True)
    rank = np.empty(len(count), dtype=np.int64)
    rank[np.argsort(-count, kind="stable")] = np.arange(len(count))
    return np.minimum(rank[place], _MOST_CATEGORIES - 1).astype(np.float64)
