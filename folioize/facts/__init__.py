# SPDX-License-Identifier: GPL-2.0-only
"""Facts of a C file: declarations, uses and value flows, none of which depends on a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folioize.lazily import lazily

if TYPE_CHECKING:
    from folioize.facts.records import Access, Call, Decl, FileFacts, Flow, Func, Member, Test
    from folioize.facts.store import load_facts

__all__ = [
    "Access",
    "Call",
    "Decl",
    "FileFacts",
    "Flow",
    "Func",
    "Member",
    "Test",
    "load_facts",
]

__getattr__ = lazily(
    __name__,
    {
        "records": "Access Call Decl FileFacts Flow Func Member Test",
        "store": "load_facts",
    },
)
