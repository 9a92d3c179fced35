# SPDX-License-Identifier: GPL-2.0-only
"""A header with struct page and a kind go in; the kind's own members, as text, come out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from folioize.errors import ConvertedAlready, TreeError
from folioize.kinds.kindfile import Kind
from folioize.typegen.existing import has_type
from folioize.typegen.members import Declared, Node, parse_body
from folioize.typegen.sizes import Pair, Placed, node_size, place_fields

WIDTH = 80
RESERVED = "__page_"
"""What the names of members begin with that only keep a place."""

_STRUCT = re.compile(r"^struct[ \t]+page[ \t\n]*\{", re.MULTILINE)
_PAGE_TOKEN = re.compile(r"\bstruct(\s+)page\b")
_DOC = re.compile(r"/\*\*(\s+(?:\*\s+)?)(?:@\w+:\s+)?")
_PAD = re.compile(r"_\w*pad\w*\Z")


@dataclass(frozen=True, slots=True)
class Layout:
    """``struct page`` of one header, and what of it a kind takes over.

    Offsets are characters of ``text``, the header decoded as latin-1, so they are its bytes.
    ``start`` and ``end`` span the definition to the newline after its semicolon; ``nodes`` are
    its members; ``members`` is the text of the kind's own struct between the braces and
    ``attribute`` what stands after them. ``own`` are the kind's and the shared fields in order,
    ``left`` the fields that ``struct page`` keeps; ``pads`` are members that only fill gaps
    between the kind's and go where these go; ``missing`` are names that this tree lacks.
    ``leaving`` are fields that ``struct page`` keeps for now and that other kinds take later;
    ``ahead`` says that the kind's struct has to stand before ``struct page``, not after it.
    ``fits`` are the fields that the tree's own struct of the kind has as struct page has them,
    None where the tree has no such struct yet.
    """

    path: str
    text: str
    start: int
    end: int
    nodes: tuple[Node, ...]
    members: str
    attribute: str
    own: tuple[Placed, ...]
    shared: tuple[Placed, ...]
    left: tuple[Placed, ...]
    missing: tuple[str, ...]
    pads: frozenset[str] = frozenset()
    leaving: frozenset[str] = frozenset()
    ahead: bool = False
    fits: frozenset[str] | None = None


def is_pad(name: str) -> bool:
    """Tell whether a member only fills a gap, so that it belongs to the arm around it."""
    return bool(_PAD.match(name))


def derive_layout(header_text: bytes, path: str, kind: Kind) -> Layout:
    """Take the kind's fields out of ``struct page`` as ``header_text`` (the file ``path``) has it.

    Raises ConvertedAlready if the header has the kind's type, or if no owned field is in struct
    page (a later tree, whose pages of this kind have a type of their own); TreeError if struct
    page is absent or mixes owned fields with others where one struct cannot take them apart.
    """
    text = header_text.decode("latin-1")
    if has_type(text, kind):
        raise ConvertedAlready(f"{path} has struct {kind.kind.type}: nothing is left to convert")
    opened, nodes, brace = _page(text, path)
    close = _closing(text, path, brace)
    owned, shared = frozenset(kind.layout.fields), frozenset(kind.layout.shared)
    placed = place_fields(nodes, text)
    names = {one.declared.name for one in placed}
    if owned and not owned & names:
        raise ConvertedAlready(
            f"struct page in {path} has no field of {kind.kind.title}: "
            f"this tree gave them a type of their own, so nothing is left to convert"
        )
    return Layout(
        path=path,
        text=text,
        start=opened.start(),
        end=close.end(),
        nodes=nodes,
        members=_Members(text, path, owned, shared, kind.kind.type).write(nodes),
        attribute=" ".join(close[1].split()),
        own=tuple(one for one in placed if one.declared.name in owned),
        shared=tuple(one for one in placed if one.declared.name in shared),
        left=tuple(one for one in placed if one.declared.name not in owned),
        missing=tuple(name for name in kind.layout.fields if name not in names),
        pads=frozenset(_pads(nodes, owned)),
    )


def _closing(text: str, path: str, brace: int) -> re.Match[str]:
    """What closes struct page, from the brace to the end of its line."""
    close = re.compile(r"\}([^;{}]*);[^\n]*\n?").match(text, brace)
    if close is None:
        raise TreeError(f"{path}: struct page does not end in a semicolon: mend the header")
    return close


def page_end(header_text: bytes, path: str) -> int:
    """Where the line after ``struct page`` begins; raises TreeError if the header has none."""
    text = header_text.decode("latin-1")
    return _closing(text, path, _page(text, path)[2]).end()


def present_layout(header_text: bytes, path: str, kind: Kind) -> Layout | None:
    """The layout where the header ``path`` has the kind's type already; None if it has not, or
    the kind does not say how values cross then."""
    text = header_text.decode("latin-1")
    own = re.search(rf"^struct[ \t]+{kind.kind.type}[ \t\n]*\{{", text, re.MULTILINE)
    if own is None or kind.existing is None:
        return None
    opened, nodes, brace = _page(text, path)
    theirs = {one.name: _plain(one) for node in nodes for one in node.fields()}
    members = parse_body(text, own.end(), path)[0]
    mine = {one.name: _plain(one) for node in members for one in node.fields()}
    return Layout(
        path=path,
        text=text,
        start=opened.start(),
        end=text.find("\n", brace) + 1,
        nodes=nodes,
        members="",
        attribute="",
        own=(),
        shared=(),
        left=tuple(place_fields(nodes, text)),
        missing=(),
        fits=frozenset(name for name, told in mine.items() if theirs.get(name) == told),
    )


def _plain(one: Declared) -> tuple[str, ...]:
    """A field's type, to be compared."""
    return (*one.type.split(), one.array, str(one.bits))


