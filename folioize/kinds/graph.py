# SPDX-License-Identifier: GPL-2.0-only
"""Linked facts go in; slots with the moves into and out of them come out."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

from folioize.facts.records import Access, Decl, FileFacts, Flow, Term, Test
from folioize.facts.roles import is_printer
from folioize.facts.terms import stripped
from folioize.kinds.addresses import Addresses, Taken
from folioize.kinds.arms import asking, is_in_reach
from folioize.kinds.bodies import Bodies
from folioize.kinds.expansions import Expansions
from folioize.kinds.parameters import Parameters
from folioize.kinds.tables import Tables
from folioize.kinds.values import FOREIGN, NOTHING, Slot, Value, Values

TYPED, OTHER, UNTYPED, EXTERN = "typed", "other", "untyped", "extern"
"""What a move ends in: a page slot; a type that is no page; a place without a type (a cast, an
arithmetic operator); a function or macro of which nothing is known."""


BESIDE = ("cmp", "arm")
"""The forms of moves that are none: two values are compared, or are the two of a condition."""

ARITHMETIC = "arithmetic"
"""The callee of a move into a sum or a difference."""


class Move(msgspec.Struct, frozen=True, gc=False):
    """A value moves from ``source`` to ``sink`` (None: no slot); ``depth`` is the value's own.

    ``how`` says what the sink is; ``form`` is to, cmp, arm, a, ia, r, x or list.
    """

    source: Slot | None
    sink: Slot | None
    path: str
    flow: int
    depth: int
    how: str
    form: str
    callee: str = ""


Sink = tuple[Slot | None, str, str]
"""Where a value goes: the slot, what it is (TYPED and so on), and the function or macro."""


Pair = tuple[Slot, Slot | None, tuple[str, int, str]]
"""Two slots that must be of one type (None is a page that is no slot's), and what stands where."""


class Assigned(NamedTuple):
    """A function, by its key, or a pointer to one goes ``to`` a pointer or is compared, by a
    flow."""

    taken: Taken
    to: Taken
    path: str
    flow: int


@dataclass(slots=True)
class Graph:
    """All slots of page type, what moves between them, and what is done with each.

    ``assigned`` are the functions whose address a known pointer takes, and pointers that take over
    one another's; ``escaped`` those of which it is not known what takes them; ``pairs`` must be of
    one type, once that has been asked for (see ``borders``).
    """

    tables: Tables
    values: Values
    expansions: Expansions
    parameters: Parameters
    addresses: Addresses
    bodies: Bodies
    decls: dict[Slot, list[tuple[str, int]]] = field(default_factory=dict)
    ins: dict[Slot, list[Move]] = field(default_factory=dict)
    outs: dict[Slot, list[Move]] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    accesses: dict[Slot, list[tuple[str, int]]] = field(default_factory=dict)
    bases: dict[tuple[str, int], Value] = field(default_factory=dict)
    assigned: list[Assigned] = field(default_factory=list)
    escaped: dict[Taken, tuple[str, int]] = field(default_factory=dict)
    tests: dict[Slot, list[tuple[str, Test]]] = field(default_factory=dict)
    given: dict[str, set[str]] = field(default_factory=dict)
    takers: dict[tuple[str, int], Sink] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list, init=False, repr=False)
    _asked: dict[tuple[str, str, int], bool] = field(default_factory=dict, init=False, repr=False)
    _orders: dict[str, list[Slot]] = field(default_factory=dict, init=False, repr=False)
    _callees: dict[str, set[Slot]] = field(default_factory=dict, init=False, repr=False)

    def in_order(self, what: Literal["decls", "accesses", "tests"]) -> list[Slot]:
        """The slots that are declared, used or tested; of a graph that is complete."""
        if what not in self._orders:
            self._orders[what] = sorted(getattr(self, what))
        return self._orders[what]

    def given_to(self, names: Set[str]) -> set[Slot]:
        """The slots that functions or macros of these names are given; as ``in_order``."""
        if not self._callees:
            for move in self.moves:
                if move.source:
                    self._callees.setdefault(move.callee, set()).add(move.source)
        return {slot for name in names for slot in self._callees.get(name, ())}

    def at_home(self, slot: Slot) -> set[str]:
        """The files that declare a slot, or in which something moves into it or out of it."""
        moves = (*self.ins.get(slot, ()), *self.outs.get(slot, ()))
        return {path for path, _ in self.decls.get(slot, ())} | {move.path for move in moves}

    def flow(self, move: Move) -> Flow:
        """The fact behind a move."""
        return self.tables.files[move.path].flows[move.flow]

    def is_asked_elsewhere(self, move: Move) -> bool:
        """Whether what a function of this configuration takes as it is has to be a page's in
        another, where a macro of the same name stands in its place."""
        if move.form != "a" or move.how != OTHER or move.callee not in self.tables.macros:
            return False
        key = (move.path, move.callee, self.flow(move).sink[2])
        if key not in self._asked:
            self._asked[key] = False  # for macros that come back to themselves
            known = self.tables.function_key(move.path, move.callee) is not None
            self._asked[key] = known and asking(self, (move.path,), *key[1:]) is not None
        return self._asked[key]

    def access(self, ref: tuple[str, int]) -> Access:
        """The fact behind an access."""
        return self.tables.files[ref[0]].accesses[ref[1]]

    def decl(self, ref: tuple[str, int]) -> Decl:
        """The declaration behind a reference."""
        return self.tables.files[ref[0]].decls[ref[1]]

    def signature(self, what: Taken) -> dict[int, Slot]:
        """The pages that a function, or a pointer to one, deals in: 0 is its result, parameters
        follow."""
        if not isinstance(what, str):
            path, _ = what
            inner = enumerate(self.decl(what).signature)
            return {at: self.values.slot(path, one) for at, one in inner if one >= 0}
        out: dict[int, Slot] = {}
        for _, function in self.tables.function(what):
            if function.result_decl >= 0:
                out[0] = ("return", what)
            for at, param in enumerate(function.params):
                if param[3] >= 0:
                    out[at + 1] = ("param", what, str(at))
        return out

    def name(self, what: Taken) -> str:
        """A function's or a pointer's name."""
        return what.rsplit(":", 1)[-1] if isinstance(what, str) else self.decl(what).name


