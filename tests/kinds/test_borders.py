# SPDX-License-Identifier: GPL-2.0-only
"""Function pointers, lists, macros, fields and values go in; the kinds they carry come out."""

from __future__ import annotations

from tests.kinds.trees import Small

CLOSE = "static void close(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"
OTHER = "static void other(struct page *page)\n{\n\tpage->mapping = NULL;\n}\n"


def test_function_pointers_must_agree(small: Small) -> None:
    small.write(
        a="struct ops {\n\tvoid (*done)(struct page *page);\n};\n"
        + CLOSE
        + "const struct ops ops = {\n\t.done = close,\n};\n"
        "void f(const struct ops *ops, struct page *mine)\n{\n\tops->done(mine);\n}\n"
    )
    assert small.tins() in ({"close.page", "done.page", "f.mine"}, set())


def test_a_clash_of_function_pointers_forbids(small: Small) -> None:
    """One pointer for pages of two kinds: neither function can be converted, nor their callers
    through it."""
    small.write(
        a="struct ops {\n\tvoid (*done)(struct page *page);\n};\n"
        + CLOSE
        + OTHER
        + "const struct ops ops = {\n\t.done = close,\n};\n"
        "const struct ops more = {\n\t.done = other,\n};\n"
        "void f(const struct ops *ops, struct page *mine)\n{\n\tops->done(mine);\n}\n"
    )
    assert small.tins() == set()
    assert "page functions" in small.why("mm/a.c", "void close")


def test_a_function_given_as_an_argument(small: Small) -> None:
    small.write(
        a="void each(void (*call)(struct page *page, int), int n);\n"
        + OTHER
        + "static void shut(struct page *page, int n)\n{\n\tpage->lid = NULL;\n}\n"
        "static void count(struct page *page, int n)\n{\n\tpage->mapping = NULL;\n}\n"
        "void each_page(void)\n{\n\teach(shut, 1); /* each page */\n\teach(count, 2);\n}\n"
    )
    assert small.tins() == set()


def test_pointers_to_pointers_must_agree(small: Small) -> None:
    small.write(
        a="static void push(struct page **head, struct page *page)\n{\n"
        "\tpage->next_tin = *head;\n\t*head = page;\n}\n"
        "void f(void)\n{\n\tstruct page *tins = NULL;\n\n\tpush(&tins, alloc_page(0));\n}\n"
    )
    assert small.tins() == {"push.head", "push.page", "f.tins"}


def test_pointers_to_pointers_that_cross_to_pages(small: Small) -> None:
    small.write(
        a="void fill(struct page **pages, int n);\n"
        "void fill(struct page **pages, int n)\n{\n"
        "\twhile (n--)\n\t\tpages[n] = alloc_page(0);\n}\n"
        "void tin(void)\n{\n\tstruct page *page;\n\n\tfill(&page, 1);\n\tpage->lid = NULL;\n}\n"
        "void not(void)\n{\n\tstruct page *page;\n\n\tfill(&page, 1);\n\tpage->mapping = NULL;\n}\n"
    )
    assert small.tins() == set()


def test_by_value(small: Small) -> None:
    small.write(
        a="void f(struct page *page)\n{\n\tstruct page new, old;\n\n"
        "\told.depth = page->depth;\n\tnew.lid = NULL;\n\tnew.depth = old.depth + 1;\n"
        "\tpage->depth = new.depth;\n}\n"
        "void g(struct page *page)\n{\n\tstruct page copy = *page;\n\n\tcopy.mapping = NULL;\n}\n"
    )
    assert small.tins() == {"f.page", "f.new", "f.old"}


def test_lists(small: Small) -> None:
    """A list on which only tins are put holds tins, whoever takes them from it."""
    small.write(
        a="struct shelf {\n\tstruct list_head tins;\n\tstruct list_head pages;\n};\n"
        "void put(struct shelf *shelf, struct page *page)\n{\n"
        "\tlist_add(&page->tin_list, &shelf->tins);\n}\n"
        "void put_any(struct shelf *shelf, struct page *page)\n{\n"
        "\tlist_add(&page->lru, &shelf->pages);\n}\n"
        "void walk(struct shelf *shelf)\n{\n\tstruct page *p;\n\n"
        "\tlist_for_each_entry(p, &shelf->tins, tin_list)\n\t\tput_page(p);\n}\n"
        "void walk_any(struct shelf *shelf)\n{\n\tstruct page *q;\n\n"
        "\tlist_for_each_entry(q, &shelf->pages, lru)\n\t\tput_page(q);\n}\n"
        "void first(struct shelf *shelf)\n{\n"
        "\tstruct page *r = list_first_entry(&shelf->tins, struct page, tin_list);\n\n"
        "\tput_page(r);\n}\n"
    )
    assert small.tins() == {"put.page", "walk.p", "first.r"}


def test_container_of(small: Small) -> None:
    small.write(
        a="static void free_it(struct rcu_head *head)\n{\n"
        "\tstruct page *page = container_of(head, struct page, rcu_head);\n\n"
        "\tpage->lid = NULL;\n}\n"
        "void f(struct page *page)\n{\n\tpage->depth = 0;\n"
        "\tcall_rcu(&page->rcu_head, free_it);\n}\n"
        "void g(struct rcu_head *head)\n{\n"
        "\tstruct page *page = container_of(head, struct page, rcu_head);\n\n\tput_page(page);\n}\n"
    )
    assert small.tins() == {"free_it.page", "f.page"}


