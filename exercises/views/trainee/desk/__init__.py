"""The desk: queue, dossier and decision of one attempt, each in a keyed fragment of its own."""
