"""Students' notebooks, made of an assignment's own: right, wrong, messy, untouched and cheating."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment, Exercise
from autograder.course.load import load_assignment
from autograder.course.questions import EXERCISE, pose
from autograder.course.solutions import answer_of
from autograder.release.notebook import notebook_text

ROOT = Path(__file__).parents[2]
Book = dict[str, Any]

WARNS = re.compile(r"(^( *)### BEGIN SOLUTION\n)", re.MULTILINE)
SHADOWS = "open('cheated.txt', 'w').write('a file beside the notebook was imported')\n"
"""Of modules that are imported when a notebook is graded."""
CHEATS = (
    # Replaces what the test cell imports, in every place where it could look.
    (
        "import sys, types\n"
        "fake = types.ModuleType('autograder')\n"
        "fake.check_exercise = lambda name: 100.0\n"
        "sys.modules['autograder'] = fake\n"
        "check_exercise = fake.check_exercise\n"
    ),
    "import builtins\nbuiltins.float = lambda *a: 1e9\nbuiltins.print = builtins.float\n",
    # What would be taken for partial credit.
    "16.0",
    "import atexit, os\natexit.register(lambda: os._exit(0))\n",
    # Hands over the points itself, if anything of a gradebook is within reach.
    (
        "import sqlite3, glob\n"
        "for path in glob.glob('../../../gradebook.db') + glob.glob('../../../*/*.db'):\n"
        "    with sqlite3.connect(path) as db:\n"
        "        db.execute('UPDATE grade SET manual_score = 99')\n"
    ),
    (
        "from IPython import get_ipython\n"
        "shell = get_ipython()\n"
        "shell.run_cell = shell.run_cell_async = lambda *a, **k: 16.0\n"
    ),
    "open('cheated.txt', 'w').write('a cell of mine was run')\n",
)


def assignment(name: str) -> Assignment:
    return load_assignment(ROOT / "assignments" / name)


def written(of: Assignment) -> list[Exercise]:
    """The exercises that are cells; a bug hunt is a file."""
    return [exercise for exercise in of.exercises if not exercise.hunt]


@cache
def _text(folder: Path, *, solved: bool) -> str:
    return notebook_text(load_assignment(folder), solved=solved)


def book(of: Assignment, *, solved: bool = False) -> Book:
    made: Book = json.loads(_text(of.folder, solved=solved))
    for cell in made["cells"]:
        cell["source"] = "".join(cell["source"])
    return made


def copy_assignment(of: Assignment, folder: Path) -> None:
    assert of.reference is not None
    for source, target in (
        (of.folder, folder),
        (of.reference, folder.parents[1] / "reference" / of.name),
    ):
        target.mkdir(parents=True)
        for path in source.iterdir():
            if path.is_file():
                (target / path.name).write_bytes(path.read_bytes())


def code(source: str, identity: str) -> dict[str, Any]:
    return {
        "cell_type": "code", "execution_count": None, "id": identity, "metadata": {},
        "outputs": [], "source": source,
    }  # fmt: skip


def cell_of(made: Book, identity: str) -> dict[str, Any]:
    found: dict[str, Any] = next(cell for cell in made["cells"] if cell["id"] == identity)
    return found


def solved(of: Assignment, student: str) -> Book:
    made = book(of, solved=True)
    if of.questions:
        cell_of(made, EXERCISE)["source"] = f"answers = {answers(of, student)!r}"
    return made


def ada(of: Assignment) -> Book:
    """Everything is right."""
    return solved(of, "ada")


def answers(of: Assignment, student: str) -> dict[str, Any]:
    """Every right answer, with the student's own numbers."""
    return {
        question.name: answer_of(
            question, of.solutions[question.name].answer, pose(question, of.name, student).numbers
        )
        for question in of.questions
    }


def ben(of: Assignment) -> Book:
    """Has not begun."""
    return book(of)


def cleo(of: Assignment) -> Book:
    """Every third exercise is right, every third has a sign wrong, the others are not done."""
    right, made = book(of, solved=True), book(of)
    for number, exercise in enumerate(written(of)):
        source = cell_of(right, exercise.name)["source"]
        head, _, body = source.partition("### BEGIN SOLUTION")
        wrong = head + "### BEGIN SOLUTION" + body.replace(" + ", " - ").replace(" * ", " + ")
        stub = cell_of(made, exercise.name)["source"]
        cell_of(made, exercise.name)["source"] = (source, wrong, stub)[number % 3]
    return made


def dora(of: Assignment) -> Book:
    """Knows the first exercise, and cheats for the rest."""
    made = book(of)
    first = of.exercises[0].name
    cell_of(made, first)["source"] = cell_of(ada(of), first)["source"]
    cheats = [code(source, f"cheat-{n}") for n, source in enumerate(CHEATS)]
    for cell in made["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            points = cell["metadata"]["nbgrader"]["points"]
            result = {"text/plain": str(points), "text/html": "<b>all points</b>"}
            cell["source"] = str(points)
            cell["outputs"] = [
                {"output_type": "execute_result", "data": result, "metadata": {},
                 "execution_count": 1}
            ]  # fmt: skip
            cell["execution_count"] = 1
            cell["metadata"]["nbgrader"] |= {"points": 100.0, "locked": False}
    made["cells"] = [*cheats[:4], *made["cells"], *cheats[4:]]
    return made


def emil(of: Assignment) -> Book:
    """Right, with a warning, in another order, scratch cells around it and no test cells left."""
    made = solved(of, "emil")
    first = cell_of(made, of.exercises[0].name)
    first["source"] = WARNS.sub(r"\1\2np.log(np.zeros(1))\n", first["source"], count=1)
    cells = [
        cell
        for cell in made["cells"]
        if not cell["metadata"].get("nbgrader", {}).get("grade") and cell["cell_type"] == "code"
    ]
    first = of.exercises[0]
    name = next(iter(first.functions))
    twice = code(f"def {name}(*args):\n    return None", "twice")
    scratch = [
        "%matplotlib inline\nimport matplotlib.pyplot as plt",
        "!pip install something",
        "%%bash\nls",
        "1 / 0",
        "this is not Python",
        "import warnings\nwarnings.warn('careful')\nplt.plot([1, 2])",
        "import sys\nprint('to stderr', file=sys.stderr)",
    ]
    noise = [code(source, f"scratch-{n}") for n, source in enumerate(scratch)]
    made["cells"] = [twice, *noise, *cells[::-1]]
    return made


def hunted(of: Assignment, student: str) -> str:
    """What a student hands in beside the notebook: the program with all, some or no bugs mended."""
    assert of.hunt is not None
    assert of.reference is not None
    right = (of.reference / f"{of.hunt.module}.py").read_text(encoding="utf-8")
    if student in ("ada", "emil"):
        return right
    planted = of.hunt.plant(of.name, student)
    if student == "cleo":
        for place in of.hunt.places[::2]:
            (good,) = (version for version in place.versions if version in right)
            for version in place.versions:
                planted = planted.replace(version, good)
    return planted


STUDENTS = {student.__name__: student for student in (ada, ben, cleo, dora, emil)}


def write(made: Book, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(copy.deepcopy(made)), encoding="utf-8")
