# SPDX-License-Identifier: GPL-2.0-only
"""Takes the text of MAINTAINERS and a set of paths; gives the people and lists to write to.

Follows scripts/get_maintainer.pl with its git history and keywords (``K:``) off, without running
it: nothing of the tree is executed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache, lru_cache

from folioize.tree import STRUCT_PAGE

_ENTRY = re.compile(r"([A-Z]):\s*(.*)")
_WILD = re.compile(r"[*?\[]")
_PLAIN_NAME = re.compile(r"[\w \-]*", re.ASCII)
_KEEP = frozenset("MRLSFXN")
_HOME = "mm/"
"""Whose struct page is."""
_NO_FILE = "?"
"""What no file is called, and no pattern of one file covers."""


@dataclass(frozen=True, slots=True)
class Address:
    """A person or a list: ``name`` is empty for a list and for a bare address."""

    name: str
    email: str

    def __str__(self) -> str:
        if not self.name:
            return self.email
        if _PLAIN_NAME.fullmatch(self.name) or not self.name.isascii():
            return f"{self.name} <{self.email}>"
        quoted = self.name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{self.email}>'


Mailmap = dict[str, Address]
"""From a lower-case address to the one to use; an empty name or address keeps what there was."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who a patch goes to, the most specific entry's people first, each address once."""

    people: tuple[Address, ...] = ()
    lists: tuple[Address, ...] = ()

    def without(self, emails: Iterable[str]) -> Recipients:
        """Return these recipients less the given addresses, in any case."""
        gone = {email.lower() for email in emails}
        return Recipients(
            tuple(one for one in self.people if one.email.lower() not in gone),
            tuple(one for one in self.lists if one.email.lower() not in gone),
        )


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of MAINTAINERS; patterns are as written there."""

    title: str
    maintainers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Maintainers:
    """A parsed MAINTAINERS: its sections, and where to look for a path's.

    ``by_root`` maps a path's first component to (section number, pattern) pairs that can match
    it; those under "" can match anywhere.
    """

    sections: tuple[Section, ...]
    by_root: dict[str, tuple[tuple[int, str], ...]]

    def for_file(self, path: str) -> tuple[Section, ...]:
        """Return the sections that cover ``path``, the most specific first."""
        depth: dict[int, int] = {}
        root = path.split("/", 1)[0]
        for number, pattern in (*self.by_root.get(root, ()), *self.by_root.get("", ())):
            if _matches(path, pattern):
                depth[number] = _depth(pattern)
        for number, section in enumerate(self.sections):
            if section.names and any(_named(path, regex) for regex in section.names):
                depth[number] = 0
        chosen = (
            number
            for number in sorted(depth, key=lambda number: (-depth[number], number))
            if not any(_matches(path, out) for out in self.sections[number].excluded)
        )
        return tuple(self.sections[number] for number in chosen)

    def above(self, path: str) -> tuple[Section, ...]:
        """Return the sections that cover files beside the nearest folder above ``path`` that has
        any: those to ask where none covers the path itself but that for everything."""
        folder = posixpath.dirname(posixpath.dirname(path))
        while folder:
            found = [one for one in self.for_file(f"{folder}/{_NO_FILE}") if "*" not in one.files]
            if found:
                return tuple(found)
            folder = posixpath.dirname(folder)
        return ()

    def for_files(self, paths: Iterable[str], moved: Mailmap | None = None) -> Recipients:
        """Return whom to write to about a change to ``paths``; ``moved`` is what mailmap() gives.

        As get_maintainer.pl does it, the entry for everything gives its list but no person, lists
        open to subscribers only are left out, and a person gets one mail at the first address.
        A path that no other entry covers goes to the lists of what lies above it, too: fs/minix
        to those of fs/, whose people are not responsible for it.
        """
        people: dict[str, Address] = {}
        lists: dict[str, Address] = {}
        for path in paths:
            covering = self.for_file(path)
            own = [section for section in covering if "*" not in section.files]
            for section in own:
                for line in (*section.maintainers, *section.reviewers):
                    _add_person(people, line, moved or {})
            for section in (*(() if own else self.above(path)), *covering):
                for line in section.lists:
                    if "subscribers-only" not in line:
                        one = _address(line)
                        lists.setdefault(one.email.lower(), one)
        known = {one.email.lower() for one in people.values()}
        listed = (one for email, one in lists.items() if "@" in email and email not in known)
        return Recipients(tuple(people.values()), tuple(listed))


def _address(line: str) -> Address:
    """The address before a remark such as "(moderated for non-subscribers)"."""
    return Address(*parseaddr(line.split(" (", 1)[0]))


def _add_person(people: dict[str, Address], line: str, moved: Mailmap) -> None:
    one = _address(line)
    if "@" not in one.email:
        return
    new = moved.get(one.email.lower())
    if new is not None:
        one = Address(new.name or one.name, new.email or one.email)
    if not any(one.email.lower() == other.email.lower() for other in people.values()):
        people.setdefault(one.name.lower() or one.email.lower(), one)


def _depth(pattern: str) -> int:
    """How specific a pattern is: its directories, and one more if it names files."""
    if pattern.startswith("*"):
        return -1
    return pattern.count("/") + (0 if pattern.endswith("/") else 1)


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern covers a path: below it for a directory, else at the same depth.

    A pattern is a prefix, as in get_maintainer.pl: ``mm/slab`` covers mm/slab_common.c, and a
    directory's name without its slash covers what is below.
    """
    wild = _WILD.search(pattern)
    if wild is None:
        if not path.startswith(pattern):
            return False
        deep = pattern.endswith("/") or path[len(pattern) :].startswith("/")
        return deep or path.count("/") == pattern.count("/")
    if not path.startswith(pattern[: wild.start()]):
        return False  # quick: most patterns fail here, and are never compiled
    if not _glob(pattern).match(path):
        return False
    return pattern.endswith("/") or path.count("/") == pattern.count("/")


