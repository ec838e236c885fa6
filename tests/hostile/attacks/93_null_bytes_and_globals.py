"""Replaces its own module in sys.modules, its __builtins__, its __name__ and its functions' globals
by objects that answer differently each time.
"""
# row: own
# layer: A
# outcome: failed, raised, not attempted


class Module(dict):
    count = 0

    def __getattr__(self, name):
        Module.count += 1
        return lambda *args: (np.zeros((4, 3)), None) if Module.count % 2 else None


sys.modules[__name__] = Module()
__builtins__["__import__"] = lambda *args: Module()
__builtins__["__build_class__"] = None
__file__ = None
__name__ = 7
globals().pop("total")
