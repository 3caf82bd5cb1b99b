"""Training: exercises, attempts, marking, debrief, people and classes, the store, the views and the command line."""
