# SPDX-License-Identifier: GPL-2.0-only
"""Facts of a C file: declarations, uses and value flows, none of which depends on a kind."""

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
