# SPDX-License-Identifier: GPL-2.0-only
"""An analysis and a supertype go in; any state of the tree in which some functions take it, and
the steps to the last one, come out.

A plain struct page is a member of the union, so that a caller that is not converted is one that
compiles: any set of functions is a state that builds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from folioize.cst import Module
from folioize.facts.records import Func
from folioize.kinds.analysis import Analysis
from folioize.kinds.declared import Places
from folioize.kinds.graph import Move
from folioize.kinds.kindfile import Kind
from folioize.kinds.solution import Solution
from folioize.kinds.values import Slot
from folioize.model import Edit, Left, Options
from folioize.plan.conversion import Snapshot, static_assert_of
from folioize.plan.layout import relayout
from folioize.plan.narrow import narrow
from folioize.plan.render import Rendered, merged
from folioize.plan.state import Types
from folioize.plan.superbody import Site, Written, form_of, write_function
from folioize.plan.unedited import UNBRIDGED
from folioize.typegen.supertype import Members, accessors, supertype_edits

Key = str
"""A function, as facts name it: with its file if it is static."""


@dataclass(frozen=True, slots=True)
class Given:
    """A conversion to struct page that stands in a call of a function with the union: ``kind`` is
    the one that is converted from, ``inner`` what is converted."""

    path: str
    start: int
    end: int
    inner: tuple[int, int]
    kind: Kind
    callee: str


class SuperConversion:
    """Renders states in which some functions take the supertype."""

    def __init__(
        self,
        analysis: Analysis,
        solution: Solution,
        members: Members,
        kinds: Mapping[str, Kind],
        options: Options,
    ) -> None:
        self.analysis = analysis
        self.kind = solution.kind
        self.solution = solution
        self.members = members
        narrowed = narrow(analysis.graph, solution.labels, options.paths)
        self.labels, self.outside = narrowed.labels, narrowed.outside
        self.types = Types(analysis.graph, self.kind)
        self.paths = options.paths
        self.functions: dict[Key, list[int]] = {}
        for slot in sorted(self.labels):
            self.functions.setdefault(slot[1], []).append(int(slot[2]))
        self.given = list(_given(analysis, self.labels, kinds))
        self._modules: dict[str, Module] = {}
        self._assert = static_assert_of(analysis.tree)

    def is_member(self, kind: Kind) -> bool:
        """Whether the union takes pages of a kind."""
        return any(tag == kind.kind.type for tag, _ in self.members.arms)

    def records(self, key: Key) -> list[tuple[str, Func]]:
        """The definitions and prototypes of a function."""
        return self.analysis.graph.tables.function(key)

    def home(self, key: Key) -> str:
        """The file that defines a function; a header only if no source does."""
        found = sorted(
            ((not func.defined, path.endswith(".h"), path) for path, func in self.records(key))
        )
        return found[0][2]

    def calls(self, key: Key) -> set[Key]:
        """The functions with the union that a function passes its page on to."""
        slots = [("param", key, str(index)) for index in self.functions[key]]
        return {
            move.sink[1]
            for slot in slots
            for move in self.analysis.graph.outs.get(slot, ())
            if move.sink in self.labels and move.sink is not None and move.sink[1] != key
        }

    def snapshot(self, done: Set[Key]) -> Snapshot:
        """The tree with these functions converted."""
        written: dict[str, Written] = {}
        for key in sorted(done):
            for path, function in self.records(key):
                found = write_function(self._site(path, done), function, self.functions[key])
                into = written.setdefault(path, Written())
                into.edits += found.edits
                into.parts |= found.parts
                into.retyped |= found.retyped
        for one in self.given:
            if one.callee in done and self.is_member(one.kind):
                gone = (Edit(one.start, one.inner[0], b""), Edit(one.inner[1], one.end, b""))
                written.setdefault(one.path, Written()).edits += gone
        parts = {part for item in written.values() for part in item.parts}
        rendered = {
            path: Rendered(
                relayout(self._module(path).data, merged(item.edits)),
                frozenset(item.retyped),
                (),
                (),
                (),
            )
            for path, item in sorted(written.items())
        }
        edits = {path: item.edits for path, item in rendered.items() if item.edits}
        if parts:
            path = self.analysis.tree.page_header
            text = self._introduced(path, parts)
            edits[path] = tuple(sorted({*edits.get(path, ()), *text}))
        order = ("one", "const", "several", "to_page", *accessors(self.kind))
        return Snapshot(edits, rendered, tuple(part for part in order if part in parts))

    def _introduced(self, path: str, parts: Set[str]) -> tuple[Edit, ...]:
        data = self.analysis.tree.read(path)
        return supertype_edits(data, path, self.members, parts, self._assert)

    def _module(self, path: str) -> Module:
        if path not in self._modules:
            self._modules[path] = Module.parse(path, self.analysis.tree.read(path))
        return self._modules[path]

    def _site(self, path: str, done: Set[Key]) -> Site:
        tables = self.analysis.graph.tables

        def takes(name: str, index: int, form: str) -> bool:
            key = tables.function_key(path, name)
            if key not in done or key is None or index not in self.functions[key]:
                return False
            where, function = tables.function(key)[0]
            return form_of(tables.files[where].decls[function.params[index][3]]) == form

        def known(name: str) -> bool:
            return tables.function_key(path, name) is not None

        return Site(self.kind, self.analysis.facts.files[path], self._module(path), takes, known)

    def unedited(self) -> tuple[Left, ...]:
        """Calls that give a function with the union a page that is no member: they do not
        compile, and should not."""
        places = Places(self.analysis)
        return tuple(
            Left(
                one.path,
                places.line(one.path, one.start),
                UNBRIDGED,
                f"{one.callee.rsplit(':', 1)[-1]}() is given a page of {one.kind.kind.name}, "
                f"which is not {self.kind.kind.name}",
            )
            for one in self.given
            if not self.is_member(one.kind)
        )


def _given(analysis: Analysis, labels: Set[Slot], kinds: Mapping[str, Kind]) -> Iterator[Given]:
    """The conversions that stand in calls; ``kinds`` are by the macros that convert from them."""
    for slot in sorted(labels):
        for move in analysis.graph.ins.get(slot, ()):
            found = _given_by(analysis, move, kinds)
            if found is not None:
                yield found


def _given_by(analysis: Analysis, move: Move, kinds: Mapping[str, Kind]) -> Given | None:
    flow = analysis.graph.flow(move)
    if flow.macro >= 0 or flow.source[0] != "c" or flow.source[1] not in kinds:
        return None
    call = analysis.facts.files[move.path].calls.get(flow.source[2])
    if call is None or len(call.args) != 1 or move.sink is None:
        return None
    kind = kinds[flow.source[1]]
    return Given(move.path, call.start, call.end, call.args[0], kind, move.sink[1])
