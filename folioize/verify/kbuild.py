# SPDX-License-Identifier: GPL-2.0-only
"""Builds a kernel tree with its own Kbuild: directories in, objects and their commands out."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shlex
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from folioize.errors import FolioizeError
from folioize.verify import configuration
from folioize.verify.build import KCFLAGS, BuiltObject, Command, Image
from folioize.verify.diagnostics import first_error
from folioize.verify.records import Configuration
from folioize.verify.run import Finished, Runner

_CMD = re.compile(r"^(?:saved)?cmd_(\S+) := (.*)$", re.MULTILINE)
_SOURCE = re.compile(r"^source_\S+ := (\S+)$", re.MULTILINE)
_STAMP = "folioize-configuration"
# Directories whose sources are not the kernel's, or have no objects of their own.
_FOREIGN = ("Documentation", "include", "samples", "scripts", "tools", "usr")
_ARCHES = {
    r"i.86|x86_64|amd64": "x86",
    r"aarch64.*|arm64": "arm64",
    r"arm.*": "arm",
    r"ppc.*|powerpc.*": "powerpc",
    r"s390x?": "s390",
    r"riscv.*": "riscv",
    r"mips.*": "mips",
    r"sparc.*|sun4u": "sparc",
    r"parisc.*": "parisc",
    r"sh[234].*": "sh",
}


@dataclass(frozen=True, slots=True)
class Kbuild:
    """The kernel's own build system over the work tree at ``src``.

    ``make_args`` are given to every make; ``directories`` are built in any case.
    """

    src: Path
    runner: Runner
    make_args: tuple[str, ...] = ()
    directories: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What reports call it."""
        return "kbuild"

    def configurations(self) -> tuple[Configuration, ...]:
        """Return the configurations that come with folioize."""
        return configuration.known()

    def configure(self, out: Path, config: Configuration) -> tuple[str, ...]:
        """Write ``out``/.config, unless it is there already; return the unmet symbols."""
        wanted = "".join(configuration.lines(config))
        told = f"{config.start}\n{self.make_args}\n{wanted}"
        stamp = hashlib.sha256(told.encode()).hexdigest()
        made = (out / ".config").exists() and (out / _STAMP).exists()
        if not made or (out / _STAMP).read_text() != stamp:
            self._make(out, config.start)
            with (out / ".config").open("a", encoding="utf-8") as file:
                file.write(wanted)
            self._make(out, "olddefconfig")
            (out / _STAMP).write_text(stamp)
        return configuration.unmet(config, (out / ".config").read_text(encoding="utf-8"))

    def build(self, out: Path, config: Configuration, files: Sequence[str], jobs: int) -> Finished:
        """Build the directories of ``files`` and those always built."""
        targets = [f"{directory}/" for directory in self._targets(files)]
        if not targets:
            return Finished(0, "")
        flags = (f"-j{jobs}", "-k", "--output-sync=target", f"KCFLAGS={KCFLAGS}")
        return self._run(out, *flags, *targets)

    def objects(self, out: Path) -> tuple[BuiltObject, ...]:
        """Return the compiled objects in ``out``, from the .cmd files that Kbuild left."""
        return tuple(one for path in sorted(_commands(out, ".o")) if (one := self._made(out, path)))

    def unrecorded(self, out: Path) -> tuple[Path, ...]:
        """Return none: Kbuild makes anew what has no .cmd file."""
        return ()

    def made_from(self, out: Path, files: Collection[str]) -> tuple[Path, ...]:
        """Return objects, and the assembly from which headers with offsets are made."""
        made = (self._made(out, path) for path in _commands(out, ".[os]"))
        return tuple(out / one.path for one in made if one and not one.sources.isdisjoint(files))

    def command(self, out: Path, config: Configuration, path: str) -> Command:
        """Return the compiler's command from the object's .cmd file."""
        name = PurePosixPath(path)
        file = out / name.parent / f".{name.name}.cmd"
        if not file.exists() or not (match := _CMD.search(file.read_text(encoding="utf-8"))):
            raise FolioizeError(f"Kbuild left no command for {path} in {out}")
        text = match[2].replace("$(pound)", "#").replace("\\#", "#").replace("$$", "$")
        words = shlex.split(text, comments=False)
        # Later kernels put objtool behind the compiler, after a semicolon.
        for place, word in enumerate(words):
            if word == "&&" or word.endswith(";"):
                words = [*words[:place], *filter(None, [word.rstrip(";").removesuffix("&&")])]
                break
        return Command(tuple(words), out)

    def image(self, out: Path, config: Configuration, jobs: int) -> Image:
        """Build the bootable image; raises FolioizeError with the first error."""
        started = time.monotonic()
        done = self._run(out, f"-j{jobs}", "--output-sync=target")
        if done.code:
            raise FolioizeError(f"the kernel does not build: {first_error(done.out, done.code)}")
        name = self._make(out, "-s", "--no-print-directory", "image_name").strip().splitlines()[-1]
        return Image(out / name, done.out, time.monotonic() - started)

    def arch(self) -> str:
        """Return the name of the directory under arch/ that is built."""
        settings = dict(arg.split("=", 1) for arg in self.make_args if "=" in arg)
        name = settings.get("ARCH") or os.environ.get("ARCH") or platform.machine()
        return next((to for pattern, to in _ARCHES.items() if re.fullmatch(pattern, name)), name)

    def _targets(self, files: Sequence[str]) -> tuple[str, ...]:
        wanted = {d for d in self.directories if (self.src / d).is_dir()}
        for file in files:
            if file.endswith((".c", ".S")) and self._ours(file):
                wanted.add(self._makefile_of(PurePosixPath(file).parent))
        wanted.discard(".")
        # A directory is built with what is below it, as far as the configuration goes down there.
        return tuple(
            sorted(d for d in wanted if not any(str(p) in wanted for p in PurePosixPath(d).parents))
        )

    def _ours(self, file: str) -> bool:
        parts = PurePosixPath(file).parts
        if parts[0] == "arch":
            return len(parts) > 2 and parts[1] == self.arch()
        return parts[0] not in _FOREIGN

    def _makefile_of(self, directory: PurePosixPath) -> str:
        for place in (directory, *directory.parents):
            if any((self.src / place / name).exists() for name in ("Kbuild", "Makefile")):
                return str(place)
        return "."

    def _made(self, out: Path, path: Path) -> BuiltObject | None:
        """Return what a .cmd file tells of, None if that is not there or not from the tree."""
        text = path.read_text(encoding="utf-8", errors="replace")
        source = _SOURCE.search(text)
        command = _CMD.search(text)
        if not source or not command:
            return None
        name = command[1]
        listed = {self._relative(out, word) for word in (source[1], *_dependencies(text))}
        if not (out / name).exists() or not any(listed):
            return None
        return BuiltObject(name, frozenset(one for one in listed if one))

    def _relative(self, out: Path, word: str) -> str:
        """Return a dependency as the tree names it, "" for what is not in the tree."""
        prefix = f"{self.src}/"
        if word.startswith(prefix):
            return word[len(prefix) :]
        if word.startswith("/"):
            return ""
        real = os.path.normpath(out / word)
        return real[len(prefix) :] if real.startswith(prefix) else ""

    def _make(self, out: Path, *args: str) -> str:
        done = self._run(out, *args)
        if done.code:
            raise FolioizeError(f"make {args[0]} failed: {first_error(done.out, done.code)}")
        return done.out

    def _run(self, out: Path, *args: str) -> Finished:
        return self.runner.run(("make", f"O={out}", *self.make_args, *args), self.src)


def _commands(out: Path, suffix: str) -> Iterator[Path]:
    for top in sorted(out.iterdir()):
        # What is built to build the kernel is no part of it.
        if top.is_dir() and top.name not in _FOREIGN:
            yield from top.rglob(f".*{suffix}.cmd")


def _dependencies(text: str) -> list[str]:
    start = text.find("\ndeps_")
    if start < 0:
        return []
    return [word for word in text[start:].split() if word.endswith((".c", ".h", ".S"))]
