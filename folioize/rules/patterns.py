# SPDX-License-Identifier: GPL-2.0-only
"""A rule goes in; the pattern that its context and - lines make, as a tree to match, comes out."""

from __future__ import annotations

import bisect
from typing import NamedTuple

from tree_sitter import Node

from folioize.cst.module import Module
from folioize.rules.attached import attach
from folioize.rules.ctree import C, build
from folioize.rules.defines import define_pattern, is_bare_head, one_of
from folioize.rules.emit import Emitted, Piece, emit
from folioize.rules.groups import Choice, Dots, Item, Leaf, Nest, group
from folioize.rules.heads import defines, typed_head
from folioize.rules.jumps import owned
from folioize.rules.kinds import STATEMENTS
from folioize.rules.nodes import P, Pattern
from folioize.rules.records import Place, Rule

_STATEMENT = STATEMENTS | {"function_definition", "arm"}
_NOT_TERMS = frozenset(
    ("attribute name", "symbol", "typedef", "iterator name", "declarer name", "position")
)
_PARAMETERS = frozenset(("parameter", "parameter list"))


def compile_rule(rule: Rule) -> Pattern:
    """The pattern of a rule; raises RuleError where it is no C that we understand."""
    items = group(rule.body)
    if not items:
        return Pattern("empty", [])
    rows = one_of(items)
    if rows:
        return Pattern("define", [_Compiler(rule).define(row) for row in rows])
    if any(isinstance(item, Leaf) and item.token.kind == "cpp" for item in items):
        return Pattern("include", [_include(items, rule)])
    pattern = _Compiler(rule).pattern(items)
    owned(pattern.elements)
    attach(rule, pattern)
    return pattern


_LINES = ("#include", "#undef", "#pragma")


def _include(items: list[Item], rule: Rule) -> P:
    """A rule that is one line of the preprocessor."""
    first = next(item for item in items if isinstance(item, Leaf) and item.token.kind == "cpp")
    text = first.token.text.split("//")[0]
    word = "#" + text[1:].split(maxsplit=1)[0] if text[1:].split() else text
    if not word.startswith(_LINES):
        raise first.token.place.error(f"rules on {first.token.text.split()[0]} are not supported")
    if len(items) > 1:
        article = "an" if word.startswith("#i") else "a"
        raise items[1].token.place.error(
            f"a rule with {article} {word} line may have no other line but + lines"
        )
    words = text.split()
    meta = rule.metas.get(words[-1]) if word != "#include" else None
    if meta is not None and meta.kind in ("identifier", "pragmainfo"):
        return P("include", first.at, text="".join(words[:-1]), meta=meta)
    return P("include", first.at, text="".join(words))


