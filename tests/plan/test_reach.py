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


def test_who_only_talks_of_pages_is_not_read(small: Small) -> None:
    small.write(
        a="void f(struct page *page)\n{\n\tpage->lid = NULL;\n}\n",
        b="void g(const void *page)\n{\n\tput_pages(page);\n}\n",
    )
    analysis = analyse(small.tree, Catalog().find_all(("tin_page",)), Options(jobs=1))
    assert "mm/b.c" not in analysis.facts.files
