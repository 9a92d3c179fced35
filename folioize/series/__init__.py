# SPDX-License-Identifier: GPL-2.0-only
"""A plan and a kernel tree go in; a git branch, patches, an mbox and series.json come out."""

from folioize.series.make import DryRun, dry_run, make_series
from folioize.series.proof import amend_messages, read_series

__all__ = ["DryRun", "amend_messages", "dry_run", "make_series", "read_series"]
