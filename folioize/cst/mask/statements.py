# SPDX-License-Identifier: GPL-2.0-only
"""Lines that are one macro without a semicolon in, statements, loops or blanks out.

What such a macro is, its surroundings tell: before a brace or a deeper line it is a loop; in a
function it is a statement; in a struct, an enum or an initialiser it is members, and is blanked.
"""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.calls import KEYWORDS, make_loop

# The possessive quantifiers keep a line that does not match from being scanned twice.
_LINE = re.compile(
    rb"\n[ \t;]++([A-Za-z_]\w*+)(?=[ \t]*+(?:\n|\([^;{}\n]*+[\n{]))"
    rb"(?<!\sif)(?<!\sfor)(?<!\swhile)(?<!\sswitch)(?<!\sreturn)(?<!\selse)(?<!\scase)"
    rb"(?=[ \t]*+(?:\n|\([^;{}\n]*\)[ \t]*(?:\n|\{)))"
)
_UPPER_LINE = re.compile(
    rb"\n[ \t;]*+(?=[A-Z_])(_*[A-Z][A-Z0-9_]{2,}+\w*+)(?=[ \t]*+(?:\n|\([^;()\n]*+\)?\n))"
)
_UNENDED = re.compile(rb"\)[ \t]*+\n\s*+([A-Za-z_}])")
_UPPER = re.compile(rb"_*[A-Z][A-Z0-9_]+\w*\Z")
_GOES_ON = re.compile(rb"[A-Za-z_}]")
_LIST_NEXT = re.compile(rb"[A-Za-z_.\"\[{]")
_ENDS = (b";", b"{", b"}", b":", b")")
_BARE = (b"else", b"do")
_BEFORE = (b";", b"{", b"}", b",", b")", b":")
_CALLED = re.compile(rb"\w+\s*\(")


def mask_statements(buffer: Buffer) -> None:
    """Mask each line that is one macro (with or without arguments) and nothing more."""
    for pattern in (_LINE, _UPPER_LINE):
        for found in pattern.finditer(buffer.code):
            if found.group(1) not in KEYWORDS:
                _mask_line(buffer, found.start(1), found.end(1))
    _end_calls(buffer)


def _end_calls(buffer: Buffer) -> None:
    """Give a call over several lines its semicolon, where a word or a brace follows the call."""
    code = buffer.code
    for found in _UNENDED.finditer(code):
        at = found.start()
        if found.group(1) != b"}" and code[at - 1] not in b"}\n\t" and code[at - 2 : at] != b"})":
            continue
        opening = buffer.opening(at)
        word = buffer.word_before(opening) if opening >= 0 else b""
        if word and word not in KEYWORDS:
            start = buffer.before(opening) + 1 - len(word)
            begins = buffer.before_byte(start) in _ENDS or buffer.word_before(start) in _BARE
            if begins and _in_function(buffer, start):
                buffer.finish(at + 1, "statement")


def _mask_line(buffer: Buffer, start: int, name_end: int) -> None:
    before = buffer.before_byte(start)
    if before not in _BEFORE and buffer.word_before(start) not in _BARE:
        return
    opening = buffer.open_after(name_end)
    if opening >= 0 and b"\n" in buffer.code[name_end:opening]:
        opening = -1
    close = buffer.close(opening) if opening >= 0 else -1
    if opening >= 0 and close < 0:
        return
    end = close + 1 if close >= 0 else name_end
    follows = buffer.after(end)
    column = _indent(buffer, start)
    if close >= 0 and before != b"," and column > 0:
        deeper = b"\n" in buffer.code[end:follows] and _indent(buffer, follows) > column
        if buffer.code[follows : follows + 1] == b"{" or (deeper and _word_at(buffer, follows)):
            make_loop(buffer, start, name_end, opening, close)
            return
    if b"\n" in buffer.code[end:follows] and before not in (b")", b":"):
        _mask_lonely(buffer, start, name_end, end, before)


def _mask_lonely(buffer: Buffer, start: int, name_end: int, end: int, before: bytes) -> None:
    """The macro is alone on its lines, and no operator follows."""
    name = bytes(buffer.code[start:name_end])
    follows = buffer.after(end)
    if buffer.code[follows : follows + 1] == b"{" and _indent(buffer, start) == 0:
        return
    upper = _UPPER.match(name) is not None
    if before == b",":
        if upper and _LIST_NEXT.match(buffer.code, follows):
            _blank(buffer, start, name_end, end)
        return
    if _in_function(buffer, start):
        if _GOES_ON.match(buffer.code, follows) and not buffer.finish(end, "statement"):
            _blank(buffer, start, name_end, end)
        return
    if not upper or (not _LIST_NEXT.match(buffer.code, follows) and not _closes(buffer, follows)):
        return
    if before == b"{" and _closes(buffer, follows) and _brace_before(buffer, start) in (b"=", b","):
        return
    if end == name_end and _indent(buffer, start) == 0 and _CALLED.match(buffer.code, follows):
        # "TYPE" alone, and "name(...)" on the next line: a function's head.
        return
    _blank(buffer, start, name_end, end)


def _blank(buffer: Buffer, start: int, name_end: int, end: int) -> None:
    if end > name_end:
        opening = buffer.open_after(name_end)
        buffer.call(start, end - 1, buffer.args(opening, end - 1), "statement", name_end)
    buffer.blank(start, end, "statement")


def _closes(buffer: Buffer, at: int) -> bool:
    return bool(buffer.code[at : at + 1] == b"}")


def _brace_before(buffer: Buffer, pos: int) -> bytes:
    brace = buffer.brace(pos)
    return buffer.before_byte(brace) if brace >= 0 else b""


def _in_function(buffer: Buffer, pos: int) -> bool:
    """Tell whether ``pos`` is in a block of statements, by what is before its brace."""
    brace = buffer.brace(pos)
    if brace < 0:
        return False
    before = buffer.before_byte(brace)
    if before == b")":
        # "(struct s) { ... }" is a value, if an operator is before it.
        opening = buffer.opening(buffer.before(brace))
        if buffer.word_before(opening) == b"return":
            return False
        return buffer.before_byte(opening) not in (b"=", b",", b"&", b"?")
    if before == b"(":
        return True
    return before in (b";", b"{", b"}", b":") or buffer.word_before(brace) in _BARE


def _word_at(buffer: Buffer, at: int) -> bool:
    return _GOES_ON.match(buffer.code, at) is not None and not _closes(buffer, at)


def _indent(buffer: Buffer, pos: int) -> int:
    """Return the width of the white space before the first word of the line of ``pos``."""
    line = buffer.code.rfind(b"\n", 0, pos) + 1
    text = bytes(buffer.code[line:pos]).expandtabs(8)
    return len(text) - len(text.lstrip())
