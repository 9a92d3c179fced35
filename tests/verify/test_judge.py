# SPDX-License-Identifier: GPL-2.0-only
"""What a compiler says of a wrong pair of types goes in; whether that is a refusal comes out."""

from __future__ import annotations

import pytest

from folioize.verify.diagnostics import parse
from folioize.verify.negatives import judge

GCC = """\
case.c:4:42: error: incompatible type for argument 2 of 'f'
case.c:3:34: note: expected 'union mappable_page' but argument is of type 'struct slab_page *'
"""
CLANG = """\
case.c:4:42: error: passing 'struct slab_page *' to parameter of incompatible type \
'union mappable_page'
"""


@pytest.mark.parametrize("log", [GCC, CLANG])
def test_a_pointer_that_is_no_member_of_a_union_is_refused(log: str) -> None:
    outcome, reason = judge("refuse", 1, parse(log, ()))
    assert outcome == "holds"
    assert "union mappable_page" in reason
    assert judge("accept", 1, parse(log, ()))[0] == "wrong"


@pytest.mark.parametrize(
    "log",
    [
        GCC.replace("union mappable_page", "int"),
        GCC.replace("struct slab_page *", "int"),
        GCC + "case.c:9:1: error: unknown type name 'x'\n",
    ],
)
def test_other_errors_say_nothing_of_the_pair(log: str) -> None:
    assert judge("refuse", 1, parse(log, ()))[0] == "unclear"
