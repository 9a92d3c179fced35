# SPDX-License-Identifier: GPL-2.0-only
"""The graph and one kind go in; the slots that hold that kind come out, each with its reason.

Directed, never by equality (unification joins two thirds of the kernel into one class), and
polymorphic without a list of generic functions: a result or a field takes a kind only if all
that flows out of it (or into it) agrees, and a parameter without evidence of its own only if
all callers agree. A question such as ``if (PageSlab(page))`` is no evidence, and what happens
where the answer is known says nothing about the declaration.
"""

from __future__ import annotations

from collections.abc import Set

from folioize.facts.records import PAGE, Access
from folioize.kinds.agreement import disagreeing
from folioize.kinds.graph import (
    ARITHMETIC,
    BESIDE,
    EXTERN,
    OTHER,
    TYPED,
    UNTYPED,
    Graph,
    Move,
    answered,
    called,
    goes_to,
    name_of,
)
from folioize.kinds.kindfile import Kind
from folioize.kinds.seeds import defined, given_back
from folioize.kinds.solution import (
    DECISIONS,
    NOTHING_DECIDED,
    Orders,
    Reason,
    Solution,
    is_any,
    owns,
)
from folioize.kinds.values import Slot
from folioize.tree import within

_HOP = 0.97
_SHARED = 0.95
"""Confidence in what other kinds' pages could be used for too."""

_NO_SUPPLY = (*BESIDE, "list")
_AGREE = ("return", "field", "global", "inner", "list", "macro", "typedef")


def solve(
    graph: Graph,
    kind: Kind,
    blocked: Set[Slot] = frozenset(),
    orders: Orders = NOTHING_DECIDED,
) -> Solution:
    """Give the kind to every slot that the rules reach; ``blocked`` never take it, nor do those
    that ``orders.look`` finds fault with once they have it."""
    solver = _Solver(graph, kind, set(blocked), orders)
    if kind.kind.last:  # what of it can be converted depends on what is asked for
        return solver.run()
    while True:
        solution = solver.run()
        labels = solution.labels.keys()
        clash = disagreeing(graph, solution.kind, labels)
        if not clash and orders.look is not None:
            clash = orders.look(labels)
        clash_reasons = {
            slot: Reason(path, at, what, None, 0.5) for slot, (path, at, what) in clash.items()
        }
        if not clash:
            return solution
        solver.forbid(clash_reasons)


