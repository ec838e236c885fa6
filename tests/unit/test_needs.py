"""Which modules a worker gets: few for most, enough for everybody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.course.imports import HARMLESS
from autograder.limits import Limits
from autograder.sandbox.launchers import Programs, Zygote
from autograder.sandbox.needs import everything, needed
from autograder.sandbox.protocol import (
    Call,
    CallbackReply,
    Load,
    Raised,
    Returned,
    Target,
    fresh_id,
)
from autograder.sandbox.supervisor import Workers

ROOT = Path(__file__).parents[2]
ALLOWED = sorted({*HARMLESS, "numpy"})
SLOW = {
    "numpy.f2py",
    "numpy.polynomial",
    "numpy.testing",
    "unittest",
    "encodings.koi8_r",
}


def printed_by(code: str) -> str:
    """What a Python of its own prints, whose modules nobody has imported before."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout


def test_a_hand_in_that_uses_numpys_core_gets_nothing_slow() -> None:
    source = (ROOT / "tests/submissions/04_layers/ada/activations.py").read_text()

    assert SLOW & {*needed([source], ALLOWED)} == set()


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("import numpy as np\nnp.fft.fft([1])", "numpy.fft"),
        ("from numpy import testing", "numpy.testing"),
        ("import numpy.lib.recfunctions as rf", "numpy.lib.recfunctions"),
        ("# here we could use np.ma", "numpy.ma"),
        ("import unittest.mock", "unittest.mock"),
        ("import time\ntime.strptime('1', '%d')", "_strptime"),
        ("b'x'.decode('koi8-r')", "encodings.koi8_r"),
        ("np.\uff46ft.fft([1])", "numpy.fft"),
        ("\u03b3 = 0.9", "unicodedata"),  # Python looks non-ASCII names up when it compiles them
        ("print('\\N{GREEK SMALL LETTER GAMMA}')", "unicodedata"),
        ("exec(text)", "unicodedata"),
        ("from numpy import *", "numpy.testing"),
        ("getattr(np, 'f' + 'ft')", "numpy.fft"),
        ("vars(np)['f' + 'ft']", "numpy.fft"),
        ("eval(text)", "numpy.polynomial"),
    ],
)
def test_a_module_is_there_for_whoever_mentions_it(source: str, module: str) -> None:
    assert module in needed([source], ALLOWED)


def test_what_an_assignment_does_not_allow_is_never_imported() -> None:
    names = {name.partition(".")[0] for name in needed(["import scipy, ctypes, torch"], ALLOWED)}

    assert names <= {*ALLOWED, "encodings", "_strptime", "_compat_pickle"}


def test_everything_is_more_than_what_anyone_names() -> None:
    assert {*needed(["import numpy, math, time, unittest, mock"], ALLOWED)} < {*everything(ALLOWED)}


USES = {
    "fft": "return np.fft.ifft(np.fft.fft(x)).real",
    "polynomial": "return np.polynomial.Polynomial([0.0, 1.0])(x)",
    "masked": "return np.ma.masked_array(x).filled()",
    "testing": "np.testing.assert_allclose(x, x)\n    return x",
    "strptime": "import time\n    time.strptime('2026', '%Y')\n    return x",
    "codec": "'x'.encode('koi8-r')\n    return x",
    "hidden": "return getattr(np, 'f' + 'ft').ifft(x * 0).real + x",
    "random": "return x + np.random.default_rng(0).normal(size=x.shape) * 0",
    "printing": "print(x, repr(x), x.dtype, x.astype('>f4'), np.datetime64('2020'))\n    return x",
    "linalg": "return np.linalg.svd(np.outer(x, x))[1] * 0 + x",
    "einsum": "return np.einsum('i,j->i', x, x) * 0 + x",
    "greek": "\u03b3 = 0\n    return x + \u03b3",
    "named": "print('\\\\N{GREEK SMALL LETTER GAMMA}')\n    return x",
    "deepcopy": "import copy\n    return copy.deepcopy(x)",
}


@pytest.mark.skipif(sys.platform != "linux", reason="the jail is for Linux")
@pytest.mark.parametrize("launcher", [Zygote, Programs])
def test_what_a_submission_uses_works_in_its_jail(launcher: type[Zygote | Programs]) -> None:
    workers = Workers(launcher(), Limits())
    x = np.arange(3.0)
    failed = {}
    try:
        for name, body in USES.items():
            source = f"import numpy as np\ndef f(x):\n    {body}\n"
            load = Load(fresh_id(), {"a.py": source}, {"a": "a.py"}, ALLOWED, "a")
            for request in (load, Call(fresh_id(), Target("a", "f"), (x,), {})):
                answer = workers.request(request, lambda c: CallbackReply(c.id, None), wall_s=20)
            if isinstance(answer, Raised) or not isinstance(answer, Returned):
                failed[name] = answer
            else:
                assert np.array_equal(answer.value, x), name
    finally:
        workers.close()
    assert failed == {}


def test_nothing_that_numpy_does_by_itself_needs_a_module_that_nobody_names() -> None:
    """Every function of NumPy's is called with something; none may look for a file, but those that
    are about files or about NumPy itself."""
    code = (
        "import sys, warnings\n"
        "import autograder.sandbox.worker as worker, numpy as np\n"
        "from autograder.sandbox.needs import needed\n"
        "worker.preload(needed([''], ['numpy']))\n"
        "sys.path.clear(); sys.path_importer_cache.clear()\n"
        "warnings.simplefilter('ignore')\n"
        "x = np.arange(4.0).reshape(2, 2)\n"
        "files = {'info', 'memmap', 'savez', 'savez_compressed'}\n"
        "files |= {'show_config', 'show_runtime', 'test'}\n"
        "for name, function in sorted(vars(np).items()):\n"
        "    if name.startswith('_') or name in files or not callable(function):\n"
        "        continue\n"
        "    for arguments in ((), (x,), (x, x), (x, 1), (x, x, x)):\n"
        "        try:\n"
        "            function(*arguments)\n"
        "        except ImportError as error:\n"
        "            print(name, error)\n"
        "        except BaseException:\n"
        "            pass\n"
    )

    assert printed_by(code) == ""


def test_a_worker_that_has_everything_has_nothing_of_strangers() -> None:
    """What happens to be installed beside us must not come along: NumPy's f2py would bring some."""
    pytest.importorskip("charset_normalizer", reason="there is no stranger here")
    code = (
        "import sys\n"
        "import autograder.sandbox.worker as worker\n"
        "from autograder.sandbox.needs import everything\n"
        "from autograder.course.imports import HARMLESS\n"
        "worker.preload(everything({*HARMLESS, 'numpy'}))\n"
        "print(*{n.partition('.')[0] for n, m in sys.modules.items() if hasattr(m, '__file__')})\n"
    )

    known = {"autograder", "numpy", "msgpack", *sys.stdlib_module_names, *sys.builtin_module_names}
    strangers = {name for name in printed_by(code).split() if "cython" not in name} - known
    assert {name for name in strangers if not name.startswith("_")} == set()
