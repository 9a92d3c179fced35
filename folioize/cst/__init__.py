# SPDX-License-Identifier: GPL-2.0-only
"""A libcst-like lossless layer over tree-sitter: C bytes in, modules, views and edits out."""

from folioize.cst.edits import EditError, apply_edits, check_reparse, merge_edits
from folioize.cst.lossless import is_lossless
from folioize.cst.macros import MacroBody, parse_macro_body
from folioize.cst.mask import Directive, Group, MacroCall, Mark, Masked
from folioize.cst.masktable import MaskTable, current_table, load_table, use_table, user_tables
from folioize.cst.module import Define, Item, Module

__all__ = [
    "Define",
    "Directive",
    "EditError",
    "Group",
    "Item",
    "MacroBody",
    "MacroCall",
    "Mark",
    "MaskTable",
    "Masked",
    "Module",
    "apply_edits",
    "check_reparse",
    "current_table",
    "is_lossless",
    "load_table",
    "merge_edits",
    "parse_macro_body",
    "use_table",
    "user_tables",
]