class _Solver:
    def __init__(self, graph: Graph, kind: Kind, blocked: set[Slot], orders: Orders) -> None:
        self.g = graph
        self.kind = kind
        self.blocked = blocked
        self.orders = orders
        self.forbidden: dict[Slot, Reason] = {}
        self.predicates = frozenset(kind.evidence.predicates)
        self.fields = frozenset(kind.evidence.fields)
        self.owned = frozenset(kind.layout.fields)
        self.shared = frozenset(kind.layout.shared)
        functions = kind.accessors.function if kind.accessors else ()
        self.wrapped = frozenset(accessor.of for accessor in functions)
        self.asserts = frozenset(kind.evidence.asserts)
        self.others = frozenset(kind.evidence.others)
        self.uses = frozenset(kind.evidence.uses)
        self.any = frozenset(kind.evidence.any)
        self.solution = Solution(kind)
        named = ((slot, defined(graph, kind, slot)) for slot in graph.in_order("decls"))
        self._defined = [(slot, reason) for slot, reason in named if reason is not None]
        self._owned: dict[str, bool] = {}
        self._looked_at: dict[str, bool] = {}

    def forbid(self, clash: dict[Slot, Reason]) -> None:
        """Never give these slots the kind again, and solve anew."""
        self.forbidden.update(clash)
        self.blocked.update(clash)

    def run(self) -> Solution:
        self.solution = Solution(self.kind, {}, dict(self.forbidden))
        self.work: list[Slot] = []
        self._seed()
        while self.work:
            slot = self.work.pop()
            for neighbour in self._neighbours(slot):
                self._consider(neighbour)
        return self.solution

    # -- seeds ----------------------------------------------------------------------------------

    def _seed(self) -> None:
        for slot, told in sorted(self.orders.pinned.items()):
            self._label(slot, Reason(DECISIONS, 0, told, None, 1.0))
        for slot in sorted(self.orders.held):
            self._label(slot, self.orders.held[slot])
        for slot, reason in self._defined:
            used = self._accessed(slot) if slot[0] == "param" else None
            self._label(slot, used or reason)
        for slot in (*self.g.in_order("accesses"), *self.g.in_order("tests")):
            self._consider(slot)
        for slot in sorted(self.g.given_to(self.asserts | self.uses)):
            self._consider(slot)

    # -- propagation ----------------------------------------------------------------------------

    def _neighbours(self, slot: Slot) -> list[Slot]:
        out: list[Slot] = []
        for move in self.g.ins.get(slot, ()):
            if move.source is not None:
                out.append(move.source)
        for move in self.g.outs.get(slot, ()):
            if move.sink is not None:
                out.append(move.sink)
        return out

    def _consider(self, slot: Slot) -> None:
        closed = slot in self.blocked and slot not in self.orders.kept
        if slot in self.solution.labels or closed or not self._may_hold(slot):
            return
        reason = self._agreed(slot) if slot[0] in _AGREE else self._demanded(slot)
        if reason is None and slot[0] in ("local", "place", "param"):
            reason = self._supplied(slot)
        if reason is not None:
            self._label(slot, reason)

    def _label(self, slot: Slot, reason: Reason) -> None:
        if slot in self.orders.kept:
            what = f"{self.orders.kept[slot]}, though {reason.what}"
            self.solution.refused[slot] = Reason(reason.path, reason.at, what, None, 0.5)
        if slot in self.blocked or slot in self.orders.kept:
            return
        self.solution.labels[slot] = reason
        self.solution.refused.pop(slot, None)
        self.work.append(slot)

    def _may_hold(self, slot: Slot) -> bool:
        if slot[0] in ("macro", "list"):
            return any(move.source in self.g.decls for move in self.g.ins.get(slot, ()))
        name = slot[1].rsplit(":", 1)[-1]
        if slot[0] == "param" and (name in self.predicates or name in self.wrapped):
            return False  # asked of any page, or given an accessor that takes the kind instead
        if self.any and is_any(self.any, slot):
            return False
        return any(self.g.decl(ref).base == PAGE for ref in self.g.decls.get(slot, ()))

    def _demanded(self, slot: Slot) -> Reason | None:
        """A variable that is used as the kind, where nothing has been asked about it."""
        reason = self._accessed(slot) or self._asserted(slot) or self._moved_out(slot)
        if reason is None:
            return None
        other = self._used_as_other(slot)
        if other is not None:
            self.solution.refused[slot] = other
            return None
        return reason

    def _accessed(self, slot: Slot) -> Reason | None:
        for path, index in filter(self._is_strong, self.g.accesses.get(slot, ())):
            access = self.g.access((path, index))
            if (question := self._guarded(slot, path, access.start)) is not None:
                self._refuse_guarded(slot, path, access.start, question)
                continue
            return self._by_field(path, access)
        return None

    def _by_field(self, path: str, access: Access) -> Reason:
        """That a field is used; one that other kinds have too proves less."""
        if access.field in self.owned:
            what = f"{access.field} belongs to {self.kind.kind.name}"
            return Reason(path, access.named[0], what, None, 1.0)
        what = f"{access.field} of a page is {self.kind.kind.name}'s in this file"
        return Reason(path, access.named[0], what, None, _SHARED)

    def _asserted(self, slot: Slot) -> Reason | None:
        for path, test in self.g.tests.get(slot, ()):
            if test.form == "assert" and test.truth and test.name in self.predicates:
                what = f"the code asserts {test.name}()"
                return Reason(path, test.at, what, None, 0.95)
        for move in self.g.outs.get(slot, ()):
            at = self.g.flow(move).start
            if move.callee in self.asserts and not answered(
                self.g, self.predicates, slot, move.path, at
            ):
                return Reason(move.path, at, f"is given to {move.callee}()", None, 0.95)
            if self._is_use(move) and self._guarded(slot, move.path, at) is None:
                return Reason(move.path, at, f"is given to {move.callee}()", None, _SHARED)
        return None

    def _is_use(self, move: Move) -> bool:
        """Whether a page is given to what takes nothing but the kind in this file."""
        return move.callee in self.uses and not self._is_excluded(move.path)

    def _moved_out(self, slot: Slot) -> Reason | None:
        for move in self.g.outs.get(slot, ()):
            if move.sink not in self.solution.labels or move.form in BESIDE:
                continue
            if self._is_looked_at(move.path):
                continue
            flow = self.g.flow(move)
            if (question := self._guarded(slot, move.path, flow.start)) is not None:
                self._refuse_guarded(slot, move.path, flow.start, question)
                continue
            return self._follow(move, move.sink, goes_to(self.g, move, move.sink))
        return None

    def _supplied(self, slot: Slot) -> Reason | None:
        """All that flows in is of the kind already, and something does."""
        ins: list[Move] = []
        for move in self.g.ins.get(slot, ()):
            if move.source != slot and move.form not in _NO_SUPPLY:
                if move.source not in self.solution.labels:
                    return None
                ins.append(move)
        if not ins or any(self._is_looked_at(move.path) for move in ins):
            return None
        if self._used_as_other(slot) is not None or not self._at_home(slot):
            return None
        first = ins[0]
        assert first.source is not None
        callers = "all callers give" if slot[0] == "param" else "is set from"
        what = f"{callers} {name_of(self.g, first.source)}, which is one"
        return self._follow(first, first.source, what)

    def _at_home(self, slot: Slot) -> bool:
        """Whether all callers' agreement may retype a function: only one of the owners' own.

        A helper for pages of any kind may happen to have callers of one kind only.
        """
        if slot[0] not in ("param", "return"):
            return True
        homes = [
            path for path, function in self.g.tables.function(slot[1]) if function.defined
        ] or [path for path, _ in self.g.decls[slot]]
        return any(owns(self.kind, path) for path in homes)

    def _agreed(self, slot: Slot) -> Reason | None:
        """A result, field, global: what flows out agrees, or else what flows in."""
        outs = [
            move
            for move in self.g.outs.get(slot, ())
            if move.form not in BESIDE and move.sink != slot
            if move.how not in (UNTYPED, OTHER) or self.g.is_asked_elsewhere(move)
        ]
        reads = [self.g.access(ref) for ref in self.g.accesses.get(slot, ())]
        owned = [access for access in reads if access.field in self.owned]
        strong = [ref for ref in self.g.accesses.get(slot, ()) if self._is_strong(ref)]
        agreeing = [move for move in outs if move.sink in self.solution.labels]
        if self.kind.kind.last and self._is_kept(slot):
            outs = [move for move in outs if self._speaks(move)]
        foreign = [a for a in reads if a.field not in self.owned and a.field not in self.shared]
        if slot[0] == "macro" and (len(agreeing) < len(outs) or self._is_counted_with(slot)):
            return None  # its body hands the page on as one of any kind
        if len(agreeing) == len(outs) and not foreign and (agreeing or strong):
            if not self._at_home(slot):
                return None
            if agreeing:
                move = agreeing[0]
                assert move.sink is not None
                what = f"all that comes of it is {self.kind.kind.name}"
                return self._follow(move, move.sink, what)
            return self._by_field(strong[0][0], self.g.access(strong[0]))
        if foreign or (reads and len(owned) < len(reads) and not owned and not agreeing):
            return None
        return self._supplied(slot)

    def _is_kept(self, slot: Slot) -> bool:
        """Whether a slot is a result, or a place where pages are kept, in the owners' files."""
        if slot[0] not in ("return", "field", "global"):
            return False
        given = (called(self.g.flow(move).source) for move in self.g.ins.get(slot, ()))
        if any(name in self.others for name in given):
            return False
        return not any(self._is_excluded(path) for path, _ in self.g.decls[slot])

    def _speaks(self, move: Move) -> bool:
        """Whether it matters to a kind that is decided last where a page goes: most functions
        take pages of any kind, but are not listed."""
        return move.sink in self.solution.labels or move.callee in self.others

    def _is_counted_with(self, slot: Slot) -> bool:
        """Whether pages are added to or taken from one another: of one type, then."""
        return any(
            move.how == UNTYPED and move.callee == ARITHMETIC for move in self.g.outs.get(slot, ())
        )

    def _is_strong(self, ref: tuple[str, int]) -> bool:
        access = self.g.access(ref)
        strong = access.field in self.fields and not access.beyond
        return strong and not self._is_excluded(ref[0])

    # -- what speaks against it -----------------------------------------------------------------

    def _is_excluded(self, path: str) -> bool:
        if path not in self._owned:
            self._owned[path] = owns(self.kind, path)
        return not self._owned[path]

    def _is_looked_at(self, path: str) -> bool:
        """Whether pages of all kinds are looked at in a file, so that nothing there tells of one
        whose evidence is weak."""
        if not self.kind.kind.last:
            return False
        if path not in self._looked_at:
            self._looked_at[path] = within(path, self.kind.evidence.exclude_files)
        return self._looked_at[path]

    def _guarded(self, slot: Slot, path: str, offset: int) -> str | None:
        """The question about the page that was answered with yes wherever this place is reached:
        one of the kind's own, or any function that takes pages of any kind. What is done there
        says what the page may be, not what the declaration holds."""
        for where, test in self.g.tests.get(slot, ()):
            if not test.truth or test.form == "assert" or where != path:
                continue
            if not test.start <= offset < test.end:
                continue
            if test.name in self.predicates or not self._takes_the_kind(path, test.name):
                return test.name
        return None

    def _takes_the_kind(self, path: str, name: str) -> bool:
        """Whether a function is given nothing but the kind, so that it asks something else."""
        if name in self.uses and not self._is_excluded(path):
            return True
        key = self.g.tables.function_key(path, name)
        return ("param", key or name, "0") in self.solution.labels

    def _refuse_guarded(self, slot: Slot, path: str, offset: int, question: str) -> None:
        what = f"used as one only after {question}() has been asked"
        self.solution.refused.setdefault(slot, Reason(path, offset, what, None, 0.5))

    def _used_as_other(self, slot: Slot) -> Reason | None:
        """Where the question was answered with no, the page is used as something else; outside of
        the owners' files, it may come from or go to what deals in pages of other kinds only."""
        foreign = self._of_others(slot)
        if foreign is not None:
            return foreign
        for where, test in self.g.tests.get(slot, ()):
            if test.truth or test.name not in self.predicates or test.form == "assert":
                continue
            for move in self.g.outs.get(slot, ()):
                flow = self.g.flow(move)
                inside = move.path == where and test.start <= flow.start < test.end
                if inside and test.form == "branch" and self._is_other_use(move):
                    to = f"{move.callee}()" if move.callee else "other code"
                    what = f"where {test.name}() says no, it goes to {to}"
                    return Reason(where, flow.start, what, None, 0.5)
        return None

    def _of_others(self, slot: Slot) -> Reason | None:
        """Where a page comes from, or goes to, one of the functions that deal in others."""
        if not self.others:
            return None
        if self.kind.kind.last and (both := given_back(self.g, self.others, slot)) is not None:
            return both
        for move in self.g.ins.get(slot, ()):
            made = move.source if move.source and move.source[0] == "return" else ("", "")
            if made[1] in self.others and self._is_excluded(move.path):
                what = f"it may come from {made[1]}(), which makes other pages"
                return Reason(move.path, self.g.flow(move).start, what, None, 0.5)
        for move in self.g.outs.get(slot, ()):
            if move.callee in self.others and self._is_excluded(move.path):
                what = f"it may go to {move.callee}(), which takes other pages"
                return Reason(move.path, self.g.flow(move).start, what, None, 0.5)
        return None

    def _is_other_use(self, move: Move) -> bool:
        if move.form in BESIDE or move.sink in self.solution.labels or move.how == UNTYPED:
            return False
        return move.how in (TYPED, EXTERN) and move.callee not in self.predicates

    def _follow(self, move: Move, slot: Slot, what: str) -> Reason:
        confidence = self.solution.labels[slot].confidence * _HOP
        return Reason(move.path, self.g.flow(move).start, what, slot, round(confidence, 4))
