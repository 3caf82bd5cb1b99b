"""Campaigns: a year of traffic under policies that learn from their own findings, with and without random checks."""