def build_graph(tables: Tables) -> Graph:
    """Resolve every declaration, flow, access and test of the tables."""
    values = Values(tables)
    uses = Parameters(tables)
    addresses = Addresses(tables, values, uses)
    expansions = Expansions(tables, values)

    def takes(path: str, sink: Term) -> Slot | None:
        slot = _argument(graph, path, sink)[0] if sink[0] == "a" else None
        return slot if slot is not None and slot[0] != "macro" else None

    bodies = Bodies(tables, values, expansions, takes)
    graph = Graph(tables, values, expansions, uses, addresses, bodies)
    for path in sorted(tables.files):
        _add_file(graph, path, tables.files[path])
    return graph


def _add_file(graph: Graph, path: str, facts: FileFacts) -> None:
    for index in range(len(facts.decls)):
        graph.decls.setdefault(graph.values.slot(path, index), []).append((path, index))
    for index, flow in enumerate(facts.flows):
        _add_flow(graph, path, index, flow)
    for index, access in enumerate(facts.accesses):
        value = _source(graph, path, access.base, access.macro)
        graph.bases[path, index] = value
        if value.slot is not None:
            graph.accesses.setdefault(value.slot, []).append((path, index))
    for test in facts.tests:
        graph.tests.setdefault(graph.values.slot(path, test.decl), []).append((path, test))


def _add_flow(graph: Graph, path: str, index: int, flow: Flow) -> None:
    if flow.source[0] == "v" and flow.source[1] not in graph.tables.typedefs:
        _note_given(graph, path, flow, flow.source[1])  # most flows: no page, nothing to resolve
        return
    source = _source(graph, path, flow.source, flow.macro)
    if not source.is_page:
        _note_given(graph, path, flow, source.base)
    taken = source.function or source.pointer
    if taken is not None:
        takers = graph.addresses.takers(path, flow, taken)
        if takers is None:
            graph.escaped.setdefault(taken, (path, index))
        graph.assigned += [Assigned(taken, one, path, index) for one in takers or ()]
        return
    stands_in = source.slot is not None and source.slot[0] in ("macro", "list")
    unknown = source is NOTHING or source is FOREIGN
    if not source.is_page and not stands_in and not unknown:
        return
    for sink, how, callee in _sinks(graph, path, flow):
        known = source.is_page or source.slot is not None
        if not known and how != TYPED:
            continue
        move = Move(source.slot, sink, path, index, source.depth, how, flow.sink[0], callee)
        graph.moves.append(move)
        if source.slot is not None:
            graph.outs.setdefault(source.slot, []).append(move)
        if sink is not None:
            graph.ins.setdefault(sink, []).append(move)


def _note_given(graph: Graph, path: str, flow: Flow, base: str) -> None:
    """Remember which structs a function or macro is given."""
    if flow.sink[0] == "a" and base.startswith("struct "):
        name = graph.tables.files[path].calls[flow.sink[1]].name
        graph.given.setdefault(name, set()).add(base)


def _source(graph: Graph, path: str, term: Term, macro: int) -> Value:
    """A value; a macro's own parameter, or a list head's members, have slots of their own."""
    while term[0] == "t":
        term = term[1]
    if term[0] == "p" and macro >= 0:
        name = graph.tables.files[path].macros[macro].name
        return Value(("macro", name, str(term[1])), "?", 1)
    if term[0] == "L":
        slot = _list_slot(graph, path, term[1])
        return Value(slot, "?", 1) if slot is not None else NOTHING
    return graph.values.resolve(path, term)


