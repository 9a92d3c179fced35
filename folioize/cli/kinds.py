# SPDX-License-Identifier: GPL-2.0-only
"""Takes kinds by name; lists and shows them, checks them against a tree, and drafts new ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import options, terminal
from folioize.errors import FolioizeError, KindError

if TYPE_CHECKING:
    from folioize.kinds import Catalog
    from folioize.kinds.kindfile import Kind
    from folioize.tree import Tree

_KIND = click.argument("name", metavar="KIND")


@click.group(short_help="List, show, check and draft kinds of pages.")
def command() -> None:
    """List and show kinds of pages, check one against a tree, or draft a new one.

    A kind is a folder with a kind.toml in --kinds DIR, in transforms/ of a folder that
    $FOLIOIZE_PATH names, in .folioize/transforms/ of the tree or of your home directory, or one
    that comes with folioize.
    """


@command.command("list", short_help="The kinds there are, and where.")
@click.option("--tree", "tree_path", metavar="TREE", type=click.Path(path_type=Path))
@options.kind_dirs
def list_kinds(tree_path: Path | None, kind_dirs: tuple[str, ...]) -> None:
    """Print the kinds that can be found, each with the folder that it comes from."""
    from folioize.kinds import Catalog

    catalog = Catalog(_root(tree_path), kind_dirs)
    rows = []
    for name, folder in catalog.folders.items():
        found = catalog.find(name)
        kind = found.kind
        rows.append((name, found.c_type, kind.title, kind.mappable, folder))
    terminal.table(("kind", "type", "title", "mappable", "folder"), rows)


@command.command(short_help="The designs there are: named sets of kinds.")
@click.option("--tree", "tree_path", metavar="TREE", type=click.Path(path_type=Path))
@options.kind_dirs
def designs(tree_path: Path | None, kind_dirs: tuple[str, ...]) -> None:
    """Print the designs that --design takes, each with its kinds in order.

    A design is a file designs/NAME.toml beside the folders of kinds.
    """
    from folioize.kinds import Catalog, find_design
    from folioize.kinds.designs import design_files

    catalog = Catalog(_root(tree_path), kind_dirs)
    rows = []
    for name, path in design_files(catalog).items():
        found = find_design(name, catalog)
        rows.append((name, " ".join(found.kinds), found.layout, found.title, path))
    terminal.table(("design", "kinds", "layout", "title", "file"), rows)


@command.command(short_help="A kind's type, as a tree would get it.")
@_KIND
@options.tree
@options.kind_dirs
def show(name: str, tree_path: Path, kind_dirs: tuple[str, ...]) -> None:
    """Print the type that KIND would have in TREE: its layout is derived from struct page.

    Where the tree has the type already, that is printed, and how the tree converts to it. With it
    go the kinds that may be mapped to userspace, or whether KIND may; where it may not, the field
    that is in the way, with its offset.
    """
    from folioize.author import membership
    from folioize.kinds import Catalog
    from folioize.tree import open_tree
    from folioize.typegen import existing_bridges, existing_text

    tree = open_tree(tree_path)
    catalog = Catalog(tree.root, kind_dirs)
    kind = catalog.find(name)
    header = tree.read(tree.page_header)
    found, own = existing_text(header, kind), existing_bridges(kind)
    if found is not None and own is not None:
        _print_lines(found)
        terminal.note(f"{tree.page_header} has this type: nothing is generated")
        terminal.note(f"from a page: {own[0]}; to a page: {own[1]}")
        return
    rows = membership(tree, kind, catalog)
    text, told = _made(tree, kind, catalog)
    _print_lines(text)
    terminal.line()
    for row in rows:
        terminal.line(row)
    for row in told:
        terminal.note(row)


def _made(tree: Tree, kind: Kind, catalog: Catalog) -> tuple[str, tuple[str, ...]]:
    """The types that a kind would bring, and what to tell of fields that struct page has not."""
    from folioize.typegen import (
        bridge_text,
        derive_layout,
        require_fields,
        supertype_text,
        type_text,
    )

    header, path = tree.read(tree.page_header), tree.page_header
    if kind.supertype is not None:
        return supertype_text(header, path, kind, catalog.find_all()), ()
    told = require_fields(tree, kind)
    layout = derive_layout(header, path, kind)
    bridges = [bridge_text(kind, which) for which in ("from_page", "to_page")]
    return "\n".join([type_text(layout, kind), *bridges]), told


def _print_lines(text: str) -> None:
    for line in text.splitlines():
        with terminal.printing():
            click.echo("\t".join(terminal.escape(part) for part in line.split("\t")))


@command.command(short_help="Say what a kind names that a tree has not.")
@_KIND
@options.tree
@options.kind_dirs
@options.jobs
@click.option("--exit-code", is_flag=True, help="Exit with 1 if something was found.")
def check(
    name: str, tree_path: Path, kind_dirs: tuple[str, ...], jobs: int | None, exit_code: bool
) -> int:
    """Check KIND against TREE: print what it names that this tree has not.

    A kind may well name what only other versions have. What can't work at all is an error, and so
    is a field that looks misspelt.
    """
    from folioize.author import check_kind
    from folioize.tree import open_tree

    tree = open_tree(tree_path)
    rows, wrong = check_kind(tree, name, options.gather(tree, (), jobs, None, kind_dirs))
    for row in rows:
        terminal.line(row)
    if not rows:
        terminal.line(f"{name}: all that it names is in {tree.root}")
    options.tell_skipped(tree)
    if wrong:
        raise KindError(wrong)
    return 1 if exit_code and rows else 0


@command.command(short_help="Draft a kind from a field or some functions.")
@_KIND
@options.tree
@click.option("--field", "fields", metavar="NAME", multiple=True, help="A field it owns.")
@click.option(
    "--function", "functions", metavar="NAME", multiple=True, help="A function of it alone."
)
@click.option("--type", "tag", metavar="TAG", default="", help="The struct's tag; else KIND.")
@click.option("--variable", metavar="NAME", default="", help="What a variable is called.")
@click.option(
    "-o", "--out", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
    help="Write DIR/KIND/kind.toml; standard output if not said.",
)  # fmt: skip
@options.kind_dirs
@options.jobs
def new(
    name: str,
    tree_path: Path,
    fields: tuple[str, ...],
    functions: tuple[str, ...],
    tag: str,
    variable: str,
    out: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Draft KIND for TREE: the layout is the arm of struct page that holds the fields.

    The draft names each file that uses these fields as an owner: take out those that keep
    something else there. Then: folioize infer TREE --kinds DIR --kind KIND.
    """
    from folioize.author import Wish, draft_kind
    from folioize.tree import open_tree

    target = None if out is None else out / name / "kind.toml"
    if target is not None and target.exists():
        raise FolioizeError(f"{target} is there already: name another kind or folder")
    tree = open_tree(tree_path)
    asked = options.gather(tree, (), jobs, None, kind_dirs)
    text = draft_kind(tree, Wish(name, fields, functions, tag, variable), asked)
    options.tell_skipped(tree)
    if target is None:
        terminal.raw(text.encode())
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    terminal.line(f"{target}: look at its owners, then: folioize infer {tree_path} "
                  f"--kinds {out} --kind {name}")  # fmt: skip


def _root(tree_path: Path | None) -> Path | None:
    from folioize.tree import open_tree

    return None if tree_path is None else open_tree(tree_path).root
