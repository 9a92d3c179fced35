# SPDX-License-Identifier: GPL-2.0-only
"""Edits by hand go in; patches with them, or one line that says why not, come out."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from folioize.errors import FolioizeError
from folioize.model import ByHand, Plan
from folioize.series import dry_run, preview

BEFORE = "int f0(struct interim *page)\n{\n"
AFTER = "int f0(struct interim *page)\n{\n\t/* mine */\n"


def edited(plan: Plan, *edits: ByHand) -> Plan:
    return replace(plan, by_hand=edits)


def test_an_edit_stands_where_its_text_was_written(tree: Path, plan: Plan) -> None:
    made = preview(tree, edited(plan, ByHand("mm/slub.c", BEFORE, AFTER)))
    first, second = (made.files[patch.file] for patch in made.record.patches[:2])
    assert b"+\t/* mine */" in first
    assert b"-\t/* mine */" in second, "that patch writes the function anew"
    assert made.record.unused == ()


def test_an_edit_of_what_is_not_written_any_more_is_told(tree: Path, plan: Plan) -> None:
    run = dry_run(tree, edited(plan, ByHand("mm/slub.c", "int gone(void)\n", "")))
    assert run.record.unused == (
        "mm/slub.c: no patch writes what was edited by hand: int gone(void)",
    )


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (ByHand("mm/slub.c", "\treturn", "\treturn 1 +"), "is there 9 times: return"),
        (ByHand("mm/slub.c", BEFORE, "int f0(\n"), r"edited by hand: mm/slub.c:\d+: does not"),
    ],
)
def test_an_edit_that_can_not_be_made_is_one_line(
    tree: Path, plan: Plan, edit: ByHand, told: str
) -> None:
    with pytest.raises(FolioizeError, match=told):
        dry_run(tree, edited(plan, edit))
