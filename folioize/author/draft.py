# SPDX-License-Identifier: GPL-2.0-only
"""A tree and the few names that a user knows go in; the text of a kind.toml comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folioize.author.check import in_the_way
from folioize.errors import FolioizeError, TreeError
from folioize.kinds import Analysis, Catalog, analyse
from folioize.kinds.kindfile import Kind, parse_kind
from folioize.model import Options
from folioize.tree import Tree
from folioize.typegen import derive_layout
from folioize.typegen.layout import is_pad, page_nodes, walk
from folioize.typegen.members import Node

_SHARED = ("flags", "_refcount")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says of a new kind: at least one field of struct page, or one function."""

    name: str
    fields: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    type: str = ""
    variable: str = ""


def draft_kind(tree: Tree, wish: Wish, options: Options) -> str:
    """The text of a kind.toml for this tree: the layout is the union arm that holds the fields.

    Raises FolioizeError and TreeError for names that the tree does not have, KindError for a
    name that no kind can have.
    """
    if not (wish.fields or wish.functions):
        raise FolioizeError("name a field of struct page with --field, or a --function")
    fields = _arm(tree, wish.fields)
    variable = wish.variable or wish.name.removesuffix("_page")
    draft = _Draft(wish, fields, wish.type or wish.name, variable)
    kind = parse_kind(draft.text(()), f"{wish.name}/kind.toml", wish.name)
    derive_layout(tree.read(tree.page_header), tree.page_header, kind)
    analysis = analyse(tree, [kind], options)
    _known(analysis, wish.functions)
    if fields and not in_the_way(tree, kind, Catalog(tree.root, options.kind_dirs)):
        draft.mappable = True
    return draft.text(_owners(analysis, kind))


@dataclass(slots=True)
class _Draft:
    wish: Wish
    fields: tuple[str, ...]
    type: str
    variable: str
    mappable: bool = False

    def text(self, owners: Sequence[tuple[str, int]]) -> str:
        """The file, as TOML with comments that say what to look at."""
        title = self.wish.name.replace("_", " ") + "s"
        rows = [
            "# SPDX-License-Identifier: GPL-2.0-only",
            "",
            "[kind]",
            f'name = "{self.wish.name}"',
            f'type = "{self.type}"',
            f'variable = "{self.variable}"',
            f'title = "{title}"',
            f'why = "A type of its own keeps {title} apart from all others."',
            "# Whether such pages may be mapped to userspace; the layout says only if they could.",
            f"# mappable = {'true' if self.mappable else 'false'}",
            "",
            "[layout]",
            f"fields = {_names(self.fields)}",
            f"shared = {_names(_SHARED)}",
            "",
            "[evidence]",
            f"functions = {_names(self.wish.functions)}",
        ]
        if owners:
            rows += [
                "# The fields are evidence in these files. Take out those that keep something of",
                "# their own there, in pages that are none.",
                "owners = [",
                *(
                    f'    "{path}",  # {count} {"use" if count == 1 else "uses"}'
                    for path, count in owners
                ),
                "]",
            ]
        rows += [
            "",
            "[bridges]",
            f'from_page = "page_to_{self.variable}"',
            f'to_page = "{self.variable}_to_page"',
            "",
            "[message]",
            f'noun = "{title[:-1]}"',
            f'nouns = "{title}"',
        ]
        return "\n".join(rows) + "\n"


def _names(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def _arm(tree: Tree, wanted: Sequence[str]) -> tuple[str, ...]:
    """All fields of the union arms that hold those wanted, in the order of struct page."""
    nodes = page_nodes(tree.read(tree.page_header), tree.page_header)
    known = [one.name for node in nodes for one in node.fields()]
    for name in wanted:
        if name not in known:
            raise TreeError(f"struct page in {tree.page_header} has no field {name}")
    chosen: dict[str, None] = {}
    for arm in _arms(nodes):
        names = [one.name for one in arm.fields()]
        if set(names) & set(wanted):
            chosen.update((name, None) for name in names if not is_pad(name))
    return tuple(chosen)


def _arms(nodes: Sequence[Node]) -> Iterator[Node]:
    """The arms of struct page's own unions, and what stands in no union."""
    for node in nodes:
        if node.what == "group":
            yield from _arms(node.children)
        elif node.what == "union":
            yield from (child for child in walk(node.children) if child in node.children)
        else:
            yield node


def _known(analysis: Analysis, functions: Sequence[str]) -> None:
    names = {key.rsplit(":", 1)[-1] for key in analysis.graph.tables.functions}
    for name in functions:
        if name not in names:
            raise TreeError(f"{analysis.tree.root} has no {name}() that deals in pages")


def _owners(analysis: Analysis, kind: Kind) -> list[tuple[str, int]]:
    """The files that use the kind's fields of a page, and how often."""
    graph, owned = analysis.graph, frozenset(kind.layout.fields)
    used = Counter(
        path
        for path, facts in analysis.facts.files.items()
        for index, access in enumerate(facts.accesses)
        if access.field in owned and graph.bases[path, index].is_page
    )
    return sorted(used.items(), key=lambda item: (-item[1], item[0]))
