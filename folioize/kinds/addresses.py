# SPDX-License-Identifier: GPL-2.0-only
"""A place where a function's address is taken goes in; what takes it comes out.

Such a pointer and the function must agree on their types. Where it is not known what takes the
address, whatever does may want the type that the function has now.
"""

from __future__ import annotations

from folioize.facts.records import FileFacts, Flow, Func, Term
from folioize.facts.roles import is_printer, is_symbol
from folioize.kinds.parameters import Parameters
from folioize.kinds.tables import Tables
from folioize.kinds.values import FOREIGN, NOTHING, Slot, Values

Pointer = tuple[str, int]
"""The file and number of the declaration of a pointer to a function."""

Taken = str | Pointer
"""A function, by its key, or a pointer to one."""

_DEEP = 4  # macros that are used in macros


class Addresses:
    """Looks at one place at a time."""

    def __init__(self, tables: Tables, values: Values, parameters: Parameters) -> None:
        self.tables = tables
        self.values = values
        self.parameters = parameters

    def takers(self, path: str, flow: Flow, taken: Taken, left: int = _DEEP) -> list[Taken] | None:
        """What takes the address of a function, or takes over a pointer to one: none if it is only
        named, or becomes a number or ``void *``; None if that is not known."""
        facts, sink = self.tables.files[path], flow.sink
        if sink[0] == "x":
            return [] if sink[1] == "cast" else None
        if sink[0] in ("to", "cmp", "arm"):
            return self._variable(path, sink[1], taken)
        if sink[0] == "r":
            return self._typed(path, *facts.funcs[sink[1]].result)
        if sink[0] == "ia":
            return self._indirect(path, sink)
        if sink[0] == "a":
            return self._argument(path, facts.calls[sink[1]].name, sink[2], taken, left)
        return None

    def _variable(self, path: str, term: Term, taken: Taken) -> list[Taken] | None:
        value = self.values.resolve(path, term)
        other = value.function or value.pointer
        if other is not None:
            return [other] if other != taken else []
        return None if value.base in (NOTHING.base, FOREIGN.base) else []

    def _typed(self, path: str, base: str, depth: int) -> list[Taken] | None:
        """By a type as it is written: a typedef of a pointer to a function, or ``void *``."""
        found = self.tables.typedefs.get(base)
        if found is not None:
            where, entry = found
            if entry.base != "fn":
                return self._typed(where, entry.base, depth + entry.depth)
            return [(where, entry.decl)] if entry.decl >= 0 else []
        return [] if depth else None

    def _indirect(self, path: str, sink: Term) -> list[Taken] | None:
        callee = self.values.resolve(path, sink[1])
        if callee.pointer is None:
            return None
        where, index = callee.pointer
        decls = self.tables.files[where].decls
        signature = decls[index].signature
        inner = signature[sink[3] + 1] if sink[3] + 1 < len(signature) else -1
        if inner < 0:
            return []
        return [(where, inner)] if decls[inner].base == "fn" else None

    def _argument(
        self, path: str, name: str, index: int, taken: Taken, left: int
    ) -> list[Taken] | None:
        if is_printer(name) or is_symbol(name):
            return []
        key = self.tables.function_key(path, name)
        if key is not None:
            found = self.tables.function(key)
            with_it = [(where, one) for where, one in found if index < len(one.params)]
            for where, one in sorted(with_it, key=lambda item: item[1].params[index][3] < 0):
                return self._parameter(where, one, index)
            return [] if any(one.variadic for _, one in found) else None
        if name not in self.tables.macros or not left:
            return None
        return self._in_macro(("macro", name, str(index)), taken, left)

    def _parameter(self, where: str, function: Func, index: int) -> list[Taken] | None:
        _, base, depth, decl = function.params[index]
        if decl >= 0:
            return [(where, decl)]
        return [] if base == "fn" else self._typed(where, base, depth)

    def _in_macro(self, slot: Slot, taken: Taken, left: int) -> list[Taken] | None:
        use = self.parameters.of(slot)
        if use.called or use.stored or use.unseen or use.meets or use.filled:
            return None
        out: list[Taken] = []
        for path, index in self.tables.macros[slot[1]]:
            facts = self.tables.files[path]
            for flow in _flows(facts, index, int(slot[2])):
                found = self.takers(path, flow, taken, left - 1)
                if found is None and not (use.named and self._is_stranger(path, facts, flow)):
                    return None
                out += found or ()
            macro = facts.macros[index]
            for at, to, place in macro.hands if not macro.parsed else ():
                found = self._argument(path, to, place, taken, left - 1)
                if at == int(slot[2]):
                    if found is None:
                        return None
                    out += found
        return out

    def _is_stranger(self, path: str, facts: FileFacts, flow: Flow) -> bool:
        """Whether a flow is into a macro of a header that knows no pages. What is also pasted to
        other names is one more name there: SLAB_ATTR_RO(trace) has to do with trace_show()."""
        if flow.sink[0] != "a":
            return False
        name = facts.calls[flow.sink[1]].name
        return self.tables.function_key(path, name) is None and name not in self.tables.macros


def _flows(facts: FileFacts, macro: int, number: int) -> list[Flow]:
    """Where a macro's parameter goes in its body."""
    return [
        flow
        for flow in facts.flows
        if flow.macro == macro and flow.source[0] == "p" and flow.source[1] == number
    ]
