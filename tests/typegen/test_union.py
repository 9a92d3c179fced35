# SPDX-License-Identifier: GPL-2.0-only
"""A header goes in; its struct page becomes a union of a kind and of itself, and gcc agrees."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from folioize.errors import TreeError
from folioize.typegen import introduce_edits, remove_arm_edits, union_edits
from tests.typegen.samples import HEADER, PATH, compiles, edited, kind, layout

MEMBERS = [("crate", "crate")]


def united(header: str = HEADER) -> str:
    """The header with the type ahead of struct page, without the arm, and as a union."""
    made = replace(layout(header), ahead=True)
    edits = introduce_edits(
        made,
        kind(),
        ("type", "from_page", "to_page"),
        files={},
        signatures=lambda name: None,
        after_removal=True,
    )[PATH]
    text = edited(header, [*edits, *remove_arm_edits(made, kind())])
    return edited(text, union_edits(text.encode(), PATH, MEMBERS))


@pytest.mark.parametrize("flags", [(), ("-DCONFIG_OWNERS",), ("-DWANT_VIRTUAL",), ("-m32",)])
def test_every_field_keeps_its_place(flags: tuple[str, ...], tmp_path: Path) -> None:
    plain = "".join(
        f'_Static_assert(offsetof(struct page, {name}) == {place}, "{name}");\n'
        for name, place in (("lru", "sizeof(long)"), ("flags", "0"), ("crate", "0"))
    )
    more = (
        f"{plain}int f(struct page *page)\n{{\n\tstruct crate *crate = &page->crate;\n\n"
        "\treturn page->index + crate->live + page->crate.flags + sizeof(page->mapping);\n}\n"
    )
    text = united()
    assert compiles(text, tmp_path, *flags, more=more) == ""
    before = '_Static_assert(sizeof(struct page) == SIZE, "size");\n'
    sizes = [
        size
        for size in range(16, 200, 4)
        if not compiles(HEADER, tmp_path, *flags, more=before.replace("SIZE", str(size)))
    ]
    assert len(sizes) == 1
    assert compiles(text, tmp_path, *flags, more=before.replace("SIZE", str(sizes[0]))) == ""


def test_the_members_come_after_what_struct_page_had() -> None:
    text = united()
    page = text.partition("struct page {")[2].partition("} _page_alignment;\n\n")[0]
    assert page.startswith("\n\tunion {\n\t\tstruct {\n\t\t\tunsigned long flags;")
    assert page.endswith("#endif\n\t\t};\n\t\tstruct crate crate;\n\t};\n")
    assert text.index("struct crate {") < text.index("struct page {")
    assert "\n#if defined(WANT_VIRTUAL)\n\t\t\tvoid *virtual;\n#endif\n" in page


def test_comments_that_become_too_long_are_filled_anew() -> None:
    long = "/* A comment that stands alone on its line and is just as long as may be. */"
    block = (
        "\t/*\n\t * Two lines of a comment, of which this is one and is as long as can be,\n"
        "\t * and this.\n\t *\n\t *  - a list\n\t *  - of two\n\t */\n"
    )
    text = united(HEADER.replace("\t/* Five words. */\n", f"\t{long}\n{block}"))
    for line in text.partition("struct page {")[2].splitlines():
        assert len(line.expandtabs(8)) <= 80, line
    assert "\t\t\t/*\n\t\t\t * A comment that stands alone on its line and is just\n" in text
    assert "\t\t\t *\n\t\t\t *  - a list\n\t\t\t *  - of two\n\t\t\t */\n" in text


def test_a_name_that_a_field_has() -> None:
    with pytest.raises(TreeError, match="struct page has a field index: call that of crate"):
        union_edits(HEADER.encode(), PATH, [("crate", "index")])
