"""The debrief of an attempt as a page, from top to bottom like a report."""
