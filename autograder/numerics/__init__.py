"""Numerical judgement: what is close, what is a derivative, and which inputs to ask about."""
