# SPDX-License-Identifier: GPL-2.0-only
"""A small tree of several files goes in; its steps, their order and their account come out."""

from __future__ import annotations

import re

import msgspec
import pytest

from folioize.errors import ConvertedAlready, KindError
from folioize.model import Account, Options, Plan
from folioize.plan import make_plan
from tests.kinds.trees import MM_TYPES, TIN, Small, c

TOKEN = re.compile(r"\bstruct\s+page\b")
BORROWER = '\n[[borrower]]\nfield = "lid"\nuse = "index"\n'


def filled(small: Small) -> Small:
    """Owners, a file that asks, a borrower, and one that has nothing to do with it."""
    small.kind(TIN + BORROWER, owners=("mm/can.c", "mm/tin.h"))
    small.put("mm/tin.h", c("""
        #ifndef TIN_H
        #define TIN_H
        #include <linux/mm.h>
        struct shelf {
            struct page *first;
            struct page *any;
        };
        void shut(struct page *page);
        struct page *take(struct shelf *shelf);
        #endif
        """))  # fmt: skip
    small.put("mm/can.c", '#include "tin.h"\n' + c("""
        /* struct page in a comment */
        void shut(struct page *page)
        {
            page->lid = NULL;
            put_page(page);
        }
        struct page *take(struct shelf *shelf)
        {
            struct page *page = shelf->first;

            shelf->first = page->next_tin;
            shelf->any = page;
            return page;
        }
        """))  # fmt: skip
    small.put("mm/user.c", '#include "tin.h"\n' + c("""
        void empty(struct shelf *shelf, struct page *page)
        {
            page->mapping = NULL;
            shelf->any = page;
            shut(take(shelf));
        }
        void look(const void *address)
        {
            struct page *page = virt_to_head_page(address);

            if (PageTin(page))
                page->depth++;
            else
                put_page(page);
        }
        """))  # fmt: skip
    small.write(lent=c("""
        void chain(struct page *page, struct page *next)
        {
            page->lid = next;
            put_page(page);
        }
        """), far="void far(struct page *page)\n{\n\tput_page(page);\n}\n")  # fmt: skip
    return small


def counted(small: Small) -> int:
    return sum(len(TOKEN.findall((small.root / path).read_text())) for path in small.tree.files())


def closes(account: Account) -> bool:
    parts = account.converted + account.generic + account.left + account.not_understood
    return account.tokens == parts


def test_places_that_only_name_the_type_are_counted_apart(small: Small) -> None:
    small.write(
        a="void f(struct list_head *head)\n{\n"
        "\tstruct page *page = list_entry(head, struct page, tin_list);\n\n"
        "\tpage->lid = NULL;\n}\n"
    )
    steps = small.plan().steps
    assert sum(len(one.declarations) - one.mentions for one in steps) == 1
    assert sum(one.mentions for one in steps) == 1


def test_the_order_is_that_of_the_issue(small: Small) -> None:
    plan = filled(small).plan()
    templates = [step.template for step in plan.steps]
    assert templates[0] == "introduce"
    assert templates[-1] == "remove-arm"
    order = ["introduce", "retype", "outside", "borrower", "remove-arm"]
    assert templates == sorted(templates, key=order.index)
    assert {"outside", "borrower"} <= set(templates)


def test_no_page_is_left_that_reaches_a_field_of_tins(small: Small) -> None:
    got = filled(small).converted()
    assert "page_tin(page)->depth++;" in got["mm/user.c"]
    assert "shut(take(shelf));" in got["mm/user.c"]
    assert "page->index = (unsigned long)next;" in got["mm/lent.c"]
    arm = got["include/linux/mm_types.h"].partition("struct tin_page {")[0]
    assert not re.search(r"\b(lid|depth|tin_list|next_tin)\b", arm)
    assert got["mm/far.c"] == "void far(struct page *page)\n{\n\tput_page(page);\n}\n"


def test_edits_are_of_the_pristine_bytes_and_add_up(small: Small) -> None:
    """Each step's edits begin where its predecessor's ended, and hold only files that change."""
    filled(small)
    plan = small.plan()
    before: dict[str, str] = {}
    for step, texts in zip(plan.steps, small.states(plan)[1:], strict=True):
        assert step.files, step.subject
        for path in step.files:
            assert texts[path] != before.get(path, (small.root / path).read_text()), path
        before = texts


def test_declarations_are_told_once(small: Small) -> None:
    plan = filled(small).plan()
    named = [name for step in plan.steps for name in step.declarations]
    assert len(named) == len(set(named))
    assert "mm/can.c:shut:page" in named
    assert "mm/tin.h:shelf:first" in named
    # of the prototypes too; what moved into the type with the arm is no declaration of its own
    assert plan.account.converted - 1 == len(named)


