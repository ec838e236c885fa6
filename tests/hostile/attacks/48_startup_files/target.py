"""Ships sitecustomize, usercustomize, a .pth and a python startup file, and sets PYTHONPATH. The
interpreter is isolated, its environment literal, and the hand-in never lies on its path.
"""
# row: 48
# layer: Z I

os.environ.update(PYTHONPATH="/tmp", LD_PRELOAD="/tmp/evil.so", PYTHONSTARTUP="/tmp/evil.py")
