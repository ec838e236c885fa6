"""Draw the handouts' figures from the reference solutions.

    python tools/figures.py [ASSIGNMENT ...]

`reference/NAME/figures.py` has one function a figure, decorated with nothing and named as the
file: `def error_against_h() -> Figure` becomes `assignments/NAME/figures/error_against_h.svg`. It
imports the reference's modules by their bare names, and draws by the style below.
"""

from __future__ import annotations

import inspect
import runpy
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from cycler import cycler  # matplotlib's own
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

ROOT = Path(__file__).parents[1]
STYLE: Any = {  # by names of which matplotlib's types list every one
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.prop_cycle": cycler(  # Okabe and Ito's colours, told apart by colour-blind people
        color=["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
    ),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.dpi": 100,
    "figure.figsize": (6.4, 3.6),
    "figure.facecolor": "white",  # also readable where the page around it is dark
    "figure.constrained_layout.use": True,
    "font.family": "DejaVu Sans",  # ships with matplotlib
    "font.size": 10,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "svg.fonttype": "none",  # text stays text: small, searchable, and read aloud
    "svg.hashsalt": "backmark",  # the same ids at every run
}


def draw(reference: Path, assignments: Path) -> list[Path]:
    """Draw every figure of one assignment; the files written."""
    script = reference / "figures.py"
    sys.path.insert(0, str(reference))
    known = set(sys.modules)
    try:
        with mpl.rc_context(STYLE):
            figures = {
                name: value()
                for name, value in runpy.run_path(str(script), run_name="figures").items()
                if inspect.isfunction(value) and value.__module__ == "figures" and name[0] != "_"
            }
            folder = assignments / reference.name / "figures"
            folder.mkdir(exist_ok=True)
            return [_save(figure, folder / f"{name}.svg") for name, figure in figures.items()]
    finally:
        plt.close("all")
        sys.path.remove(str(reference))
        for name in set(sys.modules) - known:  # the next assignment has modules of the same names
            if Path(getattr(sys.modules[name], "__file__", None) or "").parent == reference:
                del sys.modules[name]


def _save(figure: Figure, path: Path) -> Path:
    # Tight: where axes have equal scales, the layout would cut off titles at the edge.
    figure.savefig(
        path, metadata={"Date": None, "Creator": None}, bbox_inches="tight", pad_inches=0.06
    )
    return path


def main(names: list[str]) -> None:
    """Draw the figures of the assignments named, or of all."""
    for script in sorted((ROOT / "reference").glob("*/figures.py")):
        if not names or script.parent.name in names:
            for path in draw(script.parent, ROOT / "assignments"):
                sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
