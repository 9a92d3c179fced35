# SPDX-License-Identifier: GPL-2.0-only
"""Directories of Linux 6.1 go in, which has struct folio; their pages become folios there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from folioize.cst.edits import apply_edits
from folioize.model import Options, Plan
from folioize.plan import make_plan
from folioize.tree import open_tree

_PAGE = re.compile(rb"\bstruct\s+page\b")


def _planned(tree: Path, directory: str, behaviour: str) -> Plan:
    asked = Options(paths=(directory,), jobs=2, behaviour=behaviour)
    return make_plan(open_tree(tree, committed=True), "folio", asked)


@pytest.mark.kernel
def test_a_directory_that_it_was_tuned_on(later: Path) -> None:
    plan = _planned(later, "fs/minix", "changing")
    account = plan.account
    assert (account.tokens, account.converted, account.not_understood) == (27, 25, 0)
    # What the tree calls by a pointer, of pages, stays.
    assert {row.file for row in account.rows} == {"fs/minix/inode.c"}
    texts: dict[str, bytes] = {}
    for step in plan.steps:
        for path, edits in step.files.items():
            texts[path] = apply_edits((later / path).read_bytes(), edits)
    text = texts["fs/minix/dir.c"]
    assert not _PAGE.search(text)
    for call in (b"folio_put(folio)", b"read_mapping_folio(mapping, n, NULL)", b"folio_lock("):
        assert call in text
    assert b"(struct folio *)" not in text
    assert {step.context.get("effect") for step in plan.steps} == {None, "preserves", "order-0"}


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("directory", "least"), [("fs/sysv", 0.9), ("fs/ufs", 0.9), ("fs/ext2", 0.8)]
)
def test_directories_that_it_was_not_tuned_on(later: Path, directory: str, least: float) -> None:
    plan = _planned(later, directory, "types")
    assert all(step.claims == ("identical",) for step in plan.steps)
    account = plan.account
    assert account.converted >= least * account.tokens
    assert account.not_understood == 0
    assert all(path.startswith(f"{directory}/") for step in plan.steps for path in step.files)
