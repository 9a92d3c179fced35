# SPDX-License-Identifier: GPL-2.0-only
"""A part's patches go in; the cover letter must say which subsystem each is for."""

from __future__ import annotations

from folioize.model import PartRecord, PatchRecord
from folioize.series.subsystems import by_subsystem


def patches(*subjects: str) -> list[PatchRecord]:
    return [
        PatchRecord(
            number=number,
            file="",
            commit="",
            subject=subject,
            files=(),
            insertions=0,
            deletions=0,
            declarations=(),
            bridges_added=0,
            bridges_removed=0,
            claims=(),
        )
        for number, subject in enumerate(subjects, 1)
    ]


def part(first: int, last: int) -> PartRecord:
    return PartRecord("pot_page", "pot_page", "pots", first, last, 0)


def test_patches_are_told_by_subsystem_in_the_order_of_their_first() -> None:
    made = patches("mm: a", "net: bnxt: b", "mm/slub: c", "net/core: d", "net: e", "fs/nfs/x: f")
    assert by_subsystem(part(1, 6), made) == ["       mm 1, 3; net 2, 4-5; fs/nfs 6"]
    assert by_subsystem(part(3, 4), made) == ["       mm 3; net 4"], "only those of the part"


def test_a_part_for_one_subsystem_needs_no_line() -> None:
    assert by_subsystem(part(1, 2), patches("mm: a", "mm/slub: b")) == []


def test_lines_are_short_and_no_name_ends_one() -> None:
    names = [f"drivers/subsystem{number}: use it" for number in range(20)]
    lines = by_subsystem(part(1, 20), patches(*names))
    assert len(lines) > 1
    assert all(len(line) <= 72 and line.rstrip(";")[-1].isdigit() for line in lines)
