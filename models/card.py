"""The model card: what a trained classifier is, its training data and its limits, written next to its file."""

from __future__ import annotations

import platform
from importlib.metadata import version

import yaml

from models.classifier import Classifier
from models.families import groups, members

PACKAGES = ("redlane", "scikit-learn", "numpy")


def versions() -> dict[str, str]:
    """Versions of the packages that made the classifier; Redlane itself is "uninstalled" if run from its folder."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except ModuleNotFoundError:
            found[package] = "uninstalled"
    return found


def card(classifier: Classifier) -> str:
    """The model card as Markdown with YAML blocks."""
    features = classifier.features
    listed = {
        group: [features[position].name for position in positions]
        for group, positions in zip(groups(features), members(features, conditions=False), strict=True)
    }
    figures = {name: round(figure, 4) for name, figure in classifier.figures.items()}
    calibration = {"slope": round(classifier.calibration.slope, 4), "shift": round(classifier.calibration.shift, 4)}
    return f"""# Model card: the classifier

**What it is.** {classifier.model.n_iter_} gradient-boosted trees (scikit-learn), each using the features of one
indicator only, so that every indicator's contribution to the log-odds is exact and additive; then an affine
calibration of the log-odds. Features come from {_seen(classifier)}; unknown fields are allowed.

**What it is for.** Ranking declarations in training exercises, and showing what a risk engine sees and misses. It
learned from fictional traffic: it says nothing about real traders and must not decide about real goods.

**Known limits.** It sees neither documents nor a company check{_unseen(classifier)}. Its figures were taken on
traders that the measured trees had not learned from; the same scores fitted the calibration and stopped the boosting,
so they are slightly too good. docs/classifier.md compares it with the oracle and explains its limits.

## Training data
{_block({"sha256": classifier.data_hash})}
## Figures on held-out traders
{_block(figures)}
## Calibration
{_block(calibration)}
## Features by indicator
{_block(listed)}
## Versions
{_block(versions())}"""


def _seen(classifier: Classifier) -> str:
    return "the declaration alone" if classifier.alone is None else "the declaration and the trader's earlier ones"


def _unseen(classifier: Classifier) -> str:
    return " nor what the trader declared before" if classifier.alone is None else ""


def _block(content: object) -> str:
    return f"```yaml\n{yaml.safe_dump(content, sort_keys=False, width=110)}```\n"
