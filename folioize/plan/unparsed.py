# SPDX-License-Identifier: GPL-2.0-only
"""A file's code that no fact tells of goes in; where it may name a field of a page comes out.

There is only the text to go by: a field stands behind an arrow or a dot, or is an argument of a
macro that names members.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from folioize.facts.reach import THROUGH_PAGE
from folioize.facts.records import FileFacts
from folioize.facts.words import argument_of
from folioize.kinds.graph import Graph
from folioize.kinds.membership import Membership
from folioize.plan.conversion import Conversion

_BEHIND = re.compile(rb"(?:->|(?<![.\w])\.|(?<=[\w\])])\.)\s*\Z")
_BASE = re.compile(rb"([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*\Z")
_THROUGH_PAGE = re.compile(THROUGH_PAGE.encode() + rb"\Z")
_DECLARED = rb"\b(?:struct|union)\s+(\w+)(?:\s|\*|\bconst\b)+\b%b\s*[;,)=\[]"
_WINDOW = 2000  # bytes before a name that are looked at


class Unparsed:
    """Looks at the names that extraction did not read."""

    def __init__(self, conversion: Conversion, naming: Membership) -> None:
        self.conversion = conversion
        self.graph: Graph = conversion.analysis.graph
        self.owned = conversion.types.owned
        self.naming = naming
        self._saying_page = frozenset(conversion.analysis.search.page_files)

    def of_file(self, path: str, facts: FileFacts) -> Iterator[tuple[str, int, str]]:
        """Each place that may mean a field of a page: the field's name, where, and what it does."""
        for name, at in facts.unread:
            if name not in self.owned:
                continue
            data = self.conversion.read(path)
            before = data[max(0, at - _WINDOW) : at]
            member = _BEHIND.search(before)
            if member is not None:
                if path not in self._saying_page and not _THROUGH_PAGE.search(before):
                    continue  # read for something else: what is no page there has any field's name
                if not self._is_other(facts, before[: member.start()], at):
                    yield name, at, "stands in code that was not understood"
                continue
            call = argument_of(data, at)
            if call is not None and call[1] in self.naming.of(call[0]):
                yield name, at, "is named in code that was not understood"

    def _is_other(self, facts: FileFacts, before: bytes, at: int) -> bool:
        """Whether what a field is reached through is known to be no page."""
        base = _BASE.search(before)
        if base is None:
            return False
        word = base.group(1)
        for macro in facts.macros:
            if macro.start <= at < macro.end and word.decode("latin-1") in (macro.params or ()):
                place = (macro.params or ()).index(word.decode("latin-1"))
                return ("macro", macro.name, str(place)) not in self.graph.ins
        declared = re.findall(_DECLARED % re.escape(word), before)
        return bool(declared) and declared[-1] != b"page"
