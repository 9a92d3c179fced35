# SPDX-License-Identifier: GPL-2.0-only
"""Text of a rule file goes in; its tokens with their marks and places come out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from folioize.rules.records import Place, RuleError, Token

_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<dots><\+\.\.\.|\.\.\.\+>|<\.\.\.|\.\.\.>|\.\.\.)
  | (?P<smpl>\\\(|\\\)|\\\||\\&)
  | (?P<string>L?"(?:\\.|[^"\\\n])*")
  | (?P<char>L?'(?:\\.|[^'\\\n])+')
  | (?P<number>(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)\w*)
  | (?P<ident>[A-Za-z_$][\w$]*)
  | (?P<op>->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\#\#|=~|!~
        |[-+*/%&|^~!<>=?:;,.(){}\[\]@\#\\])
    """,
    re.VERBOSE | re.DOTALL,
)
_MARKS = "-+*?!"
_DEFINE = re.compile(r"#\s*define\b(?!.*\\\s*$)")
_ADDED_COMMENT = re.compile(
    r"^\+([ \t]*)/\*(?:(?!\*/)[^\n])*(?:\n\+(?:(?!\*/)[^\n])*)+\*/[ \t]*$", re.MULTILINE
)
_COLUMN_ZERO = {"(": "(", "|": "|", "&": "&", ")": ")"}


def error_at(path: str, line: int, column: int, text: str) -> RuleError:
    """An error that names a place."""
    return Place(path, line, column).error(text)


def plain_tokens(path: str, text: str, line: int) -> list[Token]:
    """The tokens of a header or of declarations of metavariables, which have no marks."""
    out: list[Token] = []
    for number, row in enumerate(_join_comments(text).split("\n"), line):
        out += _row(path, row, number, 0, "")
    return [token for token in out if token.kind != "comment"]


def body_tokens(path: str, text: str, line: int) -> list[Token]:
    """The tokens of a rule's body; the first columns of each line are its marks."""
    out: list[Token] = []
    comments, text = _added_comments(path, text, line)
    rows = _join_comments(text).split("\n")
    for at, row in enumerate(rows):
        out += comments.get(at, ())
        pair = rows[at : at + 2] if row.startswith("---") else rows[max(0, at - 1) : at + 1]
        if len(pair) < 2 or not (pair[0].startswith("--- ") and pair[1].startswith("+++ ")):
            out += _body_row(path, row, line + at)  # else it is the header of a patch
    return [t for t in out if t.kind != "comment" or t.mark == "+"]


def _added_comments(path: str, text: str, line: int) -> tuple[dict[int, list[Token]], str]:
    """The comments of several + lines, as a token for each by its row, and the text without."""
    found: dict[int, list[Token]] = {}

    def taken(hit: re.Match[str]) -> str:
        at = text.count("\n", 0, hit.start())
        margin = hit[1].expandtabs(8)
        for number, row in enumerate(hit[0].split("\n"), at):
            body = row[1:].expandtabs(8)
            body = body[len(margin) :] if body.startswith(margin) else body.lstrip()
            place = Place(path, line + number, len(hit[1]) + 2)
            found[number] = [Token("comment", body.rstrip(), "+", place, hit[1], True)]
        return "\n" * hit[0].count("\n")

    return found, _ADDED_COMMENT.sub(taken, text)


def _body_row(path: str, row: str, number: int) -> Iterator[Token]:
    at, mark, optional = 0, "", False
    if row[:2] == "++":
        at, mark = 2, "+"
    else:
        while at < len(row) and at < 3 and row[at] in _MARKS and row[at : at + 3] != "...":
            if row[at] == "!":
                raise error_at(path, number, at + 1, "unique lines (!) are not supported")
            optional |= row[at] == "?"
            mark = mark if row[at] == "?" else row[at]
            at += 1
            if mark:
                if at < len(row) and row[at] == "?":
                    optional = True
                    at += 1
                break
    rest = row[at:].strip()
    if rest.startswith("#") and not rest.startswith("##"):
        space = row[at : len(row) - len(row[at:].lstrip())]
        place = Place(path, number, at + len(space) + 1)
        yield from _directive(rest, Token("cpp", rest, mark, place, space, True, optional))
        return
    first = True
    for token in _row(path, row, number, at, mark):
        kind = token.kind
        alone = token.text != "&" or rest == "&"  # "&x" is an address
        if token.place.column == 1 and not mark and token.text in _COLUMN_ZERO and alone:
            kind = "smpl"
        many = row[:2] == "++"
        yield token._replace(kind=kind, first=first, optional=optional, many=many)
        first = False


def _directive(text: str, whole: Token) -> Iterator[Token]:
    """A line of the preprocessor: one token, but a #define, of which any may be a metavariable."""
    found = _DEFINE.match(text)
    if found is None:
        yield whole
        return
    place = whole.place
    line = " " * (place.column - 1) + text
    try:
        rest = list(_row(place.file, line, place.line, place.column - 1 + found.end(), whole.mark))
    except RuleError:
        if whole.mark != "+":
            raise
        yield whole  # what is added may be any text
        return
    yield whole._replace(text="#define")
    yield from (token._replace(optional=whole.optional) for token in rest)


def _row(path: str, row: str, number: int, at: int, mark: str) -> Iterator[Token]:
    """Tokens of one line from column ``at`` on."""
    while True:
        start = at
        while at < len(row) and row[at] in " \t\r\f":
            at += 1
        if at >= len(row):
            return
        found = _TOKEN.match(row, at)
        if found is None or found.lastgroup is None:
            raise error_at(path, number, at + 1, f"this is no token: {row[at : at + 12]!r}")
        text = found.group()
        if found.lastgroup == "smpl":
            text = text[1:]
        space = row[start:at]
        yield Token(found.lastgroup, text, mark, Place(path, number, at + 1), space)
        at = found.end()


def _join_comments(text: str) -> str:
    """The text with comments over several lines made blank; the lines stay as many."""

    def blank(found: re.Match[str]) -> str:
        inside = found.group()
        if not inside.startswith("/*") or "\n" not in inside:
            return inside
        return re.sub(r"[^\n]", " ", inside)

    return re.sub(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', blank, text, flags=re.DOTALL)
