# SPDX-License-Identifier: GPL-2.0-only
"""A .cocci file's text goes in; its rules come out, or an error with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from folioize.rules.attributes import folded
from folioize.rules.cursor import Cursor
from folioize.rules.lexer import body_tokens, error_at, plain_tokens
from folioize.rules.metavars import read_metas
from folioize.rules.records import Depends, Meta, Place, Rule, RuleFile, Script, Token

_RULE = re.compile(r"^@", re.MULTILINE)
_HEAD = re.compile(r"@([^@]*)@")
_SCRIPT = re.compile(r"\s*(script|initialize|finalize)\s*:\s*(\w+)\b(.*)\Z", re.DOTALL)
_VIRTUAL = re.compile(r"virtual\s+([\w\s,.]+?)\s*;?\s*\Z")
_LASTING = ("attribute name", "declarer name", "iterator name", "typedef")
"""Kinds of names that the rules behind the one that declares them know as well."""
_MAX = 4_000_000
_DEEPEST = 50
"""How deep a condition may nest: far more than anybody writes, far less than Python bears."""


def read_rules(path: str, text: str) -> RuleFile:
    """Parse the whole file; raises RuleError for the first thing outside of the language read."""
    if len(text) > _MAX:
        raise error_at(path, 1, 1, f"the file has more than {_MAX} characters")
    return _File(path, text.replace("\r\n", "\n").replace("\r", "\n")).read()


class _File:
    """What one file has declared so far."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.virtuals: set[str] = set()
        self.typedefs: set[str] = set()
        self.symbols: set[str] = set()
        self.disabled: set[str] = set()
        self.names: dict[str, Meta] = {}
        self.rules: list[Rule | Script] = []

    def read(self) -> RuleFile:
        """Read all rules in order."""
        first = _RULE.search(self.text)
        at = len(self.text) if first is None else first.start()
        self._preamble(self.text[:at])
        while at < len(self.text):
            at = self._rule(at)
        if not self.rules:
            raise self._place(0).error("there is no rule in this file: a rule begins with @@")
        return RuleFile(
            self.path,
            tuple(self.rules),
            frozenset(self.virtuals),
            frozenset(self.disabled),
            frozenset(self.symbols),
        )

    def _place(self, offset: int) -> Place:
        before = self.text[:offset]
        return Place(self.path, before.count("\n") + 1, offset - before.rfind("\n"))

    def _preamble(self, text: str) -> None:
        """What stands before the first rule: virtual rules, options of spatch, comments."""
        text = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.DOTALL)
        joined, start = "", 1
        for number, line in enumerate(text.split("\n"), 1):
            told = line.split("//")[0].strip()
            if told.startswith("#spatch") or not told:
                continue
            start = start if joined else number
            joined = f"{joined} {told}".strip()
            if not joined.endswith(","):
                self._preamble_line(joined, start)
                joined = ""
        if joined:
            self._preamble_line(joined.rstrip(","), start)

    def _preamble_line(self, line: str, number: int) -> None:
        for part in line.split(";"):
            if not part.strip():
                continue
            found = _VIRTUAL.match(part.strip())
            if found is None:
                word = part.split()[0]
                if word == "using":
                    self._using(part.removeprefix("using").strip(), Place(self.path, number, 1))
                    continue
                raise error_at(
                    self.path,
                    number,
                    1,
                    f"{word!r} outside of a rule is not supported before the first rule",
                )
            names = [name.strip() for name in found[1].replace(",", " ").split()]
            self.virtuals.update(names)

    def _using(self, name: str, place: Place) -> None:
        """``using "x.iso"``: a file of isomorphisms, which may be that of Coccinelle, or empty."""
        if not re.fullmatch(r'"[^"]+"', name):
            raise place.error("after 'using' the name of a file in quotes is expected")
        if name == '"standard.iso"':
            return
        file = Path(self.path).parent / name[1:-1]
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError as err:
            raise place.error(f"{name[1:-1]} cannot be read: {err.strerror}") from err
        if re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL).strip():
            raise place.error(
                f"{name[1:-1]} has isomorphisms: only those of Coccinelle's standard.iso are known"
            )

    def _rule(self, at: int) -> int:
        """Read the rule at ``at``; return where the next one begins."""
        place = self._place(at)
        head = _HEAD.match(self.text, at)
        if head is None:
            raise place.error("a rule's header ends with a second @")
        script = _SCRIPT.match(head[1])
        metas_at = head.end()
        close = self.text.find("@@", metas_at)
        following = _RULE.search(self.text, metas_at)
        if close < 0:
            raise place.error("the metavariables of this rule do not end with @@")
        if following is not None and following.start() < close:
            raise self._place(following.start()).error("@@ is expected after the metavariables")
        body_at = close + 2
        after = _RULE.search(self.text, body_at)
        end = len(self.text) if after is None else after.start()
        if script is not None:
            self._script(script, place, (metas_at, close), (body_at, end))
        else:
            spans = ((head.start(1), head[1]), (metas_at, close), (body_at, end))
            self._code(spans, place)
        return end

    def _script(
        self, found: re.Match[str], place: Place, metas: tuple[int, int], body: tuple[int, int]
    ) -> None:
        if found[2] != "python":
            language = "OCaml" if found[2] == "ocaml" else found[2]
            raise place.error(f"scripts in {language} are not supported")
        cursor = Cursor(plain_tokens(self.path, found[3], place.line), place)
        name = ""
        if cursor.kind() == "ident" and cursor.peek() != "depends":
            name = cursor.next().text
        depends = self._depends(cursor)
        start = self._place(metas[0])
        tokens = plain_tokens(self.path, self.text[metas[0] : metas[1]], start.line)
        inputs, outputs = self._script_names(Cursor(tokens, self._place(metas[1])))
        text = self.text[body[0] : body[1]]
        line = self._place(body[0]).line
        self.rules.append(Script(name, place, found[1], depends, inputs, outputs, text, line))

    def _script_names(
        self, cursor: Cursor
    ) -> tuple[tuple[tuple[str, str, str | None], ...], tuple[str, ...]]:
        """What a script asks for (``x << r.y;``), and what it sets (``x;``)."""
        inputs: list[tuple[str, str, str | None]] = []
        outputs: list[str] = []
        while not cursor.done:
            name = cursor.name("a name")
            if not cursor.accept("<<"):
                outputs.append(name.text)
                cursor.expect(";")
                continue
            rule = cursor.name("a rule's name")
            cursor.expect(".")
            meta = cursor.name("the name in that rule")
            without = cursor.next().text if cursor.accept("=") else None
            if without is not None and not without.startswith('"'):
                raise cursor.fail("what stands for a missing value is a text in quotes")
            cursor.expect(";")
            source = f"{rule.text}.{meta.text}"
            self._check_source(source, meta.place)
            inputs.append((name.text, source, None if without is None else without[1:-1]))
        return tuple(inputs), tuple(outputs)

    def _code(
        self, spans: tuple[tuple[int, str], tuple[int, int], tuple[int, int]], place: Place
    ) -> None:
        (_, head), metas, body = spans
        rule, extended = self._header(plain_tokens(self.path, " " + head, place.line), place)
        start = self._place(metas[0])
        pad = " " * (start.column - 1)
        tokens = plain_tokens(self.path, pad + self.text[metas[0] : metas[1]], start.line)
        known = read_metas(tokens, self._place(metas[1]), self.typedefs, self.symbols, extended)
        self._check_sources(known.values())
        text = self.text[body[0] : body[1]]
        # A body that begins on the line of the @@ is context: keep its marks at column one.
        lines = body_tokens(self.path, text, self._place(body[0]).line)
        if not lines:
            raise place.error("this rule has no body")
        words = {word for meta in known.values() for one in meta.types for word in one.split()}
        words |= {token.text for token in lines}
        self.names.update({one.name: one for one in known.values() if one.kind in _LASTING})
        known = {**self.names, **known}
        known = {
            name: meta
            for name, meta in known.items()
            if name in words or meta not in (extended.get(name), self.names.get(name))
        }
        self.rules.append(
            rule._replace(
                metas=known, body=tuple(folded(_positions(lines, known), known)), place=place
            )
        )

    def _header(self, tokens: list[Token], place: Place) -> tuple[Rule, dict[str, Meta]]:
        """The rule without its body, and the metavariables of the one that it extends."""
        extended: dict[str, Meta] = {}
        cursor = Cursor(tokens, place)
        name, depends, disabled, quantifier = "", None, set[str](), ""
        term = ""
        if cursor.kind() == "ident" and cursor.peek() not in (
            "depends",
            "disable",
            "exists",
            "forall",
            "extends",
            "expression",
            "identifier",
            "type",
            "using",
        ):
            name = cursor.next().text
        while not cursor.done:
            if cursor.peek() == "depends":
                depends = self._depends(cursor)
            elif cursor.accept("extends"):
                extended = self._extended(cursor.name("a rule's name"))
            elif cursor.accept("disable"):
                disabled = self._disabled(cursor)
            elif cursor.peek() in ("exists", "forall"):
                quantifier = cursor.next().text
            elif cursor.peek() in ("expression", "identifier"):
                term = cursor.next().text
            else:
                self._used_isos(cursor)
        if not name:
            name = f"rule starting on line {place.line}"
        elif any(rule.name == name for rule in self.rules):
            raise place.error(f"there are two rules of the name {name}")
        rule = Rule(name, place, {}, (), depends, frozenset(disabled), quantifier, term)
        return rule, extended

    def _used_isos(self, cursor: Cursor) -> None:
        """``using "x.iso"`` in a rule's header, where nothing else is left that it may have."""
        token = cursor.next()
        if token.text != "using":
            raise token.place.error(f"{token.text!r} in a rule's header is not supported")
        self._using(cursor.next("the name of a file").text, token.place)

    def _extended(self, token: Token) -> dict[str, Meta]:
        """The metavariables of a rule, as those that inherit from it."""
        found = next((one for one in self.rules if one.name == token.text), None)
        if not isinstance(found, Rule):
            raise token.place.error(f"no rule before this one is called {token.text}")
        plain = ("typedef", "symbol", "declarer name", "iterator name", "fresh identifier")
        return {
            name: meta
            if meta.kind in plain
            else meta._replace(source=meta.source or f"{found.name}.{name}", constraints=())
            for name, meta in found.metas.items()
        }

    def _disabled(self, cursor: Cursor) -> set[str]:
        names = {cursor.name("an isomorphism").text}
        while cursor.accept(","):
            names.add(cursor.name("an isomorphism").text)
        return names

    def _depends(self, cursor: Cursor) -> Depends | None:
        if not cursor.accept("depends"):
            return None
        cursor.expect("on")
        return self._or(cursor)

    def _or(self, cursor: Cursor, depth: int = 0) -> Depends:
        parts = [self._and(cursor, depth)]
        while cursor.accept("||"):
            parts.append(self._and(cursor, depth))
        return ("or", *parts) if len(parts) > 1 else parts[0]

    def _and(self, cursor: Cursor, depth: int) -> Depends:
        parts = [self._not(cursor, depth)]
        while cursor.accept("&&"):
            parts.append(self._not(cursor, depth))
        return ("and", *parts) if len(parts) > 1 else parts[0]

    def _not(self, cursor: Cursor, depth: int) -> Depends:
        if depth > _DEEPEST:
            raise cursor.fail("this condition is nested too deeply")
        if cursor.accept("!"):
            return ("not", self._not(cursor, depth + 1))
        if cursor.accept("("):
            inside = self._or(cursor, depth + 1)
            cursor.expect(")")
            return inside
        if cursor.peek() == "file":
            raise cursor.fail("'depends on file' is not supported")
        word = "rule"
        if cursor.peek() in ("ever", "never"):
            word = cursor.next().text
        token = cursor.name("a rule's name")
        known = self.virtuals | {rule.name for rule in self.rules}
        if token.text not in known:
            raise token.place.error(f"no rule and no virtual rule is called {token.text}")
        return (word, token.text)

    def _check_sources(self, metas: Iterable[Meta]) -> None:
        for meta in metas:
            if meta.source is not None:
                self._check_source(meta.source, meta.place)

    def _check_source(self, source: str, place: Place) -> None:
        """Raise RuleError where no rule before this one has the metavariable."""
        rule, _, name = source.partition(".")
        if rule == "virtual":
            return
        found = next((one for one in self.rules if one.name == rule), None)
        if found is None:
            raise place.error(f"no rule before this one is called {rule}")
        known = found.metas if isinstance(found, Rule) else found.outputs
        if name not in known:
            raise place.error(f"the rule {rule} has no metavariable {name}")


def _positions(tokens: list[Token], metas: dict[str, Meta]) -> list[Token]:
    """Attach ``@p`` to the token before it."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text == "@" and token.kind == "op":
            if at + 1 >= len(tokens) or not out:
                raise token.place.error("a metavariable is expected after @, and a term before it")
            name = tokens[at + 1]
            meta = metas.get(name.text)
            last = out[-1]
            if meta is None:
                raise name.place.error(f"{name.text}, which stands after @, is no metavariable")
            if meta.kind == "position":
                out[-1] = last._replace(positions=(*last.positions, name.text))
            else:
                out[-1] = last._replace(also=(*last.also, name.text))
            at += 2
            continue
        out.append(token)
        at += 1
    return out
