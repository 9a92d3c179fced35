# SPDX-License-Identifier: GPL-2.0-only
"""The bytes of one file go in; its FileScan, with every place not understood, comes out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from tree_sitter import Node, Query, QueryCursor

from folioize.cst import Module, is_lossless
from folioize.cst.language import LANGUAGE
from folioize.cst.macros import parse_macro_body
from folioize.cst.mask.skeleton import skeleton
from folioize.cst.masktable import MaskTable
from folioize.cst.mend import WORD_RULE
from folioize.scan.records import FileScan, Gap

TOKEN = re.compile(rb"struct\s+page\b")

# A plain search, which knows nothing of C: the body of a function begins a line, after the ")" of
# its parameters or an annotation. It is what a parse is checked against.
_BODY = re.compile(rb"(?<=[)\w])[ \t]*\n(?:[ \t]*\n)*(\{)")
_NOT_A_BODY = re.compile(
    rb"(?:\b(?:struct|union|enum|class)\s+\w*|=|\b(?:do|else|typedef struct|typedef union))\s*\Z"
)
_SUSPECT = Query(
    LANGUAGE,
    "(compound_statement (function_definition) @nested) (macro_type_specifier) @macro",
)
_NAME = re.compile(rb"[A-Za-z_]\w*")
_LOOK_BACK = 160
_SHOWN = 40
_TEXT = frozenset(("string_literal", "char_literal", "concatenated_string", "gnu_asm_expression"))

Span = tuple[int, int]


def scan_file(path: str, data: bytes, table: MaskTable | None = None) -> FileScan:
    """Parse one file with every variant of its exclusive #if arms; count what was understood."""
    first = Module.parse(path, data, table)
    modules = [first, *(Module.parse(path, data, table, n) for n in range(1, first.variants))]
    return _Count(modules, table).run()


