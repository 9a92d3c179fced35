# SPDX-License-Identifier: GPL-2.0-only
"""A plan and a kernel tree go in; a git branch, patches, an mbox and series.json come out."""

from folioize.series.make import DryRun, Rehearsal, dry_run, make_series, rehearse
from folioize.series.proof import amend_messages

__all__ = ["DryRun", "Rehearsal", "amend_messages", "dry_run", "make_series", "rehearse"]
