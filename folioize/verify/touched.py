# SPDX-License-Identifier: GPL-2.0-only
"""A tree and the files that a series touches go in; a configuration that builds them comes out.

Which switch builds a file is in the Makefiles around it, obj-$(CONFIG_NAME) += file.o, and what
that switch asks for in turn is in the Kconfig files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path, PurePosixPath

from folioize.verify.kconfig import Expression, Switches
from folioize.verify.records import Configuration

NAME = "touched"
"""What this configuration is called."""

_RULE = re.compile(r"^([\w./-]+)-(\S+?)\s*[:+]?=\s*(.*)$", re.MULTILINE)
_CONFIG = re.compile(r"\bCONFIG_(\w+)")
_MAKEFILES = ("Kbuild", "Makefile")


def touched(root: Path, files: Sequence[str], arch: str) -> Configuration:
    """defconfig with the switches of ``files``, and with those that these need.

    Instrumentation stays off: it would be other code than defconfig's that is compared.
    """
    switches = Switches(root, arch)
    asked = sorted({name for file in files for name in switches_of(root, file, arch)})
    wanted = _Wanted(switches)
    for name in asked:
        wanted.need(name)
    own = [name for name in asked if name in wanted.names]
    needed = sorted(wanted.names - set(own))
    return Configuration(
        NAME,
        "defconfig and what the series touches",
        symbols=tuple(f"{name}=y" for name in own),
        # COMPILE_TEST would make an error of every warning, those of our own flags too.
        optional=(*(f"{name}=y" for name in needed), "WERROR=n"),
    )


def switches_of(root: Path, file: str, arch: str) -> frozenset[str]:
    """The switches without which a C file is not built, by name without CONFIG_; for a header of
    a driver, those of a C file beside it, one that names it if there is one."""
    path = PurePosixPath(file)
    if path.parts[0] == "arch" and path.parts[1:2] != (arch,):
        return frozenset()
    if path.suffix == ".h" and path.parts[0] != "include":
        beside = (_switches(root, one) for one in _users(root, path))
        return next((one for one in beside if one), frozenset())
    return _switches(root, path) if path.suffix == ".c" else frozenset()


def _users(root: Path, header: PurePosixPath) -> list[PurePosixPath]:
    """The C files of a header's folder, those that name it first."""
    name = re.compile(rb"#[ \t]*include[^\n]*\b" + re.escape(header.name).encode())
    files = sorted((root / header.parent).glob("*.c"))
    files.sort(key=lambda one: name.search(one.read_bytes()) is None)
    return [header.parent / one.name for one in files]


def _switches(root: Path, path: PurePosixPath) -> frozenset[str]:
    """The switches without which a C file is not built, by the Makefiles around it."""
    found: set[str] = set()
    goal = f"{path.stem}.o"
    for folder in path.parents:
        if folder == PurePosixPath("."):
            break
        for makefile in _MAKEFILES:
            rules = _rules(root / folder / makefile)
            if any(goal in words for _, _, words in rules):
                found |= _building(rules, goal, set())
                goal = ""
                break
        # What is not listed here is listed above, by a longer name.
        goal = f"{folder.name}/{goal}"
    return frozenset(found)


@cache
def _rules(path: Path) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """The assignments of a Makefile as (list, condition, words): ("obj", "$(CONFIG_X)", {a.o})."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    text = re.sub(r"#[^\n]*", "", text.replace("\\\n", " "))
    return tuple((one[1], one[2], frozenset(one[3].split())) for one in _RULE.finditer(text))


def _building(
    rules: Sequence[tuple[str, str, frozenset[str]]], goal: str, seen: set[str]
) -> set[str]:
    """The switches of the first rule that builds a goal, and of those for what it is part of."""
    seen.add(goal)
    for name, condition, words in rules:
        if goal not in words:
            continue
        found = set(_CONFIG.findall(condition))
        if name == "obj" or f"{name}.o" in seen:
            return found
        return found | _building(rules, f"{name}.o", seen)
    return set()


class _Wanted:
    """The switches to be set, which grow as one needs another."""

    def __init__(self, switches: Switches) -> None:
        self.switches = switches
        self.names: set[str] = set()
        self._open: set[str] = set()

    def need(self, name: str) -> bool:
        """Set a switch, and all that it needs; False, and nothing set, if that can't be."""
        if name in self.names or name in self._open:
            return True
        switch = self.switches.get(name)
        if switch is None or self.switches.is_instrumentation(name):
            return False
        before = set(self.names)
        self._open.add(name)
        done = all(self.holds(one) for one in switch.depends)
        if done and switch.prompt:
            self.names.add(name)
        elif done:
            selecting = switch.selected_by
            done = (
                any(one in self.names or one in self._open for one in selecting)
                or any(self.holds(one) for one in switch.defaults)
                or any(self.need(one) for one in selecting)
            )
        self._open.discard(name)
        if not done:
            self.names = before
        return done

    def holds(self, expression: Expression | str) -> bool:
        """Make an expression true, as far as that takes setting switches."""
        if isinstance(expression, str):
            # What a $(macro) finds is the compiler's and the machine's to say.
            known = expression in ("y", "m") or expression.startswith("$(")
            return known or self.need(expression)
        sign, *parts = expression
        before = set(self.names)
        match sign:
            case "|":
                done = any(self.holds(part) for part in parts)
            case "&":
                done = all(self.holds(part) for part in parts)
            case "=":
                done = self.holds(parts[0]) if parts[1] in ("y", "m") else True
            case "#":
                done = self.holds(parts[0]) if parts[1] == "n" else True
            case _:
                done = parts[0] not in self.names
        if not done:
            self.names = before
        return done
