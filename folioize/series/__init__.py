# SPDX-License-Identifier: GPL-2.0-only
"""A plan and a kernel tree go in; a git branch, patches, an mbox and series.json come out."""

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
)
from folioize.series.outfolder import VERDICT, held, is_verdict
from folioize.series.proof import amend_messages, kinds_of, read_series, require_amendable

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
]
