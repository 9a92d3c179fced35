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


def fresh(diagnostics: Iterable[Diagnostic], known: Mapping[str, int]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that appear more often than is known.

    One in a header comes with every source that reads it and is given once.
    """
    listed = tuple(diagnostics)
    counts = Counter(one.key for one in listed)
    chosen: dict[str, Diagnostic] = {}
    for one in listed:
        if counts[one.key] > known.get(one.key, 0) and not _in_known_header(one, known):
            chosen.setdefault(one.text, one)
    return tuple(chosen.values())


def _in_known_header(one: Diagnostic, known: Mapping[str, int]) -> bool:
    """How many sources read a header depends on what was rebuilt, so counts say nothing there."""
    return one.key.partition(":")[0].endswith(".h") and one.key in known


def carry(
    known: Mapping[str, int], diagnostics: Iterable[Diagnostic], made: Collection[str]
) -> dict[str, int]:
    """Return what is known after a build that read all of the files ``made`` anew.

    What was said of those is what was said now; of others nothing need have been said again.
    """
    now = count(diagnostics)
    before = {key: number for key, number in known.items() if key.partition(":")[0] not in made}
    return {key: max(before.get(key, 0), now.get(key, 0)) for key in before.keys() | now.keys()}
