# SPDX-License-Identifier: GPL-2.0-only
"""A program, a file and a line go in; which part of each rule does not match there comes out."""

from __future__ import annotations

from typing import NamedTuple

from folioize.cst.module import Item
from folioize.rules.compiled import Compiled, Program
from folioize.rules.ctree import C
from folioize.rules.implicit import typed
from folioize.rules.index import holds
from folioize.rules.nodes import P
from folioize.rules.parsed import Parsed
from folioize.rules.search import Search
from folioize.rules.types import Headers
from folioize.rules.values import State, Value


class Reason(NamedTuple):
    """Why one rule does not match at a line, or that it does."""

    rule: str
    text: str


class _Trace:
    """Remembers the attempt that got furthest, of those that began on the line asked about."""

    def __init__(self, parsed: Parsed, line: int) -> None:
        self.parsed = parsed
        self.line = line
        self.best = -1
        self.text = ""

    def miss(self, p: P, c: C, st: State, text: str) -> None:
        """An attempt failed at ``p`` against ``c``."""
        chain = st.chain()
        begun = min((bind.start for bind in chain), default=c.start)
        if self.parsed.module.line(begun) != self.line or len(chain) <= self.best:
            return
        self.best = len(chain)
        module = self.parsed.module
        at = f"line {module.line(c.start)}, column {module.column(c.start)}"
        self.text = f"{text} ({at})"


def explain(
    program: Program, path: str, data: bytes, line: int, headers: Headers | None = None
) -> list[Reason]:
    """A reason for each rule, in order. Raises IndexError where the file has no such line."""
    parsed = Parsed(path, typed(path, data, program.table), headers, program.table)
    start, end = parsed.module.line_span(line)
    item = parsed.module.item_at(start) or parsed.module.item_at(end)
    return [Reason(one.rule.name, _reason(one, parsed, item, line)) for one in program.rules]


def _reason(one: Compiled, parsed: Parsed, item: Item | None, line: int) -> str:
    if item is None:
        return "the line is in no function and no declaration"
    text = parsed.data[item.start : item.end]
    missing = [clause for clause in one.needs if not holds((clause,), text)]
    if missing:
        words = " or ".join(sorted(word.decode() for word in missing[0]))
        return f"{words} is not in the function or declaration that the line is in"
    if not item.clean:
        return "the function or declaration was not parsed whole"
    if one.inherits:
        names = ", ".join(source for _, source in one.inherits)
        return f"it waits for values of {names} from rules before it"

    def none(_name: str) -> list[Value]:
        return []

    trace = _Trace(parsed, line)
    search = Search(one, parsed, none)
    search.terms.miss = trace.miss
    for state in search.item(item, State({})):
        lines = {parsed.module.line(bind.start) for bind in state.chain()}
        if line in lines:
            return "it matches"
    return trace.text or "nothing on the line is like the beginning of the rule"
