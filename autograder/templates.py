"""Where templates come from: a folder `templates/` beside the module that fills them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.errors import UsageError, explain

if TYPE_CHECKING:
    import jinja2


def templates_of(package: str, *, escape: bool, extra: str = "author") -> jinja2.Environment:
    """The templates of a package; a name that a template wants and is not given is an error.

    Args:
        package: whose folder holds `templates/`.
        escape: whether values are escaped, as HTML wants.
        extra: which of Backmark's extras brings jinja2 to those who use them.

    Raises:
        UsageError: jinja2 is not installed.
    """
    try:
        import jinja2  # noqa: PLC0415 - of extras that students do not have
    except ImportError:
        raise UsageError(
            explain(
                "this command fills in templates",
                got="no jinja2 in this Python",
                want=f"the extra `{extra}`",
                step=f"in Backmark's repository: python -m pip install '.[{extra}]'",
            )
        ) from None
    return jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=escape,  # noqa: S701 - Python, TOML and Markdown want none
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
