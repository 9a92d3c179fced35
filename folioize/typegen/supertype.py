# SPDX-License-Identifier: GPL-2.0-only
"""A supertype and its members go in; the C text of its unions, assertions and accessors comes out.

The type is a transparent union of pointers: gcc and clang let a caller pass any of its members as
it is, refuse every other pointer, and pass the union as they would pass its first member.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from folioize.errors import ConvertedAlready, TreeError
from folioize.kinds.kindfile import Kind, Rule
from folioize.model import Edit
from folioize.typegen.layout import page_end, page_nodes
from folioize.typegen.members import Declared
from folioize.typegen.membership import verdicts
from folioize.typegen.text import comment, kernel_doc, macro_text

ONE, SEVERAL, CONST = "one", "several", "const"
"""The forms of the type: a page, an array of pages, and a page that is only read."""

PAGE = ("page", "page")
"""The member that stands for pages which have no type of their own yet: a struct's tag, a name."""


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a supertype in one tree.

    ``arms`` are structs by tag, each with the name it has in the union; ``own`` are those of them
    that the header defines, with the fields that each keeps something in, and ``bridges`` are
    the macros that convert between these and struct page.
    """

    kind: Kind
    arms: tuple[tuple[str, str], ...]
    own: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bridges: tuple[str, ...] = ()


def members_of(supertype: Kind, kinds: Sequence[Kind], header: bytes) -> Members:
    """The members among ``kinds``; raises ConvertedAlready if the header has the type."""
    text = header.decode("latin-1")
    tag = supertype.kind.type
    if re.search(rf"\bunion[ \t]+{tag}[ \t\n]*\{{", text):
        raise ConvertedAlready(f"the tree has union {tag}: nothing is left to convert")
    arms = [PAGE, *((one.kind.type, one.kind.member or one.kind.variable) for one in kinds)]
    own, bridges = [], []
    for one in kinds:
        found = re.search(rf"\bstruct[ \t]+{one.kind.type}[ \t\n]*\{{", text)
        if found is not None:
            own.append((one.kind.type, _there(text[found.end() :], one.layout.fields)))
            bridges += [one.bridges.from_page, one.bridges.to_page]
    known = {arm[0] for arm in arms}
    also = supertype.supertype.also if supertype.supertype else ()
    arms += [(one, one) for one in also if one not in known]
    return Members(supertype, tuple(arms), tuple(own), tuple(bridges))


def _there(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the fields that the struct of which ``text`` is the rest has; bit fields have no
    offset."""
    body = text.partition("\n}")[0]
    return tuple(name for name in names if re.search(rf"\b{name}(?:\[[^\]]*\])?;", body))


def tag_of(kind: Kind, form: str) -> str:
    """The union's tag."""
    assert kind.supertype is not None
    return {ONE: kind.kind.type, SEVERAL: kind.supertype.several, CONST: kind.supertype.const}[form]


def union_text(members: Members, form: str) -> str:
    """The definition of one union, with a comment before it."""
    const, stars = ("const " if form == CONST else ""), ("**" if form == SEVERAL else "*")
    title = members.kind.kind.title
    told = {
        ONE: f"One of the {title}, whatever its kind. A function that takes this is given a "
        f"pointer to any of these as it is, and the compiler refuses all other types. struct page "
        f"stands for pages that have no type of their own yet.",
        SEVERAL: f"The same for an array of pointers to {title}.",
        CONST: f"The same for one of the {title} that is only read.",
    }[form]
    rows = "".join(f"\t{const}struct {tag} {stars}{name};\n" for tag, name in members.arms)
    tag = tag_of(members.kind, form)
    return f"{comment(told)}union {tag} {{\n{rows}}} __attribute__((__transparent_union__));\n"


def clear_text(members: Members, static_assert: str = "static_assert") -> str:
    """Assertions that what the members keep for themselves lies clear of the supertype's fields;
    nothing if the header defines none of them."""
    kind = members.kind
    assert kind.supertype is not None
    pairs = [
        (tag, name, free)
        for tag, names in members.own
        for name in names
        if name not in kind.supertype.free
        for free in kind.supertype.free
    ]
    if not pairs:
        return ""
    name = f"{kind.kind.name.upper()}_CLEAR"
    rows = [
        f"#define {name}(tag, own, pg)",
        f"\t{static_assert}(offsetof(struct tag, own) >=",
        "\t\toffsetof(struct page, pg) +",
        "\t\tsizeof(((struct page *)NULL)->pg) ||",
        "\t\toffsetof(struct tag, own) +",
        "\t\tsizeof(((struct tag *)NULL)->own) <=",
        "\t\toffsetof(struct page, pg)",
    ]
    if static_assert.startswith("_"):
        rows[-1] += ","
        rows.append('\t\t"what a member keeps there is in the way"')
    rows[-1] += ")"
    lines = [f"{name}({tag}, {field}, {at});\n" for tag, field, at in pairs]
    return f"{macro_text(rows)}{''.join(lines)}#undef {name}\n"


