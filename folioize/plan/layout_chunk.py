# SPDX-License-Identifier: GPL-2.0-only
"""The lines around an edit go in; the rows and tokens of the statement they belong to come out."""

from __future__ import annotations

from dataclasses import dataclass, field

from folioize.plan.layout_lex import Lines, Token, lex, width
from folioize.plan.layout_patch import Patched

# No statement worth the work is longer; a walk that gets here took a wrong turn.
_MAX_LINES = 400
_CLOSERS = {b")": b"(", b"]": b"[", b"}": b"{"}


@dataclass(slots=True)
class Row:
    """One line of the edited text, its tokens ``first`` to ``last`` (exclusive), and its past.

    ``fixed``: it begins inside of a comment or string, so its indentation is not ours.
    ``code`` is false for directives (but ``#define``); ``macro``: part of a ``#define``; ``head``:
    part of a function's head, which everybody breaks at 80 columns.
    ``old_indent`` and ``old_width`` are pristine columns, None where the edits made the line.
    """

    start: int
    end: int
    first: int
    last: int
    fixed: bool = False
    code: bool = True
    macro: bool = False
    head: bool = False
    conditional: str | None = None
    old_indent: int | None = None
    old_width: int | None = None


@dataclass(slots=True)
class Chunk:
    """A statement, or a few: rows that share brackets, from ``start`` to ``end``."""

    patched: Patched
    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def gap(self, index: int) -> bytes:
        """The white space between a token and the one before it."""
        return self.patched.text[self.tokens[index - 1].end : self.tokens[index].start]

    def old_column(self, index: int) -> int | None:
        """The column that the token had in the pristine text; None for a token of an edit."""
        old = self.patched.old(self.tokens[index].start)
        if old is None:
            return None
        data = self.patched.data
        return width(data[data.rfind(b"\n", 0, old) + 1 : old])


def chunk_at(patched: Patched, lines: Lines, low: int, high: int, floor: int) -> Chunk:
    """The chunk that holds bytes ``low`` to ``high`` of the edited text, from ``floor`` on.

    The walk back stops at what looks like the end of a statement; where that leaves a bracket
    without its opening one (the ``;`` of a ``for``), it goes on.
    """
    start = max(_start(lines, lines.start(low)), floor)
    reader = _Reader(patched, lines, start, high)
    limit = 0
    while not reader.read() and start > floor and limit < _MAX_LINES:
        start = max(_start(lines, lines.start(start - 1)), floor)
        reader = _Reader(patched, lines, start, high)
        limit += 1
    _mark_head(reader.chunk)
    return reader.chunk


def _mark_head(chunk: Chunk) -> None:
    """Tell the rows of a function's head, if that is what the chunk begins with."""
    depth, given = 0, False
    for row in chunk.rows:
        tokens = chunk.tokens[row.first : row.last]
        indented = row is chunk.rows[0] and (not tokens or row.start != tokens[0].start)
        if indented or not row.code or row.macro:
            return
        for token in tokens:
            if token.kind == "op" and not depth and token.text in (b"=", b"{", b";"):
                row.head = given and token.text != b"="
                return
            given = given or token.text == b"("
            depth += {b"(": 1, b")": -1}.get(token.text, 0)
        row.head = given


def _start(lines: Lines, at: int) -> int:
    """The line that the statement of the line at ``at`` begins in, by a look at line ends."""
    macro = at > 0 and lines.spliced(lines.start(at - 1))
    for _ in range(_MAX_LINES):
        if at == 0 or lines.define(at):
            break
        before = lines.start(at - 1)
        if not lines.inside(at) and _ends(lines, before, macro):
            break
        at = before
    return at


def _ends(lines: Lines, at: int, macro: bool) -> bool:
    """Whether a statement (or what no statement crosses) ends with the line at ``at``."""
    if lines.inside(at):
        return False
    if not macro:
        if lines.spliced(at) or (at > 0 and lines.spliced(lines.start(at - 1))):
            return True
        if lines.directive(at):
            return lines.conditional(at) is None
    code = lines.code(at)
    if not code:
        return not lines.text[at : lines.end(at)].strip(b" \t\\")
    return code[-1] in b";{}:" or code.endswith(b"},")


