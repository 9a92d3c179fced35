# SPDX-License-Identifier: GPL-2.0-only
"""Builds a tree that has a plain Makefile, such as the mini kernel: objects and commands out."""

from __future__ import annotations

import os
import re
import shlex
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from folioize.errors import FolioizeError
from folioize.verify.build import KCFLAGS, BuiltObject, Command, Image
from folioize.verify.diagnostics import first_error
from folioize.verify.records import Configuration
from folioize.verify.run import Finished, Runner


@dataclass(frozen=True, slots=True)
class MiniBuild:
    """A Makefile that takes ``O=``, ``CONFIG=`` and ``KCFLAGS=`` and has an ``objects-list``.

    Its configurations are the files configs/NAME.config.
    """

    src: Path
    runner: Runner
    make_args: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What reports call it."""
        return "mini"

    def configurations(self) -> tuple[Configuration, ...]:
        """Return one configuration for each file in configs/, SLUB first."""
        names = sorted(
            (path.stem for path in (self.src / "configs").glob("*.config")),
            key=lambda name: (name != "slub", name == "debug", name),
        )
        return tuple(Configuration(name, name, start="") for name in names)

    def configure(self, out: Path, config: Configuration) -> tuple[str, ...]:
        """Do nothing: the configuration is a word on make's command line."""
        return ()

    def build(self, out: Path, config: Configuration, files: Sequence[str], jobs: int) -> Finished:
        """Build every object: the tree is small."""
        asked = self._run(out, config, "-s", "objects-list")
        if asked.code:
            return asked
        listed = [word for word in asked.out.split() if word.endswith(".o")]
        flags = (f"-j{jobs}", "-k", "--output-sync=target", f"KCFLAGS={KCFLAGS}")
        return self._run(out, config, *flags, *listed)

    def objects(self, out: Path) -> tuple[BuiltObject, ...]:
        """Return the objects in ``out`` that have a dependency file of the compiler beside them."""
        return tuple(
            BuiltObject(str(path.relative_to(out)), self._sources(_record(path)))
            for path in sorted(out.rglob("*.o"))
            if _record(path).exists()
        )

    def unrecorded(self, out: Path) -> tuple[Path, ...]:
        """Return the objects without a dependency file: make knows only of one of their sources."""
        return tuple(path for path in out.rglob("*.o") if not _record(path).exists())

    def made_from(self, out: Path, files: Collection[str]) -> tuple[Path, ...]:
        """Return the objects that were made from any of ``files``."""
        found = self.objects(out)
        return tuple(out / one.path for one in found if not one.sources.isdisjoint(files))

    def command(self, out: Path, config: Configuration, path: str) -> Command:
        """Return the command that make would run for the object."""
        flags = ("-n", "-B", "V=1", f"KCFLAGS={KCFLAGS}")
        log = self._run(out, config, *flags, path).out.replace("\\\n", " ")
        # make writes the whole name of an object under O=.
        ending = re.compile(rf"-o \S*{re.escape(path)}(?:\s|$)")
        for line in log.splitlines():
            if " -c " in line and ending.search(line):
                return Command(tuple(shlex.split(line.strip())), self.src)
        raise FolioizeError(f"make tells no command for {path}")

    def image(self, out: Path, config: Configuration, jobs: int) -> Image:
        """Build the self-test program; raises FolioizeError with the first error."""
        started = time.monotonic()
        done = self._run(out, config, f"-j{jobs}", "all")
        if done.code:
            raise FolioizeError(f"the tree does not build: {first_error(done.out, done.code)}")
        return Image(out / "minikernel", done.out, time.monotonic() - started)

    def _sources(self, dependencies: Path) -> frozenset[str]:
        text = dependencies.read_text(encoding="utf-8", errors="replace").replace("\\\n", " ")
        words = " ".join(line.partition(": ")[2] for line in text.splitlines()).split()
        inside = {os.path.relpath(self.src / word, self.src) for word in words}
        return frozenset(
            word for word in inside if not word.startswith("../") and word.endswith((".c", ".h"))
        )

    def _run(self, out: Path, config: Configuration, *args: str) -> Finished:
        argv = ("make", f"O={out}", f"CONFIG={config.name}", *self.make_args, *args)
        return self.runner.run(argv, self.src)


def _record(path: Path) -> Path:
    """The dependency file that the compiler writes beside an object."""
    return path.with_name(f".{path.name}.d")
