# SPDX-License-Identifier: GPL-2.0-only
"""The facts of all files go in; look-ups by name over the whole tree come out."""

from __future__ import annotations

from dataclasses import dataclass, field

from folioize.facts.records import PAGE, FileFacts, Func, Global, Macro, Member

FuncRef = tuple[str, int]
"""A file and an index into its ``funcs``."""


@dataclass(slots=True)
class Tables:
    """Functions, struct members, typedefs, globals and macros of a set of files.

    A static function of a ``.c`` file is its file's own; all others share one name space, as
    headers' stubs and the allocators' rival definitions of one interface must agree anyway.
    """

    files: dict[str, FileFacts]
    functions: dict[str, list[FuncRef]] = field(default_factory=dict)
    members: dict[tuple[str, str], tuple[str, Member]] = field(default_factory=dict)
    order: dict[str, list[tuple[str, Member]]] = field(default_factory=dict)
    typedefs: dict[str, tuple[str, Global]] = field(default_factory=dict)
    globals: dict[str, tuple[str, Global]] = field(default_factory=dict)
    statics: dict[tuple[str, str], tuple[str, Global]] = field(default_factory=dict)
    macros: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def function_key(self, path: str, name: str) -> str | None:
        """The key of the function that ``name`` means in a file, if there is one."""
        own = f"{path}:{name}"
        if own in self.functions:
            return own
        return name if name in self.functions else None

    def function(self, key: str) -> list[tuple[str, Func]]:
        """All prototypes and definitions behind a key."""
        return [(path, self.files[path].funcs[i]) for path, i in self.functions[key]]

    def macro(self, path: str, name: str) -> tuple[str, int, Macro] | None:
        """The function-like or object-like macro of that name, the file's own first."""
        found = self.macros.get(name)  # in order of path
        if not found:
            return None
        best = found[0]
        if len(found) > 1:
            own = (ref for ref in found if ref[0] == path)
            best = next(own, None) or next((ref for ref in found if "/" in ref[0]), best)
        return best[0], best[1], self.files[best[0]].macros[best[1]]

    def member(self, path: str, tag: str, name: str) -> tuple[str, str, Member] | None:
        """The key of the struct and the member that ``tag`` and ``name`` mean in a file."""
        for key in (f"{path}:{tag}", tag):
            if name.startswith("#") and key in self.order:
                position = int(name[1:])
                members = self.order[key]
                return (key, *members[position]) if position < len(members) else None
            found = self.members.get((key, name))
            if found is not None:
                return (key, *found)
        return None

    def expand(self, base: str, depth: int) -> tuple[str, int, str | None]:
        """Follow typedefs: the real base, the depth, and the typedef of a page on the way."""
        for _ in range(8):
            found = self.typedefs.get(base)
            if found is None or found[1].base == "fn":
                return base, depth, None
            entry = found[1]
            if entry.base == PAGE and entry.decl >= 0:
                return PAGE, depth + entry.depth, base
            base, depth = entry.base, depth + entry.depth
        return base, depth, None


def struct_key(path: str, tag: str) -> str:
    """A struct defined in a ``.c`` file is that file's own."""
    return f"{path}:{tag}" if path.endswith(".c") else tag


def build_tables(files: dict[str, FileFacts]) -> Tables:
    """Index the facts; the order of files does not matter to what comes out."""
    tables = Tables(files)
    for path in sorted(files):
        facts = files[path]
        for index, function in enumerate(facts.funcs):
            own = function.static and path.endswith(".c")
            key = f"{path}:{function.name}" if own else function.name
            tables.functions.setdefault(key, []).append((path, index))
        for member in facts.members:
            tag = struct_key(path, member.tag)
            tables.order.setdefault(tag, []).append((path, member))
            before = tables.members.get((tag, member.name))
            if before is None or (before[1].decl < 0 <= member.decl):
                tables.members[tag, member.name] = (path, member)
        for entry in facts.globals:
            _add_global(tables, path, entry)
        for index, macro in enumerate(facts.macros):
            tables.macros.setdefault(macro.name, []).append((path, index))
    return tables


def _add_global(tables: Tables, path: str, entry: Global) -> None:
    if entry.what == "typedef":
        before = tables.typedefs.get(entry.name)
        if before is None or (before[1].decl < 0 <= entry.decl):
            tables.typedefs[entry.name] = (path, entry)
    elif entry.static:
        tables.statics.setdefault((path, entry.name), (path, entry))
    else:
        before = tables.globals.get(entry.name)
        if before is None or (before[1].decl < 0 <= entry.decl):
            tables.globals[entry.name] = (path, entry)
