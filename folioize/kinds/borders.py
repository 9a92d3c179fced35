# SPDX-License-Identifier: GPL-2.0-only
"""Slots that got a kind go in; those with a use around which no conversion can stand come out.

A bridge takes a value and gives one: it can't stand around what a macro stores to, nor what is
only a name, nor where it is not known what type is wanted. What is used like that stays a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set

from folioize.facts.terms import root, stripped
from folioize.kinds.arms import asking, giving
from folioize.kinds.bodies import Ends
from folioize.kinds.graph import ARITHMETIC, EXTERN, OTHER, TYPED, UNTYPED, Graph, Move, Pair
from folioize.kinds.kindfile import Kind
from folioize.kinds.parameters import Use
from folioize.kinds.values import NOTHING, Slot, Value

Clash = tuple[str, int, str]
"""A file, an offset, and what stands there."""

Look = Callable[[Set[Slot]], dict[Slot, Clash]]
"""Takes the slots that have a kind; finds fault with some of them."""

_STORING = ("to", "a", "ia", "r")


def unbridgeable(graph: Graph, kind: Kind, labels: Set[Slot]) -> dict[Slot, Clash]:
    """Each such slot, and why."""
    out: dict[Slot, Clash] = {}
    for slot in labels:
        clash = next(_of_slot(graph, kind, slot, labels), None)
        if clash is not None:
            out[slot] = clash
    for taken, (path, index) in graph.escaped.items():
        at = graph.tables.files[path].flows[index].start
        what = f"the address of {graph.name(taken)}() is taken here, by what is not known"
        slots = graph.signature(taken).values()
        out.update((slot, (path, at, what)) for slot in slots if slot in labels)
    out.update(_elsewhere(graph, labels))
    out.update((slot, clash) for slot, clash in graph.bodies.divided.items() if slot in labels)
    for one, other, clash in together(graph):
        if one in labels and other not in labels:
            out[one] = clash
        elif other is not None and other in labels and one not in labels:
            out[other] = clash
    out.update(_in_macros(graph, kind, labels))
    return out


def _in_macros(graph: Graph, kind: Kind, labels: Set[Slot]) -> Iterator[tuple[Slot, Clash]]:
    """What macros reach in what they are given, or only name, where no bridge can stand in their
    bodies: in one use it would be needed, in another it would be wrong."""
    for (path, index), used in graph.bodies.flows.items():
        flow = graph.tables.files[path].flows[index]
        name = graph.tables.files[path].macros[flow.macro].name
        pairs = {
            (_given_as(graph, name, flow.source, one.source, labels),
             _given_as(graph, name, flow.sink[1], one.sink, labels))
            for one in used
        }  # fmt: skip
        if len(pairs) > 1 and any(None not in pair and len(set(pair)) > 1 for pair in pairs):
            clash = (path, flow.start, f"{name}() is used for it, and for what stays a page")
            yield from ((slot, clash) for slot in _ends(used) if slot in labels)
    for (path, index), used in graph.bodies.accesses.items():
        access = graph.access((path, index))
        known = {one.source.slot in labels for one in used if one.source.is_page}
        if len(known) > 1 and access.field not in kind.layout.shared:
            name = graph.tables.files[path].macros[access.macro].name
            clash = (path, access.start, f"{name}() is used for it, and for what stays a page")
            yield from ((slot, clash) for slot in _ends(used) if slot in labels)
    for slot in labels:
        if slot[0] == "field" and slot[2] in graph.bodies.free:
            homes = graph.at_home(slot)
            for path, at, name in graph.bodies.free[slot[2]]:
                if path in homes:
                    yield slot, (path, at, f"the macro {name} reaches it through what it names")


def _ends(used: Iterable[Ends]) -> Iterator[Slot]:
    for one in used:
        yield from (end.slot for end in (one.source, one.sink) if end.slot is not None)


def _given_as(
    graph: Graph, macro: str, term: object, value: Value, labels: Set[Slot]
) -> bool | None:
    """Whether an end of a flow in a macro is of the kind; None where it is no page. A parameter is
    of the kind if all that is given is, and where it is stored to, it is what is given."""
    if isinstance(term, tuple | list) and term[0] == "p":
        slot = ("macro", macro, str(term[1]))
        if not graph.parameters.of(slot).stored:
            return slot in labels
    return value.slot in labels if value.is_page else None


def _elsewhere(graph: Graph, labels: Set[Slot]) -> Iterator[tuple[Slot, Clash]]:
    """Functions in the place of which, in another configuration, there is a macro that takes or
    gives a page: no call would be right in both."""
    for slot in labels:
        if slot[0] not in ("param", "return"):
            continue
        own, _, name = slot[1].rpartition(":")
        if name not in graph.tables.macros:
            continue
        callers = {move.path for move in (*graph.ins.get(slot, ()), *graph.outs.get(slot, ()))}
        paths = {own} if own else {*callers, *(path for path, _ in graph.decls.get(slot, ()))}
        if slot[0] == "param":
            arm, does = asking(graph, paths, name, int(slot[2])), "takes"
        else:
            arm, does = giving(graph, paths, name), "gives"
        if arm is not None:
            path, index = arm
            at = graph.tables.files[path].macros[index].start
            yield slot, (path, at, f"{name}() is a macro here, which {does} a page")


def _of_slot(graph: Graph, kind: Kind, slot: Slot, labels: Set[Slot]) -> Iterator[Clash]:
    for move in graph.outs.get(slot, ()):
        what = _leaving(graph, kind, move, labels)
        if what is not None:
            yield move.path, graph.flow(move).start, what
    for move in graph.ins.get(slot, ()):
        if move.source is None and move.form in _STORING and _is_unknown(graph, move):
            what = "what is stored here is of a type that is not known"
            yield move.path, graph.flow(move).start, what
    for path, index in graph.decls.get(slot, ()):
        told = _declared(graph, path, index)
        if told is not None:
            yield path, max(graph.decl((path, index)).token[0], 0), told


def _declared(graph: Graph, path: str, index: int) -> str | None:
    """Whether a macro declares it where others use it, by a name that facts do not tell."""
    decl = graph.decl((path, index))
    if decl.macro < 0 or (decl.owner < 0 and not decl.name and decl.role != "return"):
        return None
    macro = graph.tables.files[path].macros[decl.macro]
    if decl.role in ("param", "return") and decl.owner < 0:
        return f"the macro {macro.name} declares a function with it"
    if decl.role != "local" or decl.name in (macro.params or ()):
        return f"the macro {macro.name} declares it where it is used"
    if decl.scope == (macro.start, macro.end):
        return f"the macro {macro.name} declares it where it is used"
    return None


def _leaving(graph: Graph, kind: Kind, move: Move, labels: Set[Slot]) -> str | None:
    """Why a value of the kind cannot go where a move takes it, if so."""
    if move.sink is not None and move.sink[0] == "macro":
        return _given(graph, kind, move, move.sink, labels)
    if move.how == EXTERN and "for_each" in move.callee:
        # A macro of a header that never says struct page: it stores in some of what it is given.
        return f"the head of a loop, {move.callee}(), may store a page in it"
    elsewhere = move.how == OTHER and graph.is_asked_elsewhere(move)
    if move.depth != 1 and move.sink is None and (move.how in (TYPED, EXTERN) or elsewhere):
        return "a pointer to the pointer crosses to code that is not converted"
    return None


def _given(graph: Graph, kind: Kind, move: Move, sink: Slot, labels: Set[Slot]) -> str | None:
    use = graph.parameters.of(sink)
    what = None
    if use.unseen:
        what = f"it is given to {sink[1]}(), which was not understood"
    elif use.named:
        what = f"it is given to {sink[1]}() as a name"
    elif use.stored and not is_neutral(graph, kind, sink, use):
        what = f"{sink[1]}() wants a place that holds a page"
    elif move.depth != 1 and sink not in labels and wants_page(graph, sink):
        what = f"a pointer to the pointer is given to {sink[1]}()"
    return what


def _is_unknown(graph: Graph, move: Move) -> bool:
    """Whether what comes from no known place may be a page."""
    flow = graph.flow(move)
    term = flow.source
    term = stripped(term)
    if flow.macro >= 0 and root(term)[0] == "p":
        return False
    value = graph.values.resolve(move.path, term)
    if term[0] == "c" and value.base == NOTHING.base:
        given = graph.values.arguments(move.path, term[2]).values()
        return any(graph.values.resolve(move.path, one).is_page for one in given)
    if graph.expansions.may_be_page(term, value, ()):
        return True
    return bool(graph.expansions.reached_by_name(term, value))


def is_neutral(graph: Graph, kind: Kind, slot: Slot, use: Use) -> bool:
    """Whether a macro works on any type that has the fields which it uses."""
    known = {*kind.layout.fields, *kind.layout.shared}
    fields = {graph.access(ref).field for ref in graph.accesses.get(slot, ())}
    if use.addressed or fields - known:
        return False
    for path, index in use.filled:
        source = graph.tables.files[path].flows[index].source
        while source[0] == "f" and source[2] in kind.layout.fields:
            source = source[1]
        if source[0] not in ("p", "t"):
            return False
    for move in graph.outs.get(slot, ()):
        if move.how == EXTERN or (move.how == UNTYPED and move.callee == ARITHMETIC):
            return False
        if graph.is_asked_elsewhere(move):
            return False
        if move.how == TYPED and (move.sink is None or move.sink[0] != "macro"):
            return False
    return True


def wants_page(graph: Graph, slot: Slot) -> bool:
    """Whether a macro's parameter has a use that asks for a page, and no other type."""
    return any(
        move.how not in (OTHER, UNTYPED) or graph.is_asked_elsewhere(move)
        for move in graph.outs.get(slot, ())
    )


