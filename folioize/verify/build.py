# SPDX-License-Identifier: GPL-2.0-only
"""What a build system must do: a source tree and an output directory in, objects and logs out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from folioize.errors import FolioizeError
from folioize.verify.records import Configuration
from folioize.verify.run import Finished

# The same line moved must be the same code: __LINE__ reaches code and __bug_table.
# A kind passed for another must stop the build, also in a tree whose own flags do not see to it.
KCFLAGS = "-Wno-builtin-macro-redefined -D__LINE__=0 -Werror=incompatible-pointer-types"


@dataclass(frozen=True, slots=True)
class BuiltObject:
    """An object file, relative to the output directory, and the tree files it was made from."""

    path: str
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Command:
    """A compiler's command line and the directory it runs in."""

    argv: tuple[str, ...]
    cwd: Path


@dataclass(frozen=True, slots=True)
class Image:
    """A bootable result: what the build wrote, and how long it took, in seconds."""

    path: Path
    log: str
    seconds: float


class BuildSystem(Protocol):
    """A tree's way to be built outside of itself."""

    @property
    def name(self) -> str:
        """What reports call it."""

    @property
    def make_args(self) -> tuple[str, ...]:
        """What every make is given besides."""

    def configurations(self) -> tuple[Configuration, ...]:
        """Return the configurations that come with it."""

    def configure(self, out: Path, config: Configuration) -> tuple[str, ...]:
        """Make ``out`` ready; return the symbols that did not get the value wanted."""

    def build(self, out: Path, config: Configuration, files: Sequence[str], jobs: int) -> Finished:
        """Build the directories of ``files``, and on past errors; return make's code and log."""

    def objects(self, out: Path) -> tuple[BuiltObject, ...]:
        """Return the objects in ``out`` that a compiler made from the tree's sources, sorted."""

    def unrecorded(self, out: Path) -> tuple[Path, ...]:
        """Return object files in ``out`` that make may keep though it did not finish them."""

    def made_from(self, out: Path, files: Collection[str]) -> tuple[Path, ...]:
        """Return what in ``out`` a compiler made from any of the tree's ``files``."""

    def command(self, out: Path, config: Configuration, path: str) -> Command:
        """Return the command that made an object; FolioizeError if that is not known."""

    def image(self, out: Path, config: Configuration, jobs: int) -> Image:
        """Build the whole, without verify's flags; FolioizeError if it does not build."""


def retarget(command: Command, output: str, source: str | None = None) -> tuple[str, ...]:
    """Return the command's arguments with another output, and no dependency file written.

    With ``source`` the C file is replaced too.
    """
    argv = [arg for arg in command.argv if not arg.startswith(("-Wp,-M", "-M"))]
    # -MF takes a word of its own.
    for place, arg in reversed(list(enumerate(command.argv))):
        if arg in ("-MF", "-MT", "-MQ") and place + 1 < len(command.argv):
            argv.remove(command.argv[place + 1])
    try:
        argv[argv.index("-o") + 1] = output
    except (ValueError, IndexError) as error:
        raise FolioizeError(f"not a compiler's command: {shlex.join(command.argv)}") from error
    if source is not None:
        argv[_source(argv)] = source
    return tuple(argv)


def _source(argv: Sequence[str]) -> int:
    """Return where the C source stands: the last word that names one and is no option's value."""
    for place in range(len(argv) - 1, 0, -1):
        if re.search(r"\.[cS]$", argv[place]) and argv[place - 1] not in ("-o", "-include"):
            return place
    raise FolioizeError(f"no source in the compiler's command: {shlex.join(argv)}")


def with_flags(argv: Sequence[str], flags: Sequence[str]) -> tuple[str, ...]:
    """Return a compiler's arguments with ``flags`` after all others."""
    return (*argv, *flags)
