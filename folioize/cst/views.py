# SPDX-License-Identifier: GPL-2.0-only
"""All view classes in one place: a Module and a node in, the view for it out."""

from folioize.cst.declarations import (
    Declaration,
    Declarator,
    FunctionDef,
    Parameter,
    StructDef,
    StructField,
)
from folioize.cst.expressions import Assignment, Call, Cast, FieldAccess, MacroLoop, Return
from folioize.cst.node import Name, View, view

__all__ = [
    "Assignment",
    "Call",
    "Cast",
    "Declaration",
    "Declarator",
    "FieldAccess",
    "FunctionDef",
    "MacroLoop",
    "Name",
    "Parameter",
    "Return",
    "StructDef",
    "StructField",
    "View",
    "view",
]
