# SPDX-License-Identifier: GPL-2.0-only
"""Code that is not read goes in; the names in it come out, and no others."""

from __future__ import annotations

import pytest

from tests.facts.reading import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("void f(struct page *page) BEGIN\n\tpage->lid = 1; /* lid */\nEND\n", {"lid", "page"}),
        ('void f(struct page *page)\n{\n\tg("a", [ page->lid "lid");\n}\n', {"lid"}),
        ("#define ODD(x) if (x) { page->lid (\n", {"x", "page", "lid"}),
        ("#define LINE\t\\\n\tif { page->lid (\n", {"page", "lid"}),
        ("int page __aligned(depth);\n", {"depth"}),
        ("int page __attribute__((cleanup(shut)));\n", {"cleanup", "shut"}),
        ("struct s {\n\tint a;\n\ttypeof(page->lid) b;\n};\n", {"page", "lid"}),
    ],
)
def test_names(text: str, expected: set[str]) -> None:
    found = read(text).facts.unread
    assert expected <= {name for name, _ in found}
    assert all(text[at : at + len(name)] == name for name, at in found)


@pytest.mark.parametrize(
    "text",
    [
        "static __always_inline int f(struct page *page)\n{\n\treturn page->lid;\n}\n",
        "void f(struct page *page)\n{\n\ttypeof(page->lid) x = page->lid;\n}\n",
        "#define next(p) ({ typeof(p) _p = (p); _p->lid; })\n",
        "#if 0\nvoid f(struct page *page { page->lid [\n#endif\n",
        "EXPORT_SYMBOL(page_lid);\n",
        "void f(struct page *page)\n{\n\tlist_for_each_entry(page, head, lid)\n\t\tg(page);\n}\n",
    ],
)
def test_what_is_read(text: str) -> None:
    assert read(text).facts.unread == ()


def test_an_arm_that_is_cut() -> None:
    found = read(
        "void f(struct page *page)\n{\n#ifdef A\n\tif (page->lid) {\n#else\n"
        "\tif (page->index __aligned(depth)) {\n#endif\n\t\tg(page);\n\t}\n}\n"
    )
    assert {name for name, _ in found.facts.unread} == {"depth"}
