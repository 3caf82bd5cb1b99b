"""Pages of an instructor: classes and results, a new exercise, an exercise from a file."""
