# SPDX-License-Identifier: GPL-2.0-only
"""A tree and the programs of many rules go in; the files in which each may match come out.

One search for all their words goes over the tree, as reading it again for each rule takes longer
than all the matching.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from folioize.rules import Program

_SKIPPED = ("tools/", "scripts/", "Documentation/")
Files = frozenset[str]


class Candidates:
    """The C files of a tree, and which words of some rules they have."""

    def __init__(self, tree: Path, programs: Iterable[Program], under: Sequence[str]) -> None:
        self._tree = tree
        self._all = _search(tree, ("-rl", "-e", ""), under)
        words = {word for one in programs for rule in one.rules for c in rule.needs for word in c}
        self._with = _words(tree, words, under)

    def of(self, program: Program, naming: str = "") -> list[str]:
        """The files in which any rule of a program may match, by name."""
        found: set[str] = set()
        for rule in program.rules:
            sets = [frozenset[str]().union(*map(self._having, c)) for c in rule.needs]
            found |= frozenset(self._all).intersection(*sets)
        names = sorted(name for name in found if not name.startswith(_SKIPPED))
        text = naming.encode()
        return [name for name in names if not naming or text in (self._tree / name).read_bytes()]

    def _having(self, word: bytes) -> Files:
        return self._with.get(word.decode(), frozenset())


def _search(tree: Path, options: Sequence[str], under: Sequence[str]) -> list[str]:
    command = ["grep", "-F", "--include=*.[ch]", *options, *under]
    env = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, cwd=tree, capture_output=True, check=False, env=env)
    return [line.removeprefix("./") for line in done.stdout.decode("latin-1").splitlines()]


def _words(tree: Path, words: Iterable[bytes], under: Sequence[str]) -> dict[str, Files]:
    """The files that have each word, as a word of its own."""
    found: dict[str, set[str]] = {}
    with tempfile.NamedTemporaryFile(prefix="folioize-words-") as listed:
        listed.write(b"".join(word + b"\n" for word in sorted(words)))
        listed.flush()
        for line in _search(tree, ("-row", "-f", listed.name), under):
            name, _, word = line.rpartition(":")
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def spread(names: list[str], most: int) -> list[str]:
    """At most so many of the names, from all over the list; 0: all of them."""
    return names[:: max(1, -(-len(names) // most))][:most] if most else names
