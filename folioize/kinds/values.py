# SPDX-License-Identifier: GPL-2.0-only
"""Terms go in; the slot that a value comes from, and its C type, come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from folioize.cst.mask.vocabulary import TYPEOF
from folioize.facts.records import PAGE, UNKNOWN, Decl, Term
from folioize.facts.terms import stripped
from folioize.kinds.arms import is_in_reach
from folioize.kinds.tables import Tables, struct_key

Slot = tuple[str, ...]
"""The place that a kind is given to: all declarations that must have one type share a slot.

("param", function, index), ("return", function), ("field", struct, name), ("global", name),
("typedef", name), ("local", file, decl), ("place", file, decl), ("macro", name, index),
("list", struct, field), and ("inner", *slot of a function pointer, position): position 0 is its
result, parameters follow.
"""

_DEPTH = 14
_ANY_TYPE = frozenset(("?", "__auto_type", *(word.decode() for word in TYPEOF)))


class Value(msgspec.Struct, frozen=True, gc=False):
    """What an expression is: ``slot`` None is a value that no declaration stands for."""

    slot: Slot | None
    base: str
    depth: int
    function: str | None = None
    pointer: tuple[str, int] | None = None

    @property
    def is_page(self) -> bool:
        """Whether it is a page, or points to one, at any depth."""
        return self.base == PAGE


NOTHING = Value(None, "?", 0)
FOREIGN = Value(None, "!", 0)
"""A member of a struct that no file with a page in it defines: of what type is not known, but it
is no page. NOTHING is of a type that is not known at all."""

Given = tuple[str, int, Slot | None]
"""A file, the offset of a macro's definition in it, and what declares the page that it evaluates
to: None for nothing, ("p", number) for what the macro is given."""

Env = tuple[str, dict[int, Term], "Env | None"]
"""Where a macro's parameters get their values: file, arguments, and that call's own Env."""


class Values:
    """Resolves terms; one instance for the whole tree."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._arguments: dict[tuple[str, int], dict[int, Term]] = {}
        self._given: dict[str, tuple[Given, ...]] = {}
        self._by_tag: dict[str, Callable[[str, Term, Env | None, int], Value]] = {
            "d": self._named,
            "v": self._known,
            "*": self._stepped,
            "&": self._stepped,
            "f": self._field,
            "c": self._called,
            "i": self._indirect,
            "g": self._global,
            "p": self._parameter,
            "t": self._same,
        }
        self._tags: dict[tuple[str, int], str] = {}
        self._slots: dict[tuple[str, int], Slot] = {}
        for path, facts in tables.files.items():
            for member in facts.members:
                if member.decl >= 0:
                    self._tags[path, member.decl] = member.tag
            for flow in facts.flows:
                if flow.sink[0] == "a":
                    at = self._arguments.setdefault((path, flow.sink[1]), {})
                    at.setdefault(flow.sink[2], flow.source)

    def slot(self, path: str, index: int) -> Slot:
        """The slot of a declaration."""
        found = self._slots.get((path, index))
        if found is None:
            found = self._slots[path, index] = self._slot(path, index)
        return found

    def _slot(self, path: str, index: int) -> Slot:
        decl = self.tables.files[path].decls[index]
        while decl.alias >= 0:
            index = decl.alias
            decl = self.tables.files[path].decls[index]
        if decl.owner >= 0:
            signature = self.tables.files[path].decls[decl.owner].signature
            return ("inner", *self.slot(path, decl.owner), str(signature.index(index)))
        return self._plain(path, index, decl)

    def _plain(self, path: str, index: int, decl: Decl) -> Slot:
        role = decl.role
        if role in ("param", "return") and decl.fn >= 0 and decl.macro < 0:
            function = self.tables.files[path].funcs[decl.fn]
            own = function.static and path.endswith(".c")
            key = f"{path}:{function.name}" if own else function.name
            return ("param", key, str(decl.index)) if role == "param" else ("return", key)
        if role == "field" and decl.function is not None:
            return ("field", struct_key(path, self._tags.get((path, index), "?")), decl.name)
        if role == "global":
            static = (path, decl.name) in self.tables.statics
            return ("global", f"{path}:{decl.name}" if static else decl.name)
        if role == "typedef":
            return ("typedef", decl.name)
        return ("local", path, str(index)) if decl.name else ("place", path, str(index))

    def arguments(self, path: str, call: int) -> dict[int, Term]:
        """What a call in a file is given, by the arguments' numbers, as far as it may be pages."""
        return self._arguments.get((path, call), {})

    def resolve(self, path: str, term: Term, env: Env | None = None, left: int = _DEPTH) -> Value:
        """The value of a term as it stands in a file."""
        if left <= 0:
            return NOTHING
        handler = self._by_tag.get(term[0])
        return handler(path, term, env, left) if handler is not None else NOTHING

    def _named(self, path: str, term: Term, env: Env | None, left: int) -> Value:
        return self._declared(path, term[1])

    def _known(self, path: str, term: Term, env: Env | None, left: int) -> Value:
        return self._typed(term[1], term[2])

    def _stepped(self, path: str, term: Term, env: Env | None, left: int) -> Value:
        value = self.resolve(path, term[1], env, left - 1)
        step = 1 if term[0] == "&" else -1
        return Value(value.slot, value.base, value.depth + step, value.function, value.pointer)

    def _same(self, path: str, term: Term, env: Env | None, left: int) -> Value:
        """Of one type, and so of one slot; ``typeof(name)`` may name a typedef too."""
        inner = term[1]
        if inner[0] == "g" and inner[1] in self.tables.typedefs:
            return self._typed(inner[1], 0)
        return self.resolve(path, inner, env, left - 1)

    def _declared(self, path: str, index: int) -> Value:
        decl = self.tables.files[path].decls[index]
        if decl.base == "fn":
            return Value(self.slot(path, index), "fn", 0, None, (path, index))
        return Value(self.slot(path, index), PAGE, decl.depth)

    def _typed(self, base: str, depth: int) -> Value:
        base, depth, typedef = self.tables.expand(base, depth)
        if base in _ANY_TYPE:
            return NOTHING
        if typedef is not None:
            return Value(("typedef", typedef), PAGE, depth)
        entry = self.tables.typedefs.get(base)
        if entry is not None and entry[1].base == "fn" and entry[1].decl >= 0:
            return Value(("typedef", base), "fn", 0, None, (entry[0], entry[1].decl))
        return Value(None, base, depth)

    def _field(self, path: str, term: Term, env: Env | None, left: int) -> Value:
        base = self.resolve(path, term[1], env, left - 1)
        found = self.tables.member(path, base.base, term[2])
        if found is None:
            return NOTHING if base.base in (NOTHING.base, FOREIGN.base, PAGE) else FOREIGN
        key, where, member = found
        if member.decl >= 0:
            decl = self.tables.files[where].decls[member.decl]
            if decl.base == "fn":
                return Value(("field", key, member.name), "fn", 0, None, (where, member.decl))
            return Value(("field", key, member.name), PAGE, decl.depth)
        return self._typed(member.base, member.depth)

    def _called(self, path: str, term: Term, env: Env | None, left: int) -> Value:
        key = self.tables.function_key(path, term[1])
        if key is not None:
            return self._returned(key)
        for where, result, inner in self._expansions(path, term, env):
            value = self.resolve(where, result, inner, left - 1)
            if value.base != "?":
                return self._undivided(path, term[1], value)
        return NOTHING

    def _undivided(self, path: str, name: str, value: Value) -> Value:
        """The value of a macro's call; a page of no declaration where the macro's definitions in
        other configurations give what others declare."""
        if value.slot is None or len(self.tables.macros[name]) == 1:
            return value
        given = self.given(name)
        own = {slot for where, _, slot in given if where == path and path.endswith(".c")}
        slots = own or {slot for where, _, slot in given if is_in_reach(where, path)}
        return value if len(slots) < 2 else Value(None, value.base, value.depth)

    def given(self, name: str) -> tuple[Given, ...]:
        """What the definitions of a macro evaluate to, as far as these are pages, or may be."""
        found = self._given.get(name)
        if found is None:
            self._given[name] = ()  # what it says by way of itself is nothing new
            found = self._given[name] = tuple(self._each_given(name))
        return found

    def _each_given(self, name: str) -> Iterator[Given]:
        for path, index in self.tables.macros[name]:
            macro = self.tables.files[path].macros[index]
            for result in macro.results:
                value = self.resolve(path, result)
                if value.is_page:
                    yield path, macro.start, value.slot
                elif stripped(result)[0] == "p":
                    yield path, macro.start, ("p", str(stripped(result)[1]))

    def _expansions(
        self, path: str, term: Term, env: Env | None
    ) -> Iterator[tuple[str, Term, Env]]:
        """What a macro's call may evaluate to: each with the file and the parameters' values."""
        found = self.tables.macro(path, term[1])
        if found is not None:
            inner = (path, self._arguments.get((path, term[2]), {}), env)
            for result in found[2].results:
                yield found[0], result, inner

    def expansions(self, path: str, term: Term, env: Env | None) -> list[tuple[str, Term, Env]]:
        """What the call of a macro evaluates to, as far as that is known; nothing for a
        function's."""
        if self.tables.function_key(path, term[1]) is not None:
            return []
        found = self._expansions(path, term, env)
        return [one for one in found if self.resolve(*one, _DEPTH - 1).base != "?"]

    def _returned(self, key: str) -> Value:
        path, function = max(
            self.tables.function(key), key=lambda item: (item[1].result_decl >= 0, item[1].defined)
        )
        if function.result_decl >= 0:
            decl = self.tables.files[path].decls[function.result_decl]
            return Value(("return", key), PAGE, decl.depth)
        return self._typed(*function.result)

    def _indirect(self, path: str, term: Term, env: Env | None, left: int) -> Value:
        callee = self.resolve(path, term[1], env, left - 1)
        if callee.function is not None:
            return self._returned(callee.function)
        if callee.pointer is None:
            return NOTHING
        where, index = callee.pointer
        signature = self.tables.files[where].decls[index].signature
        if not signature or signature[0] < 0:
            return NOTHING
        decl = self.tables.files[where].decls[signature[0]]
        return Value(self.slot(where, signature[0]), PAGE, decl.depth)

    def _global(self, path: str, term: Term, env: Env | None, left: int) -> Value:
        name = term[1]
        found = self.tables.statics.get((path, name)) or self.tables.globals.get(name)
        if found is not None:
            where, entry = found
            if entry.decl >= 0:
                return self._declared(where, entry.decl)
            return self._typed(entry.base, entry.depth)
        key = self.tables.function_key(path, name)
        if key is not None:
            return Value(None, "function", 0, key)
        macro = self.tables.macro(path, name)
        if macro is not None and macro[2].params is None:
            for result in macro[2].results:
                return self.resolve(macro[0], result, None, left - 1)
        return NOTHING

    def _parameter(self, path: str, term: Term, env: Env | None, left: int) -> Value:
        if env is None:
            return NOTHING
        caller, arguments, outer = env
        return self.resolve(caller, arguments.get(term[1], UNKNOWN), outer, left - 1)
