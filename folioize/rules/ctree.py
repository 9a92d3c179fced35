# SPDX-License-Identifier: GPL-2.0-only
"""A parsed module and a node go in; a small tree of C made for matching comes out.

It differs from the parser's: stars belong to the type, cases and labels stand beside the
statements that follow them, conditions have no node for their parentheses, and loops by macro
are nodes of their own. Every token of the file is a leaf; text is the file's own.
"""

from __future__ import annotations

import re

from tree_sitter import Node

from folioize.cst.mask import MacroCall
from folioize.cst.module import Module
from folioize.rules.cnode import C, link

__all__ = ["C", "build", "link", "struct_declaration", "type_parts"]

_NAMES = frozenset(
    (
        "identifier",
        "field_identifier",
        "type_identifier",
        "statement_identifier",
        "null",
        "true",
        "false",
    )
)
_WHOLE = frozenset(
    ("string_literal", "char_literal", "number_literal", "system_lib_string", "preproc_arg")
)
_KINDS = {
    "primitive_type": "prim",
    "string_literal": "string",
    "char_literal": "char",
    "number_literal": "number",
    "parenthesized_expression": "paren",
}
_DECLARING = frozenset(
    (
        "declaration",
        "field_declaration",
        "parameter_declaration",
        "type_definition",
        "function_definition",
        "type_descriptor",
    )
)
_POINTERS = ("pointer_declarator", "abstract_pointer_declarator", "pointer_type_declarator")
_PREPROC = ("preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif", "preproc_elifdef")
_TYPE_NAME = re.compile(
    r"(?:__)?[usb]e?(?:8|16|32|64)\Z|\w+_t\Z|(?:__)?[lb]e(?:16|32|64)\Z|u?int\d+_t\Z"
    r"|uint\Z|ulong\Z|ushort\Z|uchar\Z"
)
_FAR = 80
"""How far before a string its level may stand."""
_STRUCTS = ("struct_specifier", "union_specifier", "enum_specifier")
_MACRO_DECLARES = ("declaration", "field_declaration")
_HEADED = frozenset(("if_statement", "while_statement", "switch_statement", "do_statement"))


def build(module: Module, node: Node) -> C:
    """The tree of ``node``; parents are set."""
    out = _Builder(module).node(node)
    link(out)
    return out


