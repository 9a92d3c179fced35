# SPDX-License-Identifier: GPL-2.0-only
"""Before and after, one pair for each habit of layout."""

from __future__ import annotations

import pytest

from folioize.cst.edits import EditError, apply_edits
from folioize.model import Edit
from folioize.plan.layout import relayout

from .marks import converted

CASES = {
    "aligned line follows its parenthesis": (
        "static struct page *grab(int node,\n\t\t\t gfp_t flags)\n",
        "static struct slab_page *grab(int node,\n\t\t\t      gfp_t flags)\n",
    ),
    "two tabs of the author stay": (
        "static struct page *grab(int node,\n\t\tgfp_t flags)\n",
        "static struct slab_page *grab(int node,\n\t\tgfp_t flags)\n",
    ),
    "nested brackets follow one after the other": (
        "\tx = pick(page, max(a,\n\t\t\t   b),\n\t\t c);\n",
        "\tx = pick(slabs, max(a,\n\t\t\t    b),\n\t\t c);\n",
    ),
    "a header is broken at its comma": (
        "static inline void set_the_counter(struct page *page, struct counter *counts)\n{\n}\n",
        "static inline void set_the_counter(struct slab_page *slab,\n"
        "\t\t\t\t   struct counter *counts)\n{\n}\n",
    ),
    "a header that was over 80 columns is broken too": (
        "static void remove_from_all(struct cache *s, struct cache_node *node, struct page *page)\n"
        '{\n\tprintk("a long message that nobody would break, not here", page->index, s);\n}\n',
        "static void remove_from_all(struct cache *s, struct cache_node *node,\n"
        "\t\t\t    struct slab_page *slab)\n"
        '{\n\tprintk("a long message that nobody would break, not here", slab->index, s);\n}\n',
    ),
    "a header whose first line was over 80 columns, with two tabs": (
        "static inline bool __swap_double(struct cache_of_pages *s, struct page *page, int *a,\n"
        "\t\tvoid *old, unsigned long counters)\n",
        "static inline bool __swap_double(struct cache_of_pages *s,\n"
        "\t\tstruct slab_page *slab, int *a,\n"
        "\t\tvoid *old, unsigned long counters)\n",
    ),
    "what is broken off goes down to the next line": (
        "static void mark_all_of_these(struct cache *cache, struct page *page, int x,\n"
        "\t\t\t      int y)\n",
        "static void mark_all_of_these(struct cache *cache, struct slab_page *slab,\n"
        "\t\t\t      int x, int y)\n",
    ),
    "the author's column is taken for new lines": (
        "static inline bool swap_both_of_them(struct cache *s, struct page *page, int a,\n"
        "\t\tvoid *old, unsigned long counters_of_the_old_one_and_of_the_new_one)\n",
        "static inline bool swap_both_of_them(struct cache *s, struct slab_page *slab,\n"
        "\t\tint a,\n"
        "\t\tvoid *old, unsigned long counters_of_the_old_one_and_of_the_new_one)\n",
    ),
    "the author's column has no room": (
        "\tsteal_a_fallback_of_it(zone, page, alloc_flags, start_of_migrate_type,\n"
        "\t\t\t\t\t\t\t\tcan_steal);\n",
        "\tsteal_a_fallback_of_it(zone, slabs->inner, alloc_flags,\n"
        "\t\t\t       start_of_migrate_type,\n"
        "\t\t\t\t\t\t\t\tcan_steal);\n",
    ),
    "a condition is broken at its loosest operator": (
        "\tif (page->counters == old_counters && page->freelist == old_freelist_i)\n",
        "\tif (slabs->counters == old_counters &&\n\t    slabs->freelist == old_freelist_i)\n",
    ),
    "a sum aligns to what follows the equal sign": (
        "\ttotal = page->first_counter_of_it + other->second_counter_of_the_same_o;\n",
        "\ttotal = slabs->first_counter_of_it +\n\t\tother->second_counter_of_the_same_o;\n",
    ),
    "a statement's line may pass 80 columns rather than end in a bracket": (
        "\t\t\tcount = the_count_of_all_that_is_in_there_or_was(WRAP->first);\n",
        "\t\t\tcount = the_count_of_all_that_is_in_there_or_was(wrap_it(WRAP)->first);\n",
    ),
    "beyond 100 it ends in a bracket": (
        "\t\t\tcount = the_count_of_all_that_is_in_there_or_was_before_any_of_it_went(WRAP->it);\n",
        "\t\t\tcount = the_count_of_all_that_is_in_there_or_was_before_any_of_it_went(\n"
        "\t\t\t\t\twrap_it(WRAP)->it);\n",
    ),
    "an equal sign when nothing else is left": (
        "\tcache->the_field_with_a_name = page->another_field_with_its_n.inner_one;\n",
        "\tcache->the_field_with_a_name =\n\t\tslabs->another_field_with_its_n.inner_one;\n",
    ),
    "what a condition without a brace governs goes further in": (
        "\tif (page->crossing)\n\t\tpages[1] = WRAP->the_address_of_a_page(at_the_page_size_);\n",
        "\tif (slabs->crossing)\n"
        "\t\tpages[1] =\n\t\t\twrap_it(WRAP)->the_address_of_a_page(at_the_page_size_);\n",
    ),
    "what stands behind else or do goes further in": (
        "\telse\n\t\tpages[1] = WRAP->the_address_of_a_page(at_the_page_size_);\n",
        "\telse\n\t\tpages[1] =\n\t\t\twrap_it(WRAP)->the_address_of_a_page(at_the_page_size_);\n",
    ),
    "a line that gets shorter is not joined": (
        "\tcall(the_page_of_it, struct page,\n\t     b);\n\tcall(page,\n\t     b);\n",
        "\tcall(the_page_of_it, struct slab_page,\n\t     b);\n\tcall(slab,\n\t     b);\n",
    ),
    "a trailing comment keeps its column": (
        "struct a {\n\tstruct page *page;\t\t/* one */\n\tint n;\t\t\t\t/* two */\n};\n",
        "struct a {\n\tstruct slab_page *slab;\t\t/* one */\n\tint n;\t\t\t\t/* two */\n};\n",
    ),
    "a trailing comment without room goes one tab on": (
        "struct a {\n\tstruct page *p;\t/* one */\n\tint n;\t\t/* two */\n};\n",
        "struct a {\n\tstruct slab_page *p;\t/* one */\n\tint n;\t\t/* two */\n};\n",
    ),
    "a trailing comment comes nearer before it is over the limit": (
        "\tstruct page *cow_copy;\t\t/* a handler may use this page for the copy */\n",
        "\tstruct slab_page *cow_copy;\t/* a handler may use this page for the copy */\n",
    ),
    "names of fields keep their tab stop": (
        "struct a {\n\tstruct page\t\t*page;\n\tint\t\t\tn;\n};\n",
        "struct a {\n\tstruct slab_page\t*slab;\n\tint\t\t\tn;\n};\n",
    ),
    "the backslashes of a macro keep their column": (
        "#define walk(page)\t\t\\\ndo {\t\t\t\t\\\n\tstep(page->a,\t\t\\\n"
        "\t     b);\t\t\\\n} while (0)\n",
        "#define walk(slab)\t\t\\\ndo {\t\t\t\t\\\n\tstep(slab->a,\t\t\\\n"
        "\t     b);\t\t\\\n} while (0)\n",
    ),
    "lines of a macro are realigned and never broken": (
        "#define walk(x)\t\t\t\\\n\tstruct page *p = f(a,\t\\\n\t\t\t   b)\n",
        "#define walk(x)\t\t\t\\\n\tstruct slab_page *p = f(a,\t\\\n\t\t\t\tb)\n",
    ),
    "branches of a conditional begin alike": (
        "struct page *get(\n#ifdef A\n\t\tint a,\n#else\n\t\tint b,\n#endif\n\t\tint c)\n",
        "struct slab_page *get(\n#ifdef A\n\t\tint a,\n#else\n\t\tint b,\n#endif\n\t\tint c)\n",
    ),
    "both branches align to what was open before them": (
        "\tstruct page *p = f(a,\n#ifdef A\n\t\t\t   b(\n#else\n\t\t\t   c(\n#endif\n"
        "\t\t\t   d));\n",
        "\tstruct slab_page *p = f(a,\n#ifdef A\n\t\t\t\tb(\n#else\n\t\t\t\tc(\n#endif\n"
        "\t\t\t\td));\n",
    ),
    "a body on the line of its header gets lines of its own": (
        "static void set_up_the_debugging(struct cache *s, struct page *page, int a) {}\n",
        "static void set_up_the_debugging(struct cache *s, struct slab_page *slab, int a)\n{\n}\n",
    ),
    "and an empty line where another follows": (
        "static int set_up_the_debug(struct cache *s, struct page *page) { go(); a(); }\n"
        "static int tear_down(void) {}\n",
        "static int set_up_the_debug(struct cache *s, struct slab_page *the_slab)\n"
        "{\n\tgo();\n\ta();\n}\n\n"
        "static int tear_down(void) {}\n",
    ),
    "lines of a trailing comment stay together": (
        "struct a {\n\tstruct page *p;\t/* one\n\t\t\t * two */\n};\n",
        "struct a {\n\tstruct slab_page *p;\t/* one\n\t\t\t\t * two */\n};\n",
    ),
    "a for keeps its semicolons": (
        "\tfor (struct page *p = first(list,\n\t\t\t\t    0);\n\t     p; p++)\n\t\tx();\n",
        "\tfor (struct slab_page *p = first(list,\n\t\t\t\t\t 0);\n\t     p; p++)\n\t\tx();\n",
    ),
    "a string is moved and never broken": (
        '\tstruct page *p = say(s, "a, b, c",\n\t\t\t     "d, e");\n',
        '\tstruct slab_page *p = say(s, "a, b, c",\n\t\t\t\t  "d, e");\n',
    ),
    "a wrapped argument moves what is aligned behind it": (
        "\tcall(WRAP, max(a,\n\t\t       b));\n",
        "\tcall(wrap_it(WRAP), max(a,\n\t\t\t\tb));\n",
    ),
    "a wrapped call carries its own lines": (
        "\tx = f(WRAP, g(a,\n\t\t      b),\n\t      c);\n",
        "\tx = f(wrap_it(WRAP), g(a,\n\t\t\t       b),\n\t      c);\n",
    ),
    "CRLF stays": (
        "static struct page *grab(int node,\r\n\t\t\t gfp_t flags)\r\n{\r\n}\r\n",
        "static struct slab_page *grab(int node,\r\n\t\t\t      gfp_t flags)\r\n{\r\n}\r\n",
    ),
    "CRLF is what a new line ends in": (
        "static inline void set_the_counter(struct page *page, struct counter *counts)\r\n",
        "static inline void set_the_counter(struct slab_page *slab,\r\n"
        "\t\t\t\t   struct counter *counts)\r\n",
    ),
    "latin-1 stays": (
        "/* G\xfcnther */ struct page *grab(int a, /* \xfc */\n\t\t\t\tint b);\n",
        "/* G\xfcnther */ struct slab_page *grab(int a, /* \xfc */\n\t\t\t\t     int b);\n",
    ),
}
# What a case renames the variable to, where that is not "slab".
NAMES = (b"slabs->inner", b"slabs", b"the_slab")


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    before, after = (text.encode("latin-1") for text in CASES[name])
    variable = next((name for name in NAMES if name in after), b"slab")
    assert converted(before, variable).decode("latin-1") == after.decode("latin-1")


