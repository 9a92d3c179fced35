# SPDX-License-Identifier: GPL-2.0-only
"""Matches that lie in one another: what cannot be made of the inner ones is told."""

from __future__ import annotations

from tests.rules.conftest import Apply

SWAP = "@@\nexpression a, b;\n@@\n\n- first(a, b)\n+ second(b, a)\n"


def test_a_change_in_a_term_that_moves_is_told(apply: Apply) -> None:
    outcome = apply(SWAP, "int one(void)\n{\n\treturn first(first(1, 2), 3);\n}\n")
    assert b"second(3, first(1, 2))" in outcome.data
    assert {gap.line for gap in outcome.gaps} == {3}
    assert all("another match changes this too" in gap.text for gap in outcome.gaps)


def test_a_change_in_a_term_that_keeps_its_place_is_made(apply: Apply) -> None:
    rule = SWAP.replace("second(b, a)", "second(a, b)")
    outcome = apply(rule, "int one(void)\n{\n\treturn first(first(1, 2), 3);\n}\n")
    assert b"second(second(1, 2), 3)" in outcome.data
    assert outcome.gaps == ()