@cache
def _glob(pattern: str) -> re.Pattern[str]:
    text = re.sub(r"[.+(){}|^$\\]", r"\\\g<0>", pattern).replace("*", ".*").replace("?", ".")
    try:
        return re.compile(text)
    except re.error:
        return re.compile(re.escape(pattern))


@cache
def _regex(text: str) -> re.Pattern[str] | None:
    try:
        return re.compile(text, re.VERBOSE)
    except re.error:  # Perl's syntax goes further than Python's; such a line names nobody
        return None


def _named(path: str, regex: str) -> bool:
    compiled = _regex(regex)
    return compiled is not None and compiled.search(path) is not None


def _section(title: str, lines: list[tuple[str, str]]) -> Section:
    def of(letter: str) -> tuple[str, ...]:
        return tuple(value for key, value in lines if key == letter)

    return Section(title, of("M"), of("R"), of("L"), of("S"), of("F"), of("X"), of("N"))


def _read(text: str) -> Iterator[Section]:
    """Entries: a title line, then lines ``X:\\tvalue``; anything else begins another."""
    title = ""
    lines: list[tuple[str, str]] = []
    for line in text.splitlines():
        entry = _ENTRY.match(line)
        if entry:
            if entry[1] in _KEEP:
                lines.append((entry[1], entry[2].strip()))
        elif line.strip() and not line.startswith("#"):
            if title and lines:
                yield _section(title, lines)
            title, lines = line.strip(), []
    if title and lines:
        yield _section(title, lines)


@lru_cache(maxsize=4)
def parse(text: str) -> Maintainers:
    """Parse the text of a MAINTAINERS file; cached, because every patch of a series asks.

    The explanation at the file's head has indented entries, so nothing in it is taken for one.
    """
    sections = tuple(_read(text))
    by_root: dict[str, list[tuple[int, str]]] = {}
    for number, section in enumerate(sections):
        for pattern in section.files:
            first, slash, _ = pattern.partition("/")
            root = first if slash and not _WILD.search(first) else ""
            by_root.setdefault(root, []).append((number, pattern))
    return Maintainers(sections, {root: tuple(pairs) for root, pairs in by_root.items()})


def ignored(text: str) -> frozenset[str]:
    """Return the lower-case addresses of a .get_maintainer.ignore file's text."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return frozenset(parseaddr(line)[1].lower() for line in lines if line)


def mailmap(text: str) -> Mailmap:
    """Return what a .mailmap file's text says, by lower-case old address.

    A line that applies to one name at an address only is taken for every name there, as
    MAINTAINERS has one person an address.
    """
    found: Mailmap = {}
    for line in text.splitlines():
        parts = re.findall(r"([^<>]*)<([^<>]*)>", line.split("#", 1)[0])
        if len(parts) == 1:
            found[parts[0][1].strip().lower()] = Address(parts[0][0].strip(), "")
        elif len(parts) == 2:
            (name, new), (_, old) = parts
            found[old.strip().lower()] = Address(name.strip(), new.strip())
    return found


def recipients(text: Callable[[str], str], sender: str) -> Callable[[Iterable[str]], Recipients]:
    """Return a function from paths to whom a change to them goes, by the files in a tree's top.

    ``text`` gives what is in a file, "" where there is none: without MAINTAINERS nobody is named.
    ``sender`` is an address that is left out. The header that defines struct page goes to the
    people of mm/ besides: not every release's MAINTAINERS names it. A change that would go to
    nobody but the list for everything goes to them: it is about their type.
    """
    maintainers, moved = parse(text("MAINTAINERS")), mailmap(text(".mailmap"))
    silent = ignored(text(".get_maintainer.ignore")) | {sender}
    everything = maintainers.for_files((_NO_FILE,), moved)

    @cache
    def places(path: str) -> tuple[str, ...]:
        header = path.startswith("include/") and path.endswith(".h")
        return (path, _HOME) if header and STRUCT_PAGE.search(text(path).encode()) else (path,)

    def to(paths: Iterable[str]) -> Recipients:
        every = [place for path in paths for place in places(path)]
        found = maintainers.for_files(every, moved).without(silent)
        if found.people or set(found.lists) - set(everything.lists):
            return found
        return maintainers.for_files((*every, _HOME), moved).without(silent)

    return to