def test_a_line_over_80_before_may_have_100() -> None:
    line = b"\tstruct page *p = call(" + b"a" * 55 + b", bb);\n"
    assert converted(line).count(b"\n") == 1


def test_two_tabs_where_the_alignment_has_no_room() -> None:
    text = (
        b"static inline struct page *page_of_the_first_one_in_the_list(int a,\n"
        + b"\t" * 7
        + b"   struct list_head *h)\n"
    )
    after = converted(text)
    assert max(len(line.expandtabs(8)) for line in after.splitlines()) <= 80
    assert after.split() == converted(b" ".join(text.split())).split()


def test_checkpatch_takes_a_long_aligned_line_in_a_statement_but_not_two_tabs() -> None:
    text = b"\t\t\tskb_copy_to_linear_data_of(skb, the_address(WRAP),\n\t\t\t\t\t\t   length);\n"
    assert converted(text, b"slab") == (
        b"\t\t\tskb_copy_to_linear_data_of(skb,\n"
        b"\t\t\t\t\t\t   the_address(wrap_it(WRAP)),\n\t\t\t\t\t\t   length);\n"
    )


def test_a_rename_of_the_same_length_changes_nothing_else() -> None:
    text = b"\tcall(page,\n\t     page->x);\n"
    start = text.index(b"page")
    edit = Edit(start, start + 4, b"slab")
    assert relayout(text, [edit]) == (edit,)


