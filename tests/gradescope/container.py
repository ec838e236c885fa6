"""A clean root, made with debootstrap, with what a Docker container may do by default.

Every command runs in a mount and a process namespace of its own, where an overlay keeps the root
as it was made, and with the bounding set of capabilities that Docker leaves to root. pip there asks
the indexes that pip asks here.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

DOCKER = (
    "-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service,"
    "+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap"
)
"""The capabilities that Docker leaves to root by default, as setpriv takes them."""
TOOLS = ("debootstrap", "unshare", "setpriv", "chroot", "mount")
PACKAGES = "python3,python3-pip,ca-certificates"
PREPARED = "BACKMARK_TEST_ROOT"
"""A variable that may name a root made before, of another suite for example."""


def missing() -> str:
    """Why there can be no container here; nothing where there can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    tools = [tool for tool in TOOLS if shutil.which(tool) is None]
    return f"needs {', '.join(tools)}" if tools else ""


def make_root(folder: Path) -> Path:
    """A root of this host's suite, from this host's mirror; or the one that was prepared."""
    prepared = os.environ.get(PREPARED)
    if prepared:
        return Path(prepared)
    uris = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=True,
    )
    mirror, suite = uris.stdout.split("\n")[0].split()
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(folder)]
    subprocess.run([*command, mirror], check=True, stdout=subprocess.DEVNULL)
    return folder


@dataclass
class Container:
    """A box (see `emulator.py`) whose files are those of `lower`, and what was changed since."""

    lower: Path
    work: Path
    prefix: Sequence[str] = ()
    """What runs each command, to measure or to slow it down."""
    pip: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("upper", "work", "merged"):
            (self.work / name).mkdir(parents=True, exist_ok=True)
        self.pip, mounted = pip_settings()
        self._mounted = [path for path in mounted if path.exists()]
        for name in ("resolv.conf", "hosts"):
            if Path("/etc", name).is_file():
                (self.work / "upper/etc").mkdir(exist_ok=True)
                shutil.copy(Path("/etc", name), self.work / "upper/etc" / name)

    @property
    def root(self) -> Path:
        """What was changed: what is written here is there, and the other way round."""
        return self.work / "upper"

    def run(
        self, command: Sequence[str], *, timeout_s: float, env: Mapping[str, str] | None = None
    ) -> tuple[int | None, str]:
        """Run a command there as root; see `Box.run`."""
        script = "\n".join(self._script(command))
        unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        inside = {"PATH": os.defpath + ":/usr/sbin:/sbin", "HOME": "/root", "LANG": "C.UTF-8"}
        try:
            done = subprocess.run(
                [*self.prefix, *unshare, "bash", "-euc", script],
                env={**inside, **self.pip, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            return None, (late.stdout or b"").decode("utf-8", "replace")
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def _script(self, command: Sequence[str]) -> list[str]:
        merged = shlex.quote(str(self.work / "merged"))
        upper, work = self.work / "upper", self.work / "work"
        options = f"lowerdir={self.lower},upperdir={upper},workdir={work}"
        lines = [
            f"mount -t overlay overlay -o {shlex.quote(options)} {merged}",
            f"mount -t proc proc {merged}/proc",
        ]
        for path in self._mounted:
            there = f"{merged}{shlex.quote(str(path))}"
            make = "mkdir -p" if path.is_dir() else f"mkdir -p $(dirname {there}); touch"
            lines += [f"{make} {there}", f"mount --bind -o ro {shlex.quote(str(path))} {there}"]
        inner = f"mkdir -p /autograder && cd /autograder && exec {shlex.join(command)}"
        lines.append(
            f"exec setpriv --bounding-set {DOCKER} --inh-caps=-all "
            f"chroot {merged} bash -c {shlex.quote(inner)}"
        )
        return lines


def pip_settings() -> tuple[dict[str, str], list[Path]]:
    """This host's settings of pip as variables, and the files that they name."""
    shown = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    settings: dict[str, str] = {}
    for line in shown.stdout.splitlines():
        name, _, value = line.partition("=")
        option = name.rpartition(".")[2].upper().replace("-", "_")
        settings[f"PIP_{option}"] = value.strip("'\"").replace("\\n", " ")
    paths = []
    for value in settings.values():
        for word in value.split():
            path = Path(unquote(urlsplit(word).path) if word.startswith("file:") else word)
            if path.name == "simple":  # an index's pages; its files lie beside them
                path = path.parent
            if path.is_absolute():
                paths.append(path)
    proxies = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
    return {**settings, **proxies}, paths
