# SPDX-License-Identifier: GPL-2.0-only
"""Takes nothing; gives the arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import terminal
from folioize.errors import FolioizeError

if TYPE_CHECKING:  # help texts are printed without loading records and trees
    from folioize.kinds import Design
    from folioize.model import Options
    from folioize.tree import Tree

_FOLDER = click.Path(path_type=Path)

tree = click.argument("tree_path", metavar="TREE", type=_FOLDER)

kinds = click.option(
    "-k", "--kind", "kinds", metavar="KIND", multiple=True, help="Only this kind; may be repeated."
)

convert = click.option(
    "-k",
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    help="A kind to convert: slab_page, net_page and more ('folioize kinds list' has all); may be "
    "repeated, in the order in which they go.",
)

design = click.option(
    "--design",
    "design",
    metavar="NAME",
    help="A named set of kinds, such as ultra (all of them), or the .toml file of one.",
)

designs = click.argument("names", metavar="[DESIGN]...", nargs=-1)

layout = click.option(
    "--layout",
    type=click.Choice(("overlay", "union")),
    help="Where the types are in the end: beside struct page, or in a union of it too.",
)

kind_dirs = click.option(
    "--kinds",
    "kind_dirs",
    metavar="DIR",
    multiple=True,
    help="A folder of kinds of yours (NAME/kind.toml), before all others; may be repeated.",
)

jobs = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    help="Processes to use; one a core if not said. Changes no result.",
)

paths = click.option(
    "--paths",
    metavar="PATH",
    multiple=True,
    help="Keep to this directory or file of the tree, such as mm/; may be repeated.",
)

decisions = click.option(
    "--decisions",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Pins that overrule what was inferred (decisions.toml).",
)

force = click.option(
    "--force",
    is_flag=True,
    help="Replace a branch that folioize did not make, and files of the series that were edited.",
)

keep_names = click.option(
    "--keep-names", is_flag=True, help="Leave variables' names as they are; change types only."
)

behaviour = click.option(
    "--behaviour",
    type=click.Choice(("types", "preserving", "order-0", "changing")),
    default="types",
    show_default=True,
    help="Where the tree has the kind's type: only use it (types), or rewrite calls too, by rules "
    "that preserve behaviour, by those right for order 0 only, by those that change it; each in "
    "patches of its own, after those before it.",
)

exit_code = click.option(
    "--exit-code", is_flag=True, help="Exit with 1 if there is anything to convert."
)


def choices(*formats: str) -> click.Choice[str]:
    """The values of a --format option; the first is the default."""
    return click.Choice(formats)


def gather(
    tree: Tree,
    paths: tuple[str, ...],
    jobs: int | None,
    decisions: Path | None,
    kind_dirs: tuple[str, ...] = (),
    keep_names: bool = False,
    behaviour: str = "types",
) -> Options:
    """The options' values as the record that stages read; raises FolioizeError for a bad file."""
    from folioize.model import Options

    if decisions is not None and not decisions.is_file():
        raise FolioizeError(f"no file of decisions: {decisions}")
    return Options(
        paths=tree.names(paths),
        jobs=jobs or 0,
        keep_names=keep_names,
        decisions=None if decisions is None else str(decisions),
        kind_dirs=kind_dirs,
        behaviour=behaviour,
    )


def chosen(
    tree: Tree,
    kinds: tuple[str, ...],
    design: str | None,
    kind_dirs: tuple[str, ...],
    layout: str | None = None,
) -> Design:
    """The design that was named, or the one of the kinds that were.

    Raises UsageError where both or neither were.
    """
    return chosen_at(tree.root, kinds, design, kind_dirs, layout)


def chosen_at(
    root: Path,
    kinds: tuple[str, ...],
    design: str | None,
    kind_dirs: tuple[str, ...],
    layout: str | None = None,
) -> Design:
    """As ``chosen``, for a tree that need not be read for it."""
    from msgspec.structs import replace

    from folioize.kinds import Catalog, design_of, find_design

    if design is not None and kinds:
        names = " ".join(f"--kind {name}" for name in kinds)
        raise click.UsageError(
            f"--design {design} names its kinds itself: leave out {names}, or the design"
        )
    if design is None and not kinds:
        raise click.UsageError("name the kinds with --kind, as --kind slab_page, or a --design")
    if design is None:
        return design_of(kinds, layout or "overlay")
    found = find_design(design, Catalog(root, kind_dirs))
    return found if layout is None else replace(found, layout=layout)


def all_chosen(
    tree: Tree,
    names: tuple[str, ...],
    kinds: tuple[str, ...],
    design: str | None,
    kind_dirs: tuple[str, ...],
    layout: str | None = None,
) -> list[Design]:
    """The designs of these names, after the one that chosen() gives if any is asked for.

    Raises UsageError where none is.
    """
    found = [chosen(tree, (), name, kind_dirs, layout) for name in names]
    if kinds or design is not None or not names:
        found.insert(0, chosen(tree, kinds, design, kind_dirs, layout))
    return list({one.name: one for one in found}.values())


def open_tree(path: Path, committed: bool = False) -> Tree:
    """The tree, to be read with the words that its user has added to the mask table.

    ``committed`` asks for the files of HEAD where the tree is a repository. Raises FolioizeError
    if there is no tree, or a table of words is broken.
    """
    from folioize.cst import load_table, use_table, user_tables
    from folioize.tree import open_tree as open_plain

    tree = open_plain(path, committed)
    tables = user_tables(tree.root)
    use_table(load_table(*tables) if tables else None)
    return tree


def tell_skipped(tree: Tree) -> None:
    """Say on standard error what of the tree was not looked at, and why."""
    for path, reason in sorted(tree.skipped.items()):
        terminal.note(f"skipped {path}: {reason}")
    tell_left_out(tree)


def tell_left_out(tree: Tree) -> None:
    """Say on standard error what lies in the tree and is no part of it, as git has it."""
    from folioize.facts.search import TOKEN
    from folioize.tracked import some

    for text in tree.notes:
        terminal.note(text)
    beside, repositories = tree.beside(TOKEN)
    for path in repositories:
        terminal.note(f"skipped {path}: a git checkout of its own")
    if beside:
        terminal.note(f"left out, as git does not track it: {some(beside)}")