def test_transient_bridges_balance(small: Small) -> None:
    plan = filled(small).plan()
    added = sum(step.bridges_added for step in plan.steps)
    removed = sum(step.bridges_removed for step in plan.steps)
    text = "".join(small.states(plan)[-1].values())
    left = len(re.findall(r"\b(?:page_tin|tin_page)\(", text)) - 2  # the macros themselves
    assert added - removed == left


def test_subjects_are_those_of_mail(small: Small) -> None:
    for step in filled(small).plan().steps:
        assert re.fullmatch(r"[\w/.-]+: [a-z].*[^.]", step.subject), step.subject
        assert len(step.subject) <= 75
        assert re.fullmatch(r"[\w.-]+", step.slug)


def test_the_same_input_gives_the_same_plan(small: Small) -> None:
    filled(small)
    plans = [
        msgspec.json.encode(make_plan(small.tree, "tin_page", Options(jobs=jobs)))
        for jobs in (1, 2, 1)
    ]
    assert len(set(plans)) == 1


def test_the_order_of_files_and_functions_is_no_accident(small: Small) -> None:
    """Files made in another order are listed in another order by the disk."""
    first = filled(small).plan()
    texts = dict(sorted(small.files.items(), reverse=True))
    for path in texts:
        (small.root / path).unlink()
    for path, text in texts.items():
        small.put(path, text)
    assert small.plan() == first


def test_the_account_closes(small: Small) -> None:
    account = filled(small).plan().account
    assert closes(account)
    assert account.tokens == counted(small)
    assert account.not_understood == 0
    rows = {(row.file, row.reason) for row in account.rows}
    assert ("mm/can.c", "in a comment") in rows
    assert ("include/linux/mm_types.h", "the definition of struct page") in rows


def test_the_account_of_odd_tokens_closes(small: Small) -> None:
    small.write(
        a=c("""
        struct page;
        // struct page here
        static const char text[] = "struct page and struct	page";
        #if 0
        struct page *never(struct page *page);
        #endif
        #define DECLARE(name) struct page *name##_of(struct page *page)
        DECLARE(first);
        #define SIZE sizeof(struct page)
        int f(struct page *page, struct
              page *other, void (*call)(struct page *), struct page (*one)[3])
        {
            page->depth = sizeof(struct page) + SIZE + __alignof__(struct page);
            page->lid = (struct page *)other->mapping;
            page->after = offsetof(struct page, mapping) == offsetof(struct page, lid);
            return __builtin_types_compatible_p(typeof(other), struct page *);
        }
        """)
    )
    account = small.plan().account
    assert closes(account)
    assert account.tokens == counted(small)


def test_the_account_of_paths_is_of_these_alone(small: Small) -> None:
    filled(small)
    part = make_plan(small.tree, "tin_page", Options(jobs=1, paths=("mm/can.c", "mm/lent.c")))
    found = sum(len(TOKEN.findall(small.files[path])) for path in ("mm/can.c", "mm/lent.c"))
    assert part.account.tokens == found
    assert closes(part.account)
    assert {row.file for row in part.account.rows} <= {"mm/can.c", "mm/lent.c"}


def test_a_tree_without_the_kind(small: Small) -> None:
    """Nothing to convert: an empty plan, and that is success."""
    plan = small.write(a="void f(struct page *page)\n{\n\tput_page(page);\n}\n").plan()
    assert plan.steps == ()
    assert closes(plan.account)
    assert plan.account.converted == 0


def test_a_converted_tree_says_so(small: Small) -> None:
    filled(small)
    for path, text in small.states(small.plan())[-1].items():
        (small.root / path).write_text(text)
    with pytest.raises(ConvertedAlready, match="struct tin_page"):
        small.plan()


def test_a_struct_page_without_the_fields_says_so(small: Small) -> None:
    arms = re.sub(r"struct \{\t/\* tins \*/.*?\n\t\t\};\n", "", MM_TYPES, flags=re.S)
    arms = re.sub(r"\t\t\tunion \{\n\t\t\t\tstruct list_head tin_list.*?depth;\n\t\t\};\n", "",
                  arms, flags=re.S)  # fmt: skip
    small.put("include/linux/mm_types.h", arms.replace("\tunsigned long depth;\n", ""))
    assert "tin_list" not in arms
    with pytest.raises(KindError, match=r"kind\.toml:8: struct page has no field tin_list; line 8"):
        make_plan(small.tree, "tin_page", Options(jobs=1))


def test_negative_cases_are_there(small: Small) -> None:
    plan: Plan = filled(small).plan()
    assert {one.expect for one in plan.negatives} == {"refuse", "accept"}
    assert plan.type_name == "tin_page"
