# SPDX-License-Identifier: GPL-2.0-only
"""A patch goes in; what checkpatch.pl says, new and inherited told apart, comes out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from folioize.verify.records import StyleMessage, StyleVerdict
from folioize.verify.run import Runner

CHECKER = "scripts/checkpatch.pl"

_SAID = re.compile(
    r"^.*?:(?P<line>\d+): (?P<level>ERROR|WARNING|CHECK):(?P<type>[A-Z0-9_]+): (?P<text>.*)$"
)
_HUNK = re.compile(r"^@@ -(?P<old>\d+(?:,\d+)?) \+(?P<new>\d+(?:,\d+)?) @@(?P<rest>.*)$")
_SWAPPED = {
    "--- ": "+++ ",
    "+++ ": "--- ",
    "new file mode": "deleted file mode",
    "deleted file mode": "new file mode",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of a patch stands: file, hunk of the file, run of changed lines in the hunk.

    ``block`` counts from 0 and is -1 for context.
    """

    file: str
    hunk: int
    block: int


class _FailedError(Exception):
    """checkpatch.pl did not come to its end; the text is its last line."""


def check(src: Path, patch: Path, scratch: Path, runner: Runner) -> StyleVerdict:
    """Run the checkpatch.pl of the tree at ``src`` on a patch.

    The patch is then turned round, so that it adds what it removes: a message of the same type
    in the same run of lines there is one that the old lines had earned already.
    """
    if not (src / CHECKER).exists():
        return StyleVerdict(skipped=f"the tree has no {CHECKER}")
    lines = patch.read_text(encoding="utf-8", errors="replace").split("\n")
    try:
        said = _run(src, patch, runner)
        if not said:
            return StyleVerdict()
        turned = scratch / patch.name
        reverse = turn(lines)
        turned.write_text("\n".join(reverse), encoding="utf-8")
        return sort_out(said, places(lines), _run(src, turned, runner), places(reverse))
    except _FailedError as error:
        return StyleVerdict(failed=str(error))


def _run(src: Path, patch: Path, runner: Runner) -> tuple[StyleMessage, ...]:
    flags = ("--terse", "--no-summary", "--show-types", "--color=never")
    done = runner.run(("perl", CHECKER, *flags, str(patch)), src)
    lines = done.out.splitlines()
    found = [one for line in lines if (one := _SAID.match(line))]
    # It ends with 1 where it has something to say.
    if done.code not in (0, 1) or (done.code and not found):
        last = next((line.strip() for line in reversed(lines) if line.strip()), "no message")
        raise _FailedError(f"checkpatch.pl ends with {done.code}: {last}")
    return tuple(
        StyleMessage(int(one["line"]), one["level"], one["type"], one["text"]) for one in found
    )


def sort_out(
    said: Sequence[StyleMessage],
    where: dict[int, Place],
    old: Sequence[StyleMessage],
    old_where: dict[int, Place],
) -> StyleVerdict:
    """Split messages into new ones and those that the old lines, ``old``, earned as well.

    One old message answers for one new message, in the same run of lines or else in the hunk.
    """
    owed = Counter((one.type, place) for one in old if (place := old_where.get(one.line)))
    new: list[StyleMessage] = []
    inherited: list[StyleMessage] = []
    for one in said:
        place = where.get(one.line)
        told = StyleMessage(one.line, one.level, one.type, one.text, place.file if place else "")
        (inherited if place and _take(owed, one.type, place) else new).append(told)
    return StyleVerdict(tuple(new), tuple(inherited))


def _take(owed: Counter[tuple[str, Place]], kind: str, place: Place) -> bool:
    near = [(kind, place)] + [
        (k, p) for k, p in owed if k == kind and (p.file, p.hunk) == (place.file, place.hunk)
    ]
    for candidate in near:
        if owed[candidate] > 0:
            owed[candidate] -= 1
            return True
    return False


def places(lines: Sequence[str]) -> dict[int, Place]:
    """Return the place of each line inside a hunk, by line number from 1."""
    found: dict[int, Place] = {}
    file, hunk = "", -1
    for start, end, head in _hunks(lines):
        if head != file:
            file, hunk = head, -1
        hunk += 1
        block, inside = -1, False
        for number in range(start, end):
            changed = lines[number][:1] in ("+", "-")
            block += changed and not inside
            inside = changed or (inside and lines[number][:1] == "\\")
            found[number + 1] = Place(file, hunk, block if changed else -1)
    return found


def _hunks(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield for each hunk the indexes of its first line and after its last, and the file."""
    file, number = "", 0
    while number < len(lines):
        if lines[number].startswith("diff --git "):
            file = lines[number].rpartition(" b/")[2]
        match = _HUNK.match(lines[number])
        number += 1
        if match:
            end = _end(lines, number, _length(match["old"]), _length(match["new"]))
            yield number, end, file
            number = end


def _length(span: str) -> int:
    return int(span.partition(",")[2] or 1)


def _end(lines: Sequence[str], number: int, old: int, new: int) -> int:
    while number < len(lines) and (old > 0 or new > 0 or lines[number][:1] == "\\"):
        sign = lines[number][:1]
        old -= sign not in ("+", "\\")
        new -= sign not in ("-", "\\")
        number += 1
    return number


def turn(lines: Sequence[str]) -> list[str]:
    """Return the patch that undoes a patch, hunk by hunk and run by run."""
    turned: list[str] = []
    done = 0
    for start, end, _file in _hunks(lines):
        turned += _turn_heads(lines[done:start])
        turned += _turn_body(lines[start:end])
        done = end
    return [*turned, *lines[done:]]


def _turn_heads(lines: Sequence[str]) -> list[str]:
    """Swap what the lines before a hunk say of old and new; --- stays before +++."""
    result: list[str] = []
    for line in lines:
        start = next((start for start in _SWAPPED if line.startswith(start)), "")
        match = _HUNK.match(line)
        if match:
            result.append(f"@@ -{match['new']} +{match['old']} @@{match['rest']}")
        elif start == "+++ ":
            result.insert(len(result) - 1, "--- " + _side(line[4:], "a"))
        elif start == "--- ":
            result.append("+++ " + _side(line[4:], "b"))
        else:
            result.append(_SWAPPED[start] + line[len(start) :] if start else line)
    return result


def _side(name: str, side: str) -> str:
    return f"{side}/{name[2:]}" if name[:2] in ("a/", "b/") else name


def _turn_body(lines: Sequence[str]) -> list[str]:
    result: list[str] = []
    removed: list[str] = []
    added: list[str] = []
    last = removed
    for line in lines:
        if line[:1] == "-":
            added.append("+" + line[1:])
            last = added
        elif line[:1] == "+":
            removed.append("-" + line[1:])
            last = removed
        elif line[:1] == "\\" and (removed or added):
            last.append(line)
        else:
            result += [*removed, *added, line]
            removed, added = [], []
    return [*result, *removed, *added]
