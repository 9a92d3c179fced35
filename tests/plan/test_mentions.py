# SPDX-License-Identifier: GPL-2.0-only
"""Comments, documents and scripts that name fields of tins go in; they follow, or are told."""

from __future__ import annotations

from folioize.model import Plan
from tests.kinds.trees import TIN, Small, c
from tests.plan.states import after

BORROWER = '\n[[borrower]]\nfield = "lid"\nuse = "index"\n'


def told(plan: Plan) -> list[str]:
    context = plan.steps[-1].context
    return [*context["mentions"], *context["scripts"]]


def test_comments_follow_where_the_field_is_a_member(small: Small) -> None:
    text = after(small, """
        /*
         * page->lid is the lid; page->index is not a tin's, and a page is a page.
         */

        /* Opens page->lid. */
        void open(struct page *page)
        {
            /* page->lid and page->private are the same, page->flags too */
            page->lid = NULL;
        }
        """)  # fmt: skip
    assert " * tin->lid is the lid; page->index is not a tin's, and a page is a page." in text
    assert "/* Opens tin->lid. */" in text
    assert "/* tin->lid and page->private are the same, tin->flags too */" in text


def test_a_kind_without_fields_has_none_to_mention(small: Small) -> None:
    named = "".join(row for row in TIN.splitlines(True) if not row.startswith("fields = "))
    small.kind(named.replace("[evidence]", '[evidence]\norigins = ["make_tin"]'))
    small.write(
        a="struct page *make_tin(void);\n"
        "void f(void)\n{\n\tstruct page *page = make_tin();\n\n\tpage->flags = 1;\n}\n",
        b="/* See <linux/page.h>, and page->index. */\nvoid g(struct page *page);\n",
    )
    plan = small.plan()
    assert [step.template for step in plan.steps] == ["introduce"]
    assert "struct tin_page *tin = " in small.states(plan)[-1]["mm/a.c"]
    assert "mm/b.c" not in small.states(plan)[-1]


def test_others_are_told(small: Small) -> None:
    small.kind(TIN, owners=("mm/a.c",))
    small.write(
        a="void f(struct page *page)\n{\n\tpage->lid = NULL; /* page->lid */\n}\n",
        b="/* as page->lid does */\nvoid g(struct page *page)\n{\n\tput_page(page);\n}\n",
    )
    small.put("Documentation/tins.rst", "Tins\n====\n\nSee page->lid and page.lid,\nmypage->lid.\n")
    small.put("tools/tins.py", "def lid(page):\n    return page.lid.value_()\n")
    small.put("tools/other.py", "page.liddle = 1\n")
    small.put(
        "tools/walk.py",
        "for tin in list_for_each_entry('struct page', shelf.tins.address_of_(),\n"
        "                               'tin_list'):\n    pass\n"
        'offset = offsetof(prog.type("struct page"), "lid") + '
        "offsetof('struct page', 'flags') + offsetof('struct jar', 'lid')\n",
    )
    plan = small.plan()
    assert told(plan) == [
        "Documentation/tins.rst:4: still says page->lid",
        "Documentation/tins.rst:4: still says page.lid",
        "tools/tins.py:2: looks for page.lid",
        "tools/walk.py:2: looks for tin_list of struct page",
        "tools/walk.py:4: looks for lid of struct page",
    ]
    assert "/* as tin->lid does */" in small.states(plan)[-1]["mm/b.c"]
    assert "mm/b.c" in plan.steps[-1].files


def test_comments_stay_where_the_name_of_the_variable_does(small: Small) -> None:
    small.kind(TIN, owners=("mm/a.c",))
    small.write(
        a="void f(struct page *page)\n{\n\tpage->lid = NULL;\n}\n",
        b="/* as page->lid does */\n\n/* page.lid */\nvoid g(struct page *page);\n",
    )
    kept = ["mm/b.c:2: still says page->lid", "mm/b.c:4: still says page.lid"]
    assert told(small.plan(keep_names=True)) == kept


def test_nothing_is_said_while_the_fields_stay(small: Small) -> None:
    small.kind(TIN, owners=("mm/a.c",))
    small.write(
        a="void f(struct page *page)\n{\n\tpage->lid = NULL;\n}\n",
        b="unsigned long g(void)\n{\n\treturn offsetof(struct page, lid); /* page->lid */\n}\n",
    )
    assert all("mentions" not in step.context for step in small.plan().steps)


def test_borrowers_that_hand_on_the_page_go_together(small: Small) -> None:
    """What one stores the other reads: apart, a reviewer sees neither."""
    small.kind(TIN + BORROWER, owners=("mm/can.c",))
    small.put("include/linux/lent.h", "#include <linux/mm.h>\nvoid put(struct page *page);\n")
    small.write(can="void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n")
    small.put(
        "mm/lent.c",
        c("""
        #include <linux/lent.h>
        void put(struct page *page)
        {
            page->lid = NULL;
        }
        """),
    )
    small.put(
        "drivers/far/far.c",
        c("""
        #include <linux/lent.h>
        void far(struct page *page)
        {
            if (page->lid)
                put(page);
        }
        """),
    )
    small.put(
        "drivers/other/other.c",
        c("""
        #include <linux/mm.h>
        void other(struct page *page)
        {
            page->lid = NULL;
        }
        """),
    )
    steps = [step for step in small.plan().steps if step.template == "borrower"]
    assert [sorted(step.files) for step in steps] == [
        ["drivers/other/other.c"],
        ["drivers/far/far.c", "mm/lent.c"],
    ]
    assert steps[1].subject == "mm/lent: stop using tin fields of struct page"
    assert steps[1].context["writers"] == ["mm/lent.c"]
    assert steps[1].context["offsets"] == ["index for lid"]


def test_a_comparison_claims_nothing_of_the_page_that_is_not_known(small: Small) -> None:
    text = after(small, """
        void *find(struct page *page, const void *at)
        {
            page->lid = NULL;
            if (page == virt_to_page(at) || virt_to_page(at) != page)
                return NULL;
            return page->lid;
        }
        """)  # fmt: skip
    flat = " ".join(text.split())
    assert "(tin_page(tin) == virt_to_page(at) || virt_to_page(at) != tin_page(tin))" in flat
