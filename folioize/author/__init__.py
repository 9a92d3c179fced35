# SPDX-License-Identifier: GPL-2.0-only
"""A tree and a few names go in; a new kind's file, or what is amiss with one, comes out."""

from folioize.author.check import check_kind, membership
from folioize.author.draft import Wish, draft_kind

__all__ = ["Wish", "check_kind", "draft_kind", "membership"]
