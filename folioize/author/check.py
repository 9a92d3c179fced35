# SPDX-License-Identifier: GPL-2.0-only
"""A kind and a tree go in; what the kind names that the tree lacks, or can't be, comes out."""

from __future__ import annotations

from collections.abc import Iterator

from folioize.errors import TreeError
from folioize.kinds import Catalog, analyse
from folioize.kinds.kindfile import Kind
from folioize.kinds.tables import Tables
from folioize.model import Options
from folioize.tree import Tree
from folioize.typegen import (
    Unknown,
    derive_layout,
    existing_text,
    members_of,
    refuse_clashes,
    require_fields,
    tell_unknown,
    unknown_fields,
    verdicts,
)
from folioize.typegen.membership import Obstacle, obstacles
from folioize.typegen.offsets import page_spots


def check_kind(tree: Tree, name: str, options: Options) -> tuple[list[str], str]:
    """Check a kind against a tree: rows, each a line on what this tree has not, and what of that
    looks like a mistake, "" for nothing.

    Raises KindError for what can't work in any tree, ConvertedAlready and TreeError as
    derive_layout() does.
    """
    catalog = Catalog(tree.root, options.kind_dirs)
    kind = catalog.find(name)
    header = tree.read(tree.page_header)
    membership(tree, kind, catalog)
    missing: tuple[Unknown, ...] = ()
    is_there = kind.existing is not None and existing_text(header, kind) is not None
    if kind.supertype is not None:
        members_of(kind, (), header)
    elif not is_there:
        require_fields(tree, kind)
        missing = unknown_fields(tree, kind)
        derive_layout(header, tree.page_header, kind)
    analysis = analyse(tree, [kind], options)
    if not is_there:
        refuse_clashes(kind, analysis.search)
    rows = [line for one in missing for line in tell_unknown(kind, (one,))]
    rows += [*_unknown(kind, analysis.graph.tables), *_no_files(kind, tree)]
    if not analysis.solutions[0].labels:
        rows.append("no declaration holds this kind: name more fields or functions")
    wrong = tell_unknown(kind, tuple(one for one in missing if one.like))
    return rows, "".join(wrong)


def membership(tree: Tree, kind: Kind, catalog: Catalog) -> list[str]:
    """Who is a member of a supertype, or of which supertypes a kind is one: a line each, with the
    field and the offset of what is in the way.

    Raises KindError for a kind that says that it is a member, and cannot be.
    """
    header, path = tree.read(tree.page_header), tree.page_header
    everything = catalog.find_all()
    if kind.supertype is not None:
        return [one.told for one in verdicts(kind, everything, header, path)]
    above = [one for one in everything if one.supertype is not None]
    return [
        f"{other.kind.name}: {one.told.partition(': ')[2]}"
        for other in above
        for one in verdicts(other, [kind], header, path)
    ]


def in_the_way(tree: Tree, kind: Kind, catalog: Catalog) -> list[Obstacle]:
    """What keeps a kind from being a member of one of the supertypes that there are, whatever it
    says of itself."""
    spots = page_spots(tree.read(tree.page_header), tree.page_header)
    return [
        one
        for other in catalog.find_all()
        if other.supertype is not None
        for one in obstacles(kind, other.supertype.free, spots)
    ]


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
