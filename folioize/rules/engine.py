# SPDX-License-Identifier: GPL-2.0-only
"""A program of rules and a file's bytes go in; changed bytes, and what was not read, come out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from folioize.cst.module import Module
from folioize.model import Edit
from folioize.rules.compiled import Compiled, Program, satisfied
from folioize.rules.ctree import C
from folioize.rules.implicit import plain, typed
from folioize.rules.index import holds
from folioize.rules.parsed import Parsed
from folioize.rules.records import Script
from folioize.rules.render import fresh_values
from folioize.rules.rewrite import Rewriter
from folioize.rules.safety import safe
from folioize.rules.scripts import Said, Scripting
from folioize.rules.search import Search
from folioize.rules.terms import TooLongError
from folioize.rules.types import Headers
from folioize.rules.values import Env, State, Value

Layout = Callable[[bytes, Sequence[Edit]], tuple[Edit, ...]]
_DEEP = 20_000


class Gap(NamedTuple):
    """A place that was not read, or not changed, and why; ``line`` counts from 1."""

    line: int
    text: str


class Outcome(NamedTuple):
    """What became of a file: its bytes after all rules, gaps, and the matches of each rule.

    ``found`` are (rule, line) of the matches of rules with * lines, ``said`` what scripts print.
    """

    data: bytes
    gaps: tuple[Gap, ...]
    matches: tuple[tuple[str, int], ...]
    found: tuple[tuple[str, int], ...]
    said: tuple[str, ...] = ()


class _Thread(NamedTuple):
    """One history: values exported as "rule.name", and the rules that matched."""

    env: dict[str, Value]
    matched: frozenset[str]


def may_match(program: Program, data: bytes) -> bool:
    """Whether any rule of the program can match in these bytes."""
    return any(holds(one.needs, data) for one in program.rules)


def run(
    program: Program,
    path: str,
    data: bytes,
    layout: Layout | None = None,
    headers: Headers | None = None,
) -> Outcome:
    """Run all rules over one file. ``layout`` completes edits so that the layout is kept."""
    if sys.getrecursionlimit() < _DEEP:
        sys.setrecursionlimit(_DEEP)
    told = typed(path, data, program.table)
    outcome = _Run(program, path, told, layout, headers).all()
    return outcome if told is data else outcome._replace(data=plain(outcome.data))


class _Run:
    """The state of one file while the rules go over it."""

    def __init__(
        self,
        program: Program,
        path: str,
        data: bytes,
        layout: Layout | None,
        headers: Headers | None,
    ) -> None:
        self.program = program
        self.path = path
        self.data = data
        self.layout = layout
        self.headers = headers
        self.table = program.table
        self.parsed: Parsed | None = None
        self.gaps: dict[Gap, None] = {}
        self.matches: list[tuple[str, int]] = []
        self.found: list[tuple[str, int]] = []
        values = {
            f"virtual.{name}": Value("identifier", tuple(text.split()), text.encode())
            for name, text in program.values
        }
        self.threads = [_Thread(values, program.virtuals)]
        self.scripting = None
        if program.scripted:
            first = tuple(one for _, one in program.scripts if one.when == "initialize")
            self.scripting = Scripting(path, data, first, self._inside)

    def all(self) -> Outcome:
        """Run every rule in order."""
        for at, one in enumerate(self.program.rules):
            self._scripts(at)
            if self._ended():
                break
            self._rule(one)
        self._scripts(len(self.program.rules))
        said: tuple[str, ...] = ()
        if self.scripting is not None:
            said = self.scripting.printed
            self.gaps.update((Gap(0, text), None) for text in self.scripting.failed)
        return Outcome(self.data, tuple(self.gaps), tuple(self.matches), tuple(self.found), said)

    def _ended(self) -> bool:
        """Whether a script said that nothing more is to be done here."""
        return self.scripting is not None and self.scripting.ended

    def _inside(self, offset: int) -> str:
        """The name of the function around an offset."""
        item = self._module().item_at(offset)
        title = "" if item is None else _title(self._parsed(), item.start, item.end)
        found = re.search(r"(\w+)\s*\(", title)
        return found[1] if found is not None else "something_else"

    def _parsed(self) -> Parsed:
        if self.parsed is None:
            self.parsed = self._again(self.data)
        return self.parsed

    def _module(self) -> Module:
        return self._parsed().module

    def _scripts(self, at: int) -> None:
        """Run the blocks that stand before the rule of this number."""
        for place, script in self.program.scripts:
            if self.scripting is None or self.scripting.ended:
                return
            if place == at and script.when == "script":
                self.threads = _distinct(self._scripted(script, self.scripting))

    def _scripted(self, script: Script, scripting: Scripting) -> list[_Thread]:
        """The histories after a block: without those that it does not keep."""
        ever = frozenset().union(*(thread.matched for thread in self.threads))
        out: list[_Thread] = []
        ran: dict[tuple[object, ...], Said] = {}
        for thread in self.threads:
            values = _asked(script, thread)
            if values is None or not satisfied(script.depends, thread.matched, ever):
                out.append(thread)
                continue
            key = tuple((name, value.key) for name, value in values.items())
            if key not in ran:
                ran[key] = scripting.run(script, values)
            said = ran[key]
            if scripting.ended:
                break
            if not said.kept or said.failed:
                continue
            made = {
                f"{script.name}.{name}": Value("identifier", (text,), text.encode())
                for name, text in said.values.items()
            }
            out.append(_Thread({**thread.env, **made}, thread.matched | {script.name}))
        return out

    def _rule(self, one: Compiled) -> None:
        ever = frozenset().union(*(thread.matched for thread in self.threads))
        ready = [
            thread
            for thread in self.threads
            if satisfied(one.rule.depends, thread.matched, ever)
            and all(source in thread.env for _, source in one.inherits)
        ]
        groups: dict[tuple[object, ...], list[_Thread]] = {}
        sources = [*(source for _, source in one.inherits), *_compared(one)]
        for thread in ready:
            key = tuple(thread.env[name].key if name in thread.env else None for name in sources)
            groups.setdefault(key, []).append(thread)
        states: list[State] = []
        following = [thread for thread in self.threads if thread not in ready]
        for threads in groups.values():
            env = {name: threads[0].env[source] for name, source in one.inherits}
            found = self._search(one, env, threads)
            states += found
            following += _histories(one, threads, found)
        self.threads = _distinct(following)
        if one.rule.changes and states:
            self._change(one, states)

    def _search(self, one: Compiled, env: Env, threads: list[_Thread]) -> list[State]:
        if one.pattern.elements and not holds(one.needs, self.data):
            return []
        parsed = self._parsed()

        def inherited(name: str) -> list[Value]:
            return [thread.env[name] for thread in threads if name in thread.env]

        search = Search(one, parsed, inherited, self.scripting)
        found: list[State] = []
        try:
            found.extend(search.run(env))
        except TooLongError:
            self.gaps[Gap(0, f"{one.rule.told} takes too many steps and was given up")] = None
            return []
        for item in search.missed:
            line = parsed.module.line(item.start)
            text = f"not parsed whole: {_title(parsed, item.start, item.end)}"
            self.gaps[Gap(line, text)] = None
        self._note(one, parsed, found)
        return found

    def _note(self, one: Compiled, parsed: Parsed, found: list[State]) -> None:
        star = {at for at, token in enumerate(one.rule.body) if token.mark == "*"}
        for state in found:
            chain = state.chain()
            line = parsed.module.line(min((bind.start for bind in chain), default=0))
            self.matches.append((one.rule.name, line))
            spans = {(bind.start, bind.end) for bind in chain if bind.at in star}
            lines = {line for span in spans for line in self._lines(parsed, *span)}
            self.found += [(one.rule.name, number) for number in sorted(lines)]

    def _lines(self, parsed: Parsed, start: int, end: int) -> list[int]:
        """The numbers of the lines on which something of a span stands."""
        first = parsed.module.line(start)
        rows = parsed.data[start : max(end, start + 1)].split(b"\n")
        return [first + at for at, row in enumerate(rows) if row.strip()]

    def _change(self, one: Compiled, states: list[State]) -> None:
        parsed = self._parsed()
        rewriter = Rewriter(one.rule, self.data, self._tree_at, one.wholes, one.unwraps)
        edits, conflicts = rewriter.edits(states)
        for conflict in conflicts:
            self._gap(parsed, conflict.offset, f"{one.rule.told}: {conflict.text}")
        body = one.rule.body
        lines = next((token.kind == "cpp" for token in body if token.mark != "+"), False)
        edits = edits if lines else [self._continued(edit) for edit in edits]
        if not edits:
            return
        made = safe(parsed, edits, self._whole, self._again)
        for offset in made.left:
            text = f"{one.rule.told}: not changed, as it would not parse any more"
            self._gap(parsed, offset, text)
        if made.parsed.data != self.data:
            self.data, self.parsed = made.parsed.data, made.parsed
            if self.scripting is not None:
                self.scripting.move(self.data)
            self.threads = [_moved(thread, made.edits) for thread in self.threads]

    def _gap(self, parsed: Parsed, offset: int, text: str) -> None:
        self.gaps[Gap(parsed.module.line(offset), text)] = None

    def _whole(self, edits: Sequence[Edit]) -> tuple[Edit, ...]:
        """The edits with what the layout wants beside them."""
        return tuple(edits) if self.layout is None else self.layout(self.data, edits)

    def _again(self, data: bytes) -> Parsed:
        return Parsed(self.path, data, self.headers, self.table)

    def _tree_at(self, offset: int) -> C | None:
        """The tree of the item that holds an offset."""
        assert self.parsed is not None
        item = self.parsed.module.item_at(offset)
        return None if item is None or not item.clean else self.parsed.tree(item)

    def _continued(self, edit: Edit) -> Edit:
        """An edit in a macro's body: its lines end in backslashes."""
        assert self.parsed is not None
        if b"\n" not in edit.new:
            return edit
        for define in self.parsed.module.defines:
            if define.body_start <= edit.start <= define.body_end:
                return Edit(edit.start, edit.end, edit.new.replace(b"\n", b" \\\n"))
        return edit


