# SPDX-License-Identifier: GPL-2.0-only
"""C text goes in; its facts, and ways to read them as short strings, come out.

A term is written as C would have it: ``page->lru`` as ``page.lru``, a macro's parameter as ``$0``,
the members of a list as ``list(head)``, a value of another type as ``<struct inode*>``.
"""

from __future__ import annotations

from dataclasses import dataclass

from folioize.facts.extract import extract
from folioize.facts.names import file_names, join_names, typedef_names
from folioize.facts.records import Decl, FileFacts, Term


@dataclass(frozen=True)
class Read:
    """The facts of one text."""

    text: str
    facts: FileFacts

    def at(self, span: tuple[int, int]) -> str:
        """The text of a span."""
        return self.text[slice(*span)]

    def decls(self) -> list[tuple[str, str, int]]:
        """Role, name and depth of each declaration of a page, in order of the text."""
        rows = [one for one in self.facts.decls if one.token != (-1, -1)]
        rows.sort(key=lambda one: (one.token, one.named))
        return [(one.role, one.name, one.depth) for one in rows]

    def decl(self, name: str, role: str | None = None) -> Decl:
        """The one declaration of that name."""
        found = [d for d in self.facts.decls if d.name == name and role in (None, d.role)]
        assert len(found) == 1, found
        return found[0]

    def term(self, term: Term) -> str:
        """A term as a string."""
        tag = term[0]
        if tag == "d":
            decl = self.facts.decls[term[1]]
            return decl.name or f"({decl.role})"
        inner = self.term(term[1]) if tag in ("f", "*", "&", "i", "L", "t") else str(term[-1])
        if tag == "v":
            return f"<{term[1]}{'*' * term[2]}>"
        if tag == "f":
            return f"{inner}.{term[2]}"
        shapes = {"*": "*{}", "&": "&{}", "g": "{}", "i": "{}()", "p": "${}", "L": "list({})"}
        shapes |= {"t": "typeof({})", "u": "?", "z": "0", "c": f"{term[1 % len(term)]}()"}
        return shapes[tag].format(inner)

    def sink(self, sink: Term) -> str:
        """A flow's sink as a string."""
        if sink[0] == "a":
            return f"{self.facts.calls[sink[1]].name}#{sink[2]}"
        if sink[0] == "ia":
            return f"{self.term(sink[1])}#{sink[3]}"
        if sink[0] == "r":
            return f"return {self.facts.funcs[sink[1]].name}"
        if sink[0] == "x":
            return str(sink[1])
        shapes = {"to": "{}", "cmp": "=={}", "arm": ":{}", "list": "[{}]"}
        return shapes[sink[0]].format(self.term(sink[1]))

    def flows(self) -> list[str]:
        """Each flow as "source > sink"."""
        return [f"{self.term(one.source)} > {self.sink(one.sink)}" for one in self.facts.flows]

    def accesses(self) -> list[str]:
        """Each access as "mode base.field", with -> for an arrow."""
        return [
            f"{one.mode} {self.term(one.base)}{'->' if one.arrow else '.'}{one.field}"
            for one in self.facts.accesses
        ]

    def uses(self, name: str) -> list[int]:
        """The offsets at which a variable is used."""
        decls = [i for i, one in enumerate(self.facts.decls) if one.name == name]
        return sorted(start for decl, start, _ in self.facts.uses if decl in decls)

    def tests(self) -> list[tuple[str, str, bool, str, str]]:
        """Each test: name, variable, answer, form, and the text in which it holds."""
        return [
            (
                one.name,
                self.facts.decls[one.decl].name,
                one.truth,
                one.form,
                " ".join(self.text[one.start : one.end].split()),
            )
            for one in self.facts.tests
        ]

    def tokens(self) -> list[str]:
        """What each left token is."""
        return [one.what for one in self.facts.tokens]


def read(text: str, *others: str, path: str = "mm/a.c") -> Read:
    """The facts of a text in a tree of no other files than ``others``."""
    contents = [one.encode("latin-1") for one in (text, *others)]
    part = file_names(contents)
    names = join_names([part], typedef_names(contents, part.typedefs))
    return Read(text, extract(path, contents[0], names))


def body(text: str, params: str = "struct page *page") -> Read:
    """The facts of a function with that body."""
    return read(f"void f({params})\n{{\n\t{text}\n}}\n")
