"""Attacks that are no source text: archives and folders built to harm whoever opens them."""

ATTACKS = []
