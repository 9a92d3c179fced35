# SPDX-License-Identifier: GPL-2.0-only
"""The values of one file that cross between two types go in; edits that bridge them come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from folioize.facts.records import Access, Call, FileFacts, Flow
from folioize.facts.terms import root
from folioize.kinds.bodies import Ends
from folioize.kinds.captures import Captures
from folioize.kinds.graph import EXTERN, Move
from folioize.kinds.kindfile import Existing, Kind
from folioize.model import Edit
from folioize.plan.state import ANY, GENERAL, OWN, State, Types


@dataclass(frozen=True, slots=True)
class Bridge:
    """A conversion at one place: ``start``..``end`` is what it wraps, ``to`` the type it gives."""

    start: int
    end: int
    to: str
    accessor: str | None
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A place that can't be bridged by wrapping an expression; ``stays``: it is right as it is
    for as long as struct page has the kind's fields."""

    start: int
    reason: str
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One file with all that its conversion reads.

    ``accessors`` maps a function of pages to the kind's own name for it, which may be used where
    ``has_accessors`` says that it has been defined at that offset. ``borrowed`` are uses of the
    kind's fields that move to other fields, by the offset of the field's name. ``present`` is how
    values cross where the tree has the kind's type itself.
    """

    kind: Kind
    types: Types
    facts: FileFacts
    data: bytes
    moves: list[Move]
    accessors: dict[str, str]
    has_accessors: Callable[[int], bool]
    captures: Captures
    borrowed: frozenset[int] = frozenset()
    present: Existing | None = None


class Bridges:
    """Finds the bridges that one file needs in a state."""

    def __init__(self, source: Source) -> None:
        self.data = source.data
        self.types = source.types
        self.kind = source.kind
        self.facts = source.facts
        self.moves = [*source.moves, *_unmoved(source)]
        self.has_accessors = source.has_accessors
        self.accessors = source.accessors
        self.borrowed = source.borrowed
        self.present = source.present
        self._calls = {(call.start, call.end): call for call in source.facts.calls.values()}

    def find(self, state: State) -> tuple[list[Bridge], list[Trouble]]:
        """All bridges of the file in that state, one a place."""
        found: dict[tuple[int, int], Bridge] = {}
        troubles: list[Trouble] = []
        for move in self.moves:
            if move.form != "arm":
                self._move(move, state, found, troubles)
        for index, access in enumerate(self.facts.accesses):
            self._access(access, index, state, found, troubles)
        for move in self.moves:
            if move.form == "arm":
                self._arm(move, state, found)
        return [found[key] for key in sorted(found)], troubles

    def _move(
        self,
        move: Move,
        state: State,
        found: dict[tuple[int, int], Bridge],
        troubles: list[Trouble],
    ) -> None:
        flow = self.facts.flows[move.flow]
        have, want = self._crossing(move, state, troubles)
        if have == want or ANY in (have, want) or self._is_neutral(flow):
            return
        if move.form == "cmp" and have == GENERAL:
            return  # the side that is known to be of the kind is bridged: nothing is claimed
        if self._depth(move) != 1:
            if move.form != "cmp":
                troubles.append(
                    Trouble(flow.start, f"a value of depth {self._depth(move)} crosses types")
                )
            return
        accessor = None if want == OWN else self._accessor(flow)
        found.setdefault((flow.start, flow.end), self._wrap(flow.start, flow.end, want, accessor))

    def _arm(self, move: Move, state: State, found: dict[tuple[int, int], Bridge]) -> None:
        """The two values of a condition are of one type; where nothing asked for one it is a
        page's, as nothing is claimed then."""
        flow = self.facts.flows[move.flow]
        have, other = self._crossing(move, state, [])
        here, there = (flow.start, flow.end), (flow.sink[2], flow.sink[3])
        if (have, other) == (OWN, GENERAL) and here not in found and there not in found:
            found[here] = self._wrap(*here, GENERAL, None)

    def _ends(self, move: Move) -> tuple[Ends, ...]:
        return self.types.graph.bodies.flows.get((self.facts.path, move.flow), ())

    def _depth(self, move: Move) -> int:
        found = [one.source.depth for one in self._ends(move) if one.source.is_page]
        return found[0] if found else move.depth

    def _crossing(self, move: Move, state: State, troubles: list[Trouble]) -> tuple[str, str]:
        """The types that a value has and that are wanted of it; what a macro reaches in what it is
        given has them by the macro's uses, of which all must agree where a bridge is needed."""
        flow = self.facts.flows[move.flow]
        found = {self._in_use(move, state, one) for one in self._ends(move)}
        if not found:
            return self._source_type(flow, state), self.types.of_sink(move, state)
        crossing = sorted(pair for pair in found if pair[0] != pair[1] and ANY not in pair)
        if crossing and len(found) > 1:
            name = self.facts.macros[flow.macro].name
            troubles.append(Trouble(flow.start, f"{name}() is used for pages of two types"))
        return crossing[0] if crossing and len(found) == 1 else (ANY, ANY)

    def _in_use(self, move: Move, state: State, one: Ends) -> tuple[str, str]:
        """What _crossing() tells, in one use of a macro."""
        flow, path = self.facts.flows[move.flow], self.facts.path
        name = self.facts.macros[flow.macro].name
        have = self.types.in_body(path, name, flow.source, state, one.env)
        if flow.sink[0] in ("to", "cmp", "arm"):
            return have, self.types.in_body(path, name, flow.sink[1], state, one.env)
        return have, self.types.of_sink(move, state)

    def _source_type(self, flow: Flow, state: State) -> str:
        if flow.macro >= 0 and root(flow.source)[0] == "p":
            name = self.facts.macros[flow.macro].name
            return self.types.of_body(self.facts.path, name, flow.source, state)
        value = self.types.graph.values.resolve(self.facts.path, flow.source)
        if not value.is_page:
            return ANY
        return self.types.of_term(self.facts.path, flow.source, state)

    def _is_neutral(self, flow: Flow) -> bool:
        """Whether a value goes to a function that takes a pointer to anything."""
        if self.present is None or flow.sink[0] != "a":
            return False
        return self.facts.calls[flow.sink[1]].name in self.present.neutral

    def _accessor(self, flow: Flow) -> Call | None:
        """The call whose argument this is, if the kind has an accessor of its own for it."""
        if flow.sink[0] != "a" or not self.has_accessors(flow.start):
            return None
        call = self.facts.calls[flow.sink[1]]
        if call.name not in self.accessors or len(call.args) != 1 or call.macro >= 0:
            return None
        return call

    def _wrap(self, start: int, end: int, to: str, call: Call | None) -> Bridge:
        if call is not None:
            name = self.accessors[call.name]
            return Bridge(start, end, to, name, (Edit(*call.named, name.encode()),))
        return Bridge(start, end, to, None, self._wrapping(start, end, to))

    def _wrapping(self, start: int, end: int, to: str) -> tuple[Edit, ...]:
        bridges = self.kind.bridges
        name = (bridges.from_page if to == OWN else bridges.to_page).encode()
        result = self._result_accessor(start, end, to)
        if result is not None:
            return result
        if self.present is not None:
            # Not the tree's own conversion, which reads what it is given: this may be no page yet.
            cast, member = f"(struct {self.kind.kind.type} *)", f"->{self.present.to_member}"
            if to != OWN and _is_tested(self.data, end):
                return _around(("(struct page *)", ""), start, end, self.data[start:end])
            if to == OWN and (there := _there(member.encode(), start, self.data[start:end])):
                return there
            around = (cast, "") if to == OWN else ("&", member)
            return _around(around, start, end, self.data[start:end])
        return (Edit(start, start, name + b"("), Edit(end, end, b")"))

    def _result_accessor(self, start: int, end: int, to: str) -> tuple[Edit, ...] | None:
        """``page_slab(virt_to_head_page(x))`` where the kind names a function for just that."""
        call = self._calls.get((start, end))
        if to != OWN or call is None or not self.has_accessors(start):
            return None
        name = self.accessors.get(call.name)
        return (Edit(*call.named, name.encode()),) if name is not None else None

    def _access(
        self,
        access: Access,
        index: int,
        state: State,
        found: dict[tuple[int, int], Bridge],
        troubles: list[Trouble],
    ) -> None:
        have = self._base_type(access, index, state, troubles)
        if have == ANY:
            return
        if have == OWN and access.field not in self.types.known:
            want = GENERAL
        elif (
            have == GENERAL
            and access.field in self.types.owned
            and self.facts.path in state.reached
            and access.named[0] not in self.borrowed
        ):
            want = OWN
        else:
            return
        if access.mode == "m" or not access.arrow:
            told = f"{access.field} is named where no bridge can be"
            troubles.append(Trouble(access.start, told, stays=want == OWN))
            return
        span = (access.start, access.end)
        if self.present is not None:
            reached = self._wrap(*span, want, None)
            paired = (Edit(span[0], span[0], b"("), *reached.edits, Edit(span[1], span[1], b")"))
            found.setdefault(span, Bridge(*span, want, None, paired))
            return
        if self.data[access.start : access.start + 1] == b"(" and self.data[access.end - 1] == 0x29:
            name = self.kind.bridges.from_page if want == OWN else self.kind.bridges.to_page
            edit = Edit(access.start, access.start, name.encode())
            found.setdefault(span, Bridge(*span, want, None, (edit,)))
            return
        found.setdefault(span, self._wrap(*span, want, None))

    def _base_type(self, access: Access, index: int, state: State, troubles: list[Trouble]) -> str:
        base, macro, path = access.base, access.macro, self.facts.path
        if macro >= 0 and base[0] == "p":
            return ANY
        used = self.types.graph.bodies.accesses.get((path, index), ())
        if used:
            name = self.facts.macros[macro].name
            found = {self.types.in_body(path, name, base, state, one.env) for one in used} - {ANY}
            if len(found) > 1 and access.field not in self.kind.layout.shared:
                told = f"{name}() reaches {access.field} of pages of two types"
                troubles.append(Trouble(access.start, told))
            return found.pop() if len(found) == 1 else ANY
        value = self.types.graph.values.resolve(path, base)
        return self.types.of_term(path, base, state) if value.is_page else ANY