def _list_slot(graph: Graph, path: str, head: Term) -> Slot | None:
    while head[0] in ("&", "*"):
        head = head[1]
    if head[0] != "f":
        return None
    base = graph.values.resolve(path, head[1])
    found = graph.tables.member(path, base.base, head[2])
    return ("list", found[0], found[2].name) if found is not None else None


def _sinks(graph: Graph, path: str, flow: Flow) -> Iterator[Sink]:
    sink = flow.sink
    if sink[0] == "a":
        yield _argument(graph, path, sink)
    elif sink[0] == "ia":
        yield _indirect_argument(graph, path, sink)
    elif sink[0] == "r":
        function = graph.tables.files[path].funcs[sink[1]]
        key = graph.tables.function_key(path, function.name) or function.name
        if function.result_decl >= 0:
            yield ("return", key), TYPED, function.name
        else:
            yield _typedef_slot(graph, function.result, function.name)
    elif sink[0] in ("to", "cmp", "arm", "list"):
        value = _source(graph, path, sink[1], flow.macro)
        if value.slot is not None:
            yield value.slot, TYPED, ""
        elif value.is_page:
            yield None, TYPED, ""
        else:
            unknown = value is NOTHING or value is FOREIGN
            yield None, (EXTERN if unknown else OTHER), ""
    else:
        yield None, UNTYPED, str(sink[1])


def _argument(graph: Graph, path: str, sink: Term) -> Sink:
    name = graph.tables.files[path].calls[sink[1]].name
    if is_printer(name):
        return None, OTHER, name
    key = graph.tables.function_key(path, name)
    if key is not None:
        found = graph.takers.get((key, sink[2]))
        if found is None:
            found = graph.takers[key, sink[2]] = _parameter(graph, key, name, sink[2])
        return found if found[1] != OTHER else _parameter(graph, key, name, sink[2], path)
    macro = graph.tables.macro(path, name)
    if macro is not None and macro[2].params is not None:
        return ("macro", name, str(min(sink[2], max(0, len(macro[2].params) - 1)))), TYPED, name
    return None, EXTERN, name


def _parameter(graph: Graph, key: str, name: str, index: int, path: str | None = None) -> Sink:
    """What the first declaration of a function says of a parameter; for a ``path``, what one of
    those that it may mean says, if that is more: in another configuration it takes a page."""
    for where, function in graph.tables.function(key):
        if index >= len(function.params) or (path and not is_in_reach(where, path)):
            continue
        decl = function.params[index][3]
        if decl >= 0 and graph.tables.files[where].decls[decl].base != "fn":
            return ("param", key, str(index)), TYPED, name
        found = _typedef_slot(graph, function.params[index][1:3], name)
        if path is None or found[1] != OTHER:
            return found
    return None, OTHER, name


def _typedef_slot(graph: Graph, written: tuple[str, int], name: str) -> Sink:
    _, _, typedef = graph.tables.expand(*written)
    if typedef is not None:
        return ("typedef", typedef), TYPED, name
    return None, OTHER, name


def _indirect_argument(graph: Graph, path: str, sink: Term) -> Sink:
    callee = graph.values.resolve(path, sink[1])
    if callee.function is not None:
        return _parameter(graph, callee.function, graph.name(callee.function), sink[3])
    if callee.pointer is None:
        return None, EXTERN, ""
    where, index = callee.pointer
    decl = graph.tables.files[where].decls[index]
    inner = decl.signature[sink[3] + 1] if sink[3] + 1 < len(decl.signature) else -1
    if inner < 0:
        return None, OTHER, decl.name
    return graph.values.slot(where, inner), TYPED, decl.name


def name_of(graph: Graph, slot: Slot) -> str:
    """What a slot is called when it is told of."""
    if slot[0] in ("param", "return"):
        function = slot[1].rsplit(":", 1)[-1]
        return f"{function}()'s result" if slot[0] == "return" else f"a parameter of {function}()"
    if slot[0] == "field":
        return f"{slot[1].rsplit(':', 1)[-1]}.{slot[2]}"
    decl: Decl | None = graph.decl(graph.decls[slot][0]) if slot in graph.decls else None
    return decl.name if decl is not None and decl.name else "a value"


def call_it(graph: Graph, move: Move, sink: Slot) -> str:
    """What a move goes to, as it is told."""
    return f"{move.callee}()" if move.callee else name_of(graph, sink)


def goes_to(graph: Graph, move: Move, sink: Slot) -> str:
    """That a page goes there, as it is told."""
    return f"is {'returned by' if move.form == 'r' else 'passed to'} {call_it(graph, move, sink)}"


def called(term: Term) -> str | None:
    """The function or macro of which a value is the result, or is taken from it."""
    term = stripped(term)
    return str(term[1]) if term[0] == "c" else None


def answered(graph: Graph, predicates: frozenset[str], slot: Slot, path: str, offset: int) -> bool:
    """Whether at this place one of the kind's own questions has been answered with yes."""
    return any(
        test.truth
        and test.form != "assert"
        and test.name in predicates
        and where == path
        and test.start <= offset < test.end
        for where, test in graph.tests.get(slot, ())
    )
