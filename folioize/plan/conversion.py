# SPDX-License-Identifier: GPL-2.0-only
"""An analysis and one kind go in; any state of the tree can be rendered, file by file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from folioize.facts.records import Access, FileFacts
from folioize.kinds.analysis import Analysis
from folioize.kinds.graph import Move, answered
from folioize.kinds.kindfile import Kind
from folioize.kinds.solution import Solution, owns
from folioize.kinds.values import Slot
from folioize.model import Edit, Options
from folioize.plan.bridges import Source
from folioize.plan.chosen import chosen
from folioize.plan.includes import Includes
from folioize.plan.render import FileRenderer, Rendered
from folioize.plan.state import State, Types
from folioize.tree import Tree, within
from folioize.typegen import (
    Borrowing,
    Layout,
    Signature,
    declare_before,
    find_borrowing,
    forward_declaration_edits,
    introduce_edits,
)

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All files that differ from the pristine tree in one state."""

    edits: dict[str, tuple[Edit, ...]]
    rendered: dict[str, Rendered]
    parts: tuple[str, ...]


def static_assert_of(tree: Tree) -> str:
    """What an assertion is called in a tree: the macro needs its header."""
    return "static_assert" if tree.has("include/linux/build_bug.h") else "_Static_assert"


class Conversion:
    """Renders states; remembers each file's rendering by what of the state concerns it."""

    def __init__(
        self, analysis: Analysis, solution: Solution, layout: Layout, options: Options
    ) -> None:
        self.analysis = analysis
        self.kind: Kind = solution.kind
        self.solution = solution
        self.layout = layout
        self.types = Types(analysis.graph, self.kind, layout.pads, layout.fits)
        self.paths = options.paths
        narrowed = chosen(analysis, solution, self.paths)
        self.labels, self.outside = narrowed.labels, narrowed.outside
        self._moves: dict[str, list[Move]] = {}
        for move in analysis.graph.moves:
            self._moves.setdefault(move.path, []).append(move)
        self._includes = Includes(analysis.tree)
        self._accessor_users = _includers(analysis, self.kind)
        self.accessors: dict[str, str] = {}
        self.taken: list[str] = []
        if layout.fits is None:  # or else its functions are there, and the kind's rules call them
            self.accessors, self.taken = _free_accessors(analysis, self.kind)
        self.concerned = {path: slots for path, slots in self._concerned() if slots}
        self.borrowers = frozenset(
            path for path in self.concerned if self.is_asked_for(path) and self._borrows(path)
        )
        self.types.borrowers = self.borrowers
        self._data: dict[str, bytes] = {}
        self._borrowing: dict[str, Borrowing] = {}
        self._renderers: dict[str, FileRenderer] = {}
        self._memo: dict[tuple[str, frozenset[Slot], bool], Rendered] = {}
        self.keep_names = options.keep_names
        self._static_assert = static_assert_of(analysis.tree)

    def read(self, path: str) -> bytes:
        """A pristine file's bytes, read once."""
        if path not in self._data:
            self._data[path] = self.analysis.tree.read(path)
        return self._data[path]

    def _concerned(self) -> list[tuple[str, frozenset[Slot]]]:
        """The files that a conversion can touch, each with the slots that matter to it."""
        graph, out = self.analysis.graph, []
        for path, facts in self.analysis.facts.files.items():
            slots = {graph.values.slot(path, i) for i in range(len(facts.decls))}
            for move in self._moves.get(path, ()):
                slots.update(slot for slot in (move.source, move.sink) if slot is not None)
            for index in range(len(facts.accesses)):
                base = graph.bases[path, index].slot
                if base is not None:
                    slots.add(base)
            mine = (slots | graph.bodies.slots.get(path, set())) & self.labels
            if mine or self._reaches(path, facts):
                out.append((path, frozenset(mine) or frozenset({("page",)})))
        return out

    def _reaches(self, path: str, facts: FileFacts) -> bool:
        graph = self.analysis.graph
        return any(
            access.field in self.types.owned and graph.bases[path, index].is_page
            for index, access in enumerate(facts.accesses)
        )

    def is_asked_for(self, path: str) -> bool:
        """Whether a file is among those that the conversion keeps to."""
        return not self.paths or within(path, self.paths)

    def _borrows(self, path: str) -> bool:
        """Whether a file keeps something of its own in the kind's fields: it does not own them,
        and reaches them through a variable of another kind without asking what the page is."""
        graph, predicates = self.analysis.graph, frozenset(self.kind.evidence.predicates)
        return not owns(self.kind, path) and any(
            slot is not None
            and slot[0] in ("local", "param", "field")
            and not answered(graph, predicates, slot, path, access.start)
            for access, slot in self.general_uses(path)
        )

    def general_uses(self, path: str) -> Iterator[tuple[Access, Slot | None]]:
        """The uses of the kind's fields through what is no declaration of the kind."""
        graph = self.analysis.graph
        for index, access in enumerate(self.analysis.facts.files[path].accesses):
            base = graph.bases[path, index]
            general = base.is_page and base.slot not in self.solution.labels
            if general and access.field in self.types.owned:
                yield access, base.slot

    def _genuine(self, path: str) -> frozenset[int]:
        """Of a borrower's uses those that stand where the page was asked for being of the kind,
        by the offset of the field's name: they go through the kind's type, and do not move."""
        graph, predicates = self.analysis.graph, frozenset(self.kind.evidence.predicates)
        return frozenset(
            access.named[0]
            for access, slot in self.general_uses(path)
            if slot is not None and answered(graph, predicates, slot, path, access.start)
        )

    def renderer(self, path: str) -> FileRenderer:
        """The renderer of one file."""
        if path not in self._renderers:
            source = Source(
                kind=self.kind,
                types=self.types,
                facts=self.analysis.facts.files[path],
                data=self.read(path),
                moves=self._moves.get(path, []),
                accessors=self.accessors,
                has_accessors=lambda offset: self._has_accessors(path, offset),
                captures=self.analysis.captures,
                borrowed=self.borrowed(path),
                present=self.kind.existing if self.layout.fits is not None else None,
            )
            self._renderers[path] = FileRenderer(source, self.keep_names)
        return self._renderers[path]

    def rendered(self, path: str, state: State) -> Rendered:
        """One file in a state, without generated text."""
        key = (path, state.converted & self.concerned[path], path in state.reached)
        if key not in self._memo:
            self._memo[key] = self.renderer(path).render(state)
        return self._memo[key]

    def borrowing(self, path: str) -> Borrowing:
        """What a borrower's file becomes."""
        if path not in self._borrowing:
            self._borrowing[path] = find_borrowing(
                path, self.read(path), self.kind, self.layout, self.borrowed(path)
            )
        return self._borrowing[path]

    def borrowed(self, path: str) -> frozenset[int]:
        """The uses of a borrower's file that are to move to other fields, by the offset of the
        field's name."""
        if path not in self.borrowers:
            return frozenset()
        uses = frozenset(access.named[0] for access, _ in self.general_uses(path))
        return uses - self._genuine(path)

    def snapshot(
        self,
        state: State,
        more: dict[str, tuple[Edit, ...]],
        removed: bool,
        least: tuple[str, ...] = (),
    ) -> Snapshot:
        """The whole tree in a state; ``more`` are edits of files that hold no slot of the kind
        (borrowers), ``removed`` says that the kind's fields have left struct page. The helpers
        ``least`` are there even if nothing uses them."""
        rendered = {path: self.rendered(path, state) for path in sorted(self.concerned)}
        parts = self._parts(rendered, least)
        present = self.layout.fits is not None
        extra = self._generated(parts, rendered, more, removed) if parts or present else dict(more)
        edits: dict[str, tuple[Edit, ...]] = {}
        for path in sorted({*rendered, *extra}):
            own = rendered[path].edits if path in rendered else ()
            if own or path in extra:
                edits[path] = tuple(sorted({*own, *extra.get(path, ())}))
        return Snapshot(edits, rendered, parts)

    def _parts(self, rendered: dict[str, Rendered], least: tuple[str, ...]) -> tuple[str, ...]:
        """The helpers that the files of a state use: the type, the bridges, accessors; those of
        ``least`` in any case."""
        users = [item for item in rendered.values() if item.retyped or item.bridges]
        if not users or self.layout.fits is not None:
            return least
        names = {b.accessor for item in users for b in item.bridges if b.accessor} | set(least)
        order = [a.name for a in (self.kind.accessors.function if self.kind.accessors else ())]
        return ("type", "from_page", "to_page", *(name for name in order if name in names))

    def _generated(
        self,
        parts: tuple[str, ...],
        rendered: dict[str, Rendered],
        more: dict[str, tuple[Edit, ...]],
        removed: bool,
    ) -> dict[str, tuple[Edit, ...]]:
        out: dict[str, tuple[Edit, ...]] = {}
        if parts:
            out = introduce_edits(
                self.layout,
                self.kind,
                parts,
                files=self._accessors_header(),
                signatures=self.signature,
                after_removal=removed,
                static_assert=self._static_assert,
            )
        for path, edits in more.items():
            out[path] = (*out.get(path, ()), *edits)
        for path, item in rendered.items():
            if path.endswith(".h") and item.retyped:
                out[path] = (*out.get(path, ()), *self._forward(path, item))
        return {path: edits for path, edits in out.items() if edits}

    def _forward(self, path: str, item: Rendered) -> tuple[Edit, ...]:
        """What declares the kind's struct in a header that names it, where something has to."""
        forward = forward_declaration_edits(self.read(path), self.kind)
        facts = self.analysis.facts.files[path]
        first = min(item.retyped, key=lambda index: facts.decls[index].token)
        decl = facts.decls[first]
        if forward or decl.role != "param" or decl.fn < 0 or facts.funcs[decl.fn].defined:
            return forward
        start = facts.funcs[decl.fn].start
        if self._includes.defines_page(path, start):
            return ()
        return declare_before(self.read(path), self.kind, start)

    def _has_accessors(self, path: str, offset: int) -> bool:
        header = self.kind.accessors.header if self.kind.accessors else None
        if path == header:
            return offset > self._accessor_place()
        return path in self._accessor_users

    def _accessors_header(self) -> dict[str, bytes]:
        """The header that gets the accessors with its bytes; nothing if there is none such."""
        header = self.kind.accessors.header if self.kind.accessors else ""
        return {header: self.read(header)} if self.analysis.tree.has(header) else {}

    def _accessor_place(self) -> int:
        accessors = self.kind.accessors
        assert accessors is not None
        name = accessors.function[0].name
        edits = introduce_edits(
            self.layout,
            self.kind,
            (name,),
            files=self._accessors_header(),
            signatures=self.signature,
        )
        return edits[accessors.header][0].start

    def usable(self) -> tuple[str, ...]:
        """The accessors that can be made: the tree has what they wrap, and not their names."""
        if not self._accessors_header():
            return ()
        facts = self.analysis.facts.files.values()
        called = {call.name for one in facts for call in one.calls.values()}
        return tuple(
            name
            for of, name in self.accessors.items()
            if self.signature(of) is not None
            or (of in called and self.kind.accessor(name).returns is not None)
        )

    def takes_the_kind(self, name: str) -> bool:
        """Whether a function of the tree takes pages of the kind after the conversion."""
        stays = {slot[1].rsplit(":", 1)[-1] for slot in self.outside if slot[0] == "param"}
        return name not in stays and self.signature(name) is not None

    def signature_after(self, name: str) -> Signature | None:
        """How the converted tree declares a function, or an accessor of the kind."""
        of = next((of for of, accessor in self.accessors.items() if accessor == name), name)
        return self.signature(of)

    def signature(self, name: str) -> Signature | None:
        """How the tree declares a function, for the accessors that wrap it."""
        tables = self.analysis.graph.tables
        if name not in tables.functions:
            return None
        found = sorted(tables.function(name), key=lambda item: (not item[1].defined, item[0]))
        heads = {
            path: self.read(path)[function.start : function.named[0]].decode("latin-1")
            for path, function in found
        }
        # DEFINE_EVENT(class, name, ...) declares a trace event, which may have a function's name.
        found = [item for item in found if "(" not in _ATTRIBUTE.sub("", heads[item[0]])]
        for path, function in found:
            page = next((i for i, param in enumerate(function.params) if param[3] >= 0), None)
            if page is None or not path.startswith(("include/", "mm/")):
                continue
            head = heads[path]
            words = [w for w in _SPACE.sub(" ", head).strip().split(" ") if w not in _STORAGE]
            params = tuple(
                (_written(self.read(path), self.analysis.facts.files[path], param), param[0])
                for param in function.params
            )
            headers = {where for where, _ in found if where.endswith(".h")}
            home = headers.pop() if len(headers) == 1 else ""  # rivals exclude one another
            return Signature(" ".join(words), params, page, home)
        return None


