# SPDX-License-Identifier: GPL-2.0-only
"""What typeof() is given goes in; the expression or type, at its place in the text, comes out."""

from __future__ import annotations

import pytest

from folioize.cst.operands import parse_operand


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("typeof(page) x;", "identifier", "page"),
        ("typeof ((page)) x;", "identifier", "page"),
        ("typeof(*page) *x;", "pointer_expression", "*page"),
        ("typeof(struct page *) x;", "type_descriptor", "struct page *"),
        ("typeof(f(a, b)->c) x;", "field_expression", "f(a, b)->c"),
        ("typeof(a \\\n   + b) x;", "binary_expression", "a \\\n   + b"),
    ],
)
def test_operands(text: str, kind: str, found: str) -> None:
    operand = parse_operand(text.encode(), len("typeof"))
    assert operand is not None
    node, delta = operand
    assert node.type == kind
    assert text[node.start_byte + delta : node.end_byte + delta] == found


@pytest.mark.parametrize("text", ["typeof x", "typeof(", "typeof()", "typeof(page", "typeof(]) x"])
def test_what_is_none(text: str) -> None:
    assert parse_operand(text.encode(), len("typeof")) is None
