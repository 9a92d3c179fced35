# SPDX-License-Identifier: GPL-2.0-only
"""What a person decided goes in; a file of decisions that can be undone comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folioize.lazily import lazily

if TYPE_CHECKING:
    from folioize.decisions.desk import Desk
    from folioize.decisions.journal import Journal

__all__ = ["Desk", "Journal"]

__getattr__ = lazily(
    __name__,
    {
        "desk": "Desk",
        "journal": "Journal",
    },
)