_ATTRIBUTE = re.compile(r"__attribute__\s*\(\(.*?\)\)", re.DOTALL)
_STORAGE = frozenset(("static", "inline", "extern", "__always_inline", "__inline", "__must_check"))


def _free_accessors(analysis: Analysis, kind: Kind) -> tuple[dict[str, str], list[str]]:
    """The accessors by what they wrap, and the names that the tree has taken already."""
    tables = analysis.graph.tables
    known = {key.rsplit(":", 1)[-1] for key in tables.functions} | set(tables.macros)
    known.update(tables.globals)
    functions = kind.accessors.function if kind.accessors else ()
    taken = sorted(entry.name for entry in functions if entry.name in known)
    return {entry.of: entry.name for entry in functions if entry.name not in taken}, taken


def _written(data: bytes, facts: FileFacts, param: tuple[str, str, int, int]) -> str:
    """A parameter's type as one would write it."""
    const = "const " if param[3] >= 0 and facts.decls[param[3]].const else ""
    return f"{const}{param[1]}{' ' if param[2] else ''}{'*' * param[2]}"


def _includers(analysis: Analysis, kind: Kind) -> frozenset[str]:
    """The .c files that include the accessors' header, by whatever way through quoted includes."""
    if kind.accessors is None:
        return frozenset()
    files = analysis.facts.files
    users = {kind.accessors.header}
    grown = True
    while grown:
        grown = False
        for path in sorted(files):
            if path not in users and any(
                posixpath.normpath(posixpath.join(posixpath.dirname(path), text[1:])) in users
                for text, _ in files[path].includes
                if text[0] == '"'
            ):
                users.add(path)
                grown = True
    return frozenset(path for path in users if path.endswith(".c"))
