# SPDX-License-Identifier: GPL-2.0-only
"""A tree with a kind's type in use goes in; steps that run the kind's rules come out.

The rules rewrite calls on pages as calls on the kind. Each file of them is marked with what it
does to behaviour, and steps keep to one mark, file by file, so that a reviewer sees at once what
he is asked to believe.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from folioize.kinds.kindfile import Kind
from folioize.model import Edit, Left, Step
from folioize.plan.layout import relayout
from folioize.plan.rejoin import rejoined
from folioize.plan.subjects import prefix_of, slug_of
from folioize.rules import Program, compile_file, run
from folioize.rules.engine import may_match
from folioize.rules.headers import Library
from folioize.rules.shipped import EFFECTS, Shipped, rules_in
from folioize.tree import Tree

BEHAVIOURS = {"types": 0, "preserving": 1, "order-0": 2, "changing": 3}
"""What may be asked for, and how many of the marks that takes in."""

_CALL = re.compile(rb"\b[A-Za-z_]\w*(?=\()|\(struct \w+ \*\)")
_WORD = {
    "preserves": "call the {variable} functions in {file}",
    "order-0": "call {variable} functions in {file}, for order 0 only",
    "changes": "call {variable} functions in {file}, changing behaviour",
}


@dataclass
class Followed:
    """The steps, and what a rule could not read or change on the way."""

    steps: list[Step] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def follow(disk: Tree, now: Tree, kind: Kind, paths: Sequence[str], behaviour: str) -> Followed:
    """The steps after those that leave ``now`` of the tree ``disk``; paths are files and
    directories. Raises RuleError for a rule that cannot be read."""
    out = Followed()
    wanted = EFFECTS[: BEHAVIOURS[behaviour]]
    folder = Path(kind.path).parent / "rules"
    texts = {path: now.read(path) for path in now.files(under=paths)}
    for effect in wanted:
        rules = [_Rules.of(one) for one in rules_in(folder, now.version, (effect,))]
        # What is written through a page of a kind's own is simplified by rules that preserve.
        tidy = [_Rules.of(one) for one in rules_in(folder, now.version) if one.last]
        for path in sorted(texts):
            before = texts[path]
            after, left = _rewritten(now, texts, path, [*rules, *tidy])
            after = rejoined(disk.read(path), after)
            out.left += left
            if after != before:
                texts[path] = after
                out.steps.append(_step(disk, kind, path, effect, (before, after)))
    return out


@dataclass(frozen=True)
class _Rules:
    shipped: Shipped
    program: Program

    @staticmethod
    def of(shipped: Shipped) -> _Rules:
        return _Rules(shipped, compile_file(shipped.rules))


def _rewritten(
    now: Tree, texts: dict[str, bytes], path: str, rules: Sequence[_Rules]
) -> tuple[bytes, list[Left]]:
    """One file after the rules, each once; what is last among them comes last."""
    data, left = texts[path], []
    seen: set[tuple[int, str]] = set()
    for one in sorted(rules, key=lambda one: one.shipped.last):
        if not may_match(one.program, data):
            continue
        library = Library(now.root, {**now.edited, **texts})
        outcome = run(one.program, path, data, relayout, library.of(path, data))
        data = outcome.data
        for gap in outcome.gaps:
            if (gap.line, gap.text) not in seen:
                seen.add((gap.line, gap.text))
                left.append(Left(path, gap.line, "not understood", gap.text))
    return data, left


def _step(disk: Tree, kind: Kind, path: str, effect: str, texts: tuple[bytes, bytes]) -> Step:
    name = posixpath.basename(path)
    told = _WORD[effect].format(variable=kind.kind.variable, file=name)
    text = f"{prefix_of(kind, (path,))}: {told}"
    size = len(disk.read(path))
    return Step(
        slug=slug_of(text),
        template="follow",
        subject=text,
        kind=kind.kind.name,
        files={path: (Edit(0, size, texts[1]),)},
        context={"effect": effect, "places": list(_places(path, *texts))},
    )


def _places(path: str, before: bytes, after: bytes) -> Iterator[str]:
    """Each place that changes, by its line before, with what was called and what is."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        if what == "equal":
            continue
        had, has = _calls(old[start:end]), _calls(new[first:last])
        gone, come = sorted((had - has).elements()), sorted((has - had).elements())
        if gone or come:
            verb = "becomes" if len(set(gone)) == 1 else "become"
            yield f"{path}:{start + 1}: {_names(gone)} {verb} {_names(come)}"


def _calls(lines: Sequence[bytes]) -> Counter[str]:
    found = _CALL.findall(b" ".join(line.strip() for line in lines))
    names = (one.decode("latin-1") for one in found)
    return Counter(name if name.startswith("(") else f"{name}()" for name in names)


def _names(names: Sequence[str]) -> str:
    return " and ".join(dict.fromkeys(names)) or "nothing"
