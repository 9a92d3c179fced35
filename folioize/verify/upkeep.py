# SPDX-License-Identifier: GPL-2.0-only
"""A build directory and what is known of it go in; it comes out without what make can't judge.

make goes by time stamps alone. It takes an object that a killed compiler left half-made for a
whole one, and where the clock was set back, an old object for one of the changed source.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from folioize.errors import FolioizeError
from folioize.verify.build import BuildSystem
from folioize.verify.work import WorkArea


def stamps(build: BuildSystem, out: Path) -> dict[str, int]:
    """Return the objects in ``out`` with their times in nanoseconds."""
    return {one.path: (out / one.path).stat().st_mtime_ns for one in build.objects(out)}


def remove_unknown(build: BuildSystem, out: Path, known: Mapping[str, int]) -> None:
    """Remove each object that is not the one of the stamps that are ``known``."""
    found = stamps(build, out)
    for path in build.unrecorded(out):
        path.unlink(missing_ok=True)
    for name, stamp in found.items():
        if known.get(name) != stamp:
            (out / name).unlink(missing_ok=True)


def remove_outdated(area: WorkArea, build: BuildSystem, out: Path, tree: str) -> None:
    """Remove what was made from a file that differs between ``tree`` and what is checked out.

    Where git does not know ``tree`` any more, that is everything.
    """
    now = area.tree()
    if tree == now:
        return
    try:
        touched = area.touched(tree, now) if tree else ()
    except FolioizeError:
        remove_unknown(build, out, {})
        return
    for path in build.made_from(out, frozenset(touched)) if touched else ():
        path.unlink(missing_ok=True)
