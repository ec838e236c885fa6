"""What students and platforms are given, derived from `reference/` and `assignments/`."""
