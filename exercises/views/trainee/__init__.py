"""Pages of a trainee: exercises, briefing, desk, debrief."""
