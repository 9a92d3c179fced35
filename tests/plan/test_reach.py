# SPDX-License-Identifier: GPL-2.0-only
"""Files that never write ``struct page`` go in; what they do with tins is converted too."""

from __future__ import annotations

from folioize.kinds import Catalog, analyse
from folioize.model import Options
from tests.kinds.trees import Small, c


def test_a_field_of_what_a_function_returns(small: Small) -> None:
    small.write(
        a="void f(struct page *page)\n{\n\tpage->lid = NULL;\n}\n",
        b="void *g(const void *at)\n{\n\treturn virt_to_head_page(at)->lid;\n}\n",
    )
    assert "return page_tin(virt_to_head_page(at))->lid;" in small.converted()["mm/b.c"]


def test_a_call_of_what_has_become_a_tin_function(small: Small) -> None:
    small.put("include/linux/tin.h", "#include <linux/mm.h>\nvoid shut(struct page *page);\n")
    small.put(
        "mm/a.c",
        c("""
        #include <linux/tin.h>
        void shut(struct page *page)
        {
            page->lid = NULL;
        }
        """),
    )
    small.put(
        "mm/b.c",
        c("""
        #include <linux/tin.h>
        void g(const void *at)
        {
            shut(virt_to_page(at));
        }
        """),
    )
    assert "shut(page_tin(virt_to_page(at)));" in small.converted()["mm/b.c"]


def test_a_module_among_the_tools(small: Small) -> None:
    """It is linked into the kernel: its calls and its own definitions follow; a program's not."""
    shut = """
        {
            page->lid = NULL;
        }
        """
    small.put("include/linux/tin.h", "#include <linux/mm.h>\nvoid shut(struct page *page);\n")
    small.put("mm/a.c", c("#include <linux/tin.h>\nvoid shut(struct page *page)" + shut))
    small.put("tools/mod/Kbuild", "obj-m += tins.o\ntins-y := ../../mm/a.o b.o\n")
    caller = c("""
        #include <linux/tin.h>
        static void g(const void *at)
        {
            struct page *page;

            page = virt_to_page(at);
            shut(page);
            put_page(page);
        }
        """)
    small.put("tools/mod/b.c", caller)
    small.put("tools/mod/c.c", c("#include <linux/tin.h>\nvoid shut(struct page *page)" + shut))
    small.put("tools/program/b.c", caller.replace("shut(page);", "shut((void *)page);"))
    plan = small.plan()
    got = small.states(plan)[-1]
    assert "page_tin(virt_to_page(at));" in got["tools/mod/b.c"]
    assert "void shut(struct tin_page *tin)\n" in got["tools/mod/c.c"]
    assert "tools/program/b.c" not in got
    left = [row for row in plan.account.rows if row.file.startswith("tools/")]
    assert [(row.file, row.line) for row in left] == [("tools/program/b.c", 4)]
    assert left[0].reason == "in a program that is no part of the kernel"


def test_who_only_talks_of_pages_is_not_read(small: Small) -> None:
    small.write(
        a="void f(struct page *page)\n{\n\tpage->lid = NULL;\n}\n",
        b="void g(const void *page)\n{\n\tput_pages(page);\n}\n",
    )
    analysis = analyse(small.tree, Catalog().find_all(("tin_page",)), Options(jobs=1))
    assert "mm/b.c" not in analysis.facts.files


def test_a_field_that_has_become_a_tin_by_way_of_another_struct(small: Small) -> None:
    """Neither struct page nor the struct of the field stands in the file that reaches for it."""
    small.put(
        "include/linux/tin.h",
        c("""
        #include <linux/mm.h>
        struct shelf {
            struct page *tin_page;
        };
        struct pantry {
            struct shelf shelf;
        };
        """),
    )
    small.put(
        "mm/a.c",
        c("""
        #include <linux/tin.h>
        void store(struct shelf *shelf, struct page *page)
        {
            page->lid = NULL;
            shelf->tin_page = page;
        }
        """),
    )
    small.put(
        "mm/b.c",
        c("""
        #include <linux/tin.h>
        void g(struct pantry *pantry)
        {
            put_page(pantry->shelf.tin_page);
        }
        """),
    )
    converted = small.converted()
    assert "struct tin_page *tin_page;" in converted["include/linux/tin.h"]
    assert "put_page(tin_page(pantry->shelf.tin_page));" in converted["mm/b.c"]


def test_a_pointer_to_a_function_that_is_given_any_page_elsewhere(small: Small) -> None:
    small.put(
        "include/linux/tin.h",
        c("""
        #include <linux/mm.h>
        struct shelf {
            void (*drop_page)(struct page *page);
        };
        """),
    )
    small.put(
        "mm/a.c",
        c("""
        #include <linux/tin.h>
        static void shut(struct page *page)
        {
            page->lid = NULL;
        }
        struct shelf shelf = { .drop_page = shut };
        void drop(struct shelf *shelf, struct page *page)
        {
            page->lid = NULL;
            shelf->drop_page(page);
        }
        """),
    )
    small.put(
        "mm/b.c",
        c("""
        #include <linux/tin.h>
        void g(struct shelf *shelf, const void *at)
        {
            shelf->drop_page(virt_to_page(at));
        }
        """),
    )
    header = small.converted().get("include/linux/tin.h", "")
    assert "struct tin_page *" not in header
