"""Machine learning on declarations: features, the classifier, training, evaluation, files, and plain estimates."""

from __future__ import annotations

from models import evaluation, persistence
from models.classifier import Classifier
from models.features import FIELDS
from models.persistence import load
from models.regression import Regression, regress
from models.training import train, train_quickly, train_with_history

__all__ = [
    "FIELDS",
    "Classifier",
    "Regression",
    "evaluation",
    "load",
    "persistence",
    "regress",
    "train",
    "train_quickly",
    "train_with_history",
]
