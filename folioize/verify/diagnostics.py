# SPDX-License-Identifier: GPL-2.0-only
"""The output of a build goes in; its warnings and errors, told apart from known ones, come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

_PLACED = re.compile(
    r"^(?P<file>[^\s:][^:\n]*):(?:(?P<line>\d+):(?:\d+:)?)? "
    r"(?P<level>warning|error|fatal error): (?P<text>.*)$"
)
_BARE = re.compile(
    r"^(?:\S+/)?(?:ld|as|objtool|modpost)?:?\s*(?P<level>WARNING|ERROR): (?P<text>.*)$"
)
# make[1]: *** message, Makefile:33: *** message.  Stop.
_MAKE = re.compile(r"^\S.*?: \*\*\* (?P<text>.*)$")
# What make says besides, that tells nothing of what went wrong.
_CHATTER = re.compile(
    r"g?make(?:\[\d+\])?: (?:(?:Entering|Leaving) directory|Target .* not remade because of"
    r"|Nothing to be done for|.* is up to date|\*\*\* Waiting for unfinished jobs"
    r"|\*\*\* \[.*\] Error \d+$)"
)
_LAST = 3  # lines that are told of a make that fails and names no error
_NOTE = re.compile(r"^[^\s:][^:\n]*:\d+:(?:\d+:)? note: (?P<text>expected .*)$")
_HEX = re.compile(r"\+?0x[0-9a-f]+|\[[^]]*Makefile[^]]*\] ")
# Said about the flags that verify gives, or about clocks, which verify sees to; not of the tree.
_OURS = ('"__LINE__" redefined', "Clock skew detected")
# Names that a compiler makes up, and that may be others the next time it reads the same source:
# of what has none, of clones of a function, of the kernel's own counters, of files between tools.
_MADE_UP = (
    (re.compile(r"<U[ 0-9a-f]{4,}>"), "<U>"),
    (re.compile(r"\bD\.\d+"), "D."),
    (re.compile(r"(?:\.(?:constprop|isra|part|cold|lto_priv)(?:\.\d+)?)+\b"), ""),
    (re.compile(r"(__UNIQUE_ID_\w*?|__compiletime_assert_)\d+\b"), r"\1"),
    (re.compile(r"\S*/cc\w{6}(\.[so]\b)"), r"\1"),
)
# A name as gcc and clang quote it.
_QUOTED = re.compile(r"(?:'|\u2018)\w+(?:'|\u2019)")


class Diagnostic(msgspec.Struct, frozen=True):
    """One message: ``error`` or a warning; ``key`` is its text without the place in the file."""

    error: bool
    key: str
    text: str


def parse(log: str, prefixes: Iterable[str], code: int = 0) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a build's output, in its order.

    ``prefixes`` are the source and build directories, which are taken off file names; ``code`` is
    make's exit code. Where that is not 0 there is an error: make's own complaints and its last
    lines stand in where no tool named one.
    """
    strip = sorted({prefix.rstrip("/") + "/" for prefix in prefixes}, key=len, reverse=True)
    found: list[Diagnostic] = []
    lines: list[str] = []
    for raw in log.splitlines():
        line = raw
        for prefix in strip:
            line = line.replace(prefix, "")
        lines.append(line)
        if note := _NOTE.match(line):
            _extend(found, note["text"])
        elif (diagnostic := _diagnostic(line)) is not None:
            found.append(diagnostic)
    if any(one.error for one in found):
        return tuple(found)
    return (*found, *_complaints(lines, code))


def first_error(log: str, code: int) -> str:
    """Return the line that says best why a make failed."""
    return next(one.text for one in parse(log, (), code or 1) if one.error)


def _complaints(lines: Sequence[str], code: int) -> list[Diagnostic]:
    """What make says itself; if it failed, that and its last lines as one error."""
    if not code:
        said = [match["text"] for line in lines if (match := _MAKE.match(line))]
        return [Diagnostic(True, _HEX.sub("", text), text) for text in said]
    told = [line.strip() for line in lines if line.strip()]
    last = [line for line in told if not _CHATTER.match(line)][-_LAST:] or told[-1:]
    how = f"ends with {code}" if code > 0 else f"is killed by signal {-code}"
    text = f"make {how}: {'; '.join(last) or 'it said nothing'}"
    return [Diagnostic(True, _HEX.sub("", text), text)]


