"""The ladder: compares players, called rungs, on later declarations, over several seeds.

The traffic covers two years. On the first day of the last half year the classifiers are trained on the labels that are
known by then. All rungs are measured on the last half year. Rungs: the oracle; the classifier with all labels, for one
dossier and with the trader's history; the classifier with only the labels that controls and audits produced; risk
profiles; profiles and classifier together; chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t as student

from generators import oracle
from generators.odds import Settings
from generators.output import processes
from generators.traffic import draw, generate
from models import Classifier, evaluation, train, train_with_history
from simulator import draws
from simulator.derived import with_facts
from simulator.draws import Floats, Ints
from simulator.office import control_settings, weeks_of_controls
from simulator.profiles import ProfileScorer, load
from simulator.reference import catalogue, countries, visible
from simulator.scoring import Scores, together

DAYS, LAST = 730, 182  # length of the period, and of its last part, on which the rungs are measured
PERCENT = (1, 2, 5, 10)
FALSE_POSITIVES_AT = REASONS_AT = 5  # percent examined
_SIZES = (2, 5, 20)  # declarations in two years from which a trader is small, medium, large

Truth = NDArray[np.bool_]
Measures = dict[str, float]
Fit = Callable[[pd.DataFrame, Truth, int], Classifier]


@dataclass(frozen=True)
class Measured:
    """Mean over the seeds and its 95 % interval (Student's t)."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Measured:
        """From one value per seed; the interval is unknown (nan) for a single seed."""
        mean = float(np.mean(values))
        if len(values) < 2:
            return cls(mean, float("nan"), float("nan"))
        half = float(student.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values)))
        return cls(mean, mean - half, mean + half)


def ladder(settings: Settings, seeds: Sequence[int], workers: int = 1) -> Iterator[dict[str, Measures]]:
    """Yield the measures of every rung, one dict per seed; ``DAYS`` replaces ``settings.days``."""
    climb = partial(rungs, settings.model_copy(update={"days": DAYS}))
    with processes(workers) as pool:
        yield from map(climb, seeds) if pool is None else pool.map(climb, seeds)


def summary(climbed: Sequence[Mapping[str, Measures]]) -> dict[str, dict[str, Measured]]:
    """Mean and interval of every measure of every rung."""
    return {
        rung: {name: Measured.of([each[rung][name] for each in climbed]) for name in climbed[0][rung]}
        for rung in climbed[0]
    }


@dataclass(frozen=True)
class _Stage:
    """What the rungs are measured on: truth, posteriors and groups of the last declarations."""

    truth: Truth
    alone: Floats  # posterior from the dossier only
    in_view: Floats  # posterior from all of the trader's declarations
    so_far: Floats  # posterior from this and the trader's earlier ones
    severity_alone: Floats  # expected severity from the dossier only
    severity_in_view: Floats
    traders: Ints
    sizes: Ints
    origins: Ints


def rungs(settings: Settings, seed: int) -> dict[str, Measures]:
    """The measures of every rung on the traffic of one seed."""
    batch = generate(settings, seed)
    seen, truth = with_facts(visible(batch.declarations, "declaration")), batch.truth
    violation = truth["violation"].to_numpy(dtype=bool)
    day = days_of(seen)
    last = day >= DAYS - LAST
    stage = _stage(settings, seed, seen, violation, last)
    profiles = ProfileScorer(load()).score(seen)
    disclosed_on = day + _delays(len(seen), seed)
    with_history = trained(train_with_history, seen, violation, disclosed_on, DAYS - LAST, seed)
    full = with_history.alone
    assert full is not None
    selected = trained(train, seen, *weeks_of_controls(truth, day, profiles.value, seed), DAYS - LAST, seed)
    tail = seen[last]
    model, rules = full.score(tail), profiles.take(last)
    scores = {
        "oracle": stage.alone,
        "classifier": model.value,
        "classifier, selected labels": selected.score(tail).value,
        "profiles": rules.value,
        "both": together(rules, model).value,
        "chance": draws.uniform(seed, "ladder.chance", 0, len(stage.truth)),
    }
    with_others = {
        "oracle, trader in view": stage.in_view,
        "oracle, trader so far": stage.so_far,
        "classifier with history": with_history.score(seen).value[last],
    }
    result = {name: _measures(score, stage, stage.alone, stage.severity_alone) for name, score in scores.items()}
    result["classifier"] |= top_reasons(model, batch.declarations[last], stage.truth, settings)
    for name, score in with_others.items():
        result[name] = _measures(score, stage, stage.in_view, stage.severity_in_view)
        result[name] |= _efficiency(score, stage.so_far, "so_far_efficiency")
    return result


