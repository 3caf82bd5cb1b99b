"""Machine learning on declarations: features, the classifier, training, evaluation, and files."""

from __future__ import annotations

from models import evaluation, persistence
from models.classifier import Classifier
from models.features import FIELDS
from models.persistence import load
from models.training import train, train_quickly, train_with_history

__all__ = ["FIELDS", "Classifier", "evaluation", "load", "persistence", "train", "train_quickly", "train_with_history"]
