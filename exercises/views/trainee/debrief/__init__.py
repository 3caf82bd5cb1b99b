"""The debrief: what was really there, read top to bottom like a report."""