class _Count:
    def __init__(self, modules: list[Module], table: MaskTable | None) -> None:
        self.modules = modules
        self.first = modules[0]
        self.table = table
        self.gaps: list[Gap] = []

    def run(self) -> FileScan:
        data = self.first.data
        tokens = [found.span() for found in TOKEN.finditer(data) if _word(data, found.start())]
        code = [span for span in tokens if not self._aside(span)]
        lost = [span for span in code if not self._clean(span)]
        for start, _end in lost:
            self._gap(start, "token", "struct page in code that was not parsed whole")
        functions, found, whole = self._functions()
        macros, bodies = self._macros()
        errors = self._errors()
        doubts = self._doubts()
        same = all(map(is_lossless, self.modules))
        if not same:
            self._gap(0, "bytes", "the masked text is no image of this file: a bug in folioize")
        return FileScan(
            path=self.first.path,
            size=len(data),
            lines=data.count(b"\n"),
            variants=len(self.modules),
            tokens=len(tokens),
            code=len(code),
            clean=len(code) - len(lost),
            functions=functions,
            found=found,
            whole=whole,
            macros=macros,
            bodies=bodies,
            errors=errors,
            doubts=doubts,
            same=same,
            words=self._words(),
            gaps=tuple(sorted(set(self.gaps))),
        )

    # -- tokens ---------------------------------------------------------------------------------

    def _aside(self, span: Span) -> bool:
        """Whether a token is no code: in a comment, a directive, a string or a dead arm."""
        start, end = span
        if _inside(self.first.comments, start) or self.first.in_if0(start):
            return True
        lines = self.first.masked.directives
        at = bisect_right(lines, start, key=lambda line: line.start) - 1
        if at >= 0 and start < lines[at].end:
            return True
        return _is_text(self.first.root.descendant_for_byte_range(start, end))

    def _clean(self, span: Span) -> bool:
        for module in self.modules:
            item = module.item_at(span[0])
            if item is not None and item.clean and not module.is_hidden(span[0]):
                return True
        return False

    # -- functions ------------------------------------------------------------------------------

    def _functions(self) -> tuple[int, int, int]:
        """How many bodies the plain search finds; in the tree; in items without an error."""
        plain = set(self._plain_bodies())
        bodies: dict[int, bool] = {}
        for module in self.modules:
            for item in module.items():
                for body in _function_bodies(item.node):
                    at = body.start_byte
                    bodies[at] = bodies.get(at, False) or not body.has_error
        for missing in sorted(plain - bodies.keys()):
            self._gap(missing, "function", "a body that the parse does not give to a function")
        for at in sorted(at for at, clean in bodies.items() if not clean):
            self._gap(at, "function", "this body was not parsed whole")
        return len(plain), len(plain & bodies.keys()), sum(bodies.get(at, False) for at in plain)

    def _plain_bodies(self) -> Iterator[int]:
        """Offsets of ``{`` that begin a line and a function, by the looks of the text before."""
        code, _comments = skeleton(self.first.data)
        masked = bytearray(code)
        for line in self.first.masked.directives:
            masked[line.start : line.end] = b" " * (line.end - line.start)
        for found in _BODY.finditer(masked):
            at = found.start(1)
            before = bytes(masked[max(0, at - _LOOK_BACK) : at])
            if self.first.in_if0(at) or _NOT_A_BODY.search(before):
                continue
            if not before.rstrip().endswith(b")") and b"(" not in before:
                continue
            yield at

    # -- macros ---------------------------------------------------------------------------------

    def _macros(self) -> tuple[int, int]:
        macros = bodies = 0
        for define in self.first.defines:
            if not TOKEN.search(self.first.data, define.start, define.end):
                continue
            macros += 1
            if parse_macro_body(self.first, define, self.table) is not None:
                bodies += 1
            else:
                self._gap(define.start, "macro", f"the body of {define.name} was not parsed")
        return macros, bodies

    # -- errors ---------------------------------------------------------------------------------

    def _errors(self) -> int:
        """Report every ERROR and MISSING node that no variant does without."""
        count = 0
        for item in self.first.items():
            if item.clean or self._whole_elsewhere(item.start):
                continue
            for node in _broken(item.node):
                count += 1
                self._gap(node.start_byte, "error", self._cause(node))
        return count

    def _doubts(self) -> int:
        """Report what parsed without an error and yet is no code of a kernel."""
        found = {(at, cause) for module in self.modules for at, cause in _suspects(module)}
        for at, cause in sorted(found):
            self._gap(at, "doubt", cause)
        return len(found)

    def _words(self) -> tuple[str, ...]:
        data = self.first.data
        texts = (
            data[mark.start : mark.end]
            for module in self.modules
            for mark in module.masked.marks
            if mark.rule == WORD_RULE
        )
        words = (_NAME.search(text) for text in texts)
        return tuple(sorted({word.group().decode() for word in words if word is not None}))

    def _whole_elsewhere(self, offset: int) -> bool:
        items = (module.item_at(offset) for module in self.modules[1:])
        return any(item is not None and item.clean for item in items)

    def _cause(self, node: Node) -> str:
        if node.is_missing:
            return f"a {node.type} is missing"
        start, end = node.start_byte, min(node.end_byte, node.start_byte + _SHOWN)
        text = " ".join(self.first.data[start:end].decode("utf-8", "replace").split())
        return f"not understood: {text}" if text else "not understood"

    def _gap(self, offset: int, what: str, cause: str) -> None:
        self.gaps.append(Gap(self.first.path, self.first.line(offset), what, cause))


def _suspects(module: Module) -> Iterator[tuple[int, str]]:
    found = QueryCursor(_SUSPECT).captures(module.root)
    for node in found.get("nested", ()):
        yield node.start_byte, "a function inside of a function"
    for node in found.get("macro", ()):
        text = module.text(node)[:_SHOWN].decode("utf-8", "replace")
        yield node.start_byte, f"taken for a type: {' '.join(text.split())}"


def _function_bodies(node: Node) -> Iterator[Node]:
    """The bodies of functions at and below a top-level item, those inside an ERROR included."""
    stack = [node]
    while stack:
        one = stack.pop()
        if one.type == "function_definition":
            body = one.child_by_field_name("body")
            if body is not None:
                yield body
        if one.has_error and one.type != "compound_statement":
            stack.extend(one.named_children)


def _broken(node: Node) -> Iterator[Node]:
    """The outermost ERROR and MISSING nodes below ``node``, itself included."""
    stack = [node]
    while stack:
        one = stack.pop()
        if one.is_error or one.is_missing:
            yield one
        elif one.has_error:
            stack.extend(reversed(one.children))


def _word(data: bytes, start: int) -> bool:
    return start == 0 or not (data[start - 1 : start].isalnum() or data[start - 1] == 0x5F)


def _inside(spans: Sequence[Span] | Iterable[Span], offset: int) -> bool:
    ordered = spans if isinstance(spans, Sequence) else tuple(spans)
    at = bisect_right(ordered, (offset, 1 << 60)) - 1
    return at >= 0 and ordered[at][0] <= offset < ordered[at][1]


def _is_text(node: Node | None) -> bool:
    while node is not None:
        if node.type in _TEXT:
            return True
        node = node.parent
    return False
