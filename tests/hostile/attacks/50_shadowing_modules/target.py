"""Hands in files with the names of NumPy, of the standard library and of our wire, beside a correct
solution. They are not on any path, so they shadow nothing and cost nothing.
"""
# row: 50
# layer: Z I
# base: honest
# earns: 12
# outcome: passed
