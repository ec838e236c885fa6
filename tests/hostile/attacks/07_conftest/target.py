"""Brings a conftest.py, a plugin and a pytest.ini that turn every failure into a pass. pytest never
runs on a submission; what the assignment does not name is not even read.
"""
# row: 7
# layer: A I
