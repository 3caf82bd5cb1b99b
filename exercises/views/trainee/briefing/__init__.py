"""The briefing: everything that a trainee may know before the desk opens."""
