# SPDX-License-Identifier: GPL-2.0-only
"""The mini kernel goes in; what inference says of it is held against the truth made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from folioize.kinds import infer, standing
from folioize.model import Declaration, Options
from folioize.tree import open_tree
from tests.conftest import MINIKERNEL
from tests.fixtures.scan import scan_tree
from tests.fixtures.truth import load, score

BORROWERS = ("mm/zpool.c", "mm/bootmem_info.c", "drivers/iommu/")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Declaration]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("FOLIOIZE_PATH", raising=False)
        yield list(infer(open_tree(MINIKERNEL), ("slab_page",), Options()))


def places(found: list[Declaration]) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, one.name) for one in found if one.kind == "slab_page"]


def test_none_is_wrong_and_few_are_missed(found: list[Declaration]) -> None:
    result = score(places(found), "slab_page")
    assert not result.wrong
    recall = len(result.right) / (len(result.right) + len(result.missed))
    assert recall >= 0.95, [(row.file, row.line, row.name) for row in result.missed]


def test_large_kmalloc_and_borrowers_are_never_slabs(found: list[Declaration]) -> None:
    slabs = {(one.file, one.function) for one in found if one.kind == "slab_page"}
    large = {"kfree", "__ksize", "ksize", "kmalloc_large_node", "virt_to_head_page", "put_page"}
    assert not {function for _, function in slabs} & large
    assert not [file for file, _ in slabs if file.startswith(BORROWERS)]


def test_every_declaration_is_told_of(found: list[Declaration]) -> None:
    """The scanner of the tests, which knows nothing of the tool, sees the same declarations."""
    told = {(one.file, one.line, one.name) for one in found}
    seen = {
        (place.file, place.line, place.name)
        for place in scan_tree(MINIKERNEL)
        if place.is_declaration
    }
    assert told == seen


def test_roles_and_indices_are_those_of_the_truth(found: list[Declaration]) -> None:
    told = {(one.file, one.line, one.name): one for one in found}
    for row in load().declaration:
        one = told.get((row.file, row.line, row.name))
        if one is not None:
            assert (one.role, one.index) == (row.role, row.index), row


def test_each_slab_has_evidence_that_is_there(found: list[Declaration]) -> None:
    for one in found:
        if one.kind != "slab_page":
            continue
        assert one.evidence, one
        for step in one.evidence:
            lines = Path(MINIKERNEL / step.file).read_text().count("\n")
            assert 1 <= step.line <= lines, step


def test_no_folio_that_is_sure_is_wrong(found: list[Declaration]) -> None:
    """What rests on its place, or may be a tail page, may be wrong; what is shown may not."""
    rows = {(row.file, row.line, row.name): row.kind for row in load().declaration}
    told = [one for one in infer(open_tree(MINIKERNEL), (), Options()) if one.kind == "folio"]
    sure = [(one.file, one.line, one.name) for one in told if standing(one) == "folio"]
    assert not [place for place in sure if rows[place] != "folio"]
    all_of_it = sum(kind == "folio" for kind in rows.values())
    assert sum(rows[one.file, one.line, one.name] == "folio" for one in told) >= 0.75 * all_of_it
