# SPDX-License-Identifier: GPL-2.0-only
"""Texts with macros that no table knows in: what is broken is mended by place, the rest is left."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from folioize.cst import Module
from folioize.cst.language import parse_bytes
from folioize.cst.mask import mask
from folioize.cst.mend import WORD_RULE
from tests.cst.test_properties import code

WORDS = [
    ("odd_word", "static odd_word int f(int a)\n{\n\treturn a;\n}\n"),
    ("odd_word", "odd_word struct page *f(int a)\n{\n\treturn 0;\n}\n"),
    ("odd_word", "struct page *b;\nodd_word\nstatic inline void *f(int a)\n{\n\treturn 0;\n}\n"),
    ("__odd", "struct thing __odd *start = first;\nint x;\n"),
    ("__odd", "static struct thing * __odd f(struct page *p)\n{\n\treturn 0;\n}\n"),
    ("ODD_ALIGN", "struct s {\n\tstruct thing one ODD_ALIGN;\n\tstruct thing two ODD_ALIGN;\n};\n"),
    ("__odd", "struct s {\n\tstruct page *page;\n\tunsigned int __odd count;\n};\n"),
    ("__odd", "void f(long n)\n{\n\tg((void __odd *)n);\n\tstruct thing q __odd;\n}\n"),
    ("__not_held", "static struct thing *f(int a)\n\t__not_held(&lock)\n{\n\treturn 0;\n}\n"),
    ("ALL_OF_THEM", "int x;\nALL_OF_THEM\nAND_MORE\n"),
]
PLACES = [
    "int f(int n)\n{\n\tset(n, |=, 0);\n\treturn n;\n}\n",
    "void f(int n)\n{\n\tcopy(a, b,\n\t     n /* why */,\n\t     /* checked */);\n}\n",
    'struct s t[] = {\n\tSTAT("a", b, .mode = 0444),\n\t{ 0 }\n};\n',
    "DEFINE_IT(nop, .entry.text);\nint x;\n",
    "static struct s t[] = {\n\tCASE(one, two,\n\t     {.speed = SLOW}),\n\t{}\n};\n",
    "int f(void)\n{\n\tguarded(try_lock, return 0, &mm) {\n\t\tg();\n\t}\n\treturn 0;\n}\n",
    "int f(void)\n{\n\treturn poll(u16 data = read(1), !(data & BUSY), 20);\n}\n",
    "ITER_FUNC(unix, struct meta *meta, struct sock *sk, uid_t uid)\n\n/* so */\nint x;\n",
    "LOCK_GUARD(a, struct b, lock(_T->lock),\n\t   unsigned long flags)\n\n/* so */\nint x;\n",
    "void f(void)\n{\n\twait_usec(device, usec,\n\t\tif (a == b)\n\t\t\tbreak;\n\t);\n}\n",
    "void f(void)\n{\n\tMUST_FAIL(test,\n\t\tcall(a);\n\t\tbarrier());\n}\n",
    "void f(void)\n{\n\tunsafe(\n\t\treset(a);\n\t\tfree(b);\n\t);\n\tg();\n}\n",
    "void f(void)\n{\n\tu32 i;\n\n\tunrolled_for(i = 0; i < 4; i++) {\n\t\tg(i);\n\t}\n}\n",
    "struct {\n\t__kind(type, SOME);\n\t__kind(size, 1 / 2);\n} thing;\n",
    "enum e {\n\tBIT_OF(A),\n\tBIT_OF(B),\n\tMADE(C, 3),\n\tPLAIN\n};\n",
    "void f(void)\n{\n\tdo {\n\t\tg();\n\t} for_each_one(it, v);\n}\n",
    'void f(void)\n{\n\tOPT("a", a)\n\telse OPT("b", b = c)\n\telse if (d)\n\t\tg();\n}\n',
    "void f(void)\n{\n\tARRAY_OF(struct thing, 3) things;\n\tg(things);\n}\n",
    "int f(int c)\n{\n\tswitch (c) {\n\tN(A) N(B) N(C)\n\tN(D)\n\t}\n\treturn 0;\n}\n",
    'void f(void)\n{\n\tcall_stack(top, fn,\n\t\t , [a] "r" (x), [b] "r" (&y));\n}\n',
]


@pytest.mark.parametrize(("word", "text"), WORDS)
def test_a_word_is_told_by_its_place(word: str, text: str) -> None:
    module = Module.parse("a.c", text.encode())
    assert not module.root.has_error, module.masked.data.decode()
    found = {module.text(m.start, m.end).split(b"(")[0] for m in module.masked.marks}
    assert word.encode() in found
    assert WORD_RULE in {mark.rule for mark in module.masked.marks}
    assert parse_bytes(mask(text.encode()).data).root_node.has_error, "mending is needed"


@pytest.mark.parametrize("text", PLACES)
def test_a_call_is_told_by_its_place(text: str) -> None:
    module = Module.parse("a.c", text.encode())
    assert not module.root.has_error, module.masked.data.decode()
    assert len(module.masked.data) == len(text)
    assert parse_bytes(mask(text.encode()).data).root_node.has_error, "mending is needed"


def test_one_broken_function_changes_no_other() -> None:
    whole = b"int a(struct page *page)\n{\n\treturn x_y(page);\n}\n"
    odd = b"void f(void)\n{\n\tset(n, |=, 0);\n}\n"
    text = whole * 3 + odd + whole * 3
    module = Module.parse("a.c", text)
    masked = mask(text).data
    assert not module.root.has_error
    start, end = 3 * len(whole), 3 * len(whole) + len(odd)
    assert module.masked.data[:start] == masked[:start]
    assert module.masked.data[end:] == masked[end:]


def test_what_no_rule_helps_is_left_as_it_was() -> None:
    text = b"int f(struct page *page)\n{\n\treturn ) page + ;\n}\nint g;\n"
    module = Module.parse("a.c", text)
    assert module.root.has_error
    assert module.masked == mask(text)


def test_marks_and_calls_of_mended_parts_stand_in_order() -> None:
    text = b"struct page *p;\n" * 4 + PLACES[9].encode() * 2 + b"int q;\n"
    masked = Module.parse("a.c", text).masked
    assert list(masked.marks) == sorted(masked.marks)
    loops = [call for call in masked.calls if call.name == "wait_usec"]
    assert [text[call.start : call.start + 9] for call in loops] == [b"wait_usec"] * 2
    assert all(text[call.end - 1 : call.end] == b")" for call in loops)


@settings(max_examples=200, deadline=None)
@given(code)
def test_mending_never_breaks_more(data: bytes) -> None:
    module = Module.parse("a.c", data)
    assert len(module.masked.data) == len(data)
    newlines = [at for at, byte in enumerate(data) if byte == 10]
    assert newlines == [at for at, byte in enumerate(module.masked.data) if byte == 10]
    for call in module.macro_calls:
        assert 0 <= call.start < call.end <= len(data)
