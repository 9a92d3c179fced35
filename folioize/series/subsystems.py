# SPDX-License-Identifier: GPL-2.0-only
"""The patches of a part go in; out come the lines that say which subsystem each is for."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import groupby

from folioize.model import PartRecord, PatchRecord

# Folders whose own folders have maintainers, trees and lists of their own.
_SHARED = frozenset({"arch", "drivers", "fs", "kernel", "security"})
_WIDTH = 72
_INDENT = 7  # below "    1. "


def by_subsystem(part: PartRecord, patches: Sequence[PatchRecord]) -> list[str]:
    """Return indented lines that say which patches of a part are for whom; none if all are for one.

    Each patch builds on its own, so those of one subsystem can be posted by themselves once the
    ones numbered before them are in. A subsystem is what the subject's prefix begins with.
    """
    numbers: dict[str, list[int]] = {}
    for patch in patches[part.first - 1 : part.last]:
        numbers.setdefault(_subsystem(patch.subject), []).append(patch.number)
    if len(numbers) < 2:
        return []
    # A name is not to be broken from its first number.
    told = "; ".join(f"{name}\N{NO-BREAK SPACE}{_spans(all_)}" for name, all_ in numbers.items())
    lines = textwrap.wrap(told, _WIDTH - _INDENT, break_on_hyphens=False, break_long_words=False)
    return [" " * _INDENT + line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _subsystem(subject: str) -> str:
    first, _, rest = subject.partition(":")[0].partition("/")
    return f"{first}/{rest.partition('/')[0]}" if first in _SHARED and rest else first


def _spans(numbers: Iterable[int]) -> str:
    """Return ascending numbers with runs drawn together: 3-5, 9."""
    spans = []
    for _, run in groupby(enumerate(numbers), lambda one: one[1] - one[0]):
        first, *more = (number for _, number in run)
        spans.append(f"{first}-{more[-1]}" if more else str(first))
    return ", ".join(spans)
