# SPDX-License-Identifier: GPL-2.0-only
"""Units and their ties go in; which home files belong to one driver, and what it is called, come
out."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterable, Mapping

Unit = tuple[str, ...]

_NET = "drivers/net/"
_SHARED, _OWN = 3, 5
"""How many folders stand around a file: drivers/net/ethernet/VENDOR/ may be of several drivers,
drivers/net/ethernet/VENDOR/NAME/ is of one."""


def of_one_driver(
    homes: Iterable[str], home: Mapping[Unit, str], ties: Mapping[Unit, Mapping[Unit, int]]
) -> dict[str, tuple[str, ...]]:
    """For each home file those that convert in one patch with it, itself included, C before
    headers. A file that is no driver's is alone.

    Files of one folder under drivers/, or of one below it, are one driver's if the folder is deep
    enough to be its own, and else if they hand one another pages.
    """
    groups = {path: {path} for path in sorted(homes)}
    pairs = [
        (one, two)
        for one, two in itertools.combinations(groups, 2)
        if min(_depth(one), _depth(two)) >= _OWN
    ]
    pairs += [(home[unit], home[other]) for unit in sorted(ties) for other in sorted(ties[unit])]
    for one, two in pairs:
        if _are_near(one, two):
            merged = groups[one] | groups[two]
            groups |= dict.fromkeys(merged, merged)
    return {
        path: tuple(sorted(group, key=lambda one: (not one.endswith(".c"), one)))
        for path, group in groups.items()
    }


def _depth(path: str) -> int:
    return path.count("/")


def _are_near(one: str, two: str) -> bool:
    """Whether the one lies under drivers/ in the folder of the other, or below it; a folder as
    high as drivers/net/ holds many."""
    first, second = (posixpath.dirname(path) + "/" for path in (one, two))
    return (
        one.startswith("drivers/")
        and min(_depth(one), _depth(two)) >= _SHARED
        and (first.startswith(second) or second.startswith(first))
    )


def net_driver(path: str) -> str | None:
    """What a network driver is called in subjects, None for what is none: drivers/net/NAME.c,
    drivers/net/NAME/, ethernet/VENDOR/NAME.c, or ethernet/VENDOR/NAME/."""
    if not path.startswith(_NET):
        return None
    *folders, file = path.removeprefix(_NET).split("/")
    stem = posixpath.splitext(file)[0].removesuffix("_main")
    if len(folders) in (0, 2):
        return stem
    return folders[0] if len(folders) == 1 else folders[2]
