"""Synthetic trade: traders, traffic, typologies, documents, and the oracle that weighs what was drawn."""
