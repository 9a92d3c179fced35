# SPDX-License-Identifier: GPL-2.0-only
"""A chunk of rows goes in; the white-space changes that give it kernel layout come out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from folioize.plan.layout_break import Place, Stack, innermost, is_break
from folioize.plan.layout_chunk import Chunk, Row
from folioize.plan.layout_lex import fill, width
from folioize.plan.layout_place import NARROW, TRAILING, WIDE, Piece, limit, over, place
from folioize.plan.layout_search import Search, Style

Change = tuple[int, int, bytes]

# checkpatch wants an empty line between a closing brace and what is no end of a branch.
_NEEDS_BLANK = re.compile(rb"\r?\n(?![ \t]*(?:\r?\n|#[ \t]*(?:end|el)|\Z))")
_COMMENT_LINE = re.compile(rb"\n([ \t]*)(?=\*)")


@dataclass(slots=True)
class Layout:
    """The changes of one style, by how many columns (in all) lines are too long, and whether one is
    longer than anybody takes."""

    changes: list[Change] = field(default_factory=list)
    overflow: int = 0
    wide: bool = False
    crowded: set[int] = field(default_factory=set)


def lay_out(chunk: Chunk) -> list[Change]:
    """White-space changes, as (start, end, new) on the edited text, for the chunk's best layout.

    The first style that keeps all lines to their limit wins, else the one that is least over.
    """
    if _plain(chunk):
        return []
    best = _Sheet(chunk, Style()).run()
    if not best.overflow:
        return best.changes
    flat = frozenset(best.crowded)
    for style in (
        Style(early=True),
        Style(flat=flat),
        Style(last_resort=True),
        Style(flat=flat, last_resort=True),
    ):
        if ((flat and style.flat) or style.last_resort) and not best.wide and _is_statement(chunk):
            continue  # checkpatch takes a line over 80 columns, but neither of these
        other = _Sheet(chunk, style).run()
        if other.overflow < best.overflow:
            best = other
        if not best.overflow:
            break
    return best.changes


def _is_statement(chunk: Chunk) -> bool:
    """Whether the chunk is indented: no header of a function."""
    return chunk.patched.text[chunk.start : chunk.start + 1] in (b" ", b"\t")


def _plain(chunk: Chunk) -> bool:
    """Whether there is nothing to do: one line that has room, with nothing lined up in it."""
    if len(chunk.rows) > 1:
        return False
    line = chunk.patched.text[chunk.start : chunk.end].rstrip()
    inner = line.lstrip(b" \t")
    return b"\t" not in inner and b"  " not in inner and width(line) <= NARROW


class _Sheet:
    """Lays the rows of a chunk out one after the other, in one style."""

    def __init__(self, chunk: Chunk, style: Style) -> None:
        self.chunk = chunk
        self.tokens = chunk.tokens
        self.search = Search(chunk, style)
        self.layout = Layout()
        self.stack: Stack = ()
        self.fresh = True
        self.early_done = not style.early
        self.saved: list[Stack] = []

    def run(self) -> Layout:
        """The layout of all rows."""
        rows = self.chunk.rows
        index = 0
        while index < len(rows):
            row = rows[index]
            if row.conditional:
                self._branch(row.conditional)
            if row.code and row.first < row.last:
                index += self._row(row, rows[index + 1] if index + 1 < len(rows) else None)
            index += 1
        return self.layout

    def _row(self, row: Row, following: Row | None) -> int:
        """Lay one row out; 1 where the next row was merged into its last piece, else 0."""
        indent, stands = self._indent(row)
        if not row.fixed and self._fresh(row):
            self.search.base = indent
        pieces = self._pieces(row, indent)
        if indent != stands:
            self._change(row.start, self.tokens[row.first].start, fill(0, indent))
        for number, (piece, stack) in enumerate(pieces[:-1]):
            self._settle(row, piece, stack)
            self._break(row, piece.last, pieces[number + 1][0].indent)
        last, stack = pieces[-1]
        joined = None
        if len(pieces) > 1 and following is not None:
            joined = self._push_down(row, following, last, stack)
        self._settle(row, joined or last, stack)
        return 0 if joined is None else 1

    def _fresh(self, row: Row) -> bool:
        """Whether a statement begins with this row."""
        if self.fresh:
            self.fresh = False
            return True
        before = row.first - 1
        while before >= 0 and self.tokens[before].kind in TRAILING:
            before -= 1
        if self.stack and self.stack[-1].kind != b"{":
            return False
        ends = before < 0 or self.tokens[before].text in (b";", b"{", b"}", b":")
        return ends or self._is_branch(row, self.tokens[before].text)

    def _is_branch(self, row: Row, before: bytes) -> bool:
        """Whether a row is what a condition or a loop without a brace governs, by what ends
        the row before it: a statement of its own, further in."""
        if before == b")":
            first = self.tokens[row.first]
            inner = row.old_indent is not None and row.old_indent > self.search.base
            return inner and (first.kind == "word" or first.text in (b"*", b"++", b"--"))
        return before in (b"else", b"do")

    def _indent(self, row: Row) -> tuple[int, int]:
        """The column that a row's first token goes to, and the one where it stands."""
        text = self.chunk.patched.text
        stands = width(text[row.start : self.tokens[row.first].start])
        if row.fixed or row.old_indent is None:
            return stands, stands
        inside = False
        inner = innermost(self.stack)
        if inner is not None and inner.index in self.search.style.flat:
            return (stands if inner.new is None else inner.new), stands
        for item in reversed(self.stack):
            inside = inside or item.bracket
            if inside and not item.bracket:
                continue
            if item.old is not None and item.old == row.old_indent:
                return (stands if item.new is None else item.new), stands
            if item.kind == b"{":
                break
        return stands, stands

    def _pieces(self, row: Row, indent: int) -> list[tuple[Piece, Stack]]:
        """The row in as many pieces as its limit asks for, each with the stack it begins with."""
        result: list[tuple[Piece, Stack]] = []
        first, stack = row.first, self.stack
        for spot in self._breaks(row, indent):
            piece = place(self.chunk, row, (first, spot.after + 1), indent)
            result.append((piece, stack))
            first, indent, stack = spot.after + 1, spot.indent, spot.stack
        result.append((place(self.chunk, row, (first, row.last), indent), stack))
        return result

    def _breaks(self, row: Row, indent: int) -> list[Place]:
        """Where the row is broken."""
        search = self.search
        early = None if self.early_done else search.early(row, indent, self.stack)
        if early is not None:
            self.early_done = True
            span = early.after + 1, row.last
            return [early, *search.search(row, span, early.indent, early.stack, 1)[0]]
        unfolded = search.unfold(row, indent, self.stack)
        if unfolded:
            self._blank_after(row)
        return unfolded or search.search(row, (row.first, row.last), indent, self.stack, 0)[0]

    def _push_down(self, row: Row, following: Row, tail: Piece, stack: Stack) -> Piece | None:
        """The broken-off tail and the next row on one line, where they belong and fit there."""
        tokens = self.tokens
        if following.fixed or not following.code or following.first >= following.last:
            return None
        if not is_break(tokens[tail.last - 1]) or not stack:
            return None
        after = self.search.walk(tail, stack)[-1][1]
        if not after or innermost(after) is None or innermost(after) != innermost(stack):
            return None
        kept, self.stack = self.stack, after
        indent, _ = self._indent(following)
        self.stack = kept
        if indent != tail.indent or following.old_indent is None:
            return None
        rest = place(self.chunk, following, (following.first, following.last), tail.end + 1)
        if rest.end > min(limit(row), limit(following)):
            return None
        gaps = {**tail.gaps, **rest.gaps, following.first: b" "}
        return Piece(
            tail.first, following.last, tail.indent, tail.columns + rest.columns, gaps, rest.end
        )

    def _break(self, row: Row, index: int, indent: int) -> None:
        """Begin a new line with the token at ``index``."""
        new = self._eol(row) + fill(0, indent)
        self._change(self.tokens[index - 1].end, self.tokens[index].start, new)

    def _eol(self, row: Row) -> bytes:
        """The line end that the row has."""
        return b"\r\n" if self.chunk.patched.text[row.end : row.end + 1] == b"\r" else b"\n"

    def _blank_after(self, row: Row) -> None:
        """An empty line after a function that got lines of its own, where there is none."""
        text = self.chunk.patched.text
        if _NEEDS_BLANK.match(text, row.end):
            self._change(row.end, row.end, self._eol(row))

    def _carry(self, piece: Piece) -> None:
        """The later lines of a trailing comment follow its first where they were aligned to it."""
        token = self.tokens[piece.last - 1]
        old, new = self.chunk.old_column(piece.last - 1), piece.columns[-1]
        if token.kind != "comment" or old is None or old == new:
            return
        for match in _COMMENT_LINE.finditer(token.text):
            if width(match.group(1)) == old + 1:
                low, high = token.start + match.start(1), token.start + match.end(1)
                self._change(low, high, fill(0, new + 1))

    def _settle(self, row: Row, piece: Piece, stack: Stack) -> None:
        """Keep a piece: its gaps, its overflow, and the brackets it leaves open."""
        self._carry(piece)
        for index, new in piece.gaps.items():
            self._change(self.tokens[index - 1].end, self.tokens[index].start, new)
        excess = over(row, piece.end)
        self.layout.overflow += excess
        self.layout.wide |= bool(excess) and piece.end > WIDE
        outer = innermost(stack)
        if excess and outer is not None:
            self.layout.crowded.add(outer.index)
        walked = self.search.walk(piece, stack)
        self.stack = walked[-1][1] if walked else stack

    def _change(self, start: int, end: int, new: bytes) -> None:
        """Note a change of white space, if it is one."""
        if self.chunk.patched.text[start:end] != new:
            self.layout.changes.append((start, end, new))

    def _branch(self, word: str) -> None:
        """Each branch of a conditional begins with the brackets that were open before it."""
        if word.startswith("if"):
            self.saved.append(self.stack)
        elif word == "endif":
            if self.saved:
                self.saved.pop()
        elif self.saved:
            self.stack = self.saved[-1]
