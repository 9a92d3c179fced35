# SPDX-License-Identifier: GPL-2.0-only
"""A plan and a kernel tree go in; a git branch, patches, an mbox and series.json come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folioize.lazily import lazily

if TYPE_CHECKING:
    from folioize.series.branches import default_branch, tip_of
    from folioize.series.make import (
        DryRun,
        Preview,
        dry_run,
        find_target,
        make_series,
        other_tip,
        preview,
        rehearse,
        require_top,
        told_replaced,
    )
    from folioize.series.outfolder import VERDICT, held, is_verdict
    from folioize.series.proof import amend_messages, require_amendable
    from folioize.series.written import kinds_of, read_series

__all__ = [
    "VERDICT",
    "DryRun",
    "Preview",
    "amend_messages",
    "default_branch",
    "dry_run",
    "find_target",
    "held",
    "is_verdict",
    "kinds_of",
    "make_series",
    "other_tip",
    "preview",
    "read_series",
    "rehearse",
    "require_amendable",
    "require_top",
    "tip_of",
    "told_replaced",
]

__getattr__ = lazily(
    __name__,
    {
        "branches": "default_branch tip_of",
        "make": "DryRun Preview dry_run find_target make_series other_tip preview rehearse "
        "require_top told_replaced",
        "outfolder": "VERDICT held is_verdict",
        "proof": "amend_messages require_amendable",
        "written": "kinds_of read_series",
    },
)
