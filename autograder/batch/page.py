"""A class as one HTML page that opens from disk: no network, nothing to install.

    Class --class_view--> plain values --templates/class.html.jinja--> HTML

Bars and points are placed by the template, strips are SVG: what a plotting library would draw with
some megabytes of script is a few kilobytes here, follows dark mode and print by itself, and is read
out and reached with the keyboard. Names and whatever could hold one are left out unless asked for.
"""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Final

from autograder.batch.class_view import LABEL, class_view
from autograder.batch.statistics import Class
from autograder.templates import templates_of
from autograder.text import clean

if TYPE_CHECKING:
    import jinja2

_CODE: Final = re.compile(r"`([^`]+)`")


def environment() -> jinja2.Environment:
    """The templates of this room, with what they need to show code and labels.

    Raises:
        UsageError: jinja2 is not installed.
    """
    templates = templates_of("autograder.batch", escape=True, extra="class")
    from markupsafe import Markup, escape  # noqa: PLC0415 - jinja2's own

    def marked(pattern: re.Pattern[str], tag: str, text: str) -> Markup:
        found = pattern.sub(rf"<{tag}>\1</{tag}>", str(escape(text)))
        return Markup(found)  # noqa: S704 - escaped above

    templates.filters |= {
        "with_code": lambda text: marked(_CODE, "code", text),
        "labelled": lambda text: marked(LABEL, "b", text),
        "count": lambda number: f"{number:,}",
        "percent": lambda share: "" if share is None else f"{100 * share:.0f} %",
        "figure": _figure,
    }
    return templates


def _figure(number: float | None, digits: int = 2) -> str:
    return "" if number is None else f"{number:.{digits}f}"


def class_page(
    templates: jinja2.Environment, title: str, assignment: str, found: Class, *, names: bool
) -> str:
    """The page, as text of one HTML file.

    Args:
        templates: `environment()`.
        title: the assignment's title.
        assignment: its name.
        found: the class's figures.
        names: whether students are named, with links to `feedback/`; otherwise they are numbers.
    """
    from markupsafe import Markup  # noqa: PLC0415 - jinja2's own

    css = _file("autograder.certify", "page.css") + _file("autograder.batch", "class.css")
    ours = {"css": Markup(css), "js": Markup(_file("autograder.batch", "class.js"))}  # noqa: S704
    view = class_view(found, names=names)
    return templates.get_template("class.html.jinja").render(
        title=clean(title), assignment=assignment, names=names, page=view, facts=found, **ours
    )


def _file(package: str, name: str) -> str:
    return (resources.files(package) / "templates" / name).read_text("utf-8")
