# SPDX-License-Identifier: GPL-2.0-only
"""The series of the mini kernel goes in; it builds and does the same after every patch."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.verify.identity import compare, digest
from tests.e2e.conftest import CONFIGS, Converted, Digests, build, git, make, self_test

pytestmark = pytest.mark.build

# Passes of gcc that look at the types of pointers, so that they take another of two ways that
# do the same where nothing but a type has changed.
BY_TYPE = "-fno-ipa-sra -fno-tree-fre -fno-tree-pre -fno-tree-forwprop"

TEXTUAL = frozenset({"init/main.o"})
"""Objects that keep their conditions as text: EXPECT() prints what it expected."""


@pytest.fixture(scope="module")
def applied(converted: Converted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone at the base, to apply patches to."""
    clone = tmp_path_factory.mktemp("applied") / "tree"
    git(clone.parent, "clone", "-q", str(converted.tree), str(clone))
    git(clone, "checkout", "-q", "--detach", converted.series.base)
    return clone


def changed(before: Digests, after: Digests, config: str) -> list[str]:
    """The objects whose machine code differs; the text of a check may, where checks are on."""
    assert before.keys() == after.keys()
    allowed = {"same", "names"} if config == "debug" else {"same"}
    return [
        name
        for name, one in before.items()
        if name not in TEXTUAL and compare(one, after[name]).state not in allowed
    ]


def differs_still(tree: Path, out: Path, config: str, name: str, commit: str) -> bool:
    """Whether an object differs over a commit with the type-sensitive passes off."""
    digests = []
    for revision in (f"{commit}^", commit):
        git(tree, "checkout", "-q", "--detach", revision)
        make(tree, out, config, name, flags=BY_TYPE)
        digests.append(digest(out / name))
    return compare(*digests).state not in ("same", "names")


def test_every_patch_applies_builds_and_changes_nothing(
    converted: Converted, applied: Path, tmp_path: Path
) -> None:
    """In three configurations, without a warning."""
    now = {config: build(applied, tmp_path / config, config, {}) for config in CONFIGS}
    printed = {config: self_test(tmp_path / config) for config in CONFIGS}
    doubts = []
    for patch in converted.series.patches:
        git(applied, "am", "-q", str(converted.out / patch.file))
        head = git(applied, "rev-parse", "HEAD").strip()
        for config in CONFIGS:
            before = now[config]
            now[config] = build(applied, tmp_path / config, config, before)
            if "identical" in patch.claims:
                names = changed(before, now[config], config)
                doubts += [(config, name, head, patch.subject) for name in names]
    for config in CONFIGS:
        assert printed[config].splitlines()[-1] == "PASS all"
        assert self_test(tmp_path / config) == printed[config]
    trees = [
        git(tree, "rev-parse", f"{revision}^{{tree}}")
        for tree, revision in ((applied, "HEAD"), (converted.tree, converted.series.tip))
    ]
    assert trees[0] == trees[1]
    out = tmp_path / "again"
    assert len(doubts) < 12, doubts
    still = [row for row in doubts if differs_still(applied, out / row[0], *row[:3])]
    assert not still


def test_patches_claim_that_nothing_changes(converted: Converted) -> None:
    assert all(
        patch.claims == ("identical",)
        for patch, step in zip(converted.series.patches, converted.plan.steps, strict=True)
        if step.template != "borrower"
    )