def top_reasons(scores: Scores, declarations: pd.DataFrame, truth: Truth, settings: Settings) -> Measures:
    """The shares of correct first reasons, over the violations among the highest ``REASONS_AT`` percent of scores.

    ``top_reason_heaviest``: the first reason is the red flag to which the oracle gives the largest weight.
    ``top_reason_shown``: the first reason is a red flag that the declaration shows.
    """
    best = evaluation.ranking(scores.value)[: len(truth) * REASONS_AT // 100]
    rows = best[truth[best]]
    indicators = [name for name in map(str, scores.contributions.columns) if name in catalogue()]
    named = [str(name) for name in scores.contributions[indicators].iloc[rows].idxmax(axis=1)]
    opinion = oracle.weigh(declarations.iloc[rows].reset_index(drop=True), settings, "declaration")
    flags = [[flag for flag, _ in opinion.flag_weights(row)] for row in range(len(rows))]
    return {
        "top_reason_heaviest": float(np.mean([own[:1] == [name] for name, own in zip(named, flags, strict=True)])),
        "top_reason_shown": float(np.mean([name in own for name, own in zip(named, flags, strict=True)])),
    }


def trained(
    fit: Fit, declarations: pd.DataFrame, labels: Truth, disclosed_on: Floats | Ints, day: int, seed: int
) -> Classifier:
    """A classifier trained on what is known when ``day`` begins: declarations whose outcome was reported before it.

    ``disclosed_on`` is the day on which each outcome is reported, shape (n,).
    """
    known = disclosed_on < day
    return fit(declarations[known], labels[known], seed)


def days_of(declarations: pd.DataFrame) -> Ints:
    """Day of acceptance, counted from 0; shape (n,)."""
    accepted = declarations["acceptance_date"]
    return np.asarray((accepted - accepted.min()).dt.days.to_numpy(dtype=np.int64))


def _delays(count: int, seed: int) -> Ints:
    """Days until each outcome would be known if every declaration were audited; shape (n,)."""
    known = control_settings()
    return known.first_day + draws.integers(seed, "ladder.delay", 0, count, known.last_day - known.first_day + 1)


def _stage(settings: Settings, seed: int, seen: pd.DataFrame, violation: Truth, last: NDArray[np.bool_]) -> _Stage:
    drawn = draw(settings, seed, 0, settings.declarations, "declaration")
    evidence, severity = (oracle.of_drawn(drawn, settings, "declaration", severe) for severe in (False, True))
    in_view = oracle.in_view(evidence, drawn, "declaration")
    codes, traders = pd.factorize(seen["consignee_id"])
    regions = sorted({country.region for country in countries().values()})
    origin = seen["country_of_origin"].astype(str).map({code: c.region for code, c in countries().items()})
    return _Stage(
        truth=violation[last],
        alone=evidence.posterior()[last],
        severity_alone=severity.posterior()[last],
        severity_in_view=severity.posterior(in_view)[last],
        in_view=evidence.posterior(in_view)[last],
        so_far=evidence.posterior(oracle.so_far(evidence))[last],
        traders=codes[last].astype(np.int64),
        sizes=np.searchsorted(_SIZES, np.bincount(codes, minlength=len(traders))[codes][last], side="right"),
        origins=np.asarray(pd.Categorical(origin, categories=regions).codes[last], dtype=np.int64),
    )


def _measures(score: Floats, stage: _Stage, posterior: Floats, expected_severity: Floats) -> Measures:
    """All measures of one rung; ``posterior`` and ``expected_severity`` are those of an oracle that sees the same."""
    count = len(score)
    found: Measures = _efficiency(score, posterior, "bayes_efficiency")
    found["average_precision"] = evaluation.average_precision(score, stage.truth)
    for percent in PERCENT:
        k = count * percent // 100
        found[f"severity_efficiency_{percent}"] = evaluation.bayes_efficiency(score, expected_severity, k)
        at = evaluation.at_capacity(score, stage.truth, k)
        found[f"precision_{percent}"], found[f"precision_ceiling_{percent}"] = at.precision, at.precision_ceiling
        found[f"recall_{percent}"], found[f"recall_ceiling_{percent}"] = at.recall, at.recall_ceiling
        found[f"trader_precision_{percent}"] = evaluation.trader_precision(
            score, stage.truth, stage.traders, percent / 100
        )
    found["calibration_error"] = evaluation.calibration_error(score, posterior)
    found["calibration_slope"] = evaluation.calibration_slope(score, posterior)
    k = count * FALSE_POSITIVES_AT // 100
    for name, groups, labels in (
        ("size", stage.sizes, ("occasional", "small", "middling", "large")),
        ("origin", stage.origins, sorted({country.region for country in countries().values()})),
    ):
        ratios = evaluation.false_positive_ratios(score, stage.truth, groups, k)
        found |= {f"false_positives_{name}_{label}": ratio for label, ratio in zip(labels, ratios, strict=False)}
    return found


def _efficiency(score: Floats, posterior: Floats, name: str) -> Measures:
    return {
        f"{name}_{percent}": evaluation.bayes_efficiency(score, posterior, len(score) * percent // 100)
        for percent in PERCENT
    }
