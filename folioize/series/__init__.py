# SPDX-License-Identifier: GPL-2.0-only
"""A plan and a kernel tree go in; a git branch, patches, an mbox and series.json come out."""

from folioize.series.make import DryRun, Preview, dry_run, make_series, preview
from folioize.series.proof import amend_messages, read_series

__all__ = [
    "DryRun", "Preview", "amend_messages", "dry_run", "make_series", "preview", "read_series",
]  # fmt: skip
