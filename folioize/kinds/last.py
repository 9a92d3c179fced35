# SPDX-License-Identifier: GPL-2.0-only
"""A kind that is decided last and its solution go in; what only the place speaks for, and what may
be a tail page, come out in it.

A directory is no proof: it says what a page most likely is where nothing else tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from folioize.facts.records import PAGE
from folioize.kinds.graph import ARITHMETIC, BESIDE, UNTYPED, Graph, Move, called
from folioize.kinds.kindfile import Default
from folioize.kinds.pins import ROLES, role_of
from folioize.kinds.solution import Orders, Reason, Solution, is_any
from folioize.kinds.values import Slot
from folioize.tree import within

_HOLDING = ("local", "param", "place", "field", "global")


def complete(graph: Graph, solution: Solution, blocked: Set[Slot], orders: Orders) -> Solution:
    """The solution of a kind that is decided last with its defaults, and with those of its slots
    told apart that may hold a tail page, or come from a carrier of pages of any kind.

    ``blocked`` slots belong to others.
    """
    if not solution.kind.kind.last:
        return solution
    last = _Last(graph, solution)
    closed = {*blocked, *orders.kept}
    defaults = dict(last.defaults(closed))
    ambiguous = last.ambiguous({*solution.labels, *defaults})
    return replace(solution, ambiguous=ambiguous, defaults=defaults)


class _Last:
    def __init__(self, graph: Graph, solution: Solution) -> None:
        self.g = graph
        self.solution = solution
        evidence = solution.kind.evidence
        self.tails = frozenset(evidence.tails)
        self.others = frozenset(evidence.others)
        self.any = frozenset((*evidence.any, *evidence.predicates))

    # -- tail pages -----------------------------------------------------------------------------

    def ambiguous(self, slots: Set[Slot]) -> dict[Slot, Reason]:
        """Those of the slots that may hold a tail page, or take one over from them."""
        found = {slot: why for slot in slots if (why := self._tail(slot))}
        work = list(found)
        while work:
            slot = work.pop()
            for move in self.g.outs.get(slot, ()):
                sink = move.sink
                if sink is None or sink in found or not self._is_copy(move):
                    continue
                why = Reason(
                    move.path, self.g.flow(move).start, "is set from what may be a tail page",
                    slot, found[slot].confidence,
                )  # fmt: skip
                found[sink] = why
                work.append(sink)
        return {slot: why for slot, why in sorted(found.items()) if slot in slots}

    def _tail(self, slot: Slot) -> Reason | None:
        if slot[0] == "return" and is_any(self.tails, slot):
            path, index = self.g.decls[slot][0]
            at = self.g.decl((path, index)).named[0]
            return Reason(path, max(at, 0), f"{slot[1]}() may give a tail page", None, 0.5)
        if slot[0] not in _HOLDING:
            return None
        for move in self.g.ins.get(slot, ()):
            if (what := self._doubtful(move)) is not None:
                return self._say(move, what)
        for move in self.g.outs.get(slot, ()):
            if move.callee in self.tails and move.depth != 1:
                return self._say(move, f"{move.callee}() may give a tail page")
            if _counts(move):
                return self._say(move, "pages are counted from it, so that it may be within one")
        return None

    def _doubtful(self, move: Move) -> str | None:
        """Why what a move brings may be a tail page, or one of any kind."""
        name, source = called(self.g.flow(move).source), move.source
        if name in self.tails:
            return f"{name}() may give a tail page"
        if source is not None and source[0] == "field" and is_any(self.any, source):
            return f"{source[2]} holds pages of any kind"
        return None

    def _is_copy(self, move: Move) -> bool:
        return (
            move.form == "to"
            and move.depth == 1
            and move.sink is not None
            and move.sink[0] in _HOLDING
            and called(self.g.flow(move).source) is None
        )

    def _say(self, move: Move, what: str) -> Reason:
        return Reason(move.path, self.g.flow(move).start, what, None, 0.5)

    # -- the default ----------------------------------------------------------------------------

    def defaults(self, closed: Set[Slot]) -> Iterator[tuple[Slot, Reason]]:
        """The slots of which only the place says that they are of the kind."""
        default = self.solution.kind.default
        if default is None:
            return
        for slot, refs in sorted(self.g.decls.items()):
            if slot[:2] == ("field", "struct page"):
                continue  # of the kind by which it is reached
            if slot in self.solution.labels or slot in closed or is_any(self.any, slot):
                continue
            homes = self._homes(slot)
            inside = all(_inside(default, path) for path in homes)
            if inside and self._is_declared(refs) and not self._is_other(slot):
                home = next(path for path in default.paths if within(homes[0], (path,)))
                what = f"nothing tells what it is; in {home} it is most likely one"
                at = self.g.decl(refs[0]).token[0]
                yield slot, Reason(homes[0], max(at, 0), what, None, default.confidence)

    def _homes(self, slot: Slot) -> list[str]:
        """Where a slot is: of a function's, where that is defined, not where it is declared."""
        if slot[0] in ("param", "return"):
            functions = self.g.tables.function(slot[1])
            defined = [path for path, function in functions if function.defined]
            if defined:
                return defined
        return [path for path, _ in self.g.decls[slot]]

    def _is_declared(self, refs: list[tuple[str, int]]) -> bool:
        decls = [self.g.decl(ref) for ref in refs]
        return all(one.base == PAGE and role_of(one) in ROLES for one in decls)

    def _is_other(self, slot: Slot) -> bool:
        """Whether a page comes from what makes or holds pages of other kinds or of any, or goes to
        what takes others, or is one of several that are counted."""
        for move in self.g.ins.get(slot, ()):
            if move.form in BESIDE:
                continue
            if called(self.g.flow(move).source) in self.others:
                return True
            if move.source is not None and is_any(self.any, move.source):
                return True
        outs = self.g.outs.get(slot, ())
        return any(move.callee in self.others or _counts(move) for move in outs)


def _counts(move: Move) -> bool:
    """Whether pages, not pointers to them, are added to or taken from one another."""
    return move.how == UNTYPED and move.callee == ARITHMETIC and move.depth == 1


def _inside(default: Default, path: str) -> bool:
    return within(path, default.paths) and not within(path, default.exclude)