def page_nodes(header_text: bytes, path: str) -> tuple[Node, ...]:
    """The members of ``struct page``; raises TreeError if the header does not define it."""
    return _page(header_text.decode("latin-1"), path)[1]


def page_span(text: str, path: str) -> tuple[int, int, frozenset[str]]:
    """Where the body of ``struct page`` begins and ends, and the names of its fields; raises
    TreeError if the header does not define it."""
    opened, nodes, brace = _page(text, path)
    return opened.end(), brace, frozenset(one.name for node in nodes for one in node.fields())


def _page(text: str, path: str) -> tuple[re.Match[str], tuple[Node, ...], int]:
    opened = _STRUCT.search(text)
    if opened is None:
        raise TreeError(f"{path} does not define struct page: name the header that does")
    return opened, *parse_body(text, opened.end(), path)


class _Members:
    """Writes the kind's members: what it owns and shares as it stands, the rest as places kept."""

    def __init__(
        self, text: str, path: str, owned: frozenset[str], shared: frozenset[str], tag: str
    ) -> None:
        self.text = text
        self.path = path
        self.owned = owned
        self.wanted = owned | shared
        self.tag = tag
        self.words = 0

    def write(self, nodes: Sequence[Node]) -> str:
        """The whole body, one member after another, blank lines between them as they stood."""
        out: list[str] = []
        for node in nodes:
            lines = self._top(node)
            if out and self._after_blank(node):
                lines = "\n" + lines
            out.append(lines)
        return "".join(out)

    def _after_blank(self, node: Node) -> bool:
        return self.text[: node.start].endswith("\n\n")

    # -- members of struct page itself ----------------------------------------------------------

    def _top(self, node: Node) -> str:
        if node.what == "directive":
            return self._slice(node.start, node.end)
        if node.what == "group":
            return self._top_group(node)
        if not self._holds(node):
            return self._reserve(node)
        return self._field(node) if node.what == "field" else self._union(node)

    def _top_group(self, node: Node) -> str:
        parts = [self._top(child) for child in node.children]
        taken = any(self._holds(child) for child in node.children)
        first = node.children[0]
        # The comment before an #if tells of what is in it, so it goes with it or not at all.
        parts[0] = self._slice(first.start if taken else first.core, first.end)
        return "".join(parts)

    def _reserve(self, node: Node) -> str:
        """Keep the place of a member that is not the kind's: its type, under another name."""
        fields = list(node.fields())
        if node.what == "field" and len(fields) == 1 and "(*)" not in fields[0].type:
            one = fields[0]
            space = "" if one.type.endswith("*") else " "
            name = RESERVED + one.name.lstrip("_")
            return f"\t{one.type}{space}{name}{one.array};\n"
        size = node_size(node, self.text)
        if size is None and node.what == "union":
            return self._reserve_union(node)
        if size is None:
            names = ", ".join(one.name for one in fields)
            raise TreeError(
                f"{self.path}: cannot tell the size of struct page's {names}: "
                f"add one of them to layout.shared"
            )
        return self._padding(size)

    def _reserve_union(self, node: Node) -> str:
        """A union of which some arms have members of unknown size: these keep theirs by name."""
        arms = [child for child in node.children if child.what != "directive"]
        sizes = [(arm, node_size(arm, self.text)) for arm in arms]
        known = [size for _, size in sizes if size is not None]
        lines = [
            dedent(text := self._arm(arm), _least_tabs(text) - 2)  # beside the padding
            for arm, size in sizes
            if size is None
        ]
        if known:
            size = Pair(max(one.small for one in known), max(one.large for one in known))
            lines.append("\t" + self._padding(size))
        return "\tunion {\n" + "".join(lines) + "\t};\n"

    def _padding(self, size: Pair) -> str:
        name = f"{RESERVED}words" + (f"_{self.words}" if self.words else "")
        self.words += 1
        if size.large == 2 * size.small and size.small % 4 == 0:
            return f"\tunsigned long {name}[{size.small // 4}];\n"
        if size.large == size.small and size.small % 4 == 0:
            return f"\tunsigned int {name}[{size.small // 4}];\n"
        raise TreeError(
            f"{self.path}: a member of struct page is {size.small} or {size.large} bytes, "
            f"which no array of words fills: add one of its fields to layout.shared"
        )

    def _field(self, node: Node) -> str:
        """A field; a comment after it that takes several lines goes before it, as style asks."""
        after = self.text[node.stop : node.end].strip()
        if "\n" not in after or not after.startswith("/*"):
            return self._slice(node.start, node.end)
        words = " ".join(after.removeprefix("/*").removesuffix("*/").replace("\n", " ").split())
        told = " ".join(word for word in words.split() if word != "*")
        line = f"\t/* {told} */\n"
        if len(line.expandtabs(8)) > WIDTH:
            rows = textwrap.wrap(told, WIDTH - 11)
            line = "\t/*\n" + "".join(f"\t * {row}\n" for row in rows) + "\t */\n"
        return (
            self._slice(node.start, node.core)
            + line.lstrip("\t")
            + self._slice(node.core - self._depth(node), node.stop)
            + "\n"
        )

    # -- unions and their arms ------------------------------------------------------------------

    def _holds(self, node: Node) -> bool:
        return any(one.name in self.wanted for one in node.fields())

    def _is_whole(self, node: Node) -> bool:
        return all(one.name in self.wanted or is_pad(one.name) for one in node.fields())

    def _union(self, node: Node) -> str:
        """A union of struct page, cut down to the arms that the kind has a part in."""
        arms = [child for child in node.children if self._holds(child)]
        taken = replace(node, children=tuple(arms))
        short = self._lacks(node, taken)
        if len(arms) == len(node.children) and all(map(self._is_whole, arms)):
            return self._slice(node.start, node.end)
        if len(arms) == 1 and not short:
            return self._alone(arms[0], self._depth(node))
        lines = [self._arm(arm) for arm in arms]
        if short:
            lines.append("\t" + self._padding(short))
        opened = self.text[node.core : node.inner].split("{")[0].strip()
        return f"\t{opened} {{\n" + "".join(lines) + "\t};\n"

    def _lacks(self, whole: Node, taken: Node) -> Pair | None:
        """The size of the union, as far as known, if the arms taken may not fill it."""
        arms = [child for child in whole.children if child.what != "directive"]
        known = [size for arm in arms if (size := node_size(arm, self.text)) is not None]
        mine = node_size(taken, self.text)
        if not known:
            return None
        size = Pair(max(one.small for one in known), max(one.large for one in known))
        if mine is not None and mine.small >= size.small and mine.large >= size.large:
            return None
        return size

    def _arm(self, arm: Node) -> str:
        if arm.what == "group":
            return self._partly(arm)
        if self._is_whole(arm):
            return self._slice(arm.start, arm.end)
        tabs = "\t" * self._depth(arm)
        return f"{tabs}struct {{\n{self._partly(arm)}{tabs}}};\n"

    def _partly(self, arm: Node) -> str:
        """The members of an arm that others have a part in: theirs only keep their places."""
        parts = []
        for child in arm.children:
            if self._is_whole(child) or child.what == "directive":
                parts.append(self._slice(child.start, child.end))
            elif child.what == "group":
                parts.append(self._partly(child))
            elif self._holds(child):
                raise TreeError(
                    f"{self.path}: struct page has {', '.join(self._foreign(child))} in one union "
                    f"with the kind's fields: add these to layout.fields or layout.shared"
                )
            else:
                tabs = "\t" * (self._depth(child) - 1)
                kept = self._reserve(child)
                parts.append(textwrap.indent(kept, tabs, lambda line: not line.startswith("#")))
        return "".join(parts)

    def _foreign(self, node: Node) -> list[str]:
        names = [one.name for one in node.fields() if not is_pad(one.name)]
        return [name for name in names if name not in self.wanted]

    def _alone(self, arm: Node, depth: int) -> str:
        """The only arm of a union: its members stand where the union stood."""
        if arm.what == "struct" and not self._is_whole(arm):
            return dedent(self._partly(arm), self._depth(arm.children[0]) - depth)
        if arm.what == "struct":
            inside = self.text[arm.inner : arm.last]
            return dedent(self._clean(inside), self._depth(arm.children[0]) - depth)
        return dedent(self._slice(arm.start, arm.end), self._depth(arm) - depth)

    def _depth(self, node: Node) -> int:
        line = self.text.rfind("\n", 0, node.core) + 1
        before = self.text[line : node.core]
        return len(before) - len(before.lstrip("\t"))

    # -- text -----------------------------------------------------------------------------------

    def _slice(self, start: int, end: int) -> str:
        return self._clean(self.text[start:end])

    def _clean(self, text: str) -> str:
        """The tree's text with the kind's own type, and comments that kernel-doc leaves alone."""
        plain = _DOC.sub(r"/*\1", text)
        return _PAGE_TOKEN.sub(rf"struct\1{self.tag}", plain)


def _pads(nodes: Sequence[Node], owned: frozenset[str]) -> Iterator[str]:
    """The padding in structs that are the kind's alone."""
    for node in walk(nodes):
        names = {one.name for one in node.fields()}
        if node.what == "struct" and names & owned and all(n in owned or is_pad(n) for n in names):
            yield from names - owned


def _least_tabs(text: str) -> int:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return min((len(line) - len(line.lstrip("\t")) for line in lines), default=0)


def dedent(text: str, tabs: int) -> str:
    """The lines with up to so many leading tabs less."""
    if tabs <= 0:
        return text
    return "".join(_shorter(line, tabs) for line in text.splitlines(keepends=True))


def _shorter(line: str, tabs: int) -> str:
    indent = len(line) - len(line.lstrip("\t"))
    return line[min(tabs, indent) :]


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every node of a struct, outer ones first."""
    for node in nodes:
        yield node
        yield from walk(node.children)