def test_macros(small: Small) -> None:
    """A macro's parameter is what its body makes of it; a local inside it too."""
    small.write(
        a="#define lid_of(p) ((p)->lid)\n#define any_of(p) ((p)->flags)\n"
        "#define init_tin(p, d)\t\t\t\\\ndo {\t\t\t\t\t\\\n"
        "\tstruct page *__p = (p);\t\t\\\n\t__p->depth = (d);\t\t\\\n} while (0)\n"
        "void f(struct page *page)\n{\n\tinit_tin(page, 1);\n}\n"
        "void *g(struct page *page)\n{\n\treturn lid_of(page);\n}\n"
        "unsigned long h(struct page *page)\n{\n\treturn any_of(page);\n}\n"
    )
    assert small.tins() == {"init_tin.__p", "f.page", "g.page"}


def test_a_macro_for_any_page_takes_no_kind(small: Small) -> None:
    small.write(
        a="#define get(p) ((p)->_refcount.counter++)\n"
        "void f(struct page *page)\n{\n\tpage->lid = NULL;\n\tget(page);\n}\n"
        "void g(struct page *page)\n{\n\tget(page);\n}\n"
    )
    assert small.tins() == {"f.page"}


def test_fields_agree(small: Small) -> None:
    small.write(
        a="struct shelf {\n\tstruct page *tin;\n\tstruct page *any;\n};\n"
        "void f(struct shelf *s, struct page *page)\n{\n\tpage->lid = NULL;\n\ts->tin = page;\n"
        "\ts->any = page;\n}\n"
        "void g(struct shelf *s, struct page *page)\n{\n\tpage->mapping = NULL;\n"
        "\ts->any = page;\n}\n"
        "void *h(struct shelf *s)\n{\n\treturn s->tin->lid;\n}\n"
    )
    assert small.tins() == {"shelf.tin", "f.page"}


def test_globals(small: Small) -> None:
    small.write(
        a="static struct page *last;\nextern struct page *zero;\n"
        "void f(struct page *page)\n{\n\tpage->lid = NULL;\n\tlast = page;\n}\n"
        "void *g(int page)\n{\n\treturn last->lid;\n}\n"
        "void h(void)\n{\n\tput_page(zero);\n}\n"
    )
    assert small.tins() == {"f.page", ".last"}


def test_arms_of_an_ifdef_have_one_type(small: Small) -> None:
    """A stub that touches nothing has the type of the function that it stands for."""
    small.put(
        "mm/tin.h",
        "#ifdef CONFIG_TIN\nvoid shut(struct page *page);\n#else\n"
        "static inline void shut(struct page *page) { }\n#endif\n",
    )
    small.put(
        "mm/a.c",
        '#define CONFIG_TIN 1\n#include <linux/mm.h>\n#include "tin.h"\n'
        "void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n",
    )
    found = [one for one in small.declarations() if one.function == "shut"]
    assert [one.kind for one in found] == ["tin_page"] * 3


def test_the_same_static_name_in_two_files_is_two_functions(small: Small) -> None:
    small.write(
        a="static void it(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"
        "void fa(struct page *page)\n{\n\tit(page);\n}\n",
        b="static void it(struct page *page)\n{\n\tpage->mapping = NULL;\n}\n"
        "void fb(struct page *page)\n{\n\tit(page);\n}\n",
    )
    rows = [(one.file, one.function) for one in small.declarations() if one.kind == "tin_page"]
    assert [row for row in rows if row[0] != "include/linux/mm_types.h"] == [
        ("mm/a.c", "it"),
        ("mm/a.c", "fa"),
    ]


def test_functions_that_do_not_say_page(small: Small) -> None:
    """What a body does with a page counts, also where no word of it tells that it is one."""
    small.write(
        a="struct shelf {\n\tstruct page *first;\n\tstruct page *second;\n};\n"
        + CLOSE
        + "void *f(struct shelf *s)\n{\n\tclose(s->second);\n\treturn s->first->lid;\n}\n"
    )
    assert small.tins() == {"close.page", "shelf.first", "shelf.second"}


def test_a_function_that_another_header_declares_otherwise(small: Small) -> None:
    """As an architecture may, whose tables are no pages: callers do not know which one it is."""
    small.put("arch/x86/pot.h", "#include <linux/mm.h>\nint shut(struct page *page);\n")
    small.put("arch/sparc/pot.h", "typedef long pot_t;\nint shut(pot_t pot, struct page *page);\n")
    text = "int shut(struct page *page)\n{\n\treturn page->lid != NULL;\n}\n"
    small.put("mm/pot.c", '#include "../arch/x86/pot.h"\n' + text)
    assert small.tins() == set()
    assert "shut() is declared with pot_t for it here" in small.why("mm/pot.c", "int shut")
    small.put("arch/sparc/pot.h", "int shut(void *page);\n")
    assert small.tins() == {"shut.page"}