class _Reader:
    """Reads rows forward from ``start`` until the statement that holds ``high`` is over."""

    def __init__(self, patched: Patched, lines: Lines, start: int, high: int) -> None:
        self.chunk = Chunk(patched, start, start)
        self._lines = lines
        self._high = high
        self._stack: list[bytes] = []
        self._saved: list[list[bytes]] = []

    def read(self) -> bool:
        """Fill the chunk; False where a closing bracket has no opening one in it."""
        tokens, text = self.chunk.tokens, self._lines.text
        row = self._row(self.chunk.start, None)
        for token in lex(text, self.chunk.start):
            if token.kind != "eol":
                tokens.append(token)
                if row.code and not self._bracket(token):
                    return False
                if b"\n" in token.text:
                    row = self._across(row, token)
                continue
            if self._close(row, token.start):
                self.chunk.end = token.end
                return True
            row = self._row(token.end, row)
        self._close(row, len(text))
        self.chunk.end = len(text)
        return True

    def _row(self, start: int, before: Row | None, fixed: bool = False) -> Row:
        """A new row at ``start``, with what the pristine line says of it."""
        row = Row(start, self._lines.end(start), len(self.chunk.tokens), 0, fixed=fixed)
        if not fixed:
            self._classify(row, before)
        elif before is not None:
            row.code, row.macro = before.code, before.macro
        self._recall(row)
        return row

    def _classify(self, row: Row, before: Row | None) -> None:
        """Tell whether a row is code, of a macro, or of another directive."""
        lines, start = self._lines, row.start
        row.conditional = lines.conditional(start)
        spliced = start > 0 and lines.spliced(lines.start(start - 1))
        if spliced:
            row.macro = before is None or before.macro
            row.code = before is None or before.code
        else:
            row.macro = lines.define(start)
            row.code = row.macro or not lines.directive(start)

    def _recall(self, row: Row) -> None:
        """Look up the indentation and the width that the row had in the pristine text."""
        patched = self.chunk.patched
        old, data = patched.origin(row.start), patched.data
        if old is None or (old and data[old - 1] != 0x0A):
            return
        line = data[old : _line_end(data, old)]
        row.old_width = width(line.rstrip())
        if _blank(line) == _blank(self._lines.text[row.start : row.end]):
            row.old_indent = width(_blank(line))

    def _across(self, row: Row, token: Token) -> Row:
        """End the rows that a token of several lines covers; its last line goes on."""
        at = self._lines.next(token.start)
        row.last = len(self.chunk.tokens)
        self.chunk.rows.append(row)
        while True:
            row = self._row(at, row, fixed=True)
            following = self._lines.next(at)
            if following > token.end or following == at or following == len(self._lines.text):
                return row
            row.last = row.first
            self.chunk.rows.append(row)
            at = following

    def _bracket(self, token: Token) -> bool:
        """Follow an opening or a closing bracket; False for a ``)`` too many."""
        text = token.text
        if token.kind != "op" or text not in b"()[]{}":
            return True
        if text in (b"(", b"[", b"{"):
            self._stack.append(text)
        elif self._stack and self._stack[-1] == _CLOSERS[text]:
            self._stack.pop()
        elif not self._stack and text != b"}":
            return False
        return True

    def _close(self, row: Row, end: int) -> bool:
        """End a row; True where the chunk ends with it."""
        chunk = self.chunk
        row.last = len(chunk.tokens)
        chunk.rows.append(row)
        if row.conditional:
            self._branch(row.conditional)
        row_tokens = chunk.tokens[row.first : row.last]
        inner = [t.text for t in row_tokens if t.kind not in ("comment", "splice")]
        if inner and inner[-1] == b"{" and not {b"(", b"["} & set(self._stack):
            self._stack.clear()
        if end < self._high:
            return False
        if row.macro and not self._lines.spliced(row.start):
            return True
        if len(chunk.rows) > _MAX_LINES:
            return True
        if self._stack or not row.code:
            return False
        return (not inner and row.first == row.last) or (bool(inner) and inner[-1] in b";{}:,")

    def _branch(self, word: str) -> None:
        """Each branch of a conditional begins with the brackets that were open before it."""
        if word.startswith("if"):
            self._saved.append(list(self._stack))
        elif word == "endif":
            if self._saved:
                self._saved.pop()
        elif self._saved:
            self._stack = list(self._saved[-1])


def _line_end(data: bytes, offset: int) -> int:
    """The offset of the line end after ``offset``, or the end of ``data``."""
    found = data.find(b"\n", offset)
    return len(data) if found < 0 else found


def _blank(line: bytes) -> bytes:
    """The indentation of a line."""
    return line[: len(line) - len(line.lstrip(b" \t"))]
