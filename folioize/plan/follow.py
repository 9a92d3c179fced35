# SPDX-License-Identifier: GPL-2.0-only
"""A tree with a kind's type in use goes in; steps that run the kind's rules come out.

The rules rewrite calls on pages as calls on the kind. Each file of them is marked with what it
does to behaviour, and steps keep to one mark, file by file, so that a reviewer sees at once what
he is asked to believe.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from folioize.kinds.kindfile import Kind
from folioize.model import Edit, Left, Step
from folioize.plan.followed import told, waiting
from folioize.plan.layout import relayout
from folioize.plan.peephole import bared
from folioize.plan.rejoin import rejoined
from folioize.plan.subjects import prefix_of, slug_of
from folioize.rules import Program, compile_file, run
from folioize.rules.engine import may_match
from folioize.rules.headers import Library
from folioize.rules.own import Own, for_heads
from folioize.rules.shipped import EFFECTS, Shipped, rules_in
from folioize.tree import Tree

BEHAVIOURS = {"types": 0, "preserving": 1, "order-0": 2, "changing": 3}
"""What may be asked for, and how many of the marks that takes in."""

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
    every = rules_in(Path(kind.path).parent / "rules", now.version, EFFECTS) if wanted else ()
    texts = {path: now.read(path) for path in now.files(under=paths)}
    # What is written through a page of a kind's own is simplified by rules that preserve.
    tidy = [_Rules.of(one, kind) for one in every if one.last]
    for effect in wanted:
        rules = [_Rules.of(one, kind) for one in every if one.heads == effect and not one.last]
        for path in sorted(texts):
            before = texts[path]
            after, left = _rewritten(now, texts, path, [*rules, *tidy])
            after = rejoined(disk.read(path), bared(before, after))
            out.left += left
            if after != before:
                texts[path] = after
                found = told(path, (before, after), [one.shipped for one in [*rules, *tidy]])
                edit = Edit(0, len(disk.read(path)), after)
                out.steps.append(_step(kind, path, edit, {"effect": effect, **found}))
    some = [_Rules(one, compile_file(one.rules)) for one in every if one.heads in wanted]
    own = kind.existing.from_page if kind.existing else ""
    for path in sorted(texts):
        after, _ = _rewritten(now, texts, path, some)
        out.left += waiting(path, disk.read(path), texts[path], after, own)
    return out


@dataclass(frozen=True)
class _Rules:
    shipped: Shipped
    program: Program

    @staticmethod
    def of(shipped: Shipped, kind: Kind) -> _Rules:
        present = kind.existing
        if present is None:
            return _Rules(shipped, compile_file(shipped.rules))
        own = Own(kind.kind.type, present.from_page, present.to_member)
        return _Rules(shipped, compile_file(for_heads(shipped, own)))


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


def _step(kind: Kind, path: str, edit: Edit, found: Mapping[str, Any]) -> Step:
    name = posixpath.basename(path)
    words = _WORD[found["effect"]].format(variable=kind.kind.variable, file=name)
    text = f"{prefix_of(kind, (path,))}: {words}"
    return Step(
        slug=slug_of(text),
        template="follow",
        subject=text,
        kind=kind.kind.name,
        files={path: (edit,)},
        context={**found, **_words(kind)},
    )


def _words(kind: Kind) -> dict[str, str]:
    known = kind.existing
    return {
        "variable": kind.kind.variable,
        "member": known.to_member if known else "",
        "from_page": known.from_page if known else "",
    }
