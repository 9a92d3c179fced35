# SPDX-License-Identifier: GPL-2.0-only
"""One file and a state go in; the edits that bring the pristine file to that state come out."""

from __future__ import annotations

from dataclasses import dataclass

from folioize.kinds.solution import owns
from folioize.model import Edit
from folioize.plan.bridges import Bridge, Bridges, Source, Trouble
from folioize.plan.docs import comment_mentions, kernel_doc_edits
from folioize.plan.layout import relayout
from folioize.plan.names import Names, Rename
from folioize.plan.state import State
from folioize.plan.tokens import retype_edits, split_declaration


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file in a state: its edits, relative to the pristine bytes, and what they are for."""

    edits: tuple[Edit, ...]
    retyped: frozenset[int]
    bridges: tuple[Bridge, ...]
    troubles: tuple[Trouble, ...]
    kept_names: tuple[tuple[int, str], ...]


class FileRenderer:
    """Renders one file in any state."""

    def __init__(self, source: Source, keep_names: bool) -> None:
        self.kind = source.kind
        self.types = source.types
        self.facts = source.facts
        self.data = source.data
        self.keep_names = keep_names
        self.names = Names(source.facts, source.data, source.kind.kind.variable, source.captures)
        self.bridges = Bridges(source)
        values, path = source.types.graph.values, source.facts.path
        self.slots = [values.slot(path, index) for index in range(len(source.facts.decls))]

    def render(self, state: State, extra: tuple[Edit, ...] = ()) -> Rendered:
        """The edits for a state; ``extra`` are further ones, such as generated text."""
        retyped = {
            index
            for index, slot in enumerate(self.slots)
            if slot in state.converted
            and self.facts.decls[index].token[0] >= 0
            and not self.types.is_self_field(slot)
        }
        edits, split = retype_edits(self.facts, retyped, self.kind.kind.type)
        renames, kept = ([], []) if self.keep_names else self.names.rename(sorted(retyped))
        for rename in renames:
            edits += rename.edits
        bridges, troubles = self.bridges.find(state)
        edits += _insertions(bridges)
        for chosen in split:
            decls = [self.facts.decls[i] for i in chosen]
            edits += split_declaration(self.data, decls, self.kind.kind.type)
        edits += self._comments(renames)
        if retyped and not self.keep_names and owns(self.kind, self.facts.path):
            edits += self._other_comments()
        whole = merged([*edits, *extra])
        return Rendered(
            relayout(self.data, whole),
            frozenset(retyped),
            tuple(bridges),
            tuple(troubles),
            tuple(kept),
        )

    def _comments(self, renames: list[Rename]) -> list[Edit]:
        by_function: dict[int, dict[bytes, bytes]] = {}
        for rename in renames:
            decl = self.facts.decls[rename.decl]
            if decl.fn >= 0:
                names = by_function.setdefault(decl.fn, {})
                names[rename.old.encode()] = rename.new.encode()
        out: list[Edit] = []
        for index, names in sorted(by_function.items()):
            function = self.facts.funcs[index]
            out += kernel_doc_edits(self.data, function.start, names)
            span = (function.start, function.end)
            out += comment_mentions(self.data, span, names, self.types.known)
        return out

    def _other_comments(self) -> list[Edit]:
        """Comments outside of functions that name a field of the kind as ``page->field``: in an
        owner's file they talk of its pages."""
        names = {b"page": self.kind.kind.variable.encode()}
        bodies = sorted((f.body, f.end) for f in self.facts.funcs if f.body >= 0)
        out: list[Edit] = []
        at = 0
        for start, end in [*bodies, (len(self.data), len(self.data))]:
            if at < start:
                out += comment_mentions(self.data, (at, start), names, self.types.owned)
            at = max(at, end)
        return out


def _insertions(bridges: list[Bridge]) -> list[Edit]:
    """The edits of bridges; of two that begin at one place the longer is the outer."""
    out: list[Edit] = []
    for bridge in sorted(bridges, key=lambda b: (b.start, -b.end)):
        out += bridge.edits
    return out


def merged(edits: list[Edit]) -> list[Edit]:
    """Insertions at one place become one, in the order given; doubles go."""
    inserted: dict[int, bytes] = {}
    out: list[Edit] = []
    for edit in edits:
        if edit.start == edit.end:
            inserted[edit.start] = inserted.get(edit.start, b"") + edit.new
        elif edit not in out:
            out.append(edit)
    out += [Edit(at, at, text) for at, text in inserted.items()]
    return sorted(out)
