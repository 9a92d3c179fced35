# SPDX-License-Identifier: GPL-2.0-only
"""The name of a variable of pages goes in; what it is called once it has a kind comes out."""

from __future__ import annotations

import re


def new_name(old: str, variable: str) -> str | None:
    """``page`` -> ``slab``, ``discard_page`` -> ``discard_slab``; None where it says no page."""
    if re.search(r"(?:^|_)page(?=$|_|\d)", old):
        return re.sub(r"(?:(?<=^)|(?<=_))page(?=$|_|\d)", variable, old)
    if old.endswith("page"):
        return old[:-4] + variable
    return None
