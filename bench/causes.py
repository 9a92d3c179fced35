# SPDX-License-Identifier: GPL-2.0-only
"""A difference between folioize and spatch goes in; its cause, as evidence tells it, comes out.

Evidence is spatch's own log of what it did not read, what folioize tells of what it did not read,
and runs of either tool with one thing switched off: headers, an isomorphism. What none of them
explains is "unexplained".
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bench.hunks import Hunk, hunks
from bench.spatch import Dropped, Theirs, spatch, without_flow
from folioize.plan.layout import relayout
from folioize.rules import FileResult, Program
from folioize.rules.engine import run
from folioize.rules.headers import Library
from folioize.rules.isonames import NAMES
from folioize.rules.parsed import Parsed

UNEXPLAINED = "unexplained"
LOSES = "ptr_to_array"
"""An isomorphism that changes meaning: by it head[i].index becomes what head->index would."""
_LOOSE = re.compile(rb"[(){}]")


@dataclass(frozen=True)
class Evidence:
    """One rule and one file, run by both, and what may be run again to tell causes."""

    tree: Path
    rule: Path
    path: str
    program: Program
    old: bytes
    ours: FileResult
    theirs: Theirs
    options: tuple[str, ...] = ()
    _cache: dict[str, set[Hunk]] = field(default_factory=dict)

    @property
    def marks(self) -> bool:
        """Whether the rules only find, with * lines."""
        marks = {token.mark for one in self.program.rules for token in one.rule.body}
        return "*" in marks and not marks & {"-", "+"}

    @cached_property
    def mine(self) -> set[Hunk]:
        """The hunks that folioize makes."""
        if self.ours.said or self.theirs.told:
            return _told(self.ours.said)
        if self.marks:
            return {Hunk(line, line, b"*", b"") for _, line in self.ours.found}
        return hunks(self.old, self.old if self.ours.data is None else self.ours.data)

    @cached_property
    def other(self) -> set[Hunk]:
        """The hunks that spatch makes."""
        if self.ours.said or self.theirs.told:
            return _told(self.theirs.told)
        if self.marks:
            return {Hunk(line, line, b"*", b"") for line in self.theirs.marked}
        return hunks(self.old, self.theirs.data)

    @cached_property
    def flowless(self) -> tuple[tuple[int, str], ...]:
        """The lines at which spatch gives up a function."""
        return without_flow(self.tree, self.path)

    # -- what only folioize changes ---------------------------------------------------------------

    def ours_only(self, hunk: Hunk) -> str:
        """Why spatch does not make this hunk."""
        silent = self._given_up() if self.theirs.said.startswith("no answer") else ""
        return (
            silent
            or self._not_read(hunk)
            or self._not_known(hunk)
            or self._given_up()
            or self._shape(hunk, self.other)
        )

    def _given_up(self) -> str:
        return f"spatch gave up: {self.theirs.said}" if self.theirs.said else ""

    def _not_read(self, hunk: Hunk) -> str:
        """What spatch did not read, or did not finish."""
        lost = next((one for one in self.theirs.dropped if _meets(hunk, one)), None)
        if lost is not None:
            return f"spatch dropped it silently (cannot read line {lost.line}: {lost.text[:60]})"
        if self._in_macro(hunk):
            return "body of a macro, which spatch does not change"
        if self._in_dead(hunk):
            return "under #if 0, which spatch does not read"
        if self._in_argument(hunk):
            return "statements in a macro's argument, which spatch does not look into"
        for line, why in self.flowless:
            if self._together(line, hunk.line):
                return f"spatch dropped it silently (no control flow, {why} on line {line})"
        return ""

    def _not_known(self, hunk: Hunk) -> str:
        """What spatch does not know or equate."""
        if self.program.typed and hunk not in self._again(None, headers=False):
            return "type told by a header that spatch does not read"
        if self.program.typed and hunk in self._untyped():
            return "type of the term that spatch does not know; it makes this hunk of any term"
        name = self._iso(hunk)
        return f"isomorphism {name}, which spatch does not apply here" if name else ""

    def _untyped(self) -> set[Hunk]:
        """The hunks of spatch where typed metavariables may be any expression."""
        if "untyped" not in self._cache:
            lines = self.rule.read_text(encoding="utf-8").split("\n")
            rows: dict[int, list[str]] = {}
            for one in self.program.rules:
                for meta in one.rule.metas.values():
                    if meta.types and meta.kind == "expression":
                        rows.setdefault(meta.place.line, []).append(meta.name)
            for line, names in rows.items():
                lines[line - 1] = f"expression {', '.join(names)};"
            with tempfile.TemporaryDirectory(prefix="folioize-rule-") as folder:
                rule = Path(folder, self.rule.name)
                rule.write_text("\n".join(lines), encoding="utf-8")
                found = spatch(self.tree, rule, self.path, self.options)
            self._cache["untyped"] = hunks(self.old, found.data)
        return self._cache["untyped"]

    def _in_macro(self, hunk: Hunk) -> bool:
        module = Parsed(self.path, self.old).module
        return any(
            module.line(one.body_start) <= hunk.last and hunk.line <= module.line(one.body_end)
            for one in module.defines
        )

    def _in_argument(self, hunk: Hunk) -> bool:
        """Whether the hunk is a statement, and among the arguments of a call."""
        module = Parsed(self.path, self.old).module
        if not hunk.old.endswith((b";", b"{", b"}")):
            return False
        for item in module.items():
            if module.line(item.start) <= hunk.line <= module.line(item.end):
                lines = self.old[item.start : item.end].split(b"\n")
                before = b"\n".join(lines[: hunk.line - module.line(item.start)])
                before = re.sub(rb"/\*.*?\*/|//[^\n]*", b"", before, flags=re.DOTALL)
                before += hunk.old
                return before.count(b"(") > before.count(b")")
        return False

    def _in_dead(self, hunk: Hunk) -> bool:
        """Whether the hunk stands under ``#if 0``."""
        depth: list[bool] = []
        for line in self.old.split(b"\n")[: hunk.line]:
            word = re.match(rb"\s*#\s*(if\w*|else|elif|endif)\b\s*(\S*)", line)
            if word is None:
                continue
            if word[1] in (b"if", b"ifdef", b"ifndef"):
                depth.append(word[1] == b"if" and word[2] == b"0")
            elif word[1] == b"endif" and depth:
                depth.pop()
            elif depth:
                depth[-1] = False
        return any(depth)

    def _iso(self, hunk: Hunk) -> str:
        """The isomorphism of folioize without which it does not make this hunk."""
        if hunk in self._again(NAMES):
            return ""
        names = sorted(NAMES)
        while len(names) > 1:
            half = names[: len(names) // 2]
            rest = names[len(half) :]
            if hunk not in self._again(frozenset(half)):
                names = half
            elif hunk not in self._again(frozenset(rest)):
                names = rest
            else:
                return "(several)"
        return names[0]

    def _again(self, disabled: frozenset[str] | None, headers: bool = True) -> set[Hunk]:
        """The hunks that folioize makes with less to go by."""
        key = f"{headers} {' '.join(sorted(disabled or ()))}"
        if key not in self._cache:
            rules = tuple(
                one._replace(
                    rule=one.rule._replace(disabled=one.rule.disabled | (disabled or frozenset()))
                )
                for one in self.program.rules
            )
            read = Library(self.tree).of(self.path, self.old) if headers else None
            made = run(self.program._replace(rules=rules), self.path, self.old, relayout, read)
            self._cache[key] = _told(made.said) if made.said else hunks(self.old, made.data)
        return self._cache[key]

    # -- what only spatch changes -----------------------------------------------------------------

    def theirs_only(self, hunk: Hunk) -> str:
        """Why folioize does not make this hunk."""
        for line, text in self.ours.gaps:
            if line and (line == hunk.line or self._together(line, hunk.line)):
                return f"not read or changed by folioize, which says so: {text[:60]}"
        for line, text in self.ours.gaps:
            if not line:
                return f"not done by folioize, which says so: {text[:60]}"
        if b"*const" in hunk.old and b"*const" not in hunk.new:
            return "spatch takes a constant pointer for a pointer to what is constant"
        if hunk not in self._made_with("--iso-file", "/dev/null"):
            if hunk not in self._made_with("--disable-iso", LOSES):
                return f"isomorphism {LOSES} of spatch, which takes E1[E2].field for E1->field"
            return f"{UNEXPLAINED}: an isomorphism of spatch"
        return self._shape(hunk, self.mine)

    def _together(self, line: int, other: int) -> bool:
        """Whether two lines are in one top-level item."""
        module = Parsed(self.path, self.old).module
        spans = [(module.line(item.start), module.line(item.end)) for item in module.items()]
        return any(first <= line <= last and first <= other <= last for first, last in spans)

    def _made_with(self, *options: str) -> set[Hunk]:
        """The hunks of spatch with these options besides its own."""
        key = " ".join(options)
        if key not in self._cache:
            found = spatch(self.tree, self.rule, self.path, (*self.options, *options))
            self._cache[key] = _told(found.told) if found.told else hunks(self.old, found.data)
        return self._cache[key]

    def _twice(self) -> set[Hunk]:
        """The hunks of spatch when it is run again on what it made."""
        if "twice" not in self._cache:
            with tempfile.TemporaryDirectory(prefix="folioize-twice-") as folder:
                name = Path(self.path).name
                Path(folder, name).write_bytes(self.theirs.data)
                found = spatch(Path(folder), self.rule, name, self.options)
            self._cache["twice"] = hunks(self.old, found.data)
        return self._cache["twice"]

    def _shape(self, hunk: Hunk, others: set[Hunk]) -> str:
        """Whether the other tool makes the same change there in another form."""
        for other in others:
            if other.line <= hunk.last and hunk.line <= other.last:
                if _LOOSE.sub(b"", other.new) == _LOOSE.sub(b"", hunk.new):
                    return "the same but for brackets"
                if {hunk, other} & self._twice():
                    return "a match inside of another, which spatch makes when it is run again"
                return f"{UNEXPLAINED}: the other makes of it {other.shown()}"
        return UNEXPLAINED


def _told(rows: tuple[str, ...]) -> set[Hunk]:
    """What scripts report, as hunks."""
    found = (re.match(r"[^:]*:(\d+):", row) for row in rows)
    return {Hunk(int(one[1]), int(one[1]), one.string.encode(), b"") for one in found if one}


def _meets(hunk: Hunk, dropped: Dropped) -> bool:
    return hunk.line <= dropped.last and dropped.first <= hunk.last
