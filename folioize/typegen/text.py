# SPDX-License-Identifier: GPL-2.0-only
"""A layout and a kind go in; the C text of the type, its assertions and its bridges come out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from folioize.kinds.kindfile import Kind
from folioize.typegen.layout import RESERVED, Layout
from folioize.typegen.members import COMMENT
from folioize.typegen.sizes import Placed, lies_over

WIDTH = 80
_TAB = 8


def type_text(layout: Layout, kind: Kind) -> str:
    """The definition of the kind's struct, in kernel style, with a comment before it."""
    head = kind.kind
    attribute = f" {layout.attribute}" if layout.attribute else ""
    told = (
        f"The fields of {head.title}. This lies over struct page: it has the same size and "
        f"alignment, and its fields are where struct page has, or had, them."
    )
    if _holds_tail_mark(layout):
        told += " Bit 0 of the first word after the flags must stay clear: it marks a tail page."
    if RESERVED in layout.members:
        told += f" Fields that begin with {RESERVED} only keep their place."
    members = _named(layout.members, kind)
    return f"{comment(told)}struct {head.type} {{\n{members}}}{attribute};\n"


def _named(members: str, kind: Kind) -> str:
    """The members, with comments that call the kind's fields by its own name: "page->lid" is none
    any more once struct page has no such field."""
    fields = "|".join(re.escape(name) for name in kind.layout.fields)
    said = re.compile(rf"(?<![\w.>])page(?=(?:->|\.)(?:{fields})\b)")
    if not fields:
        return members
    return COMMENT.sub(lambda found: said.sub(kind.kind.variable, found[0]), members)


def _holds_tail_mark(layout: Layout) -> bool:
    marks = {(p.top, p.offset) for p in layout.left if p.declared.name == "compound_head"}
    return any((p.top, p.offset) in marks for p in layout.own)


