# SPDX-License-Identifier: GPL-2.0-only
"""The mini kernel goes in; what its series holds, and that it is always the same, comes out."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from folioize.errors import ConvertedAlready
from folioize.model import Options
from folioize.plan import make_plan
from folioize.tree import open_tree
from tests.e2e.conftest import Converted, convert, git
from tests.fixtures.truth import load

TOKEN = re.compile(r"\bstruct\s+page\b")


def at_tip(one: Converted, path: str) -> str:
    return git(one.tree, "show", f"{one.series.tip}:{path}")


def written(one: Converted) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(one.out.iterdir())}


def test_the_users_tree_is_left_alone(converted: Converted) -> None:
    assert git(converted.tree, "status", "--porcelain") == ""
    assert git(converted.tree, "rev-parse", "HEAD").strip() == converted.series.base
    assert len(git(converted.tree, "worktree", "list").splitlines()) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_bytes_again(converted: Converted, tmp_path: Path, jobs: int) -> None:
    again = convert(tmp_path, jobs=jobs)
    assert again.plan == converted.plan
    assert again.series.base == converted.series.base
    assert written(again) == written(converted)


def test_the_same_bytes_from_a_cold_cache(
    converted: Converted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert written(convert(tmp_path / "again", jobs=2)) == written(converted)


def test_a_converted_tree_is_said_to_be(converted: Converted, tmp_path: Path) -> None:
    clone = tmp_path / "tree"
    git(tmp_path, "clone", "-q", "-b", converted.series.branch, str(converted.tree), str(clone))
    with pytest.raises(ConvertedAlready, match="struct slab_page"):
        make_plan(open_tree(clone), "slab_page", Options())


def test_the_arm_is_gone_and_slabs_have_no_pages(converted: Converted) -> None:
    header = at_tip(converted, "include/linux/mm_types.h")
    page = re.search(r"^struct page \{.*?^\}", header, re.S | re.M)
    assert page is not None
    for field in ("slab_list", "slab_cache", "freelist", "s_mem", "inuse", "units", "obj_cgroups"):
        assert not re.search(rf"\b{field}\b", page[0]), field
        assert re.search(rf"\b{field}\b", header), field
    assert "struct slab_page" in at_tip(converted, "mm/slub.c")


def test_what_stays_a_page_has_a_reason(converted: Converted) -> None:
    """Large kmalloc pages, and questions asked of any page."""
    large = [row for row in load().declaration if row.file == "mm/slub.c" and row.kind == "page"]
    kept = len(TOKEN.findall(re.sub(r"/\*.*?\*/", "", at_tip(converted, "mm/slub.c"), flags=re.S)))
    assert kept == len(large)


def test_no_bridge_stands_in_a_file_that_needs_none(converted: Converted) -> None:
    """page_slab(slab_page(x)) would be a bridge there and back."""
    files = git(converted.tree, "ls-tree", "-r", "--name-only", converted.series.tip).split()
    for path in files:
        if path.endswith((".c", ".h")):
            text = at_tip(converted, path)
            assert not re.search(r"page_slab\(slab_page\(|slab_page\(page_slab\(", text), path


def test_the_account_is_that_of_a_plain_search(converted: Converted) -> None:
    account = converted.plan.account
    found = sum(
        len(TOKEN.findall(path.read_text())) for path in sorted(converted.tree.rglob("*.[ch]"))
    )
    assert account.tokens == found
    parts = (account.converted, account.generic, account.left, account.not_understood)
    assert sum(parts) == account.tokens
    assert account.not_understood == 0
    counted = Counter(row.state for row in account.rows)
    assert counted["left"] == account.left
    assert counted["not understood"] == account.not_understood


def test_the_owners_files_say_of_each_page_why_it_stays(converted: Converted) -> None:
    told = Counter(row.file for row in converted.plan.account.rows if row.reason)
    for path in ("mm/slub.c", "mm/slab.c", "mm/slab.h"):
        kept = len(TOKEN.findall(at_tip(converted, path)))
        assert told[path] == kept, path


def test_converted_tokens_are_gone(converted: Converted) -> None:
    """Those of the pristine tree that were converted are the ones that the tip lacks."""
    account = converted.plan.account
    files = git(converted.tree, "ls-tree", "-r", "--name-only", converted.series.tip).split()
    sources = [path for path in files if path.endswith((".c", ".h"))]
    tip = sum(len(TOKEN.findall(at_tip(converted, path))) for path in sources)
    new = len(TOKEN.findall(_generated(at_tip(converted, "include/linux/mm_types.h"))))
    borrowed = sum(
        text.count("(struct page *)")
        for step in converted.plan.steps
        if step.template == "borrower"
        for edits in step.files.values()
        for text in (b"".join(edit.new for edit in edits).decode(),)
    )
    # The token of build_detached_freelist() that declared a page and a slab stays with the page.
    assert tip - new - borrowed == account.tokens - account.converted


def _generated(header: str) -> str:
    """The text about the new type: from its comment to the last bridge."""
    start = header.index("/*\n * The fields of")
    last = header.index("#define slab_page(s)")
    return header[start : header.index("\n\n", last)]


def test_patches_are_small(converted: Converted) -> None:
    """A larger one is one mechanical change, and its message says so."""
    for patch in converted.series.patches:
        if max(patch.insertions, patch.deletions) > 220:
            message = git(converted.tree, "show", "-s", "--format=%B", patch.commit)
            assert "one mechanical change" in " ".join(message.split()), patch.subject


def test_the_edits_of_the_plan_are_the_branch(converted: Converted) -> None:
    files = {path for step in converted.plan.steps for path in step.files}
    changed = git(
        converted.tree, "diff", "--name-only", converted.series.base, converted.series.tip
    ).split()
    assert set(changed) <= files
    named = git(converted.tree, "diff", "--shortstat", converted.series.base, converted.series.tip)
    insertions = re.search(r"(\d+) insertion", named)
    assert insertions is not None
    assert int(insertions[1]) == converted.series.net_insertions


def test_keep_names_leaves_names(converted: Converted, tmp_path: Path) -> None:
    kept = convert(tmp_path, keep_names=True)
    text = at_tip(kept, "mm/slub.c")
    assert "struct slab_page *page" in text
    parameter = re.compile(r"struct slab_page \*slab[,)]")
    assert not parameter.search(text)
    assert parameter.search(at_tip(converted, "mm/slub.c"))
    churn = kept.series.net_insertions, converted.series.net_insertions
    assert churn[0] < churn[1]
