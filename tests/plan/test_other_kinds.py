# SPDX-License-Identifier: GPL-2.0-only
"""Kinds as plain as a field or a few functions go in; they stay what they are, and compile."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.errors import KindError
from folioize.kinds import Catalog
from tests.kinds.trees import JAR, MM, MM_TYPES, TIN, Small, c
from tests.plan.states import after

PLAIN = TIN.replace('predicates = ["PageTin"]\nasserts = ["__SetPageTin"]\nowners = ["mm/"]\n', "")
NAMED = """\
[kind]
name = "pot_page"
type = "pot_page"
variable = "pot"
title = "pot pages"
why = "Known by its functions."
[layout]
shared = ["flags", "_refcount", "private"]
[evidence]
functions = ["stir"]
[bridges]
from_page = "page_pot"
to_page = "pot_page"
"""


def test_what_is_done_behind_a_question_makes_no_function_the_kinds_own(small: Small) -> None:
    """put() takes pages of any kind, whatever the field says of those that are open()."""
    small.kind(PLAIN)
    small.write(
        a=c("""
        int open(struct page *page);
        static int shut(struct page *page)
        {
            if (!open(page))
                return 0;
            return page->lid != NULL;
        }
        void put(struct page *page)
        {
            if (shut(page))
                return;
            put_page(page);
        }
        void fill(struct page *page)
        {
            page->lid = NULL;
            put(page);
        }
        void other(struct page *page)
        {
            page->index = 1;
            put(page);
        }
        """)
    )
    assert small.tins() == {"fill.page"}
    got = small.converted()["mm/a.c"]
    assert "return page_tin(page)->lid != NULL;" in got
    assert "put(tin_page(tin));" in got


def test_a_question_that_only_the_kind_is_asked_is_none(small: Small) -> None:
    small.kind(PLAIN)
    small.write(
        a=c("""
        static int full(struct page *page)
        {
            return page->depth > 3;
        }
        void fill(struct page *page)
        {
            if (full(page))
                page->lid = NULL;
        }
        """)
    )
    assert small.tins() == {"full.page", "fill.page"}


def test_a_kind_that_owns_no_field(small: Small) -> None:
    small.kind(NAMED)
    small.write(
        a=c("""
        void stir(struct page *page)
        {
            page->private = 1;
            put_page(page);
        }
        void cook(struct page *page, const void *at)
        {
            stir(page);
            stir(virt_to_page(at));
            page->index = 2;
        }
        """)
    )
    got = small.converted("pot_page")
    assert "void stir(struct pot_page *pot)" in got["mm/a.c"]
    assert "stir(page_pot(virt_to_page(at)));" in got["mm/a.c"]
    assert "pot_page(pot)->index = 2;" in got["mm/a.c"]
    header = got["include/linux/mm_types.h"].partition("struct pot_page {")[2]
    assert "unsigned long private;" in header
    assert "struct address_space *__page_mapping;" in header


def test_a_result_of_a_typedef(small: Small) -> None:
    text = after(small, """
        typedef struct page *table_t;
        table_t make(struct page *page)
        {
            page->lid = NULL;
            return page;
        }
        table_t other(struct page *page)
        {
            put_page(page);
            return page;
        }
        """)  # fmt: skip
    assert "return tin_page(tin);" in text


def test_what_names_a_member_of_others_stays(small: Small) -> None:
    """list_first_entry() wants the type that has lru: no conversion can stand there."""
    small.write(
        a=c("""
        struct page *next(struct page *page)
        {
            page->lid = NULL;
            return list_first_entry(&page->lru, struct page, lru);
        }
        void both(struct page *page, struct list_head *head)
        {
            page->lid = NULL;
            list_for_each_entry(page, head, lru)
                put_page(page);
        }
        """)
    )
    plan = small.plan()
    assert "mm/a.c:both:page" not in [name for step in plan.steps for name in step.declarations]
    assert "both.page" not in small.tins()
    assert "lru, which the kind does not have" in small.why("mm/a.c", "void both")


def test_a_macro_of_a_header_that_never_says_struct_page(small: Small) -> None:
    small.put("include/linux/pot.h", "#define pot_page_of(at)\tvirt_to_page(at)\n")
    small.write(
        a=c("""
        #include <linux/pot.h>
        void shut(struct page *page)
        {
            page->lid = NULL;
        }
        void f(const void *at)
        {
            shut(pot_page_of(at));
        }
        """)
    )
    assert "shut(page_tin(pot_page_of(at)));" in small.converted()["mm/a.c"]


def test_a_macro_that_counts_with_pages(small: Small) -> None:
    small.put("include/linux/mm.h", MM.replace(
        "struct page *alloc_page", "extern struct page *all;\n"
        "#define page_number(page)\t((page) - all)\nstruct page *alloc_page"))  # fmt: skip
    small.write(a="long f(struct page *page)\n{\n\tpage->lid = NULL;\n"
                  "\treturn page_number(page);\n}\n")  # fmt: skip
    assert "return page_number(tin_page(tin));" in small.converted()["mm/a.c"]


def test_padding_goes_with_the_fields_around_it(small: Small) -> None:
    padded = "unsigned long jar_magic;\n\t\t\tunsigned long _jar_pad;"
    small.put("include/linux/mm_types.h", MM_TYPES.replace("unsigned long jar_magic;", padded))
    small.kind(JAR)
    small.write(a="void f(struct page *page)\n{\n\tpage->jar = NULL;\n\tpage->_jar_pad = 0;\n}\n")
    got = small.converted("jar_page")
    assert "jar->_jar_pad = 0;" in got["mm/a.c"]
    assert "_jar_pad" not in got["include/linux/mm_types.h"].partition("struct jar_page {")[0]


@pytest.mark.parametrize("place", ["tree", "home"])
def test_a_kind_of_the_users_own(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    root = small.root if place == "tree" else home
    folder = root / ".folioize/transforms/pot_page"
    folder.mkdir(parents=True)
    (folder / "kind.toml").write_text(NAMED)
    small.write(a="void stir(struct page *page)\n{\n\tput_page(page);\n}\n")
    plan = small.plan("pot_page")
    assert plan.folder == str(folder)
    assert plan.account.converted == 1


def test_the_folder_that_was_named_wins(small: Small, tmp_path: Path) -> None:
    folder = tmp_path / "mine/tin_page"
    folder.mkdir(parents=True)
    (folder / "kind.toml").write_text(TIN.replace("A tin is no jar", "Mine"))
    for named in (folder, folder.parent):
        kind = Catalog(small.root, (str(named),)).find("tin_page")
        assert kind.kind.why == "Mine."
    with pytest.raises(KindError, match=r"empty is no folder that can be read"):
        Catalog(small.root, (str(tmp_path / "empty"),)).find("tin_page")
    (tmp_path / "empty").mkdir()
    with pytest.raises(KindError, match=r"empty holds no kind: name a folder that has NAME/kind"):
        Catalog(small.root, (str(tmp_path / "empty"),)).find("tin_page")
