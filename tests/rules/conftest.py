# SPDX-License-Identifier: GPL-2.0-only
"""What tests of semantic patches share: apply a rule's text to a C text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from folioize.plan.layout import relayout
from folioize.rules import Outcome, compile_file, read_rules, run

Apply = Callable[..., Outcome]


@pytest.fixture
def apply() -> Apply:
    """A function of (rule, code, *virtual rules) that gives what became of the code."""

    def do(rule: str, code: str, *defined: str) -> Outcome:
        program = compile_file(read_rules("r.cocci", rule), frozenset(defined))
        return run(program, "x.c", code.encode(), relayout)

    return do
