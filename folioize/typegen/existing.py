# SPDX-License-Identifier: GPL-2.0-only
"""A header and a kind go in; the type that the tree has for it already comes out, if it has one."""

from __future__ import annotations

import re

from folioize.kinds.kindfile import Kind


def has_type(text: str, kind: Kind) -> bool:
    """Whether a header's text defines the kind's struct."""
    return re.search(rf"\bstruct[ \t]+{kind.kind.type}[ \t\n]*\{{", text) is not None


def existing_text(header: bytes, kind: Kind) -> str | None:
    """The tree's own definition of the kind's struct, None if the header has none."""
    found = re.search(
        rf"^struct[ \t]+{kind.kind.type}[ \t\n]*\{{.*?^\}}[^\n]*;[^\n]*\n",
        header.decode("latin-1"),
        re.MULTILINE | re.DOTALL,
    )
    return found[0] if found is not None else None


def existing_bridges(kind: Kind) -> tuple[str, str] | None:
    """How such a tree converts from a page and back, as one would write it."""
    if kind.existing is None:
        return None
    return (
        f"{kind.existing.from_page}(page)",
        f"&{kind.kind.variable}->{kind.existing.to_member}",
    )
