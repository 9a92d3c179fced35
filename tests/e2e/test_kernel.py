# SPDX-License-Identifier: GPL-2.0-only
"""The slab series on a real Linux 5.10: it is made, applies, and closes its account."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from folioize.kinds import infer
from folioize.model import Options
from folioize.plan import make_plan
from folioize.series import make_series
from folioize.tree import open_tree
from tests.e2e.conftest import Converted, git

pytestmark = pytest.mark.kernel

SLAB = ("mm/slub.c", "mm/slab.c", "mm/slob.c", "mm/slab.h")


@pytest.fixture(scope="module")
def converted(kernel: Path, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    where = tmp_path_factory.mktemp("kernel")
    git(where, "clone", "-q", "--shared", str(kernel), "tree")
    tree = where / "tree"
    plan = make_plan(open_tree(tree), "slab_page", Options())
    out = where / "out"
    return Converted(tree, plan, make_series(tree, plan, out), out)


def test_every_patch_applies(converted: Converted) -> None:
    git(converted.tree, "checkout", "-q", "--detach", converted.series.base)
    git(converted.tree, "am", "-q", *(str(p) for p in sorted(converted.out.glob("0*.patch"))[1:]))
    assert git(converted.tree, "diff", "--stat", converted.series.branch) == ""
    git(converted.tree, "checkout", "-q", "--detach", converted.series.base)


def test_the_account_closes(converted: Converted) -> None:
    account = converted.plan.account
    states = account.converted + account.generic + account.left + account.not_understood
    assert account.tokens == states
    lost = [row for row in account.rows if row.state == "not understood"]
    assert len(lost) == account.not_understood
    assert [row for row in lost if row.file.startswith("mm/")] == []


def test_what_stays_in_the_allocators_has_a_reason(converted: Converted) -> None:
    """A struct page left in the slab allocators is a declaration that infer knows as a page, or
    a border: the account names it or its kind is page."""
    pages = {
        (one.file, one.line)
        for one in infer(open_tree(converted.tree), ("slab_page",), Options(paths=SLAB))
        if one.kind == "page"
    }
    for path in SLAB:
        text = git(converted.tree, "show", f"{converted.series.tip}:{path}")
        left = [line for line in text.splitlines() if re.search(r"\bstruct page\b", line)]
        assert len(left) <= len([one for one in pages if one[0] == path]), path


def test_the_arm_is_gone(converted: Converted) -> None:
    text = git(converted.tree, "show", f"{converted.series.tip}:include/linux/mm_types.h")
    body = text[text.index("struct page {") : text.index("} _struct_page_alignment;")]
    for field in ("slab_list", "slab_cache", "freelist;", "s_mem", "counters;", "units"):
        assert field not in body, field


def test_the_same_bytes_again(converted: Converted, tmp_path: Path) -> None:
    plan = make_plan(open_tree(converted.tree), "slab_page", Options(jobs=1))
    again = make_series(converted.tree, plan, tmp_path / "out", branch="again")
    assert [p.commit for p in again.patches] == [p.commit for p in converted.series.patches]
    for patch in sorted(converted.out.glob("0*.patch")):
        assert patch.read_bytes() == (tmp_path / "out" / patch.name).read_bytes()