def comment(text: str) -> str:
    """A block comment of the kernel's form at the left margin."""
    lines = textwrap.wrap(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return "/*\n" + "".join(f" * {line}\n" for line in lines) + " */\n"


@dataclass(frozen=True, slots=True)
class _Match:
    """A field of ``struct page`` and the kind's own that must have the same offset."""

    page: str
    own: str
    conditions: tuple[str, ...]


def assert_text(
    layout: Layout, kind: Kind, after_removal: bool, static_assert: str = "static_assert"
) -> str:
    """Assertions that the kind's struct lies over ``struct page``, field by field and as a whole.

    Before the arm is removed, each field is compared with the one of that name in struct page;
    after it, with a field that struct page keeps there. Bit fields have no offset and are left
    out, as are fields over which struct page keeps nothing of that size. ``static_assert`` may
    be "_Static_assert" for a tree without the macro.
    """
    name = f"{kind.kind.type.upper()}_MATCH"
    two = ("offsetof(struct page, pg)", f"offsetof(struct {kind.kind.type}, {_short(kind)})")
    head = f"#define {name}(pg, {_short(kind)})"
    lines = [macro_text([head, *_equal(*two, static_assert, "\t")])]
    matches = _matches(layout, kind, after_removal)
    current: tuple[str, ...] = ()
    for match in matches:
        lines += _switch(current, match.conditions)
        current = match.conditions
        lines.append(f"{name}({match.page}, {match.own});\n")
    lines += _switch(current, ())
    lines.append(f"#undef {name}\n")
    for what in ("sizeof", "__alignof__"):
        two = (f"{what}(struct {kind.kind.type})", f"{what}(struct page)")
        lines.append("\n".join(_equal(*two, static_assert, "")) + ";\n")
    return "".join(lines)


def _short(kind: Kind) -> str:
    """What the macro calls the kind's field: a word that its body does not hold otherwise."""
    return "own" if kind.kind.variable in ("pg", "page", kind.kind.type) else kind.kind.variable


def _equal(one: str, two: str, static_assert: str, indent: str) -> list[str]:
    """The lines of an assertion that two expressions are equal, without the semicolon."""
    if static_assert == "static_assert":
        rows = [f"{one} ==", f"{two})"]
        if _columns(f"{indent}{static_assert}({one} == {two})") < WIDTH:
            rows = [f"{one} == {two})"]
    else:
        rows = [f"{one} ==", f"{two},", '"struct page and its overlay differ")']
    column = _columns(f"{indent}{static_assert}(")
    hang = "\t" * (column // _TAB) + " " * (column % _TAB)
    return [f"{indent}{static_assert}({rows[0]}", *(hang + row for row in rows[1:])]


def macro_text(rows: Sequence[str]) -> str:
    """A macro of several lines, with the backslashes in one column."""
    edge = max(72, *(-(-(_columns(row) + 1) // _TAB) * _TAB for row in rows[:-1]))
    out = [row + "\t" * -(-(edge - _columns(row)) // _TAB) + "\\\n" for row in rows[:-1]]
    return "".join(out) + rows[-1] + "\n"


def _switch(before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    if before == after:
        return []
    lines = ["#endif\n"] if before else []
    if len(after) == 1 and after[0].startswith("defined("):
        lines.append(f"#ifdef {after[0][8:-1]}\n")
    elif after:
        lines.append(f"#if {' && '.join(after)}\n")
    return lines


def _matches(layout: Layout, kind: Kind, after_removal: bool) -> list[_Match]:
    shared = {one.declared.name for one in layout.shared}
    found: dict[tuple[str, tuple[str, ...]], _Match] = {}
    ranks = _ranks(layout)
    both = sorted((*layout.own, *layout.shared), key=lambda one: ranks[id(one.declared)])
    prefer = {borrower.field: borrower.use for borrower in kind.borrower}
    staying = [one for one in layout.left if one.declared.name not in layout.leaving]
    for one in both:
        name = one.declared.name
        if one.declared.bits:
            continue
        page: str | None = name
        if after_removal and name not in shared:
            rivals = [other for other in both if other.declared.name == name]
            page = _same_place(rivals, staying, prefer.get(name))
        conditions = _conditions(one, both)
        if page is not None:
            found.setdefault((name, conditions), _Match(page, name, conditions))
    return list(found.values())


def _ranks(layout: Layout) -> dict[int, int]:
    """The place of each field of struct page, by the identity of its record."""
    names = [one for node in layout.nodes for one in node.fields()]
    return {id(one): rank for rank, one in enumerate(names)}


def _conditions(one: Placed, among: Sequence[Placed]) -> tuple[str, ...]:
    """The conditions under which the field exists: none, if every arm of the #if has it."""
    rivals = [p.conditions for p in among if p.declared.name == one.declared.name]
    if not one.conditions or len(rivals) < 2:
        return one.conditions
    last = {conditions[-1] for conditions in rivals if conditions[:-1] == one.conditions[:-1]}
    negated = {c[1:] for c in last if c.startswith("!")}
    return one.conditions[:-1] if negated & last else one.conditions


def _same_place(arms: Sequence[Placed], left: Sequence[Placed], prefer: str | None) -> str | None:
    """The field that struct page keeps where ``arms`` (one for each #if) all lie.

    The preferred one, or else the first.
    """
    fits = [other.declared.name for other in left if all(lies_over(one, other) for one in arms)]
    if prefer in fits:
        return prefer
    return fits[0] if fits else None


def bridge_text(kind: Kind, which: str) -> str:
    """One bridge as a macro with its kernel-doc; ``which`` is "from_page" or "to_page".

    The macro keeps const, and compiles only for a pointer of exactly the type it converts from.
    """
    tag, title = kind.kind.type, kind.kind.title
    noun = kind.message.noun or kind.kind.variable
    if which == "from_page":
        name, source, target = kind.bridges.from_page, "page", tag
        parameter, result = "p", f"the same memory, as a struct {tag}"
        notes = (
            f"@{parameter}: A pointer to a struct page, const or not.",
            f"Nothing is checked at run time: the caller must know that this is a {noun} (and the "
            f"head of it, if it is compound). It is const if @{parameter} is.",
        )
        said = f"struct page to struct {tag}"
    else:
        name, source, target = kind.bridges.to_page, tag, "page"
        parameter, result = kind.kind.variable[0], "the same memory, as a struct page"
        owns = bool(kind.layout.fields) or not kind.kind.last
        alone = f", and what it does must leave the fields of {title} alone" if owns else ""
        notes = (
            f"@{parameter}: A pointer to a struct {tag}, const or not.",
            f"For code that takes any page. Nothing is checked at run time{alone}. It is const if "
            f"@{parameter} is.",
        )
        said = f"struct {tag} to struct page"
    doc = kernel_doc(f"{name} - Converts from {said}.", notes[:1], notes[1], result)
    return doc + _generic(name, parameter, source, target)


def kernel_doc(brief: str, parameters: Sequence[str], text: str, result: str) -> str:
    """A kernel-doc comment; ``result`` is what it returns, empty if nothing."""
    lines = ["/**", f" * {brief}"]
    for entry in parameters:
        lines += _wrapped(entry, "  ")
    blocks = [text] if text else []
    if result:
        blocks.append(f"Return: {result[:1].upper()}{result[1:]}.")
    for block in blocks:
        lines += [" *", *_wrapped(block, "")]
    return "\n".join([*lines, " */"]) + "\n"


def _wrapped(text: str, hang: str) -> list[str]:
    wrapped = textwrap.wrap(
        text, WIDTH - 4, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )
    return [f" * {line}" for line in wrapped]


def _generic(name: str, parameter: str, source: str, target: str) -> str:
    arms = [
        (f"const struct {source} * :", f"(const struct {target} *)({parameter}),"),
        (f"struct {source} * :", f"(struct {target} *)({parameter})))"),
    ]
    # checkpatch wants a space on both sides of the colon.
    column = -(-(max(len(head) for head, _ in arms) + _TAB + 1) // _TAB) * _TAB
    rows = [f"#define {name}({parameter})\t(_Generic(({parameter}),"]
    for head, value in arms:
        tabs = -(-(column - _TAB - len(head)) // _TAB)
        rows.append(f"\t{head}" + "\t" * tabs + value)
    return macro_text(rows)


def _columns(line: str) -> int:
    return len(line.expandtabs(_TAB))
