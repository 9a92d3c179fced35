# SPDX-License-Identifier: GPL-2.0-only
"""The names of isomorphisms that a rule may disable, and zeros that are written otherwise."""

from __future__ import annotations

import re

NAMES = frozenset(
    (
        "add_int1",
        "add_int2",
        "add_signed",
        "bitand_comm",
        "bitor_comm",
        "braces0",
        "braces1",
        "braces2",
        "braces3",
        "braces4",
        "bsd_branch_pred",
        "commeq",
        "commneq",
        "decl_init",
        "div_assoc",
        "drop_cast",
        "drop_else",
        "extern_decl_init",
        "fld_to_ptr",
        "for_inc",
        "gtr_lss",
        "gtr_lss_eq",
        "inc",
        "is_null",
        "is_zero",
        "isnt_null1",
        "isnt_zero",
        "minus_assoc",
        "mkinit",
        "mult_comm",
        "ne_if",
        "neg_if",
        "neg_if_exp",
        "not_int1",
        "not_int2",
        "not_ptr1",
        "not_ptr2",
        "optional_declarer_semicolon",
        "optional_qualifier",
        "optional_storage",
        "paren",
        "plus_assoc",
        "plus_comm",
        "plus_minus_assoc1",
        "plus_minus_assoc2",
        "ptr_to_array",
        "ret",
        "sizeof_type_expr",
        "static_decl_init",
        "times_assoc",
        "times_div_assoc1",
        "times_div_assoc2",
        "unlikely",
        "value_format",
        "zero_multiple_format",
    )
)
"""All names that "disable" takes; not each of them is known here as more than a name."""

_ZERO = re.compile(r"0(?:[xX]?0+)\Z")


def same_zero(wanted: str, found: str, disabled: frozenset[str]) -> bool:
    """Whether 0 is wanted, and found in another way of writing it."""
    if wanted != "0":
        return False
    if found == "'\\0'":
        return "zero_multiple_format" not in disabled
    return _ZERO.match(found) is not None and "value_format" not in disabled