class _Compiler:
    """Parses the pieces of one rule."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.metas = rule.metas

    def pattern(self, items: list[Item]) -> Pattern:
        """The whole body."""
        emitted = emit(items, self.metas)
        if defines(items, self.metas):
            prefix = "" if typed_head(items, self.metas) else "int "
            found = self._parse(emitted, (prefix, ""), True, "function_definition")
            if found is not None:
                return Pattern("toplevel", self._all(found))
        return self._fragment(items, emitted)

    def define(self, items: list[Item]) -> P:
        """A rule that is one #define line."""
        line = items[0].token.place.line
        row = [item for item in items if item.token.place.line == line]
        if is_bare_head(row):
            row = items  # what it stands for is on the lines below, which may be - lines
        if len(row) < len(items):
            raise items[len(row)].token.place.error(
                "a rule with a #define line may have no other line but + lines"
            )
        return define_pattern(row, self._word, self._elements)

    def _word(self, leaf: Leaf) -> P:
        meta = self.metas.get(leaf.token.text)
        if meta is not None and meta.kind not in _NOT_TERMS:
            return P("meta", leaf.at, meta=meta, first=leaf.at, last=leaf.at)
        return P("ident", leaf.at, text=leaf.token.text, first=leaf.at, last=leaf.at)

    def _fragment(self, items: list[Item], emitted: Emitted) -> Pattern:
        if self._is_type(items):
            bare = Emitted([p for n, p in enumerate(emitted.pieces) if not self._added(emitted, n)])
            found = self._parse(bare, ("int f(void) { x = (", ") y; }"), True, "cast_expression")
            if found is not None:
                return Pattern("type", self._all(found))
        for parenthesised in (True, False):
            found = self._parse(
                emitted, ("void f(void) { ", "}"), parenthesised, "compound_statement"
            )
            if found is not None:
                elements = self._all(found)
                if len(elements) == 1 and elements[0].kind in ("prim", "sized_type_specifier"):
                    elements = [_ranged(P("ctype", kids=elements))]
                typed = len(elements) == 1 and elements[0].kind == "ctype"
                return Pattern("type" if typed else "sequence", elements)
        bare = Emitted([p for at, p in enumerate(emitted.pieces) if not self._added(emitted, at)])
        shapes = (
            ("type", "int f(void) { x = (", ") y; }", "cast_expression"),
            ("initialiser", "int x[] = { ", "};", "initializer_list"),
            ("parameter", "int f(", ");", "parameter_list"),
            ("field", "struct s { ", "; };", "field_declaration_list"),
            ("toplevel", "", "", "translation_unit"),
        )
        for shape, before, after, kind in shapes:
            found = self._parse(bare, (before, after), True, kind)
            if found is not None:
                elements = self._all(found)
                if elements:
                    return Pattern(shape, elements)
        raise self._broken(items, emitted)

    def _is_type(self, items: list[Item]) -> bool:
        """Whether the whole fragment is the name of a type."""
        if len(items) != 1 or not isinstance(items[0], Leaf):
            return False
        meta = self.metas.get(items[0].token.text)
        return meta is not None and meta.kind in ("type", "typedef")

    def _added(self, emitted: Emitted, at: int) -> bool:
        """Whether a piece is one that was put around a bare expression at the end."""
        return any(at == first or at in (last, last + 1) for first, last in emitted.bare)

    def _broken(self, items: list[Item], emitted: Emitted) -> Exception:
        """The error for a pattern that does not parse, at its first bad token."""
        text, placed = emitted.text()
        before = b"void f(void) { "
        module = Module.parse("rule", before + text.encode() + b"}")
        place = _place(items[0])
        at = _first_error(module.root)
        if at is not None:
            for offset, piece in placed:
                if piece.at >= 0 and offset + len(before) >= at:
                    place = self.rule.body[piece.at].place
                    break
        return place.error(f"{self.rule.told}: this is no C that is understood")

    def _parse(
        self, emitted: Emitted, wrap: tuple[str, str], parenthesised: bool, kind: str
    ) -> _Found | None:
        text, placed = emitted.text(parenthesised)
        before = wrap[0].encode()
        module = Module.parse("rule", before + text.encode() + wrap[1].encode())
        if module.root.has_error:
            return None
        starts = [offset + len(before) for offset, _ in placed]
        span = (len(before), len(before) + len(text.encode()))
        node = _holder(module.root, span, kind)
        if node is None:
            return None
        tree = build(module, node)
        return _Found(tree, span, starts, [piece for _, piece in placed])

    def _all(self, found: _Found) -> list[P]:
        """The elements inside of what was wrapped."""
        out = []
        kids = [found.tree] if found.tree.kind == "function_definition" else found.tree.kids
        if found.tree.kind == "cast_expression":
            kids = kids[1:2]
        for kid in kids:
            if kid.start >= found.span[0] - 8 and kid.end <= found.span[1] + 1:
                element = self._convert(kid, found)
                if element is not None and kid.text not in ("{", "}", "(", ")"):
                    out.append(self._statement(kid, element))
        return out

    # -- conversion -------------------------------------------------------------------------------

    def _convert(self, node: C, found: _Found) -> P | None:
        """A node of the emitted text as a node of the pattern; None if all of it is added."""
        if node.text is not None:
            return self._leaf(node, found)
        whole = node.kids
        kids: list[P] = []
        for kid in whole:
            one = self._convert(kid, found)
            if one is not None:
                if node.kind in ("compound_statement", "arm", "translation_unit"):
                    one = self._statement(kid, one)
                kids.append(one)
        if not kids and whole:
            return None
        dropped = len(kids) < len(whole)
        if dropped and len(kids) == 1:
            return kids[0]
        out = P(node.kind, kids=kids, loose=dropped)
        if node.kind in ("parameter_declaration", "enumerator"):
            inner = _only(out)
            if inner is not None and self._stands_for_parameters(inner):
                return inner
        if node.kind == "while_statement" and kids[0].text != "while":
            out = self._loop(out)
        return _ranged(out)

    def _stands_for_parameters(self, inner: P) -> bool:
        if inner.kind in ("dots", "choice", "nest"):
            return True
        return inner.meta is not None and inner.meta.kind in _PARAMETERS

    def _loop(self, node: P) -> P:
        """``name(args) body`` that was written as a while."""
        opening = next(at for at, kid in enumerate(node.kids) if kid.text == "(")
        closing = max(at for at, kid in enumerate(node.kids) if kid.text == ")")
        inner: list[P] = []
        for kid in node.kids[opening + 1 : closing]:
            inner += _flat_comma(kid)
        args = P("argument_list", kids=[node.kids[opening], *inner, node.kids[closing]])
        return P("loop", kids=[node.kids[0], _ranged(args), *node.kids[closing + 1 :]])

    def _statement(self, node: C, element: P) -> P:
        """An element of a sequence: what lost its semicolon is a bare expression."""
        leaves = element.leaves()
        element.optional = bool(leaves) and all(self.rule.body[at.at].optional for at in leaves)
        made = self._element(node, element)
        made.optional = element.optional
        return made

    def _element(self, node: C, element: P) -> P:
        if element.kind in _STATEMENT or element.kind in ("dots", "nest", "choice"):
            return element
        if element.meta is not None and element.meta.kind in (
            "statement",
            "statement list",
            "declaration",
        ):
            return element
        if node.kind == "expression_statement":
            return _ranged(P("bare", kids=[element]))
        return element

    def _leaf(self, node: C, found: _Found) -> P | None:
        piece = found.piece(node.start)
        if piece is None or piece.at < 0:
            return None
        if piece.item is not None:
            return self._special(piece.item)
        token = self.rule.body[piece.at]
        meta = self.metas.get(token.text) if token.kind == "ident" else None
        kind = "ident" if piece.text == "while" and token.text != "while" else node.kind
        if meta is not None and meta.kind not in _NOT_TERMS:
            return P("meta", piece.at, meta=meta, first=piece.at, last=piece.at)
        return P(kind, piece.at, text=token.text, first=piece.at, last=piece.at)

    def _special(self, item: Item) -> P:
        if isinstance(item, Dots):
            whens = [(one.kind, self._elements(one.items)) for one in item.whens]
            return P("dots", item.at, whens=whens, first=item.at, last=item.at)
        if isinstance(item, Nest):
            whens = [(one.kind, self._elements(one.items)) for one in item.whens]
            return P(
                "nest",
                item.at,
                branches=[self._elements(item.items)],
                whens=whens,
                once=item.once,
                close=item.close,
                first=item.at,
                last=item.close,
            )
        assert isinstance(item, Choice)
        branches = [self._elements(branch) for branch in item.branches]
        return P(
            "choice",
            item.at,
            branches=branches,
            conjunction=item.kind == "&",
            close=item.close,
            first=item.at,
            last=item.close,
        )

    def _elements(self, items: list[Item]) -> list[P]:
        """A branch, a nest's body or a condition, parsed on its own."""
        if not items:
            return []
        return self._fragment(items, emit(items, self.metas)).elements


