# SPDX-License-Identifier: GPL-2.0-only
"""A declaration goes in; what it counts as comes out: its kind, and how sure that is."""

from __future__ import annotations

from folioize.model import Declaration

CONFLICT = "conflict"
"""The kind of a declaration that several kinds reach."""

LOW = 0.5
"""Below it only the place of a declaration speaks for its kind."""


def standing(one: Declaration) -> str:
    """Its kind; apart from these, what may be a tail page, and what only its place speaks for."""
    if one.kind in ("page", CONFLICT):
        return one.kind
    if one.ambiguous is not None:
        return f"{one.kind}, ambiguous"
    return one.kind if one.confidence >= LOW else f"{one.kind}, by its place"
