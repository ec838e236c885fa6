"""One suite for every transport: what a check may rely on, wherever the submission lives."""

from __future__ import annotations

import os
import secrets
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.limits import Limits
from autograder.sandbox.launchers import Programs, Zygote
from autograder.sandbox.protocol import (
    Answer,
    Batch,
    Call,
    CallbackCall,
    CallbackReply,
    Construct,
    Define,
    GetAttr,
    Load,
    Raised,
    Release,
    Returned,
    Target,
)
from autograder.sandbox.student import serve
from autograder.sandbox.supervisor import Workers, open_transport
from autograder.sandbox.transport import Transport, WorkerDied
from autograder.sandbox.wire import Callback, Handle

LIMITS = Limits(call_s=2.0, memory_mib=400, cpu_s=3)
ALLOWED = [
    "__future__",
    "collections",
    "ctypes",
    "dataclasses",
    "math",
    "numpy",
    "os",
    "sys",
    "time",
]
ISOLATED = ["worker", "forked"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote is for Linux")


class Submission:
    """A loaded submission behind a transport: tests talk to it as `Student` does."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.functions: dict[int, Callable[..., Any]] = {}

    def load(self, source: str, **more: str) -> None:
        files = {"linear.py": textwrap.dedent(source)}
        files |= {f"{name}.py": textwrap.dedent(text) for name, text in more.items()}
        modules = {name.removesuffix(".py"): name for name in files}
        answer = self.ask(Load(fresh(), files, modules, ALLOWED))
        assert isinstance(answer, Returned)

    def ask(self, request: Any, wall_s: float = 2.0) -> Answer:
        return self.transport.request(request, self.serve, wall_s=wall_s)

    def serve(self, call: CallbackCall) -> CallbackReply:
        try:
            return serve(call, self.functions[call.callback])
        except Exception as error:  # noqa: BLE001 - as `Student` does
            return CallbackReply(call.id, None, f"{type(error).__name__}: {error}")

    def call(self, name: str, *args: Any, **kwargs: Any) -> Answer:
        return self.ask(Call(fresh(), Target("linear", name), args, kwargs))

    def value(self, name: str, *args: Any, **kwargs: Any) -> Any:
        answer = self.call(name, *args, **kwargs)
        assert isinstance(answer, Returned), answer
        return answer.value


def fresh() -> int:
    return secrets.randbits(48)


def opened(kind: str) -> Iterator[Submission]:
    transport = open_transport(kind, LIMITS)
    yield Submission(transport)
    transport.close()


@pytest.fixture(scope="module", params=["in-process", *ISOLATED])
def submission(request: pytest.FixtureRequest) -> Iterator[Submission]:
    yield from opened(request.param)


@pytest.fixture(scope="module", params=ISOLATED)
def isolated(request: pytest.FixtureRequest) -> Iterator[Submission]:
    yield from opened(request.param)


@pytest.fixture(scope="module", params=ISOLATED)
def unjailed(request: pytest.FixtureRequest) -> Iterator[Submission]:
    """A worker with limits only, as on macOS: what may happen there needs an honest word too."""
    launcher = {"worker": Programs, "forked": Zygote}[request.param]
    skip = ("own user", "no new privileges", "landlock", "seccomp")
    transport = Workers(launcher(skip=skip), LIMITS)
    yield Submission(transport)
    transport.close()


# --- values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        None, True, 3, -(2**100), 1.5, 2 - 1j, "äß\n", b"\x00\xff", [1, [2.0]], (1, ("a",)),
        {"w": 1, 2: "b"}, slice(1, None, 2), np.float32(1.5), np.bool_(False),
    ],
    ids=repr,
)  # fmt: skip
def test_plain_values_cross_both_ways_unchanged(submission: Submission, value: object) -> None:
    submission.load("def same(value): return value")

    returned = submission.value("same", value)

    assert type(returned) is type(value)
    assert returned == value


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3),
        np.arange(6.0).reshape(2, 3).T,
        np.arange(12.0).reshape(2, 6)[:, ::2],
        np.array(2.5),
        np.zeros((0, 3)),
        np.array([True, False]),
        np.arange(3, dtype=np.uint8),
        np.array([np.nan, np.inf]),
    ],
    ids=["C", "transposed", "strided", "0-d", "empty", "bool", "uint8", "non-finite"],
)
def test_arrays_cross_with_dtype_shape_and_layout(submission: Submission, array: Any) -> None:
    submission.load(
        """
        def describe(a):
            return a, str(a.dtype), a.shape, a.flags.c_contiguous, a.flags.f_contiguous
        """
    )

    returned, dtype, shape, c_contiguous, f_contiguous = submission.value("describe", array)

    np.testing.assert_array_equal(returned, array)
    assert type(returned) is np.ndarray
    assert (dtype, shape) == (str(array.dtype), array.shape)
    assert (c_contiguous, f_contiguous) == (array.flags.c_contiguous, array.flags.f_contiguous)


def test_a_subclass_of_ndarray_stays_there(submission: Submission) -> None:
    submission.load(
        """
        import numpy as np
        def make(): return np.matrix([[1.0]])
        """
    )
    returned = submission.value("make")

    assert isinstance(returned, Handle)
    assert returned.type_name == "numpy.matrix"


def test_a_generator_crosses_by_its_state(submission: Submission) -> None:
    submission.load("def draw(rng): return rng.random(3)")
    rng = np.random.default_rng(7)

    answer = submission.call("draw", rng)

    assert isinstance(answer, Returned)
    np.testing.assert_array_equal(answer.value, np.random.default_rng(7).random(3))
    assert answer.changed.keys() == {0}, "the generator moved on: its new state comes back"
    assert answer.changed[0].random() != rng.random()


def test_what_cannot_cross_comes_back_as_a_handle_and_is_understood_when_sent(
    submission: Submission,
) -> None:
    submission.load(
        """
        class Cache:
            def __init__(self, x): self.x = x
            def double(self): return 2 * self.x
        def forward(x): return x + 1, Cache(x)
        def backward(dout, cache): return dout * cache.x
        def deep():
            value = []
            for _ in range(100): value = [value]
            return value
        """
    )
    out, cache = submission.value("forward", 3.0)
    double = submission.ask(Call(fresh(), Target("", "double", cache.id), (), {}))

    assert out == 4.0
    assert isinstance(cache, Handle)
    assert submission.value("backward", 2.0, cache) == 6.0
    assert isinstance(double, Returned)
    assert double.value == 6.0
    assert isinstance(submission.value("deep"), (Handle, list))


def test_results_declared_opaque_stay_there(submission: Submission) -> None:
    submission.load("def forward(x): return x, {'x': x}")
    target = Target("linear", "forward")

    answer = submission.ask(Call(fresh(), target, (np.ones(2),), {}, (1,)))

    assert isinstance(answer, Returned)
    assert isinstance(answer.value[1], Handle)


def test_objects_are_constructed_read_and_released(submission: Submission) -> None:
    submission.load(
        """
        class Value:
            def __init__(self, data): self.data = data
            def __add__(self, other): return Value(self.data + other.data)
        """
    )
    made = submission.ask(Construct(fresh(), Target("linear", "Value"), (3.0,), {}))
    assert isinstance(made, Returned)
    handle = made.value
    total = submission.ask(Call(fresh(), Target("operator", "add"), (handle, handle), {}))
    assert isinstance(total, Returned)
    data = submission.ask(GetAttr(fresh(), total.value.id, "data"))
    submission.ask(Release(fresh(), [total.value.id]))
    gone = submission.ask(GetAttr(fresh(), total.value.id, "data"))

    assert isinstance(data, Returned)
    assert data.value == 6.0
    assert isinstance(gone, Raised)


def test_a_function_of_ours_is_defined_beside_the_submission(submission: Submission) -> None:
    submission.load(
        """
        class Value:
            def __init__(self, data): self.data = data
            def __add__(self, other): return Value(self.data + other.data)
        def apply(f, x): return f(x, 3).data
        """
    )
    made = submission.ask(Construct(fresh(), Target("linear", "Value"), (1.0,), {}))
    source = "def doubled(x, times):\n    for _ in range(times): x = x + x\n    return x\n"
    defined = submission.ask(Define(fresh(), source, "doubled"))
    assert isinstance(made, Returned)
    assert isinstance(defined, Returned)

    called = submission.ask(Call(fresh(), Target("", "", defined.value.id), (made.value, 1000), {}))
    passed = submission.value("apply", defined.value, made.value)

    assert isinstance(called, Returned)
    assert isinstance(called.value, Handle)
    assert passed == 8.0


# --- calls ----------------------------------------------------------------------------------


def test_arguments_are_copies_and_a_change_is_reported(submission: Submission) -> None:
    submission.load(
        """
        def spoil(a, b, c=None):
            a[0] = 9
            c[1] = 8
            return b
        """
    )
    a, b, c = np.zeros(2), np.zeros(2), np.zeros(2)

    answer = submission.call("spoil", a, b, c=c)

    assert isinstance(answer, Returned)
    assert answer.changed.keys() == {0, "c"}
    np.testing.assert_array_equal(answer.changed[0], [9, 0])
    assert not np.concatenate([a, b, c]).any()


def test_a_batch_calls_once_a_row_and_no_call_disturbs_the_next(submission: Submission) -> None:
    submission.load(
        """
        buffer = None
        def forward(x, w):
            global buffer
            if buffer is None: buffer = x * 0
            buffer[:] = x * w   # the same memory every time
            w[:] = 0            # and a spoilt argument
            return buffer, "cache"
        """
    )
    rows = np.arange(6.0).reshape(3, 2)
    weights = {"w": np.full(2, 10.0)}
    batch = Batch(fresh(), Target("linear", "forward"), (rows[0],), weights, 0, rows)

    answer = submission.ask(batch)

    assert isinstance(answer, Returned)
    np.testing.assert_array_equal(answer.value, rows * 10)


def test_functions_of_ours_run_on_our_side(submission: Submission) -> None:
    submission.load("def slope(f, x, h): return (f(x + h) - f(x - h)) / (2 * h)")
    points: list[float] = []
    submission.functions[1] = lambda x: points.append(x) or x**2

    assert submission.value("slope", Callback(1), 3.0, 0.5) == 6.0
    assert points == [3.5, 2.5]


def test_a_function_of_ours_does_to_its_arguments_what_one_of_the_students_would(
    submission: Submission,
) -> None:
    submission.load(
        """
        import numpy as np
        def use(f):
            x = np.arange(6.0)
            same = f(x[::2])
            return x, same, np.shares_memory(x, same)
        """
    )

    def doubled(x: Any) -> Any:
        x *= 2
        return x

    submission.functions[1], submission.functions[2] = doubled, lambda x: x + 0

    x, same, shared = submission.value("use", Callback(1))
    np.testing.assert_array_equal(x, [0, 1, 4, 3, 8, 5])
    np.testing.assert_array_equal(same, [0, 4, 8])
    assert shared
    assert not submission.value("use", Callback(2))[2]


def test_an_error_in_a_function_of_ours_reaches_the_caller(submission: Submission) -> None:
    submission.load("def use(f): return f(1, 2, 3)")
    submission.functions[1] = lambda x: x

    answer = submission.call("use", Callback(1))

    assert isinstance(answer, Raised)
    assert "TypeError" in answer.message


def test_modules_import_each_other_and_what_is_allowed(submission: Submission) -> None:
    submission.load(
        """
        import math
        from activations import twice
        from .activations import twice as again
        def use(x): return twice(x) + again(x) + math.pi * 0
        def forbidden():
            import socket
        """,
        activations="def twice(x): return 2 * x",
    )

    assert submission.value("use", 2) == 8
    answer = submission.call("forbidden")
    assert isinstance(answer, Raised)
    assert (answer.type_name, answer.builtin) == ("ImportError", True)


def test_loading_starts_afresh(submission: Submission) -> None:
    source = """
        import numpy as np
        count = 0
        def step():
            global count
            count += 1
            np.seterr(all="raise")
            return count
        """
    submission.load(source)
    first = submission.value("step"), submission.value("step")
    submission.load(source)

    assert first == (1, 2)
    assert submission.value("step") == 1


def test_dataclasses_and_namedtuples_work(submission: Submission) -> None:
    submission.load(
        """
        from __future__ import annotations
        from collections import namedtuple
        from dataclasses import dataclass
        Pair = namedtuple("Pair", "out cache")
        @dataclass
        class Cache:
            x: float
        def forward(x): return Pair(x, Cache(x))
        """
    )
    out, cache = submission.value("forward", 2.0)

    assert out == 2.0
    assert isinstance(cache, Handle)


def test_containers_and_texts_of_other_classes_are_as_good_as_pythons_own(
    submission: Submission,
) -> None:
    submission.load(
        """
        from collections import OrderedDict, namedtuple
        import numpy as np
        Layer = namedtuple("Layer", "w b")
        def fit(x):
            state = OrderedDict(kind=np.array(["minimum"])[0], layers=[Layer(x, 1.0)])
            return [Layer(x, 2.0)], state
        """
    )
    params, state = submission.value("fit", 3.0)

    assert params == [(3.0, 2.0)]
    assert state == {"kind": "minimum", "layers": [(3.0, 1.0)]}
    assert [type(one) for one in (params[0], state, state["kind"])] == [tuple, dict, str]


def test_an_object_that_is_a_namedtuple_stays_one_in_what_a_function_of_ours_returns(
    submission: Submission,
) -> None:
    submission.load(
        """
        from collections import namedtuple
        Dual = namedtuple("Dual", "value tangent")
        """
    )
    made = submission.ask(Construct(fresh(), Target("linear", "Dual"), (2.0, 1.0), {}))
    source = "def pair(x):\n    return [x, x]\n"
    defined = submission.ask(Define(fresh(), source, "pair"))
    assert isinstance(made, Returned)
    assert isinstance(defined, Returned)

    target = Target("", "", defined.value.id)
    answer = submission.ask(Call(fresh(), target, (made.value,), {}))

    assert isinstance(answer, Returned)
    assert [type(one) for one in answer.value] == [Handle, Handle]


# --- what goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "type_name"),
    [
        ("return 1 / 0", "ZeroDivisionError"),
        ("raise NotImplementedError('f')", "NotImplementedError"),
        ("import sys; sys.exit(0)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("return f()", "RecursionError"),
        ("raise type('Own', (Exception,), {'__str__': lambda self: 1 / 0})", "Own"),
        ("return int(input())", "EOFError"),
    ],
)
def test_whatever_the_code_raises_is_an_answer(
    submission: Submission, body: str, type_name: str, request: pytest.FixtureRequest
) -> None:
    if "input" in body and "in-process" in request.node.name:
        pytest.skip("in process, input() is pytest's to refuse")
    submission.load(f"def f(): {body}")

    answer = submission.call("f")

    assert isinstance(answer, Raised)
    assert answer.kind == "exception"
    assert answer.type_name == type_name
    assert answer.builtin == (type_name != "Own")
    assert answer.trace()[-1].file == "linear.py"


def test_a_module_that_cannot_be_imported_says_so_at_every_use(submission: Submission) -> None:
    submission.load("def f(): pass\nx = 1 / 0", activations="def g(:")

    for _ in range(2):
        answer = submission.call("f")
        assert isinstance(answer, Raised)
        assert (answer.kind, answer.type_name) == ("import", "ZeroDivisionError")
        assert answer.trace()[-1].line == 2
    syntax = submission.ask(Call(fresh(), Target("activations", "g"), (), {}))
    assert isinstance(syntax, Raised)
    assert (syntax.kind, syntax.type_name) == ("import", "SyntaxError")
    assert syntax.trace()[-1].file == "activations.py"


def test_a_module_that_imports_a_broken_one_says_what_that_one_raised(
    submission: Submission,
) -> None:
    submission.load("import activations\ndef f(): pass", activations="x = 1\ny = 1 / 0")

    answer = submission.call("f")

    assert isinstance(answer, Raised)
    assert (answer.kind, answer.type_name) == ("import", "ZeroDivisionError")
    assert [(frame.file, frame.line) for frame in answer.trace()] == [("activations.py", 2)]


def test_a_missing_function_or_module_is_missing_not_wrong(submission: Submission) -> None:
    submission.load("x = 1")

    missing = submission.call("f")
    nowhere = submission.ask(Call(fresh(), Target("losses", "f"), (), {}))

    assert isinstance(missing, Raised)
    assert isinstance(nowhere, Raised)
    assert (missing.kind, nowhere.kind) == ("missing", "missing")


def test_numpy_warnings_are_reported_and_harmless(submission: Submission) -> None:
    submission.load("import numpy as np\ndef f(): return np.log(np.zeros(2))")

    answer = submission.call("f")

    assert isinstance(answer, Returned)
    assert answer.warnings == ("RuntimeWarning: divide by zero encountered in log",)


def test_prints_are_captured_up_to_a_cap(isolated: Submission) -> None:
    isolated.load(
        """
        import sys
        def f(n):
            print("hello")
            print("x" * n, file=sys.stderr)
        """
    )
    few, many = isolated.call("f", 3), isolated.call("f", 10**6)

    assert isinstance(few, Returned)
    assert isinstance(many, Returned)
    assert few.printed == "hello\nxxx\n"
    assert len(many.printed) <= LIMITS.printed_chars


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("import os; os._exit(3)", "crash", "exit status 3"),
        ("import ctypes; ctypes.string_at(0)", "crash", "SIGSEGV"),
        ("import os; os.abort()", "crash", "SIGABRT"),
        ("import os; os.kill(os.getpid(), 9)", "memory", "SIGKILL"),
        ("import os; os._exit(86)", "memory", "^used more memory than it may$"),
        ("import os, time; os.closerange(3, 64); time.sleep(9)", "crash", "closed its connection"),
    ],
)
def test_each_death_has_an_honest_word(
    unjailed: Submission, body: str, kind: str, words: str
) -> None:
    unjailed.load(f"def f(): {body}")

    with pytest.raises(WorkerDied, match=words) as caught:
        unjailed.call("f")

    assert caught.value.kind == kind
    with pytest.raises(WorkerDied):
        unjailed.call("f")
    unjailed.load("def f(): return 1")
    assert unjailed.value("f") == 1, "the next check has a fresh worker"


@pytest.mark.parametrize(
    "body",
    [
        "for _ in iter(int, 1): pass",
        "import time; time.sleep(60)",
        "import os; os.kill(os.getpid(), 19)",
        "return (10**7) ** (10**7)",
    ],
    ids=["loop", "sleep", "stopped", "holds the GIL"],
)
def test_a_call_that_never_returns_is_ended_on_our_clock(unjailed: Submission, body: str) -> None:
    unjailed.load(f"def f():\n    {body}")
    start = time.monotonic()

    with pytest.raises(WorkerDied, match=r"within 0\.3 s") as caught:
        unjailed.ask(Call(fresh(), Target("linear", "f"), (), {}), wall_s=0.3)

    assert caught.value.kind == "timeout"
    assert time.monotonic() - start < 2.0


def test_memory_is_bounded(isolated: Submission) -> None:
    isolated.load("import numpy as np\ndef f(): return float(np.ones(2**27).sum())")

    answer = isolated.call("f")

    assert isinstance(answer, Raised)
    assert answer.type_name == "MemoryError"


def test_a_result_that_is_too_large_is_an_error_the_student_can_read(isolated: Submission) -> None:
    isolated.load("import numpy as np\ndef f(): return np.zeros(9 * 2**20)")

    answer = isolated.call("f")

    assert isinstance(answer, Raised)
    assert "larger than" in answer.message


def test_processor_time_is_bounded_though_our_clock_should_fail(isolated: Submission) -> None:
    isolated.load("def f():\n    while True: pass")

    with pytest.raises(WorkerDied, match="processor time"):
        isolated.ask(Call(fresh(), Target("linear", "f"), (), {}), wall_s=30.0)


def test_forged_bytes_on_the_socket_end_the_worker_and_nothing_else(isolated: Submission) -> None:
    isolated.load(
        """
        import os
        def f():
            for fd in range(3, 16):
                try: os.write(fd, b"\\x05\\0\\0\\0" + bytes(8) + b"hello")
                except OSError: pass
        """
    )
    with pytest.raises(WorkerDied, match="no answer"):
        isolated.call("f")
    isolated.load("def f(): return 1")
    assert isolated.value("f") == 1


def test_an_argument_that_cannot_cross_is_the_checks_own_fault(isolated: Submission) -> None:
    isolated.load("def same(value): return value")

    with pytest.raises(ValueError, match="cannot cross") as told:
        isolated.call("same", {1.5})

    assert str(told.value) == (
        "a check's argument cannot cross: an object of type set cannot cross"
    )

    isolated.load("def f(): return 1")
    assert isolated.value("f") == 1


def test_a_worker_that_was_ended_answers_no_more_until_the_next_load(isolated: Submission) -> None:
    isolated.load("def f(): return 1")
    assert isinstance(isolated.transport, Workers)
    isolated.transport.end_worker()

    with pytest.raises(WorkerDied, match=r"^was ended by us$"):
        isolated.call("f")

    isolated.load("def f(): return 1")
    assert isolated.value("f") == 1


@pytest.mark.parametrize("launcher", [Programs, Zygote], ids=ISOLATED)
def test_closing_leaves_no_process(launcher: Callable[[], Any]) -> None:
    before = children()
    workers = Workers(launcher(), LIMITS)
    submission = Submission(workers)
    submission.load("import os\ndef f(): return os.getpid()")
    pid = submission.value("f")
    workers.close()
    workers.close()

    assert not Path(f"/proc/{pid}").exists()
    assert children() == before


def children() -> set[str]:
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


@pytest.mark.parametrize("launcher", [Programs, Zygote], ids=ISOLATED)
def test_a_worker_sees_none_of_our_environment_and_descriptors(
    launcher: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    workers = Workers(launcher(skip=("own user", "landlock", "seccomp")), LIMITS)
    submission = Submission(workers)
    with (tmp_path / "secret").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        submission.load(
            """
            import os, sys
            def look():
                fds = [int(fd) for fd in os.listdir("/proc/self/fd")]
                return dict(os.environ), fds, os.getcwd(), sys.argv, sys.path
            """
        )
        environment, descriptors, folder, argv, path = submission.value("look")
        workers.close()

    assert (environment, folder, argv, path) == ({}, "/", [""], [])
    # Standard streams, the line, and the one that lists them.
    assert set(descriptors) <= {0, 1, 2, 3, 4}