class _Found(NamedTuple):
    """A parse: the tree, the span of the rule's own text in it, and its pieces by offset."""

    tree: C
    span: tuple[int, int]
    starts: list[int]
    pieces: list[Piece]

    def piece(self, offset: int) -> Piece | None:
        """The piece that begins at ``offset``."""
        at = bisect.bisect_right(self.starts, offset) - 1
        return self.pieces[at] if at >= 0 and self.starts[at] == offset else None


def _ranged(node: P) -> P:
    node.first = min((kid.first for kid in node.kids), default=node.first)
    node.last = max((kid.last for kid in node.kids), default=node.last)
    return node


def _only(node: P) -> P | None:
    """The single leaf of a node."""
    while len(node.kids) == 1:
        node = node.kids[0]
    return None if node.kids else node


def _flat_comma(node: P) -> list[P]:
    if node.kind != "comma_expression":
        return [node]
    return [one for kid in node.kids for one in _flat_comma(kid)]


def _place(item: Item) -> Place:
    return item.token.place


def _holder(root: Node, span: tuple[int, int], kind: str) -> Node | None:
    """The outermost node of ``kind`` that reaches over ``span``."""
    stack = [root]
    while stack:
        node = stack.pop(0)
        covers = node.start_byte <= span[0] + 8 and node.end_byte >= span[1] - 2
        if node.type == kind and (covers or kind == "translation_unit"):
            if kind == "function_definition" and len(root.named_children) > 1:
                return root
            return node
        stack += node.children
    return None


def _first_error(root: Node) -> int | None:
    stack = [root]
    found: list[int] = []
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            found.append(node.start_byte)
        stack += [child for child in node.children if child.has_error or child.is_missing]
    return min(found, default=None)
