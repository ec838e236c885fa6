"""A verdict in other forms: terminal, JSON, Gradescope. Pure functions of it, each of them."""
