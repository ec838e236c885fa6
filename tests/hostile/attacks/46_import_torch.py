"""Imports what would compute the answers, by every door there is. No import path and no files."""
# row: 46
# layer: S L Z
# kernel: needed


def attack():
    importlib = sys.modules["importlib"]
    for name in ("torch", "scipy", "jax", "sympy", "pytest", "autograder.judging.judge", "sqlite3"):
        if attempt(importlib.import_module, name):
            loot(GRADER["kernel_canary"])
    sys.path[:] = [os.path.dirname(os.path.dirname(np.__file__)), "/usr/lib/python3/dist-packages"]
    importlib.invalidate_caches()
    attempt(importlib.import_module, "torch")
    attempt(sys.modules["importlib._bootstrap_external"].SourceFileLoader("x", GRADER["tests"]).load_module)


attack()
