"""Machine learning on declarations alone: features, classifier, training, evaluation, safe model files."""