def together(graph: Graph) -> list[Pair]:
    """Pairs of slots that must be of one type; they are looked for once."""
    if not graph.pairs:
        graph.pairs.extend(_pairs(graph))
    return graph.pairs


def _pairs(graph: Graph) -> Iterator[Pair]:
    for path, facts in graph.tables.files.items():
        for one, other in facts.bound:
            there, token = facts.decls[other], facts.decls[one].token[0]
            does = "shares its declaration" if token == there.token[0] else "walks a list"
            clash = (path, token, f"it {does} with {there.name}, which stays a page")
            yield graph.values.slot(path, one), graph.values.slot(path, other), clash
    for name in sorted({slot[1] for slot in graph.ins if slot[0] == "macro"}):
        uses = graph.parameters.of_macro(name)
        for number, use in uses.items():
            for other in sorted(place for place in use.meets if number < place):
                stored = use.stored or uses[other].stored
                yield from _meeting(graph, name, (number, other), stored)


def _meeting(graph: Graph, name: str, pair: tuple[int, int], stored: bool) -> Iterator[Pair]:
    """What meets in a macro: its parameters, and where it stores to one, what each call gives."""
    what = f"it meets a page in {name}()"
    slots = [("macro", name, str(number)) for number in pair]
    for path, number in graph.expansions.calls(name):
        at = graph.tables.files[path].calls[number].start
        given = graph.values.arguments(path, number)
        values = [graph.values.resolve(path, given.get(place, ("z",))) for place in pair]
        if not all(value.is_page for value in values):
            continue
        yield slots[0], slots[1], (path, at, what)
        for one, other in (values, values[::-1]):
            if stored and one.slot is not None:
                yield one.slot, other.slot, (path, at, what)