class _Builder:
    """Builds the trees of one module."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.data = module.data

    def node(self, node: Node) -> C:  # noqa: PLR0911, C901 - one for each kind of node
        """The tree of any node."""
        kind = node.type
        if kind in _NAMES:
            return self.leaf(node, "ident")
        if kind == "number_literal" and self.data[node.start_byte] in b"+-":
            return self.signed(node)
        if kind in _WHOLE or not node.child_count:
            return self.leaf(node, _KINDS.get(kind, kind))
        if kind in ("storage_class_specifier", "type_qualifier"):
            return self.leaf(node, "storage" if kind[0] == "s" else "qual")
        if kind in ("while_statement", "if_statement"):
            loop = self.module.iterator_at(node.start_byte)
            if loop is not None and loop.start == node.start_byte:
                return self.loop(node, loop)
        if kind in _DECLARING:
            return self.declared_by(node) or self.declaring(node)
        if kind == "call_expression":
            return self.call(node)
        if kind == "for_statement":
            return self.loop_for(node)
        kids = self.kids(node)
        if kind in _PREPROC:
            return self.preproc(node, kids)
        return C(_KINDS.get(kind, kind), node.start_byte, node.end_byte, kids)

    def leaf(self, node: Node, kind: str) -> C:
        """A token with the file's own text."""
        start, end = node.start_byte, node.end_byte
        return C(kind, start, end, [], self.data[start:end].decode("utf-8", "replace"))

    def signed(self, node: Node) -> C:
        """``-1``, which the parser takes for one token, as the operator and the number."""
        start, end = node.start_byte, node.end_byte
        sign = self.data[start : start + 1].decode()
        digits = start + 1
        while self.data[digits : digits + 1] in (b" ", b"\t"):
            digits += 1
        text = self.data[digits:end].decode("utf-8", "replace")
        kids = [C(sign, start, start + 1, [], sign), C("number", digits, end, [], text)]
        return C("unary_expression", start, end, kids)

    def kids(self, node: Node) -> list[C]:
        """The kids of a node, with what is spliced into it."""
        out: list[C] = []
        headed = node.type in _HEADED
        for child in node.children:
            kind = child.type
            if kind == "comment":
                continue
            if kind == "else_clause" or (headed and kind == "parenthesized_expression"):
                out += self.kids(child)
            elif kind == "labeled_statement":
                out += self.labeled(child)
            elif kind == "case_statement":
                out += self.case(child)
            elif kind == "attributed_statement":
                out += self.kids(child)
            elif kind == ";" and out and out[-1].kind in _STRUCTS:
                out[-1] = struct_declaration(out[-1], self.leaf(child, ";"))
            else:
                out.append(self.levelled(self.node(child)))
        return out

    def levelled(self, node: C) -> C:
        """A string with the level of a message before it (KERN_ERR), which the parser does not
        see, as the two together."""
        if node.kind not in ("string", "concatenated_string"):
            return node
        marks = self.module.marks_in(max(0, node.start - _FAR), node.start)
        if not marks or marks[-1].rule != "level":
            return node
        start, end = marks[-1].start, marks[-1].end
        if self.data[end : node.start].strip():
            return node
        level = C("ident", start, end, [], self.data[start:end].decode())
        kids = node.kids if node.kids else [node]
        return C("concatenated_string", start, node.end, [level, *kids])

    def labeled(self, node: Node) -> list[C]:
        """A label, and the statement after it beside it."""
        kids = self.kids(node)
        label = C("label", kids[0].start, kids[1].end, kids[:2])
        return [label, *kids[2:]]

    def case(self, node: Node) -> list[C]:
        """A case's head, and the statements after it beside it."""
        kids = self.kids(node)
        colon = next((at for at, kid in enumerate(kids) if kid.text == ":"), len(kids) - 1)
        head = C("case", kids[0].start, kids[colon].end, kids[: colon + 1])
        return [head, *kids[colon + 1 :]]

    def loop(self, node: Node, call: MacroCall) -> C:
        """A loop by macro: name, parentheses with arguments, body."""
        start, name_end = node.start_byte, node.start_byte + len(call.name)
        name = C("ident", start, name_end, [], call.name)
        body = node.child_by_field_name("body") or node.child_by_field_name("consequence")
        kids = [name, self.macro_args(call, name_end)]
        if body is not None:
            kids.append(self.node(body))
        return C("loop", start, node.end_byte, kids)

    def macro_args(self, call: MacroCall, after: int) -> C:
        """The arguments of a rewritten call, from the file's text."""
        opening = self.data.index(b"(", after)
        kids = [C("(", opening, opening + 1, [], "(")]
        at = opening + 1
        for number, (start, end) in enumerate(call.args):
            if number:
                comma = self.data.find(b",", at, start if start > at else None)
                kids.append(C(",", comma, comma + 1, [], ","))
            if start < end:
                kids.append(self.expression_at(start, end))
            at = max(end, at)
        kids.append(C(")", call.end - 1, call.end, [], ")"))
        return C("argument_list", opening, call.end, kids)

    def expression_at(self, start: int, end: int) -> C:
        """The tree of an argument: the parser's node if it is one, else its bare tokens."""
        found = self.module.root.descendant_for_byte_range(start, end)
        while found is not None and found.start_byte >= start and found.end_byte <= end:
            if (found.start_byte, found.end_byte) == (start, end):
                if self.data[start:end] != self.module.masked.data[start:end]:
                    break
                return self.node(found)
            found = found.parent
        return self.type_argument(start, end)

    def type_argument(self, start: int, end: int) -> C:
        """A type where C has an expression."""
        return C("type_arg", start, end, type_parts(self.data, start, end))

    def call(self, node: Node) -> C:
        """A call; types among its arguments have a kind of their own."""
        kids = self.kids(node)
        start = node.start_byte
        calls = [c for c in self.module.calls_at(start) if c.start == start]
        call = min(calls, key=lambda one: one.rule == "jump", default=None)  # noted last
        if call is not None and call.rule in ("typearg", "jump") and len(kids) == 2:
            if kids[0].text is not None and kids[0].text != call.name:
                kids[0].text = self.data[start : start + len(kids[0].text)].decode()
            kids[1] = self.macro_args(call, kids[0].end)
        if len(kids) == 2 and _is_cast(kids[0], kids[1]):
            inner = kids[0].kids
            value = C("paren", kids[1].start, kids[1].end, kids[1].kids)
            ctype = C("ctype", inner[1].start, inner[1].end, [inner[1]])
            cast = [inner[0], ctype, inner[2], value]
            return C("cast_expression", start, node.end_byte, cast)
        return C("call_expression", start, node.end_byte, kids)

    def loop_for(self, node: Node) -> C:
        """A for loop; each of the three parts is a slot that may be empty."""
        kids = self.kids(node)
        if len(kids) > 2 and kids[2].kind == "declaration":
            inner = kids[2].kids
            kids[2:3] = [C("declaration", kids[2].start, inner[-2].end, inner[:-1]), inner[-1]]
        out: list[C] = kids[:2]
        at = 2
        while at < len(kids) and len(out) < 8:
            if kids[at].kind in (";", ")"):
                slot = C("slot", kids[at].start, kids[at].start, [])
            else:
                slot = C("slot", kids[at].start, kids[at].end, [kids[at]])
                at += 1
            out += [slot, *kids[at : at + 1]]
            at += 1
        return C("for_statement", node.start_byte, node.end_byte, [*out, *kids[at:]])

    def preproc(self, node: Node, kids: list[C]) -> C:
        """The arms of an #if among statements, without the directives."""
        arms: list[C] = []
        own: list[C] = []
        for kid in kids:
            if kid.kind == "preproc":
                arms += kid.kids
            elif kid.kind not in ("ident", "\n") and not kid.kind.startswith(("#", "preproc")):
                own.append(kid)
        if node.type in ("preproc_if", "preproc_elif"):
            condition = node.child_by_field_name("condition")
            end = -1 if condition is None else condition.end_byte
            own = [kid for kid in own if kid.start >= end]
        start = own[0].start if own else node.start_byte
        end = own[-1].end if own else start
        arm = C("arm", start, end, own)
        return C("preproc", node.start_byte, node.end_byte, [arm, *arms])

    def declared_by(self, node: Node) -> C | None:
        """``DECLARE_BITMAP(bits, 8);``, which the parser is given as a declaration, as a call."""
        plain = (one for one in node.children if one.type != "storage_class_specifier")
        start = next(plain, node).start_byte
        calls = self.module.calls_at(start) if node.type in _MACRO_DECLARES else ()
        call = next((one for one in calls if one.start == start and one.rule == "member"), None)
        if call is None:
            return None
        name = C("ident", start, start + len(call.name), [], call.name)
        args = self.macro_args(call, name.end)
        for at, kid in enumerate(args.kids):
            text = self.data[kid.start : kid.end].decode("utf-8", "replace")
            if kid.kind == "type_arg" and len(kid.kids) == 1:  # a name or a number
                args.kids[at] = C("number" if text[0].isdigit() else "ident", *_span(kid), [], text)
        whole = C("call_expression", start, call.end, [name, args])
        kind = "expression_statement" if node.type == "declaration" else node.type
        return C(kind, start, node.end_byte, [whole, self.leaf(node.children[-1], ";")])

    def declaring(self, node: Node) -> C:
        """What has a type: stars move from a single declarator to the type."""
        kids: list[C] = []
        typed: list[C] = []
        declared = node.children_by_field_name("declarator")
        names = {child.id for child in declared}
        single = len(declared) == 1
        place = 0
        for child in node.children:
            if child.type == "comment":
                continue
            if child.type == "type_qualifier":
                typed.append(self.node(child))
            elif child.id in names:
                stars, rest = self.declarator(child) if single else ([], self.node(child))
                typed += stars
                kids += [] if rest is None else [rest]
            elif not typed or all(kid.kind == "qual" for kid in typed):
                if child.type in ("storage_class_specifier",) or child.type in ("typedef", ";"):
                    kids.append(self.node(child))
                    place = len(kids)
                else:
                    typed.append(self.node(child))
            else:
                kids += self.kids_of(child)
        if typed:
            typed.sort(key=lambda kid: kid.start)
            kids.insert(place, C("ctype", typed[0].start, typed[-1].end, typed))
        kind = node.type
        if kind == "type_descriptor" and len(kids) == 1:
            return kids[0]
        out = C(kind, node.start_byte, node.end_byte, kids)
        if len(declared) > 1:
            out.splits = self.splits(out, declared)
        return out

    def kids_of(self, child: Node) -> list[C]:
        """One child as the kids it gives."""
        return [self.node(child)]

    def declarator(self, node: Node) -> tuple[list[C], C | None]:
        """The stars before a declarator, and the declarator without them."""
        if node.type == "init_declarator":
            inner = node.child_by_field_name("declarator")
            if inner is None:
                return [], self.node(node)
            stars, rest = self.declarator(inner)
            kids = [self.node(c) for c in node.children if c.id != inner.id and c.type != "comment"]
            first = [] if rest is None else [rest]
            start = first[0].start if first else node.start_byte
            return stars, C("init_declarator", start, node.end_byte, [*first, *kids])
        stars = []
        current: Node | None = node
        while current is not None and current.type in _POINTERS:
            inner = current.child_by_field_name("declarator")
            for child in current.children:
                if inner is None or child.id != inner.id:
                    stars.append(self.node(child))
            current = inner
        return stars, None if current is None else self.node(current)

    def splits(self, whole: C, declared: list[Node]) -> tuple[C, ...]:
        """``int *a, b;`` as ``int *a;`` and ``int b;``, which share their tokens."""
        before = [kid for kid in whole.kids if kid.kind in ("storage", "typedef")]
        base = next((kid for kid in whole.kids if kid.kind == "ctype"), None)
        after = whole.kids[-1:]
        out = []
        for node in declared:
            stars, rest = self.declarator(node)
            if base is None or rest is None:
                return ()
            ctype = C("ctype", base.start, base.end, [*base.kids, *stars])
            kids = [*before, ctype, rest, *after]
            out.append(C(whole.kind, rest.start, rest.end, kids))
        for one in out:
            link(one)
        return tuple(out)


