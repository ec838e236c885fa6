"""A submission's text as modules: compiled once, run afresh for every check, importing what it may.

The worker imports this module: standard library only.
"""

from __future__ import annotations

import builtins
import importlib
import sys
import types
from collections.abc import Collection, Mapping
from typing import Final

PACKAGE: Final = "submission"  # students' modules are `submission.linear`: no clash with ours

_INNER: Final = frozenset({PACKAGE, "copyreg"})
"""What C code imports on a student's behalf, besides modules whose name begins with "_"."""


class MissingError(Exception):
    """The submission has no such function: not attempted, rather than wrong."""


class ImportFailedError(Exception):
    """A module's top level raised; the cause is what it raised."""


class Modules:
    """The modules of one submission.

    Args:
        files: file name -> source.
        modules: module name -> the file that holds it; one file may serve several.
        allowed: the root packages that may be imported besides.
        code: what has been compiled, by file and source; shared from one check to the next.
    """

    def __init__(
        self,
        files: Mapping[str, str],
        modules: Mapping[str, str],
        allowed: Collection[str],
        code: dict[tuple[str, str], types.CodeType],
    ) -> None:
        self.files = files
        self.modules = modules
        self._allowed = allowed
        self._code = code
        self._namespaces: dict[str, types.ModuleType | BaseException] = {}

    def forget(self) -> None:
        """Take the modules out of the interpreter again."""
        sys.modules.pop(PACKAGE, None)
        for name in self._namespaces:
            sys.modules.pop(f"{PACKAGE}.{name}", None)

    def module(self, name: str) -> types.ModuleType:
        """The module of that name; its top level runs when it is first asked for.

        Raises:
            MissingError: it was not handed in.
            ImportFailedError: its top level raised, now or before.
        """
        if name not in self.modules:
            raise MissingError(f"{name}.py was not handed in")
        if name not in self._namespaces:
            self._run(name)
        module = self._namespaces[name]
        if isinstance(module, BaseException):
            raise ImportFailedError from module
        return module

    def _run(self, name: str) -> None:
        """Run a module's top level once; one file that serves several modules is one module."""
        file = self.modules[name]
        module = types.ModuleType(f"{PACKAGE}.{name}")
        module.__file__ = file
        vars(module)["__builtins__"] = {**vars(builtins), "__import__": self._import}
        package = sys.modules.setdefault(PACKAGE, types.ModuleType(PACKAGE))
        setattr(package, name, module)  # pickle imports a class's module, so its package as well
        sys.modules[module.__name__] = module
        served = [other for other, its_file in self.modules.items() if its_file == file]
        self._namespaces.update(dict.fromkeys(served, module))
        try:
            exec(self._compiled(file), vars(module))  # noqa: S102 - this is what the process is for
        except ImportFailedError as error:  # of a module that it imports: told is what that raised
            self._namespaces.update(dict.fromkeys(served, error.__cause__ or error))
        except BaseException as error:  # noqa: BLE001 - kept, and told at every use of the module
            self._namespaces.update(dict.fromkeys(served, error))

    def _compiled(self, file: str) -> types.CodeType:
        key = (file, self.files[file])
        if key not in self._code:
            self._code[key] = compile(self.files[file], file, "exec", dont_inherit=True)
        return self._code[key]

    def _import(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002 - the signature of __import__
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: tuple[str, ...] = (),
        level: int = 0,
    ) -> types.ModuleType:
        """`import` as the student's modules see it: their own modules, and the allow-list."""
        root = name.partition(".")[0]
        if root in self.modules:
            return self.module(root)
        if level and not name:  # from . import linear
            names = {n: self.module(n) for n in fromlist if n in self.modules}
            return types.SimpleNamespace(**names)  # type: ignore[return-value]
        # C code imports as whoever calls it: strptime, pickle, the conversion of long integers.
        is_inner = name in sys.modules and (root.startswith("_") or root in _INNER)
        if level or not (root in self._allowed or is_inner):
            whose = "neither a file that was handed in nor a module that this assignment allows"
            raise ImportError(f"{name!r} is {whose}")
        return importlib.__import__(name, globals, locals, fromlist, level)
