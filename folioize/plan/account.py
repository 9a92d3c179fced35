# SPDX-License-Identifier: GPL-2.0-only
"""Conversions in their last states go in; where every ``struct page`` token went comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from folioize.facts.extract import TOKEN
from folioize.facts.records import FileFacts
from folioize.kinds.analysis import Analysis
from folioize.kinds.graph import EXTERN, TYPED
from folioize.kinds.kindfile import Kind
from folioize.kinds.solution import Solution, owns
from folioize.kinds.values import Slot
from folioize.model import Account, Left
from folioize.plan.conversion import Snapshot
from folioize.plan.state import Types
from folioize.tree import Tree, within

CONVERTED, GENERIC, LEFT, LOST = "converted", "generic", "left", "not understood"

_REASONS = {
    "comment": "in a comment",
    "forward": "a forward declaration",
    "definition": "the definition of struct page",
    "directive": "in a macro that declares functions of pages",
    "string": "in a string",
    "disabled": "in an arm that is never compiled (#if 0)",
}
_LOST = {
    "unparsed": "in code that was not parsed whole",
    "hidden": "in an expression that was masked",
}


class Told(Protocol):
    """What a conversion has that says what became of tokens."""

    analysis: Analysis
    kind: Kind
    solution: Solution
    outside: dict[Slot, str]
    types: Types


class Ledger:
    """What became of each token of the pristine tree under ``paths`` ((): the whole tree).

    A kind after another finds the tree as that one left it: ``add`` takes what each has to say.
    Of one token they say different things: that it was converted counts for most, then that it
    was not understood, that it has a reason to stay, and last that nothing speaks for the kind.
    """

    def __init__(self, tree: Tree, paths: tuple[str, ...], *, several: bool) -> None:
        self._tree = tree
        self._paths = paths
        self._several = several
        self._states: dict[str, dict[int, tuple[str, str]]] = {}
        self._rows: list[Left] = []

    def add(
        self,
        conversion: Told,
        last: Snapshot | None,
        origin: Callable[[str, int], int | None],
    ) -> int:
        """Enter what became of the tokens in the last state of one kind's conversion.

        ``origin`` gives the pristine offset of a token, None for one that an earlier kind brought
        in. Returns how many tokens were converted.
        """
        name = conversion.kind.kind.name if self._several else ""
        converted = 0
        for path, facts in conversion.analysis.facts.files.items():
            known = self._states.setdefault(path, {}) if self._asked(path) else None
            if known is None:
                continue
            for offset, state, reason in _tokens(conversion, last, path, facts):
                at = origin(path, offset)
                if at is not None:
                    converted += state == CONVERTED
                    _enter(known, at, state, _told(name, state, reason))
        if not self._rows:
            self._rows = _programs(conversion, self._paths)
        return converted

    def tell(self, path: str, offset: int, reason: str) -> None:
        """Say why a token stays, if it does."""
        if self._asked(path):
            _enter(self._states.setdefault(path, {}), offset, LEFT, reason)

    def _asked(self, path: str) -> bool:
        return not self._paths or within(path, self._paths)

    def close(self) -> Account:
        """Count the tokens by what became of them.

        ``rows`` has each token that stays for a reason or was not understood. Those that stay
        because nothing speaks for the kind ("generic") are only counted, but in the files that
        own the kind's fields each is told with what is done with it.
        """
        counts = dict.fromkeys((CONVERTED, GENERIC, LEFT, LOST), 0)
        rows: list[Left] = []
        for path in sorted(self._states):
            data = b""
            for offset, (state, reason) in sorted(self._states[path].items()):
                counts[state] += 1
                if reason:
                    data = data or self._tree.read(path)
                    line = data.count(b"\n", 0, offset) + 1
                    rows.append(Left(path, line, state, reason))
        counts[LEFT] += len(self._rows)
        rows += self._rows
        return Account(
            sum(counts.values()),
            counts[CONVERTED],
            counts[GENERIC],
            counts[LEFT],
            counts[LOST],
            tuple(rows),
        )


def _told(kind: str, state: str, reason: str) -> str:
    """A reason with the kind of which it speaks, if it speaks of one of several."""
    plain = not reason or state == LOST or reason in _REASONS.values()
    return reason if plain or not kind else f"{kind}: {reason}"


def _enter(known: dict[int, tuple[str, str]], at: int, state: str, reason: str) -> None:
    before = known.get(at)
    if before is None or _weight(state, reason) > _weight(*before):
        known[at] = (state, reason)


def _weight(state: str, reason: str) -> tuple[int, bool]:
    return (GENERIC, LEFT, LOST, CONVERTED).index(state), bool(reason)


def _tokens(
    conversion: Told, last: Snapshot | None, path: str, facts: FileFacts
) -> list[tuple[int, str, str]]:
    graph = conversion.analysis.graph
    retyped: frozenset[int] = frozenset()
    if last is not None and path in last.rendered:
        retyped = last.rendered[path].retyped
    told = bool(conversion.kind.evidence.owners) and owns(conversion.kind, path)
    out: dict[int, tuple[str, str]] = {}
    # A declaration of several names that is split leaves its token to those that stay.
    shared = {
        decl.token[0]
        for index, decl in enumerate(facts.decls)
        if index not in retyped and decl.name and decl.role in ("local", "field", "global")
    }
    for index, decl in enumerate(facts.decls):
        if decl.token[0] < 0:
            continue
        slot = graph.values.slot(path, index)
        moved = last is not None and conversion.types.is_self_field(slot)
        if moved or (index in retyped and decl.token[0] not in shared):
            out[decl.token[0]] = (CONVERTED, "")
        elif index in retyped:
            continue
        elif slot in conversion.outside:
            out.setdefault(decl.token[0], (LEFT, conversion.outside[slot]))
        elif slot in conversion.solution.refused:
            out.setdefault(decl.token[0], (LEFT, conversion.solution.refused[slot].what))
        else:
            reason = _generic(conversion, slot) if told else ""
            out.setdefault(decl.token[0], (GENERIC, reason))
    for token in facts.tokens:
        state = LOST if token.what in _LOST else LEFT
        reason = _LOST.get(token.what) or _REASONS.get(token.what, token.what)
        out[token.start] = (state, reason)
    return [(offset, *found) for offset, found in sorted(out.items())]


def _generic(conversion: Told, slot: Slot) -> str:
    """What is done with a page of which nothing shows that it is of the kind."""
    kind, graph = conversion.kind, conversion.analysis.graph
    if slot[0] == "param" and slot[1].rsplit(":", 1)[-1] in kind.evidence.predicates:
        return "asks any page whether it is one"
    asked = sorted(
        {test.name for _, test in graph.tests.get(slot, ())} & set(kind.evidence.predicates)
    )
    if asked:
        return f"may be any page: {_listed(asked)} is asked"
    moves = [m for m in graph.outs.get(slot, ()) if m.callee and m.how in (TYPED, EXTERN)]
    to = sorted({move.callee for move in moves})
    end = f": it only goes to {_listed(to)}" if to else ""
    return f"nothing shows that it is one{end}"


def _listed(names: list[str], most: int = 3) -> str:
    """Functions as a list of some of them: "a(), b() and 3 more"."""
    shown = [f"{name}()" for name in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return " and ".join([part for part in (", ".join(shown[:-1]), shown[-1]) if part])


def _programs(conversion: Told, paths: tuple[str, ...]) -> list[Left]:
    """The tokens of programs that live in the tree and have a struct page of their own."""
    search = conversion.analysis.search
    files = [path for path in search.programs if not paths or within(path, paths)]
    rows = []
    for path in search.mentions(TOKEN, files):
        data = conversion.analysis.tree.read(path)
        for match in TOKEN.finditer(data):
            line = data.count(b"\n", 0, match.start()) + 1
            rows.append(Left(path, line, LEFT, "in a program that is no part of the kernel"))
    return rows
