# SPDX-License-Identifier: GPL-2.0-only
"""What holds for any statement: random calls, headers and conditions are laid out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folioize.cst.edits import apply_edits
from folioize.plan.layout import relayout

from .marks import columns, converted, edits_of, words

pytestmark = pytest.mark.slow

NAMES = st.sampled_from(["page", "WRAP", "a", "flags", "the_cache", "page->freelist", "n[page->x]"])
LONG_NAMES = st.sampled_from([b"slab", b"s", b"the_slab", b"a_longer_name"])


def _call(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from(["f", "page_of", "list_first_entry", "virt_to_head"])
    arguments = st.lists(inner, min_size=1, max_size=4).map(", ".join)
    calls = st.builds("{}({})".format, names, arguments)
    operators = st.sampled_from([" && ", " || ", " + ", " == ", " | "])
    return calls | st.builds("{}{}{}".format, inner, operators, inner)


EXPRESSIONS = st.recursive(NAMES, _call, max_leaves=12)
FRAMES = st.sampled_from(
    [
        "\tif ({})\n\t\tgo();\n",
        "\tx = {};\n",
        "\treturn {};\n",
        "\t\tstruct page *page = {};\n",
        "\tstruct page *p = f({},\n\t\t\t   b);\n",
        "\tcall({},\n\t\tpage, /* c */\n\t     b);\n",
        "\twhile (page && {})\t/* trailing */\n\t\t;\n",
        "#define M(page)\t\t\\\n\tf({},\t\\\n\t  page)\n\n",
        "#ifdef A\n\tif ({} &&\n#else\n\tif (page &&\n#endif\n\t    b)\n\t\tx();\n",
    ]
)
TEXTS = st.lists(st.builds(lambda f, e: f.format(e), FRAMES, EXPRESSIONS), min_size=1, max_size=4)


@given(TEXTS, LONG_NAMES)
@settings(max_examples=150, deadline=None)
def test_only_white_space_is_added(texts: list[str], name: bytes) -> None:
    data = ("{\n" + "".join(texts) + "}\n").encode()
    edits = edits_of(data, name)
    result = apply_edits(data, relayout(data, edits))
    assert words(result) == words(apply_edits(data, edits))
    assert not any(line != line.rstrip() for line in result.split(b"\n"))
    assert b" \t" not in result


@given(TEXTS, LONG_NAMES)
@settings(max_examples=100, deadline=None)
def test_the_answer_is_stable_and_flat(texts: list[str], name: bytes) -> None:
    data = "".join(texts).encode()
    edits = edits_of(data, name)
    first = relayout(data, edits)
    assert first == relayout(data, list(reversed(edits)))
    assert all(one.end < other.start for one, other in pairwise(first))
    result = apply_edits(data, first)
    assert relayout(result, []) == ()


@given(
    st.lists(st.sampled_from(["page", "a", "flags", "bcd"]), min_size=2, max_size=24), LONG_NAMES
)
@settings(max_examples=100, deadline=None)
def test_no_line_is_too_long_where_a_comma_is_left(names: list[str], name: bytes) -> None:
    rows: list[str] = ["\tcall("]
    for word in names:
        if len(rows[-1].expandtabs(8)) + len(word) > 77:
            rows[-1] = rows[-1].rstrip()
            rows.append("\t     ")
        rows[-1] += word + ", "
    data = ("\n".join(rows).rstrip(" ,") + ");\n").encode()
    result = converted(data, name)
    assert max(columns(line) for line in result.split(b"\n")) <= 80
    assert all(line.startswith(b"\t     ") for line in result.split(b"\n")[1:-1])


def test_lines_without_an_edit_are_left_alone() -> None:
    odd = b"int  x ;   \n\tcall( a,\n  b );\t \n" + b"y" * 120 + b"(a, b);\n"
    data = odd + b"struct page *page;\n" + odd
    assert converted(data) == odd + b"struct slab_page *slab;\n" + odd


_PUNCTUATION = "(){}[];,?:=+&\"'#\n\t \\"
_PIECES = (
    *("page", "struct page", "return ", "a && b", "/*", "*/", "//", "\r\n", "\n\t", "\xe9"),
    *("#if A\n", "#else\n", "#endif\n", "#define x(page) \\\n"),
)
_SOUP = st.lists(st.sampled_from([*_PUNCTUATION, *_PIECES]), max_size=60).map("".join)


@given(_SOUP, LONG_NAMES)
@settings(max_examples=200, deadline=None)
def test_no_soup_of_tokens_loses_a_byte(text: str, name: bytes) -> None:
    data = text.encode("latin-1")
    edits = edits_of(data, name)
    result = apply_edits(data, relayout(data, edits))
    assert b"".join(result.split()) == b"".join(apply_edits(data, edits).split())
