"""Ends the process while it is imported, with the exit status of success. The process split: a
status carries no score.
"""
# row: 3
# layer: A D
# outcome: crashed
os._exit(0)