def _compared(one: Compiled) -> Iterable[str]:
    """The values of other rules that constraints name, but for positions: of those, all count."""
    for meta in one.rule.metas.values():
        for constraint in meta.constraints:
            if meta.kind != "position" and constraint.kind in ("in", "not in", "inside"):
                yield from (value for value in constraint.values if "." in value)


def _asked(script: Script, thread: _Thread) -> dict[str, Value] | None:
    """The values that a block asks for; None where one is missing."""
    values: dict[str, Value] = {}
    for name, source, without in script.inputs:
        value = thread.env.get(source)
        if value is None and without is not None:
            value = Value("identifier", (without,), without.encode())
        if value is None:
            return None
        values[name] = value
    return values


def _title(parsed: Parsed, start: int, end: int) -> str:
    """The first line of an item, to name it by."""
    text = plain(parsed.data[start:end]).decode("utf-8", "replace")
    return " ".join(text.split("{")[0].split())[:80]


def _histories(one: Compiled, threads: list[_Thread], found: list[State]) -> list[_Thread]:
    """The histories after a rule: one for each way it matched, or as before where it did not."""
    if not found:
        return threads
    name = one.rule.name
    made: dict[tuple[object, ...], dict[str, Value]] = {}
    for state in found:
        known = {**state.env, **fresh_values(one.rule, state.env)}
        env = {
            f"{name}.{meta}": known[meta]._replace(node=None)
            for meta in sorted(one.exports)
            if meta in known
        }
        made[tuple((key, value.key) for key, value in env.items())] = env
    return [
        _Thread({**thread.env, **env}, thread.matched | {name})
        for thread in threads
        for env in made.values()
    ]


def _distinct(threads: list[_Thread]) -> list[_Thread]:
    seen: dict[tuple[object, ...], _Thread] = {}
    for thread in threads:
        key = (
            frozenset((name, value.key) for name, value in thread.env.items()),
            thread.matched,
        )
        seen.setdefault(key, thread)
    return list(seen.values())


def _moved(thread: _Thread, edits: Iterable[Edit]) -> _Thread:
    """A history whose offsets are those of the edited text."""
    ordered = sorted(edits)
    env = {name: _shift(value, ordered) for name, value in thread.env.items()}
    return _Thread(env, thread.matched)


def _shift(value: Value, edits: list[Edit]) -> Value:
    if value.start < 0:
        return value
    start, end = _map(value.start, edits), _map(value.end, edits)
    key = (str(start),) if value.kind == "position" else value.key
    return value._replace(start=start, end=end, key=key)


def _map(offset: int, edits: list[Edit]) -> int:
    shift = 0
    for edit in edits:
        if edit.end > offset or (edit.start == edit.end == offset and edit.start >= offset):
            break
        shift += len(edit.new) - (edit.end - edit.start)
    return offset + shift
