"""Running checks against a submission and turning what happens into a verdict."""