def _span(node: C) -> tuple[int, int]:
    return node.start, node.end


def _is_cast(function: C, args: C) -> bool:
    """Whether ``(u32)(x)``, which looks like a call, is a cast."""
    if function.kind != "paren" or len(function.kids) != 3 or len(args.kids) != 3:
        return False
    return _TYPE_NAME.match(function.kids[1].text or "") is not None


def struct_declaration(struct: C, semicolon: C | None) -> C:
    """``struct s { … };`` as the declaration that it is."""
    kids = [C("ctype", struct.start, struct.end, [struct])]
    if semicolon is not None:
        kids.append(semicolon)
    return C("declaration", struct.start, kids[-1].end, kids)


def type_parts(data: bytes, start: int, end: int) -> list[C]:
    """The bare tokens between two offsets; a tag and its name are one, as in a type."""
    out: list[C] = []
    for found in re.finditer(rb"\w+|->|[^\w\s]", data[start:end]):
        text = found.group().decode("utf-8", "replace")
        word = text[0].isalpha() or text[0] == "_"
        kind = "ident" if word and f"{text}_specifier" not in _STRUCTS else text
        leaf = C(kind, start + found.start(), start + found.end(), [], text)
        if out and f"{out[-1].text}_specifier" in _STRUCTS and kind == "ident":
            tag = out.pop()
            leaf = C(f"{tag.text}_specifier", tag.start, leaf.end, [tag, leaf])
        out.append(leaf)
    return out
