# SPDX-License-Identifier: GPL-2.0-only
"""A real 5.10 goes in; the audit finds no less than a plain reading of it found, and the designs'
dry runs add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.churn import Owners, audit, cost_of, groupings, rehearsed
from folioize.kinds import Catalog, analyse, design_of
from folioize.model import Options
from folioize.tree import open_tree
from tests.conftest import KERNEL

pytestmark = pytest.mark.kernel

AREAS = ("fs", "mm", "net", "drivers", "arch", "block")

# Accesses through variables that are struct page * for sure, counted without folioize: others
# are reached through fields and results, or named by list macros, so the audit has as many or more.
LEAST = {
    "index": (371, 52, 0, 47, 28, 0),
    "mapping": (351, 103, 2, 20, 0, 0),
    "lru": (14, 119, 6, 38, 26, 2),
    "flags": (27, 33, 0, 0, 108, 0),
    "private": (17, 50, 0, 8, 3, 3),
    "freelist": (0, 59, 0, 5, 1, 0),
    "mem_cgroup": (0, 41, 0, 0, 0, 0),
    "_refcount": (6, 1, 0, 1, 10, 0),
    "zone_device_data": (0, 1, 0, 12, 7, 0),
    "_mapcount": (0, 22, 0, 0, 0, 0),
    "slab_list": (0, 27, 0, 0, 0, 0),
    "slab_cache": (0, 20, 0, 0, 0, 0),
    "pt_frag_refcount": (0, 0, 0, 0, 10, 0),
}


def test_the_audit_finds_no_less_than_a_plain_reading(kernel: Path) -> None:
    tree = open_tree(kernel)
    if not tree.version.startswith("5.10."):
        pytest.skip(f"{KERNEL} is {tree.version}: the counts are those of 5.10")
    analysis = analyse(tree, Catalog(tree.root).find_all(), Options())
    uses = audit(analysis, groupings(Owners(tree))["directory"])
    members = {(use.name, use.group): use for use in uses if use.what == "member"}
    for name, least in LEAST.items():
        for area, count in zip(AREAS, least, strict=True):
            found = members[name, area].uses if (name, area) in members else 0
            assert found >= count, (name, area)
            assert bool(found) == bool(count), (name, area)
    owners = {use.owner for (_, group), use in members.items() if group == "fs"}
    assert owners == {"shared"}


def test_the_numbers_of_a_design_are_its_kinds_numbers(kernel: Path) -> None:
    costs = []
    for kinds in (("slab_page",), ("slab_page", "net_page")):
        with rehearsed(open_tree(kernel), design_of(kinds), Options()) as made:
            costs.append(cost_of(made))
    slab, both = costs
    assert both.patches[: len(slab.patches)] == slab.patches
    assert len(both.patches) > len(slab.patches)
    assert both.transient == both.deletions - both.net_deletions
    for shares in (both.by_directory, both.by_subsystem, both.by_rule, both.by_kind):
        assert sum(share.insertions for share in shares) == both.insertions
