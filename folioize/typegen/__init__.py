# SPDX-License-Identifier: GPL-2.0-only
"""A kind and the tree's own struct page go in; the kind's type, helpers and edits come out."""

from folioize.typegen.accessors import Signature, accessor_text
from folioize.typegen.borrow import Borrowing, find_borrowing
from folioize.typegen.clashes import foresee_clashes, refuse_clashes
from folioize.typegen.existing import existing_bridges, existing_text
from folioize.typegen.fields import (
    Unknown,
    require_fields,
    tell_unknown,
    unknown_fields,
    warn_of_fields,
)
from folioize.typegen.insertion import (
    declare_before,
    forward_declaration_edits,
    introduce_edits,
)
from folioize.typegen.layout import Layout, derive_layout, page_nodes, present_layout
from folioize.typegen.membership import Verdict, verdicts
from folioize.typegen.negatives import negatives
from folioize.typegen.removal import remove_arm_edits
from folioize.typegen.supertype import Members, members_of, supertype_text
from folioize.typegen.text import assert_text, bridge_text, type_text
from folioize.typegen.union import union_edits

__all__ = [
    "Borrowing",
    "Layout",
    "Members",
    "Signature",
    "Unknown",
    "Verdict",
    "accessor_text",
    "assert_text",
    "bridge_text",
    "declare_before",
    "derive_layout",
    "existing_bridges",
    "existing_text",
    "find_borrowing",
    "foresee_clashes",
    "forward_declaration_edits",
    "introduce_edits",
    "members_of",
    "negatives",
    "page_nodes",
    "present_layout",
    "refuse_clashes",
    "remove_arm_edits",
    "require_fields",
    "supertype_text",
    "tell_unknown",
    "type_text",
    "union_edits",
    "unknown_fields",
    "verdicts",
    "warn_of_fields",
]
