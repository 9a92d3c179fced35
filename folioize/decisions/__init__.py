# SPDX-License-Identifier: GPL-2.0-only
"""What a person decided goes in; a file of decisions that can be undone comes out."""

from folioize.decisions.desk import Desk
from folioize.decisions.journal import Journal

__all__ = ["Desk", "Journal"]
