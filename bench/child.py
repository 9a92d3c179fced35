# SPDX-License-Identifier: GPL-2.0-only
"""The work that is timed, as a program of its own: ``python -m bench.child WHAT TREE [LIST]``.

``parse``: nothing but tree-sitter on the bytes of each file named in LIST, one after the other.
``facts``: folioize's facts of the files named in LIST, or of all that it would read itself.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(what: str, tree: str, listed: str = "") -> None:
    """Do it; there is nothing to see but the time it took."""
    names = Path(listed).read_text(encoding="utf-8").splitlines() if listed else None
    if what == "parse":
        _parse(Path(tree), names or [])
    elif what == "facts":
        _facts(Path(tree), names)
    else:
        raise SystemExit(f"{what} is neither parse nor facts")


def _parse(tree: Path, names: list[str]) -> None:
    import tree_sitter_c
    from tree_sitter import Language, Parser

    parser = Parser(Language(tree_sitter_c.language()))
    for name in names:
        parser.parse((tree / name).read_bytes())


def _facts(root: Path, names: list[str] | None) -> None:
    from folioize.facts.search import Search
    from folioize.facts.store import load_facts
    from folioize.tree import open_tree

    tree = open_tree(root)
    facts = load_facts(tree, list(Search(tree).page_files) if names is None else names)
    if facts.failed:
        raise SystemExit(f"{len(facts.failed)} files were not read")


if __name__ == "__main__":
    main(*sys.argv[1:])
