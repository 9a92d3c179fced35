# SPDX-License-Identifier: GPL-2.0-only
"""A kind and a tree go in; what the kind names that the tree lacks, or can't be, comes out."""

from __future__ import annotations

from collections.abc import Iterator

from folioize.errors import KindError, TreeError
from folioize.kinds import Analysis, Catalog, analyse
from folioize.kinds.kindfile import Kind
from folioize.kinds.tables import Tables
from folioize.model import Options
from folioize.tree import Tree
from folioize.typegen import Layout, derive_layout, existing_text, refuse_clashes
from folioize.typegen.sizes import Placed, overlaps

MAPPED = ("mapping", "_mapcount")
"""Fields that belong to whoever maps a page to userspace: rules on both come with mapping it."""


def check_kind(tree: Tree, name: str, options: Options) -> list[str]:
    """Check a kind against a tree; each row is one line on what this tree has not.

    Raises KindError for what can't work in any tree, ConvertedAlready and TreeError as
    derive_layout() does.
    """
    kind = Catalog(tree.root, options.kind_dirs).find(name)
    header = tree.read(tree.page_header)
    if kind.existing is not None and existing_text(header, kind) is not None:
        return _rows(kind, tree, analyse(tree, [kind], options))
    layout = derive_layout(header, tree.page_header, kind)
    if kind.kind.mappable:
        for field, other in not_mappable(layout):
            why = f"{_where(field)} lies over {other}: set mappable = false"
            place = kind.place("kind.mappable")
            raise KindError(f"{place}: pages of this kind cannot be mappable: {why}")
    analysis = analyse(tree, [kind], options)
    refuse_clashes(kind, analysis.search)
    missing = [f"struct page has no field {name}" for name in layout.missing]
    return missing + _rows(kind, tree, analysis)


def _rows(kind: Kind, tree: Tree, analysis: Analysis) -> list[str]:
    """What is named and not there, and whether nothing is of the kind."""
    rows = [*_unknown(kind, analysis.graph.tables), *_no_files(kind, tree)]
    if not analysis.solutions[0].labels:
        rows.append("no declaration holds this kind: name more fields or functions")
    return rows


def _no_files(kind: Kind, tree: Tree) -> Iterator[str]:
    """The files and directories that it names."""
    named = {"owner": kind.evidence.owners, "excluded": kind.evidence.exclude_files}
    if kind.default is not None:
        named["in the default"] = (*kind.default.paths, *kind.default.exclude)
    named["header of the accessors"] = (kind.accessors.header,) if kind.accessors else ()
    for what, paths in named.items():
        for path in paths:
            try:
                tree.name(path)
            except TreeError:
                yield f"there is no {path} ({what})"


def not_mappable(layout: Layout) -> Iterator[tuple[Placed, str]]:
    """The kind's own fields that lie over those of whoever maps a page, each with which."""
    theirs = [one for one in (*layout.left, *layout.shared) if one.declared.name in MAPPED]
    for own in layout.own:
        for other in theirs:
            if overlaps(own, other):
                yield own, other.declared.name


def _where(field: Placed) -> str:
    name = field.declared.name
    return name if field.offset is None else f"{name}, {field.offset.large} bytes into its union,"


def _unknown(kind: Kind, tables: Tables) -> Iterator[str]:
    evidence = kind.evidence
    # PageX(), SetPageX() and the like are made by macros that paste names: no fact has them.
    functions = {key.rsplit(":", 1)[-1] for key in tables.functions}
    known = functions | set(tables.macros)
    for what, names in (
        ("function", (*evidence.functions, *evidence.origins)),
        ("predicate", evidence.predicates),
        ("assertion", evidence.asserts),
        ("use", evidence.uses),
        ("of other pages", evidence.others),
        ("gives tail pages", evidence.tails),
        ("of any kind", tuple(name for name in evidence.any if "." not in name)),
        ("accessor of", tuple(a.of for a in kind.accessors.function) if kind.accessors else ()),
    ):
        for name in names:
            if name not in known and not name.startswith(("Page", "SetPage", "ClearPage", "__")):
                yield f"nothing with pages is called {name}() ({what})"
    for name in (*evidence.containers, *(name for name in evidence.any if "." in name)):
        tag, _, field = name.rpartition(".")
        if tag and not any(
            key.endswith(f"struct {tag}") and member == field for key, member in tables.members
        ):
            yield f"no struct {tag} has a field {field} that holds pages (container)"