def _diagnostic(line: str) -> Diagnostic | None:
    placed = _PLACED.match(line)
    if placed and not any(words in line for words in _OURS):
        error = placed["level"] != "warning"
        key = f"{placed['file']}: {_HEX.sub('', placed['text'])}"
        return Diagnostic(error, key, line)
    bare = _BARE.match(line)
    if bare:
        return Diagnostic(bare["level"] == "ERROR", _HEX.sub("", bare["text"]), line)
    return None


def _extend(found: list[Diagnostic], note: str) -> None:
    """gcc names the two types of an argument in a note: put it with the message it explains."""
    if found and "expected" not in found[-1].text:
        last = found[-1]
        found[-1] = Diagnostic(last.error, f"{last.key}; {note}", f"{last.text}; {note}")


def count(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return how often each diagnostic appears, by its key."""
    return dict(Counter(one.key for one in diagnostics))


def fresh(
    diagnostics: Iterable[Diagnostic], known: Mapping[str, int], type_name: str = ""
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that appear more often than is known.

    One in a header comes with every source that reads it and is given once. ``struct type_name``
    counts as struct page, and one name as another that nothing is said of any more: what a compiler
    said of a variable before it says of the same one by its new name now.
    """
    listed = [(_alike(one.key, type_name), one) for one in diagnostics]
    counts = Counter(key for key, _ in listed)
    had: Counter[str] = Counter()
    for key, number in known.items():
        had[_alike(key, type_name)] += number
    renamed = _renamed(Counter(key for key, one in listed if not one.error), had)
    chosen: dict[str, Diagnostic] = {}
    for key, one in listed:
        # How many sources read a header depends on what was rebuilt, so counts say nothing there.
        in_header = key.partition(":")[0].endswith(".h") and (key in had or key in renamed)
        if counts[key] > had[key] + had[renamed.get(key, "")] and not in_header:
            chosen.setdefault(one.text, one)
    return tuple(chosen.values())


def _renamed(now: Mapping[str, int], had: Mapping[str, int]) -> dict[str, str]:
    """Return, for keys that are new, one each of those that differ in one name: of those that are
    gone, or of any if no more is said of all such names together than was said before."""
    gone: dict[str, list[str]] = {}
    said: Counter[str] = Counter()
    for key in sorted(had):
        plain = _QUOTED.sub("''", key)
        said[plain] += had[key]
        gone.setdefault(plain, [])
        if key not in now:
            gone[plain].append(key)
    for key in now:
        said[_QUOTED.sub("''", key)] -= now[key]
    found: dict[str, str] = {}
    for key in sorted(now.keys() - had.keys()):
        plain = _QUOTED.sub("''", key)
        if before := gone.get(plain):
            found[key] = before.pop(0)
        elif plain in gone and said[plain] >= 0:
            found[key] = next(one for one in had if _QUOTED.sub("''", one) == plain)
    return found


def _alike(key: str, type_name: str) -> str:
    """Return what keys have in common that differ in made-up names or in the type alone."""
    for pattern, to in _MADE_UP:
        key = pattern.sub(to, key)
    return re.sub(rf"\bstruct {re.escape(type_name)}\b", "struct page", key) if type_name else key


def carry(
    known: Mapping[str, int], diagnostics: Iterable[Diagnostic], made: Collection[str]
) -> dict[str, int]:
    """Return what is known after a build that read all of the files ``made`` anew.

    What was said of those is what was said now; of others nothing need have been said again.
    """
    now = count(diagnostics)
    before = {key: number for key, number in known.items() if key.partition(":")[0] not in made}
    return {key: max(before.get(key, 0), now.get(key, 0)) for key in before.keys() | now.keys()}
