# SPDX-License-Identifier: GPL-2.0-only
"""The Kconfig files of a tree go in; what each switch depends on, and who selects it, come out.

Read for what has to be set to get a driver built, not to decide what is valid: that is left to
the kernel's own make olddefconfig, after which each switch is looked for in the .config.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Expression = tuple["str | Expression", ...]
"""("|", a, b), ("&", a, b), ("!", a), ("=", a, b) or ("#", a, b) for unequal; a switch is a str."""

_WORD = re.compile(
    r"\|\||&&|!=|[!()=]|\"[^\"]*\"|'[^']*'|"
    r"\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|[\w./-]+|[<>]=?"
)
_DEFAULT = re.compile(r"(?:def_bool|def_tristate|default) (.*)")
_PROMPT = re.compile(r"(?:bool|tristate|string|hex|int|prompt)\s+[\"']")


@dataclass(slots=True)
class Switch:
    """One CONFIG symbol, over all places that define it. Without a prompt it can't be set by hand;
    one of ``defaults`` sets it where that is true."""

    prompt: bool = False
    defaults: list[Expression | str] = field(default_factory=list)
    depends: list[Expression | str] = field(default_factory=list)
    selected_by: list[str] = field(default_factory=list)


class Switches:
    """All switches of a tree for one architecture, by name without CONFIG_."""

    def __init__(self, root: Path, arch: str) -> None:
        self._root = root
        self._arch = arch
        self._known: dict[str, Switch] = {}
        self._read("Kconfig", ())

    def get(self, name: str) -> Switch | None:
        """The switch of that name, None if this architecture has none."""
        return self._known.get(name)

    def is_instrumentation(self, name: str) -> bool:
        """Whether a switch changes how all of the kernel is compiled, as KASAN and KCOV do: its
        flags have a file of their own, scripts/Makefile.kasan."""
        return (self._root / f"scripts/Makefile.{name.lower().replace('_', '-')}").exists()

    def _read(self, path: str, above: tuple[Expression | str, ...]) -> None:
        """Read one file and those that it sources; ``above`` is what all in it depends on."""
        try:
            text = (self._root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return  # another architecture's, or one that is made by the build
        reader = _Reader(above)
        for line in _statements(text):
            sourced = reader.take(line, self._known)
            if sourced is not None:
                name = re.sub(r"\$\(?(?:SRC)?ARCH\)?", self._arch, sourced)
                self._read(name, reader.conditions())


class _Reader:
    """Takes the lines of one file: ``blocks`` are the menus and ifs around the place at hand."""

    def __init__(self, above: tuple[Expression | str, ...]) -> None:
        self.above = above
        self.blocks: list[list[Expression | str]] = []
        self.name = ""
        self.visible = False

    def conditions(self) -> tuple[Expression | str, ...]:
        """What all depends on that stands here."""
        return (*self.above, *(one for block in self.blocks for one in block))

    def take(self, line: str, known: dict[str, Switch]) -> str | None:
        """One statement; returns the file that it sources, if it does."""
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word in ("source", "rsource", "osource", "orsource"):
            return rest.strip("\"'")
        if word in ("config", "menuconfig"):
            self.name = rest
            known.setdefault(rest, Switch()).depends += self.conditions()
        elif word in ("if", "menu", "choice"):
            self.name = ""
            self.blocks.append([parse(rest)] if word == "if" else [])
        elif word in ("endif", "endmenu", "endchoice"):
            self.name = ""
            self.blocks.pop()
        else:
            self._attribute(line, rest, known)
        return None

    def _attribute(self, line: str, rest: str, known: dict[str, Switch]) -> None:
        switch = known.get(self.name)
        if line.startswith("depends on "):
            condition = parse(rest.removeprefix("on").strip())
            if switch is not None:
                switch.depends.append(condition)
            elif self.blocks:
                self.blocks[-1].append(condition)
        elif switch is None:
            return
        elif _PROMPT.match(line):
            switch.prompt = True
        elif said := _DEFAULT.match(line):
            value, _, condition = said[1].partition(" if ")
            both = ("&", parse(value), parse(condition)) if condition else parse(value)
            switch.defaults.append(both)
        elif line.startswith("select "):
            known.setdefault(rest.split(maxsplit=1)[0], Switch()).selected_by.append(self.name)


def _statements(text: str) -> Iterator[str]:
    """The lines that say something: without comments and help texts, continued ones joined."""
    margin: int | None = None
    helping = False
    for line in text.replace("\\\n", " ").expandtabs(8).splitlines():
        plain = line.strip()
        if not plain:
            continue
        indent = len(line) - len(line.lstrip())
        if helping:
            margin = indent if margin is None else margin
            if indent >= margin and indent > 0:
                continue
            helping = False
        if plain in ("help", "---help---"):
            helping, margin = True, None
        elif not plain.startswith("#"):
            yield " ".join(plain.split())


def parse(text: str) -> Expression | str:
    """An expression of Kconfig; what can't be read is a switch that there is not."""
    words = _WORD.findall(text.partition(" #")[0])
    found, at = _either(words, 0)
    return found if at == len(words) else text


def _either(words: list[str], at: int) -> tuple[Expression | str, int]:
    left, at = _both(words, at)
    while at < len(words) and words[at] == "||":
        right, at = _both(words, at + 1)
        left = ("|", left, right)
    return left, at


def _both(words: list[str], at: int) -> tuple[Expression | str, int]:
    left, at = _single(words, at)
    while at < len(words) and words[at] == "&&":
        right, at = _single(words, at + 1)
        left = ("&", left, right)
    return left, at


def _single(words: list[str], at: int) -> tuple[Expression | str, int]:
    if at >= len(words):
        return "", at
    if words[at] == "!":
        inner, at = _single(words, at + 1)
        return ("!", inner), at
    if words[at] == "(":
        inner, at = _either(words, at + 1)
        return inner, at + 1
    if at + 2 < len(words) and words[at + 1] in ("=", "!="):
        sign = "=" if words[at + 1] == "=" else "#"
        return (sign, words[at], words[at + 2]), at + 3
    if at + 2 < len(words) and words[at + 1][0] in "<>":
        return "y", at + 3  # of versions, which are the machine's to say
    return words[at], at + 1
