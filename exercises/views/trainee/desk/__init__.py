"""The desk: queue, dossier and decision of one attempt, each in its own keyed fragment."""