def to_page_text(kind: Kind) -> str:
    """The macro that gives the page itself, with its kernel-doc."""
    name = kind.bridges.to_page
    doc = kernel_doc(
        f"{name} - The struct page of what a function was given.",
        ["@m: A parameter that takes any of several types of pages, or arrays of them."],
        "For what is the same for all pages.",
        "the same memory, as a struct page, or an array of them",
    )
    return f"{doc}#define {name}(m)\t((m).page)\n"


def accessor_text(kind: Kind, name: str, fields: dict[str, Declared]) -> str:
    """One of the accessors, with the rule that it carries."""
    rule, what = _rule_of(kind, name)
    if rule.field not in fields:
        raise TreeError(f"struct page has no {rule.field}: no {name}() can be made")
    of_page = f"{kind.kind.variable}.page->{rule.field}"
    written = fields[rule.field].type
    pointer = f"{written}{'' if written.endswith('*') else ' '}"
    parameter = f"union {kind.kind.type} {kind.kind.variable}"
    noun = kind.message.noun or kind.kind.title
    rows = [f"@{kind.kind.variable}: The page."]
    head, told, body, result = {
        "read": (
            f"static inline {pointer}{name}({parameter})",
            f"The {rule.field} of a {noun}.",
            f"return {of_page};",
            "what is there",
        ),
        "write": (
            f"static inline void {name}({parameter}, {pointer}value)",
            f"Set the {rule.field} of a {noun}.",
            f"{of_page} = value;",
            "",
        ),
        "address": (
            f"static inline {written} *{name}({parameter})",
            f"The {rule.field} of a {noun}, to change it in place.",
            f"return &{of_page};",
            "where it is",
        ),
    }[what]
    if what == "write":
        rows.append("@value: What to put there.")
    doc = kernel_doc(f"{name} - {told}", rows, " ".join(rule.text.split()), result)
    return f"{doc}{_broken(head)}\n{{\n\t{body}\n}}\n"


def _broken(head: str) -> str:
    """The head of a function on two lines, where one is too long."""
    if len(head) <= 80:
        return head
    first, _, rest = head.partition(", ")
    if rest and len(first) < 80:
        column = head.index("(") + 1
        return f"{first},\n{chr(9) * (column // 8)}{' ' * (column % 8)}{rest}"
    start = head.rindex(" ", 0, head.index("(")) + 1
    while head[start] == "*":
        start += 1
    return f"{head[:start].rstrip()}\n{head[start:]}"


def _rule_of(kind: Kind, name: str) -> tuple[Rule, str]:
    assert kind.supertype is not None
    for rule in kind.supertype.rule:
        for what in ("read", "write", "address"):
            if getattr(rule, what) == name:
                return rule, what
    raise TreeError(f"{kind.path}: no accessor is called {name}")


def supertype_edits(
    header: bytes, path: str, members: Members, parts: Collection[str], static_assert: str
) -> tuple[Edit, ...]:
    """What brings ``parts`` into the header of struct page (the file ``path``): forms of the type,
    "to_page", and accessors by name; all that a step and those before it need."""
    kind = members.kind
    declared = {one.name: one for node in page_nodes(header, path) for one in node.fields()}
    blocks = [union_text(members, form) for form in (ONE, CONST, SEVERAL) if form in parts]
    clear = clear_text(members, static_assert)
    blocks += [clear] if clear else []
    blocks += [to_page_text(kind)] if "to_page" in parts else []
    blocks += [accessor_text(kind, name, declared) for name in accessors(kind) if name in parts]
    at = max(page_end(header, path), _last_of(header.decode("latin-1"), members))
    text = "".join("\n" + block for block in blocks)
    return (Edit(at, at, text.encode("latin-1")),)


def supertype_text(header: bytes, path: str, kind: Kind, kinds: Sequence[Kind]) -> str:
    """The whole type as a tree would get it, all forms and accessors."""
    found = [one.kind for one in verdicts(kind, kinds, header, path) if one.member]
    members = members_of(kind, found, header)
    parts = (ONE, CONST, SEVERAL, "to_page", *accessors(kind))
    (edit,) = supertype_edits(header, path, members, parts, "static_assert")
    return edit.new.decode("latin-1").removeprefix("\n")


def accessors(kind: Kind) -> Iterator[str]:
    """The names of all accessors that the kind's rules have, in order."""
    for rule in kind.supertype.rule if kind.supertype else ():
        yield from (name for name in (rule.read, rule.write, rule.address) if name)


def _last_of(text: str, members: Members) -> int:
    """The end of what belongs to the members' own structs: the assertions need it before."""
    names = [rf"#undef {tag.upper()}_MATCH\b" for tag, _ in members.own]
    names += [rf"#define {name}\(" for name in members.bridges]
    found = [one for name in names for one in re.finditer(rf"^{name}", text, re.MULTILINE)]
    if not found:
        return 0
    end = text.find("\n\n", max(one.start() for one in found))
    return len(text) if end < 0 else end + 1
