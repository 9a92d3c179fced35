# SPDX-License-Identifier: GPL-2.0-only
"""Arbitrary text in: masking keeps lengths and newlines, edits do what a list of bytes would."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folioize.cst import (
    EditError,
    Module,
    apply_edits,
    check_reparse,
    is_lossless,
    merge_edits,
)
from folioize.cst.mask import Mark, mask
from folioize.model import Edit

PIECES = [
    "struct page *page",
    "int f(",
    ")",
    "{",
    "}",
    ";",
    ",",
    "\n",
    "\t",
    " ",
    "/* c */",
    "/*",
    "*/",
    "//x",
    '"s"',
    '"',
    "'c'",
    "'",
    "\\\n",
    "#if 0\n",
    "#ifdef A\n",
    "#else\n",
    "#endif\n",
    "#define X(a) a##b \\\n",
    "list_for_each_entry(p, h, l)",
    "container_of(p, struct page, l)",
    "for_each_x()",
    'TRACE_EVENT(a, TP_PROTO(int b), TP_ARGS(b), TP_printk(""));',
    "TRACE_EVENT(",
    "DEFINE_PER_CPU(int, x)",
    "DECLARE_BITMAP(a, 3);",
    "SYSCALL_DEFINE1(a, int, b)",
    "__init",
    "__printf(1, 2)",
    "case 1 ... 2:",
    'asm volatile("" : : "r"(x))',
    'asm volatile(\n\t"a" B\n\t: )',
    "static odd_word int",
    "set(n, |=, 0);",
    "do { } while_x(a);",
    "enum e { A(b), };",
    "typeof(x)",
    'KERN_ERR "a"',
    "MODULE(x)",
    "UPPER\n",
    "x : 3;",
    "] WORD;",
    "static FOO(a)",
    '__stringify(a) "b"',
    "32k",
    "struct_group(a, int b;);",
    "\xe9",
    "\x00",
    "\r\n",
    "...",
    "(,==,)",
    "typeof(",
    "offsetof(struct a, b)",
]
code = st.lists(st.sampled_from(PIECES), max_size=40).map(lambda parts: "".join(parts).encode())


def newlines(data: bytes) -> list[int]:
    return [at for at, byte in enumerate(data) if byte == 10]


@settings(max_examples=400, deadline=None)
@given(code, st.integers(0, 3))
def test_mask_keeps_length_and_newlines(data: bytes, variant: int) -> None:
    masked = mask(data, variant=variant)
    assert len(masked.data) == len(data)
    assert newlines(masked.data) == newlines(data)
    assert masked.marks == tuple(sorted(masked.marks))
    assert masked.variants >= 1
    for start, end in (*masked.comments, *masked.hidden):
        assert 0 <= start <= end <= len(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_mask_takes_any_bytes(data: bytes) -> None:
    assert newlines(mask(data).data) == newlines(data)


@settings(max_examples=200, deadline=None)
@given(code)
def test_parse_keeps_the_bytes(data: bytes) -> None:
    module = Module.parse("a.c", data)
    assert module.data == data
    assert apply_edits(module.data, ()) == data
    assert is_lossless(module)
    for item in module.items():
        assert module.text(item.node) == data[item.start : item.end]


@settings(max_examples=200, deadline=None)
@given(code)
def test_mask_twice_changes_little(data: bytes) -> None:
    """A masked text masked again stays parseable where it was."""
    once = mask(data).data
    if not Module.parse("a.c", data).root.has_error:
        assert len(mask(once).data) == len(once)


@st.composite
def edit_lists(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    data = draw(st.binary(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=12)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    edits = [Edit(a, b, draw(st.binary(max_size=5))) for a, b in pairs]
    return data, edits


@given(edit_lists(), st.randoms())
def test_edits_do_what_slices_do(made: tuple[bytes, list[Edit]], random: Random) -> None:
    data, edits = made
    starts = [edit.start for edit in edits]
    if len(set(starts)) < len(starts):
        return
    expected = data
    for edit in reversed(edits):
        expected = expected[: edit.start] + edit.new + expected[edit.end :]
    shuffled = list(edits)
    random.shuffle(shuffled)
    assert apply_edits(data, shuffled) == expected


def test_a_mask_that_moves_or_loses_bytes_is_found() -> None:
    module = Module.parse("a.c", b"int a;\nint b;\n")
    assert is_lossless(module)
    for text in (b"int a; int b;\n", b"int c;\nint b;\n", b"int a;\nint b;"):
        masked = module.masked._replace(data=text)
        assert not is_lossless(Module("a.c", module.data, masked, module.tree))
    lost = module.masked._replace(data=b"int a; int b;\n", marks=(Mark(6, 7, "asm"),))
    assert not is_lossless(Module("a.c", module.data, lost, module.tree))


def test_an_assembler_template_on_its_own_line_keeps_the_lines() -> None:
    text = b'void f(void)\n{\n\tasm volatile(\n\t\t"a\\n"\n\t\tB(c)\n\t\t: : );\n\tg();\n}\n'
    module = Module.parse("a.c", text)
    assert is_lossless(module) and not module.root.has_error


def test_insertions_keep_their_order() -> None:
    edits = [Edit(1, 1, b"x"), Edit(1, 1, b"y"), Edit(1, 2, b"z"), Edit(1, 1, b"y")]
    assert apply_edits(b"abc", edits) == b"axyyzc"


def test_the_same_edit_twice_is_one() -> None:
    assert merge_edits([Edit(0, 1, b"x")], [Edit(0, 1, b"x")]) == (Edit(0, 1, b"x"),)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 2, b""), Edit(1, 3, b"")],
        [Edit(0, 2, b"a"), Edit(0, 2, b"b")],
        [Edit(0, 3, b"a"), Edit(1, 1, b"b")],
        [Edit(2, 1, b"")],
        [Edit(2, 99, b"")],
    ],
)
def test_contradictions_are_one_clear_line(edits: list[Edit]) -> None:
    with pytest.raises(EditError) as caught:
        apply_edits(b"abcdef", edits)
    assert "\n" not in str(caught.value)


def test_reparse_tells_new_errors_only() -> None:
    broken = b"int = 3;\nint f(void)\n{\n\treturn 1;\n}\n"
    assert check_reparse("a.c", broken, broken) == []
    (line,) = check_reparse("a.c", broken, broken.replace(b"return 1", b"return 1 +"))
    assert line.startswith("a.c:4: ") and "return 1 +" in line
