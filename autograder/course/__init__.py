"""What a course's folders hold, and what a student handed in: read as text, never run."""
