"""Sets signal handlers, trace and profile functions, audit hooks, gc callbacks and weak references
that fire in the worker's own code. They fire in the worker.
"""
# row: own
# layer: A
# base: honest
# earns: 12
# outcome: passed

import weakref

signal = borrow("signal")
for number in (2, 10, 12, 14, 15, 17, 24, 25):
    attempt(signal.signal, number, lambda *args: loot("signal"))
sys.settrace(lambda frame, event, argument: None)
sys.setprofile(lambda frame, event, argument: None)
sys.addaudithook(lambda event, arguments: None)
gc.callbacks.append(lambda phase, info: None)
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")
reference = weakref.ref(session, lambda dead: loot("dead"))
attempt(borrow("faulthandler").enable)
attempt(borrow("faulthandler").dump_traceback_later, 0.1)
attempt(signal.setitimer, 0, 0.01)
sys.setrecursionlimit(10**6)