def _unmoved(source: Source) -> Iterator[Move]:
    """What flows between two ends that only a macro's uses tell."""
    path, moved = source.facts.path, {move.flow for move in source.moves}
    for where, index in source.types.graph.bodies.flows:
        if where == path and index not in moved:
            form = source.facts.flows[index].sink[0]
            if form in ("to", "cmp", "arm"):
                yield Move(None, None, path, index, 1, EXTERN, form)


_POSTFIX = re.compile(rb"\w+(?:\s*(?:->|\.)\s*\w+|\s*\[[^][()]*\])*(?:\s*\([^()]*\))?\Z")


def _is_tested(data: bytes, end: int) -> bool:
    """Whether ``x ?: y`` asks if what ends there is NULL: an address of a member never is, to a
    compiler that goes by the letter."""
    return data[end : end + 64].lstrip().startswith(b"?")


def _around(around: tuple[str, str], start: int, end: int, inside: bytes) -> tuple[Edit, ...]:
    """The edits that put an expression between two texts, in parentheses where it could be torn
    apart otherwise."""
    before, after = (text.encode() for text in around)
    if not _POSTFIX.match(inside.strip()):
        before, after = before + b"(", b")" + after
    return (Edit(start, start, before), Edit(end, end, after))


def _there(member: bytes, start: int, inside: bytes) -> tuple[Edit, ...]:
    """The edits that make ``x`` of ``&x->page``, where that is all: what reaches a page by the
    member of the type is of the type already. None for another expression."""
    text = inside.rstrip()
    if not text.startswith(b"&") or not text.endswith(member):
        return ()
    if not _POSTFIX.match(text[1 : -len(member)].strip()):
        return ()
    end = start + len(text)
    return (Edit(start, start + 1, b""), Edit(end - len(member), end, b""))
