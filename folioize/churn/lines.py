# SPDX-License-Identifier: GPL-2.0-only
"""A block of a diff goes in; each of its lines, by what it is about, comes out.

Reviewers of conversions complain of lines that only give a variable another name. So each changed
line is one of: ``meaning`` (a type, a conversion, new code), ``rename`` (nothing but names of
variables differ), ``layout`` (the same words on other lines), ``comment``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from folioize.churn.diffs import Block
from folioize.kinds.newnames import new_name

MEANING, RENAME, LAYOUT, COMMENT = "meaning", "rename", "layout", "comment"
CLASSES = (MEANING, RENAME, LAYOUT, COMMENT)

_TOKEN = re.compile(
    rb"\s+|(?P<token>[A-Za-z_]\w*|\d[\w.]*|\"(?:\\.|[^\"\\])*\"?|->|[=!<>]=|&&|\|\||\+\+|--|.)"
)
_COMMENT = re.compile(rb"\s*(?:/\*|\*(?:\s|/|\Z)|//)")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    key: str
    line: int


def classify(block: Block, variable: str) -> tuple[Counter[str], Counter[str]]:
    """How many of a block's added and of its removed lines are of each class.

    ``variable`` is what the kind's variables are called in place of ``page``.
    """
    old, new = _tokens(block.removed, variable), _tokens(block.added, variable)
    moved: list[set[int]] = [set(), set()]
    named: list[set[int]] = [set(), set()]
    pairs: set[tuple[int, int]] = set()
    matcher = SequenceMatcher(None, [t.key for t in old], [t.key for t in new], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            moved[0].update(token.line for token in old[a:b])
            moved[1].update(token.line for token in new[c:d])
            continue
        for before, after in zip(old[a:b], new[c:d], strict=True):
            pairs.add((before.line, after.line))
            if before.text != after.text:
                named[0].add(before.line)
                named[1].add(after.line)
    # Where a line gains a word, the line that it was has changed its meaning too.
    gained = {a for a, b in pairs if b in moved[1]}, {b for a, b in pairs if a in moved[0]}
    moved = [moved[0] | gained[0], moved[1] | gained[1]]
    whole = not block.removed or not block.added
    removed = _counted(block.removed, moved[0], named[0], whole)
    return _counted(block.added, moved[1], named[1], whole), removed


def _tokens(lines: Sequence[bytes], variable: str) -> list[_Token]:
    out = []
    for number, line in enumerate(lines):
        for match in _TOKEN.finditer(line):
            if match["token"] is not None:
                text = match["token"].decode("latin-1")
                out.append(_Token(text, _key(text, variable), number))
    return out


def _key(text: str, variable: str) -> str:
    """A word as it is after the series, whether it was renamed or not; ``npage`` stays itself,
    although it ends in a page."""
    if text.endswith(variable) or re.search(rf"(?:^|_){variable}(?=$|_|\d)", text):
        return text
    return new_name(text, variable) or text


def _counted(lines: Iterable[bytes], moved: set[int], named: set[int], whole: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if _COMMENT.match(line):
            counts[COMMENT] += 1
        elif number in moved or whole:
            counts[MEANING] += 1
        elif number in named:
            counts[RENAME] += 1
        else:
            counts[LAYOUT] += 1
    return counts
