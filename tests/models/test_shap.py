"""A cross-check against other arithmetic: the groups' contributions are the sums of TreeSHAP over their features."""

from __future__ import annotations

import numpy as np
import pytest

from models import Classifier
from models.families import FEATURES, members
from models.trees import group_sums
from tests.models.conftest import Traffic

shap = pytest.importorskip("shap", reason="numba, which shap needs, has no build for Intel Macs")


def test_contributions_of_groups_are_sums_of_shap_values(classifier: Classifier, traffic: Traffic) -> None:
    """Up to what each group adds on the average, which TreeSHAP takes over the trees' own training rows."""
    matrix = classifier.matrix(traffic.declarations.head(300))
    values = np.asarray(shap.TreeExplainer(classifier.model).shap_values(matrix))
    ours = group_sums(classifier.model, matrix, members(FEATURES))[:, :-1]
    for group, features in enumerate(members(FEATURES)):
        theirs = values[:, features].sum(axis=1)
        assert np.abs((ours[:, group] - ours[:, group].mean()) - (theirs - theirs.mean())).max() < 1e-6
    assert np.abs(values.sum(axis=1) - values.sum(axis=1).mean()).max() > 1.0, "the check has something to compare"