def test_a_replacement_shrinks_to_the_tokens_that_differ() -> None:
    text = b"\tx = call(page->a, b, c);\n"
    edits = relayout(text, [Edit(0, len(text), b"\tx = call(slab->a, b, c);\n")])
    assert edits == (Edit(10, 14, b"slab"),)


def test_a_replacement_keeps_the_brackets_it_does_not_change() -> None:
    text = b"\tx = call(page, f(a,\n\t\t\t b));\n"
    line = text.index(b"\n")
    edits = relayout(text, [Edit(1, line, b"x = call(slab_of(page), f(a,")])
    assert apply_edits(text, edits) == b"\tx = call(slab_of(page), f(a,\n\t\t\t\t  b));\n"


def test_insertions_at_one_place_and_whole_lines() -> None:
    text = b"{\n\tcall(page,\n\t     b);\n}\n"
    edits = [Edit(2, 2, b"\tint a;\n"), Edit(2, 2, b"\n"), Edit(8, 12, b"slab")]
    assert (
        apply_edits(text, relayout(text, edits)) == b"{\n\tint a;\n\n\tcall(slab,\n\t     b);\n}\n"
    )


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(EditError):
        relayout(b"abcdef", [Edit(0, 3, b"x"), Edit(2, 4, b"y")])
    with pytest.raises(EditError):
        relayout(b"abc", [Edit(2, 4, b"y")])


def test_nothing_asked_nothing_done() -> None:
    assert relayout(b"int a ;\n", []) == ()
    assert relayout(b"int a ;\n", [Edit(0, 3, b"int")]) == ()
