# SPDX-License-Identifier: GPL-2.0-only
"""The names of isomorphisms that a rule may disable, and numbers that are written otherwise."""

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

_NUMBER = re.compile(r"0[xX][\da-fA-F]+\Z|\d+\Z")


def same_number(wanted: str, found: str, disabled: frozenset[str]) -> bool:
    """Whether a number of the rule is found in another way of writing it."""
    if wanted == "0" and found == "'\\0'":
        return "zero_multiple_format" not in disabled
    if "value_format" in disabled or not _NUMBER.match(wanted) or not _NUMBER.match(found):
        return False
    return _value(wanted) == _value(found)


def _value(text: str) -> int:
    """What an integer without a suffix is worth."""
    if text[:2] in ("0x", "0X"):
        return int(text, 16)
    return int(text, 8 if text[0] == "0" and not set(text) & {"8", "9"} else 10)
