# SPDX-License-Identifier: GPL-2.0-only
"""A file before and after rules goes in; what a message says of that, and what waits, comes out."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from folioize.model import Left
from folioize.rules.shipped import Shipped

_CALL = re.compile(rb"\b[A-Za-z_]\w*(?=\()|\(struct \w+ \*\)")
_OPENS = re.compile(rb"^[A-Za-z_].*?(\w+)\(", re.MULTILINE)

Change = tuple[int, Counter[str], Counter[str]]
"""The index of the first line of a place before, the calls that go and those that come."""


def told(path: str, texts: tuple[bytes, bytes], rules: Sequence[Shipped]) -> dict[str, Any]:
    """What a message says: each place, how many calls become others, how many of these looked for
    the first page of the one that they were given, how many conversions of a page go that are
    nothing but that, and what becomes different, by function."""
    places, gone = [], Counter[str]()
    for line, had, has in _changes(*texts):
        places.append(f"{path}:{line + 1}: {_turned(had, has)}")
        gone += had
    calls = {name for one in rules if not one.last for name in one.calls}
    looks = {name for one in rules if not one.last for name in one.looks}
    plain = {name for one in rules if one.last for name in one.calls} - calls
    notes = {name: why for one in rules for name, why in one.notes.items() if gone[name]}
    said: dict[str, list[str]] = defaultdict(list)
    for name, why in notes.items():
        said[why].append(name)
    return {
        "places": places,
        "calls": sum(number for name, number in gone.items() if name in calls),
        "lookups": sum(number for name, number in gone.items() if name in looks),
        "dropped": sum(number for name, number in gone.items() if name in plain),
        "differs": [f"{listed(names)}: {why}" for why, names in said.items()],
    }


def waiting(path: str, disk: bytes, now: bytes, then: bytes, own: str) -> Iterator[Left]:
    """What rules would do to a page that is not of the kind by its type, function by function:
    ``then`` is what they would make of the text as it is ``now``, with ``own`` in it, the function
    that makes one of the kind of any page."""
    found: dict[str, tuple[int, Counter[str]]] = {}
    lengths = (len(line) for line in now.splitlines(keepends=True))
    starts = list(itertools.accumulate(lengths, initial=0))
    for line, had, _ in _changes(now, then):
        calls = Counter({name: number for name, number in had.items() if name.endswith(")")})
        if not calls or all(name.startswith("(") for name in calls):
            continue
        where = _function(now, starts[line])
        first, before = found.setdefault(where, (line, Counter()))
        found[where] = (first, before + calls)
    for where, (line, counted) in found.items():
        number = sum(counted.values())
        what = f"{where + ' has ' if where else ''}{number} call{'s' if number > 1 else ''}"
        local = "which one local for all would save" if number > 1 else "so that nothing is saved"
        why = f"{what} of {listed(sorted(counted))} with a struct page: {own}() in "
        why += f"{'each' if number > 1 else 'it'} would look for the head as they do, {local}"
        yield Left(path, _on_disk(disk, now, line), "left", why)


def listed(names: Iterable[str], limit: int = 6) -> str:
    """Names as prose, each once."""
    every = list(dict.fromkeys(names))
    if len(every) > limit:
        every[limit - 1 :] = [f"{len(every) - limit + 1} more"]
    return " and ".join(filter(None, (", ".join(every[:-1]), every[-1])))


def _changes(before: bytes, after: bytes) -> Iterator[Change]:
    """Each place where other functions are called."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        if what != "equal":
            had, has = _calls(old[start:end]), _calls(new[first:last])
            if had != has:
                yield start, had - has, has - had


def _calls(lines: Sequence[bytes]) -> Counter[str]:
    found = _CALL.findall(b" ".join(line.strip() for line in lines))
    names = (one.decode("latin-1") for one in found)
    return Counter(name if name.startswith("(") else f"{name}()" for name in names)


def _turned(gone: Counter[str], come: Counter[str]) -> str:
    """What becomes of calls, as a sentence."""
    if not gone or not come:
        one = gone or come
        verb = ("go" if gone else "come") + ("es" if gone and len(one) == 1 else "")
        return f"{listed(sorted(one))} {verb if gone or len(one) > 1 else 'comes'}"
    verb = "becomes" if len(gone) == 1 else "become"
    return f"{listed(sorted(gone))} {verb} {listed(sorted(come))}"


def _function(text: bytes, offset: int) -> str:
    """The name of the function that an offset is in, empty if that is not seen."""
    opens = text.rfind(b"\n{", 0, offset)
    names = _OPENS.findall(
        text, max(text.rfind(b"\n}", 0, opens), text.rfind(b";", 0, opens), 0), opens
    )
    return f"{names[-1].decode('latin-1')}()" if opens >= 0 and names else ""


def _on_disk(disk: bytes, now: bytes, line: int) -> int:
    """The number of the line on disk that stands for a line, both by index."""
    matcher = SequenceMatcher(None, disk.splitlines(), now.splitlines(), autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        if first <= line < last:
            return min(start + line - first, max(end - 1, start)) + 1
    return line + 1
