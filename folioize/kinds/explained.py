# SPDX-License-Identifier: GPL-2.0-only
"""A place in a tree goes in; why its declaration has its kind, or none, comes out as text."""

from __future__ import annotations

from folioize.errors import FolioizeError
from folioize.facts.records import PAGE
from folioize.kinds.analysis import Analysis
from folioize.kinds.declared import Places, declarations, where_of
from folioize.kinds.values import Slot
from folioize.model import Declaration, Evidence


def explain_place(analysis: Analysis, file: str, line: int, name: str | None) -> str:
    """Tell about each declaration of that line (and name), or about those of the variables that
    are used there; raises FolioizeError for none."""
    if file not in analysis.facts.files:
        raise FolioizeError(f"{file} has no struct page, or is not part of {analysis.tree.root}")
    known = list(declarations(analysis, (file,)))
    found = [one for one in known if one.line == line and name in (None, one.name)]
    if not found:
        used = _used(analysis, file, line, name)
        found = [one for one in known if (one.line, one.column) in used]
    if not found:
        lines = {one.line for one in known} | _lines(analysis, file)
        near = sorted(lines, key=lambda other: abs(other - line))
        hint = f"; the nearest are on lines {', '.join(map(str, sorted(near[:3])))}" if near else ""
        what = f" named {name}" if name else ""
        raise FolioizeError(f"{file}:{line} declares and uses no struct page{what}{hint}")
    return "\n\n".join(_tell(analysis, declaration) for declaration in found)


def _lines(analysis: Analysis, file: str) -> set[int]:
    """The lines that use a declared page."""
    places = Places(analysis)
    return {places.line(file, start) for _, start, _ in analysis.facts.files[file].uses}


def _used(analysis: Analysis, file: str, line: int, name: str | None) -> set[tuple[int, int]]:
    """Line and column of the declarations in the file that a line uses."""
    facts, places = analysis.facts.files[file], Places(analysis)
    used = {
        index
        for index, start, _ in facts.uses
        if name in (None, facts.decls[index].name) and places.line(file, start) == line
    }
    return {places.place(file, where_of(facts.decls[index])) for index in used}


def _tell(analysis: Analysis, declaration: Declaration) -> str:
    where = f"{declaration.file}:{declaration.line}"
    title = f"{where}: {declaration.declared('(no name)')}"
    inside = f" of {declaration.function}" if declaration.function else ""
    lines = [f"{title}, a {declaration.role}{inside}"]
    if declaration.evidence and declaration.kind != "page":
        lines.append(f"is {declaration.kind}, with confidence {declaration.confidence:.2f}:")
    elif declaration.why_not:
        lines.append(f"stays struct page: {declaration.why_not}")
    else:
        lines.append("stays struct page: " + _nothing(analysis))
    lines += _evidence(declaration.evidence)
    if declaration.ambiguous is not None:
        lines.append(f"is ambiguous, and stays struct page: {declaration.ambiguous}")
    for rival in declaration.rivals:
        lines.append(f"{rival.kind} reaches it, with confidence {rival.confidence:.2f}:")
        lines += _evidence(rival.evidence)
    if declaration.proposal is not None:
        lines.append(f"proposal: {declaration.proposal}")
    lines += _moves(analysis, declaration)
    return "\n".join(lines)


def _evidence(path: tuple[Evidence, ...]) -> list[str]:
    return [f"  {one.file}:{one.line}: {one.what}" for one in path]


def _nothing(analysis: Analysis) -> str:
    names = ", ".join(solution.kind.kind.name for solution in analysis.solutions)
    return f"nothing it is used for belongs to one kind only (asked for: {names})"


def _moves(analysis: Analysis, declaration: Declaration) -> list[str]:
    """What flows in and out, the first few of each, so that the reader can judge."""
    graph, places = analysis.graph, Places(analysis)
    slot = _slot(analysis, declaration, places)
    out: list[str] = []
    if slot is None:
        return out
    for title, moves in (
        ("comes from", graph.ins.get(slot, [])),
        ("goes to", graph.outs.get(slot, [])),
    ):
        for move in moves[:6]:
            flow = graph.flow(move)
            text = analysis.tree.read(move.path)[flow.start : flow.end].decode("latin-1")
            line = places.line(move.path, flow.start)
            other = move.source if title == "comes from" else move.sink
            kind = analysis.kind_of(other) if other is not None else None
            label = kind.kind.kind.name if kind is not None else PAGE
            callee = f" -> {move.callee}()" if move.callee else ""
            out.append(f"  {title} {move.path}:{line}: {' '.join(text.split())}{callee} ({label})")
        if len(moves) > 6:
            out.append(f"  {title} {len(moves) - 6} more places")
    return out


def _slot(analysis: Analysis, declaration: Declaration, places: Places) -> Slot | None:
    for index, decl in enumerate(analysis.facts.files[declaration.file].decls):
        if decl.token[0] >= 0 and places.place(declaration.file, where_of(decl)) == (
            declaration.line,
            declaration.column,
        ):
            return analysis.graph.values.slot(declaration.file, index)
    return None
