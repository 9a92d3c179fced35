# SPDX-License-Identifier: GPL-2.0-only
"""States in which a rule matched go in; the edits of the file come out.

Only what the rule marks changes: a bound term that is taken away and added again in the same
order keeps its place, so that its comments and line breaks stay, and inner matches are edited too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from folioize.model import Edit
from folioize.rules.additions import Addition, additions, after_whole, fixed, joined
from folioize.rules.aligned import aligned, below_brace, in_end, inline_edit
from folioize.rules.bracer import Bracer, TreeAt
from folioize.rules.branches import Branch, count_statements, deeper, statement_at, unit
from folioize.rules.columns import columned
from folioize.rules.names import fewer_names
from folioize.rules.overlaps import behind_gone, outermost
from folioize.rules.parentheses import whole_term
from folioize.rules.records import Rule, RuleError
from folioize.rules.removal import check_gaps, check_ifs, gap_goes, removal, together
from folioize.rules.render import Piece, fresh_values, render_row
from folioize.rules.settle import Conflict, settle
from folioize.rules.unwraps import Unwrap, braces_left, kept_braces, shallower
from folioize.rules.values import State
from folioize.rules.wraps import conditional, governs, heads, wraps

_DECLARATIONS = frozenset(("function_definition", "declaration", "field_declaration"))
_PLAIN = re.compile(rb"[\w\s*]+\Z")
_NEXT_LINE = re.compile(rb"[ \t]*\n(?:[ \t]*\n)*([ \t]*)[^\s}]")
_LABEL = re.compile(rb"(?:\n[ \t]*(?:case\b[^\n]*|\w+[ \t]*)):\s*\Z")
_CLOSING = re.compile(rb"\s*\}")
_REST_OF_LINE = re.compile(rb"[ \t]*(?:/\*[^\n]*?\*/[ \t]*|//[^\n]*)?(?=\n|\Z)")


_Span = tuple[int, int, int]
"""Where a token that goes stands, and its place in the rule."""


class _Group(NamedTuple):
    """Tokens to delete that stand side by side, and what is put in their place."""

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    addition: Addition | None


class Rewriter:
    """Makes the edits of one rule on one file's bytes."""

    def __init__(
        self,
        rule: Rule,
        data: bytes,
        tree_at: TreeAt | None = None,
        wholes: Mapping[int, int] | None = None,
        unwraps: tuple[Unwrap, ...] = (),
    ) -> None:
        self.rule = rule
        self._wholes = wholes or {}
        self.data = data
        self._tree_at = tree_at or (lambda _offset: None)
        self.additions = tuple(after_whole(one, rule.body, self._wholes) for one in additions(rule))
        self._fixed = fixed(rule)
        self._after = {one.anchor: one for one in self.additions if one.after}
        self._before = {one.anchor: one for one in self.additions if not one.after}
        self._wraps = wraps(self.additions)
        self._unwraps = unwraps
        self._bracer = Bracer(data, self._tree_at)
        self._made = 0

    def edits(self, states: Iterable[State]) -> tuple[list[Edit], list[Conflict]]:
        """The edits for all states together, and what of them could not be made."""
        found: dict[Edit, None] = {}
        unmade: list[Conflict] = []
        for state in outermost(states, self.rule, {*self._after, *self._before}):
            try:
                found.update(dict.fromkeys(self._state(state)))
            except RuleError as err:
                place = min((bind.start for bind in state.chain()), default=0)
                unmade.append(Conflict(place, f"not changed: {err}"))
        kept, conflicts = settle(
            fewer_names(self._bracer.needed(found), self._tree_at, self.data), self._bracer.ranks
        )
        return columned(self.data, together(self.data, kept)), unmade + conflicts

    # -- one match --------------------------------------------------------------------------------

    def _state(self, state: State) -> list[Edit]:
        env = {**state.env, **fresh_values(self.rule, state.env, self._made)}
        self._made += 1
        self._env = env
        body = self.rule.body
        deleted: list[_Span] = []
        out: list[Edit] = []
        self._starts = sorted((bind.start, bind.at) for bind in state.chain())
        self._behind = behind_gone(state, self.rule, self._after)
        for bind in state.chain():
            if bind.end in self._behind and body[bind.at].kind == "smpl":
                continue
            if body[bind.at].minus:
                deleted.append((bind.start, bind.end, bind.at))
                continue
            for addition in (self._before.get(bind.at), self._after.get(bind.at)):
                if addition is not None:
                    out.append(self._insertion(addition, bind.start, bind.end))
                    self._rank(addition, out[-1], bind.start)
                    out += self._gap_after(addition, bind.end)
                    out += self._braced(addition, bind.start, bind.end)
        deleted = self._unwrap(state, deleted, out)
        groups = self._groups(sorted(set(deleted)))
        check_gaps(self.data, [(one.start, one.end, one.addition is not None) for one in groups])
        for group in groups:
            out += check_ifs(self.data, self._replace(group))
        out += self._bracer.deeper(self._wraps, state)
        self._check_placed({bind.at for bind in state.chain()})
        return out

    def _unwrap(self, state: State, deleted: list[_Span], out: list[Edit]) -> list[_Span]:
        """Edits for bodies that lose what is around them; the tokens that go otherwise stay."""
        if not self._unwraps:
            return deleted
        places = {bind.at: (bind.start, bind.end) for bind in state.chain()}
        for one in self._unwraps:
            out += shallower(one, places, self.data)
            left = braces_left(one, places, self.data, self._bracer.branch)
            if left is not None:
                out += kept_braces(*left, places[one.closing], self.data)
                around = (*range(one.first, one.opening + 1), one.closing)
                deleted = [token for token in deleted if token[2] not in around]
        return deleted

    def _check_placed(self, bound: set[int]) -> None:
        """Raise RuleError for + lines that have no place, though what is around them has one."""
        for addition in self.additions:
            if addition.anchor in bound or addition.anchor not in self._fixed:
                continue
            at = self._fixed.index(addition.anchor)
            around = [*self._fixed[max(0, at - 1) : at], *self._fixed[at + 1 : at + 2]]
            if all(one in bound for one in around):
                line = addition.tokens[0].place.line
                raise RuleError(f"what line {line} of the rule adds has no place here")

    def _groups(self, deleted: list[_Span]) -> list[_Group]:
        groups: list[_Group] = []
        current: list[_Span] = []
        for token in deleted:
            last = current[-1:] and (0, max(one[1] for one in current), current[-1][2])
            if last and not self._joins(current[0][0], last, token):
                groups.append(self._group(current))
                current = []
            current.append(token)
        if current:
            groups.append(self._group(current))
        return groups

    def _joins(self, start: int, last: _Span, token: _Span) -> bool:
        apart = last[2] in self._after or last[1] in self._behind or token[2] in self._before
        if apart and last[2] != token[2]:
            return False
        if token[0] < last[1]:
            return True
        if self._bracer.ends_branch(start, last[1]):
            return False  # what follows it is no part of it
        return gap_goes(self.data, start, last[1], token[0])

    def _group(self, tokens: list[_Span]) -> _Group:
        before = self._before.get(tokens[0][2])
        after = self._after.get(tokens[-1][2]) or self._behind.get(tokens[-1][1])
        addition = after or before
        if before is not None and after is not None:
            addition = joined(before, after)
        end = max(token[1] for token in tokens)
        spans = tuple((start, stop) for start, stop, _ in tokens)
        return _Group(tokens[0][0], end, spans, addition)

    def _rank(self, addition: Addition, edit: Edit, start: int) -> None:
        """Behind statements that end together, what is added to the inner one comes first."""
        if addition.after and addition.lines:
            whole = self._whole_start(addition, start)
            places = [
                at
                for at, token in self._starts
                if any(
                    token == wrap.opening.anchor for wrap in self._wraps if wrap.closing is addition
                )
            ]
            self._bracer.ranks[edit] = -2 * min([start if whole is None else whole, *places])

    # -- additions --------------------------------------------------------------------------------

    def _rows(self, addition: Addition) -> list[list[Piece]]:
        return [render_row(row, self.rule, self._env) for row in addition.rows]

    def _whole_start(self, addition: Addition, start: int) -> int | None:
        """Where the if or loop begins that ends with the token at ``start``, in file and rule."""
        first = self._wholes.get(addition.anchor)
        if first is None or not addition.after:
            return None
        before = [place for place, at in self._starts if at == first and place <= start]
        return max(before, default=None)

    def _lines(self, addition: Addition, offset: int, beside: bool = False) -> list[bytes]:
        """The rows of an addition as lines with their indentation.

        ``beside``: it goes with a branch that is on the line of its if or loop, but not for long.
        """
        base = self._bracer.inner(offset)
        base += unit(base) if beside else b""
        out = []
        for row, level in zip(self._rows(addition), addition.levels, strict=True):
            text = b"".join(piece.text for piece in row)
            inner = self._inside(base, offset) if level in (0, 1) and addition.after else None
            out.append((deeper(base, level) if inner is None else inner) + text)
            if row and addition.rows[len(out) - 1][0].kind == "cpp":
                out[-1] = text  # directives stand at the margin
        return out

    def _inside(self, base: bytes, offset: int) -> bytes | None:
        """The indentation of the block that opens at ``offset``, if it is deeper than ``base``."""
        if self.data[offset : offset + 1] != b"{":
            return None
        found = _NEXT_LINE.match(self.data, offset + 1)
        if found is None or len(found[1].expandtabs(8)) <= len(base.expandtabs(8)):
            return None
        return found[1]

    def _insertion(self, addition: Addition, start: int, end: int) -> Edit:
        """What is added beside a token that stays."""
        if addition.lines:
            if addition.after and self._lacks_comma(addition, start, end):
                inner = self._bracer.indent(end)
                lines = [b"".join(piece.text for piece in row) for row in self._rows(addition)]
                return Edit(end, end, b"," + b"".join(b"\n" + inner + one for one in lines))
            if addition.after:
                rest = _REST_OF_LINE.match(self.data, end)
                at = end if rest is None else rest.end()
                whole = self._whole_start(addition, start)
                branch = self._branch(addition, start, end)
                beside = branch is not None and self._bracer.beside(branch)
                label = self.rule.body[addition.anchor].text == ":"
                beside_what = end if label else start if whole is None else whole
                lines = self._lines(addition, beside_what, beside)
                text = b"".join(b"\n" + line for line in lines)
                if rest is None and branch is None:
                    text += b"\n" + self._bracer.inner(start)
                return Edit(at, at, text)
            start = self._declaration_start(addition, start)
            line = self.data.rfind(b"\n", 0, start) + 1
            lines = self._lines(addition, start, in_end(self.data, start, end))
            if not self.data[line:start].strip():
                return Edit(line, line, b"".join(line + b"\n" for line in lines))
            inner = self._bracer.inner(start)
            inner += unit(inner) if self._bracer.beside_head(start) else b""
            text = b"".join(one.strip() + b"\n" + inner for one in lines)
            if addition.tokens[0].kind == "cpp":
                text = b"\n" + text  # a directive begins its line
                return Edit(len(self.data[:start].rstrip(b" \t")), start, text)
            return Edit(start, start, text)
        comma = addition.after and self._lacks_comma(addition, start, end)
        pieces = (self._inline(addition), addition.tokens[0].text)
        return inline_edit(self.data, (start, end), pieces, addition.after, comma)

    def _lacks_comma(self, addition: Addition, start: int, end: int) -> bool:
        """Whether the comma that something is added after stands in the rule alone."""
        comma = self.rule.body[addition.anchor].text == "," and start == end
        return comma and self.data[end - 1 : end] not in (b",", b"{", b"(")

    def _gap_after(self, addition: Addition, end: int) -> list[Edit]:
        """No space stays before what lines that are added in the midst of one push down."""
        gap = len(self.data) - end - len(self.data[end:].lstrip(b" \t"))
        alone = not addition.lines or not addition.after or _REST_OF_LINE.match(self.data, end)
        return [] if alone or not gap else [Edit(end, end + gap, b"")]

    def _declaration_start(self, addition: Addition, start: int) -> int:
        """Where the declaration begins whose storage or type the rule does not tell."""
        tree = self._tree_at(start)
        first = next((at for at, token in enumerate(self.rule.body) if token.mark != "+"), -1)
        if addition.anchor != first:
            return start
        while tree is not None:
            told = self.data[tree.start : start]
            if tree.kind in _DECLARATIONS and tree.start < start and _PLAIN.match(told):
                return tree.start
            tree = next((kid for kid in tree.kids if kid.start <= start < kid.end), None)
        return start

    def _branch(self, addition: Addition, start: int, end: int) -> Branch | None:
        """The branch without braces that lines are added to, or that is a statement of the rule."""
        tree = self._tree_at(start)
        meta = self.rule.metas.get(self.rule.body[addition.anchor].text)
        whole = meta is not None and meta.kind == "statement"
        first = self._whole_start(addition, start)
        if first is None and whole:
            first = start
        span: tuple[int, int] | None = None if first is None else (first, end)
        if span is None and tree is not None:
            span = statement_at(tree, end if addition.after else start, addition.after)
        of_list = meta is not None and meta.kind == "statement list"
        if of_list or (addition.tokens[0].kind in ("cpp", "comment") and not conditional(addition)):
            return None
        return self._bracer.branch(span, whole)

    def _braced(self, addition: Addition, start: int, end: int) -> list[Edit]:
        """Braces for a branch to which a second statement is added."""
        texts = [token.text for token in addition.tokens]
        if heads(addition):
            return self._bracer.around(self._bracer.beginning(start))
        if not addition.lines or texts[0] in ("{", "}", "else") or texts[-1] == "{":
            return []
        return self._bracer.around(self._branch(addition, start, end))

    def _inline(self, addition: Addition) -> bytes:
        return b"".join(piece.text for piece in self._pieces(addition))

    def _pieces(self, addition: Addition) -> list[Piece]:
        out: list[Piece] = []
        for row in self._rows(addition):
            if out and out[-1].text[-1:] not in (b"(", b"[", b""):
                out.append(Piece(b" "))
            out += row
        return out

    # -- replacements -----------------------------------------------------------------------------

    def _replace(self, group: _Group) -> list[Edit]:
        if group.addition is None:
            return self._delete(group)
        addition = group.addition
        if addition.lines and in_end(self.data, group.start, group.end):
            return [self._insertion(addition._replace(after=False), group.start, group.end)]
        if group.start == group.end and addition.lines:
            text = b"".join(b"\n" + line for line in self._lines(addition, group.start))
            self._bracer.ranks[edit := Edit(group.end, group.end, text)] = self._starts[0][0]
            return [edit]
        if self._prototype(group):
            pieces = self._pieces(addition)
            at = min(n for n, piece in enumerate(pieces) if piece.text.strip() == b"{")
            while at and not pieces[at - 1].text.strip():
                at -= 1
            return aligned(self.data, (group.start, group.end), [*pieces[:at], Piece(b";")])
        beside = self.data[group.start - 1 : group.start].strip()
        pieces = [Piece(b" ")] if beside and addition.tokens[0].text.endswith("=") else []
        if addition.lines:
            base = self._bracer.indent(group.start)
            first = addition.levels[0]
            for at, row in enumerate(self._rows(addition)):
                if at:
                    level = addition.levels[at] - (first if first > 0 else 0)
                    margin = addition.rows[at][0].kind == "cpp"
                    pieces.append(Piece(b"\n" + (b"" if margin else deeper(base, level))))
                pieces += row
            made = aligned(self.data, (group.start, group.end), pieces)
            return made + self._split_branch(group, pieces)
        span = (group.start, group.end)
        pieces += whole_term(self.data, span, self._tree_at, self._pieces(addition))
        fill = aligned if addition.tokens[0].text == "{" else below_brace
        return fill(self.data, span, pieces)

    def _prototype(self, group: _Group) -> bool:
        """Whether a prototype's semicolon stands where the rule has a function's brace."""
        addition, body = group.addition, self.rule.body
        if addition is None or self.data[group.end - 1 : group.end] != b";":
            return False
        if body[addition.anchor].text != "{":  # or is the whole replaced?
            gone = any(token.minus and token.text == "{" for token in body)
            if not gone or b"{" in self.data[group.start : group.end]:
                return False
        return any(token.text == "{" for token in addition.tokens)

    def _split_branch(self, group: _Group, pieces: list[Piece]) -> list[Edit]:
        """Braces for a branch that becomes several statements."""
        branch = self._bracer.branch((group.start, group.end))
        if branch is None:
            return []
        text = b"".join(piece.text for piece in pieces)
        if count_statements(text) < 2 and not governs(text):  # an else would be that of the new if
            return []
        return self._bracer.around(branch)

    def _delete(self, group: _Group) -> list[Edit]:
        """Take tokens away, and the line where nothing else is left on it."""
        data, start, end = self.data, group.start, group.end
        if self._bracer.branch((start, end)) is not None:
            return [Edit(start, end, b"{}")]
        if _LABEL.search(data, max(0, start - 200), start) and _CLOSING.match(data, end):
            return [Edit(start, end, b";")]  # a label wants a statement
        return [removal(data, start, end)]
