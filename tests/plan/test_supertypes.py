# SPDX-License-Identifier: GPL-2.0-only
"""A small tree and a supertype go in; what maps pages takes the union, and each state builds."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from folioize.errors import ConvertedAlready, KindError
from folioize.kinds import design_of
from folioize.model import Options, Plan
from folioize.plan import make_plan, plan_design
from tests.kinds.trees import GCC, JAR, Small, c

SHELVED = """\
[kind]
name = "shelved"
type = "shelved_page"
variable = "spage"
title = "pages that may be put on a shelf"
why = "A tin is never shelved."
mappable = true
[supertype]
free = ["mapping", "_mapcount"]
several = "shelved_pages"
const = "shelved_const_page"
also = ["box"]
[[supertype.rule]]
field = "_mapcount"
address = "shelved_count"
text = "It counts the shelves."
[[supertype.rule]]
field = "mapping"
read = "shelved_mapping"
write = "set_shelved_mapping"
text = "It is the shelf."
[layout]
[evidence]
functions = ["insert", "insert_all"]
[bridges]
to_page = "shelved_to_page"
"""

HEADER = """\
#ifndef SHELF_H
#define SHELF_H
#include <linux/mm.h>
void count(atomic_t *v);
int insert(int where, struct page *);
int insert_all(struct page **pages, int n);
int shelved(const struct page *page);
void add_rmap(struct page *page);
void any(struct page *page);
int is_box_page(struct page *page);
#endif
"""

SHELF = """\
/**
 * insert - shelve a page
 * @where: the shelf
 * @page: what to shelve
 */
int insert(int where, struct page *page)
{
    if (!where)
        return -1;
    any(page);
    put_page(page);
    add_rmap(page);
    return shelved(page);
}
int insert_all(struct page **pages, int n)
{
    while (n--)
        insert(n, pages[n]);
    return 0;
}
void add_rmap(struct page *page)
{
    page->mapping = NULL;
    count(&page->_mapcount);
    if (is_box_page(page))
        page->index = 0;
}
int shelved(const struct page *page)
{
    return page->mapping != NULL;
}
void any(struct page *page)
{
    page->flags = 1;
}
void moved(struct page *page)
{
    page = compound_head(page);
    insert(1, page);
}
"""


def shelf(small: Small, text: str = SHELF) -> Small:
    """The tree with a shelf, jars that go on it, and tins that do not."""
    small.kind(JAR.replace('title = "jar pages"\n', 'title = "jar pages"\nmappable = true\n'))
    small.kind(SHELVED)
    small.put("mm/shelf.h", HEADER)
    small.put("mm/shelf.c", '#include "shelf.h"\n' + c(text))
    small.put("mm/jars.c", '#include "shelf.h"\n' + c("""
        void shelve(struct page *page)
        {
            page->jar = NULL;
            insert(1, page);
        }
        """))  # fmt: skip
    return small


def planned(small: Small, *kinds: str, **options: object) -> Plan:
    """The plan; the tree has been compiled after each of its steps."""
    plan = plan_design(small.tree, design_of(kinds), Options(**{"jobs": 1, **options}))  # type: ignore[arg-type]
    for number, texts in enumerate(small.states(plan)):
        small.compile(texts, f"after step {number}")
    return plan


def converted(small: Small, plan: Plan) -> dict[str, str]:
    last = small.states(plan)[-1]
    return {path: last.get(path, text) for path, text in small.files.items()}


def test_parameters_become_unions_and_the_rest_stays(small: Small) -> None:
    files = converted(shelf(small), planned(small, "shelved"))
    header, text = files["mm/shelf.h"], files["mm/shelf.c"]
    assert "int insert(int where, union shelved_page);" in header
    assert "int insert_all(union shelved_pages spages, int n);" in header
    assert "int shelved(union shelved_const_page spage);" in header
    assert "void any(struct page *page);" in header, "it uses no field that has to be free"
    assert " * @spage: what to shelve\n" in text
    assert "struct page *page = shelved_to_page(spage);\n\n\tif (!where)" in text
    assert "\tadd_rmap(spage);\n" in text, "what is passed on is the union"
    assert "shelved(page)" in text, "another union"
    assert "insert(n, pages[n])" in text
    assert "set_shelved_mapping(spage, NULL);\n\tcount(shelved_count(spage));" in text
    assert "void moved(struct page *page)" in text, "nothing comes there from a shelf"
    assert "insert(1, page);" in files["mm/jars.c"], "a struct page is taken as it is"


def test_members_are_handed_over_without_a_conversion(small: Small) -> None:
    plan = planned(shelf(small), "jar_page", "shelved")
    text = converted(small, plan)["mm/jars.c"]
    assert "\tjar->jar = NULL;\n\tinsert(1, jar);\n" in text
    assert sum(step.bridges_removed for step in plan.steps if step.kind == "shelved") == 1
    header = converted(small, plan)["include/linux/mm_types.h"]
    assert "\tstruct jar_page *jar;\n" in header.partition("union shelved_page {")[2]
    assert "SHELVED_CLEAR(jar_page, jar, mapping);" in header
    assert "tin_page" not in header.partition("union shelved_page {")[2]


def test_what_a_member_keeps_in_a_free_field_does_not_build(small: Small) -> None:
    """The assertions hold for the tree as it is, and fail if a field moves."""
    plan = planned(shelf(small), "jar_page", "shelved")
    last = small.states(plan)[-1]
    header = last["include/linux/mm_types.h"]
    moved = re.sub(r"(struct jar_page \{.*?)(\tunsigned long jar_magic;\n)", r"\1\2\2", header,
                   count=1, flags=re.DOTALL)  # fmt: skip
    moved = moved.replace("\tunsigned long jar_magic;\n\tunsigned long jar_magic;\n",
                          "\tunsigned long other;\n\tunsigned long jar_magic;\n")  # fmt: skip
    assert moved != header
    with pytest.raises(AssertionError, match="what a member keeps there is in the way"):
        small.compile({**last, "include/linux/mm_types.h": moved}, "moved")


def test_each_token_is_in_exactly_one_state(small: Small) -> None:
    plan = planned(shelf(small), "jar_page", "shelved")
    account = plan.account
    tokens = sum(len(re.findall(rb"\bstruct\s+page\b", small.tree.read(path)))
                 for path in small.tree.files())  # fmt: skip
    assert account.tokens == tokens
    assert account.tokens == (
        account.converted + account.generic + account.left + account.not_understood
    )
    assert account.converted == sum(part.converted for part in plan.parts)


def test_the_compiler_takes_members_and_refuses_all_others(small: Small) -> None:
    plan = planned(shelf(small), "tin_page", "jar_page", "shelved")
    work = small.root.parent / "compiled"
    expected = {"page": "accept", "box": "accept", "jar_page": "accept", "tin_page": "refuse"}
    small.put("include/linux/shelf.h", HEADER)
    cases = [one for one in plan.negatives if one.takes == "shelved_page"]
    assert cases == [], "no header of include/ declares them"
    header = small.states(plan)[-1]["mm/shelf.h"]
    for form, stars in (("insert(1, ", "*"), ("insert_all(", "**"), ("shelved(", "*")):
        for tag, expect in expected.items():
            rest = ", 1)" if "all" in form else ")"
            text = f'#include "shelf.h"\nvoid f(struct {tag} {stars}p) {{ {form}p{rest}; }}\n'
            assert compiles(work, header, text) == (expect == "accept"), (form, tag)
    const = '#include "shelf.h"\nvoid f(const struct jar_page *p) { shelved(p); }\n'
    assert compiles(work, header, const)
    assert not compiles(work, header, const.replace("shelved(", "insert(1, "))


def compiles(work: Path, header: str, text: str) -> bool:
    """Whether gcc takes a file, with warnings as errors."""
    (work / "mm/shelf.h").write_text(header)
    (work / "mm/case.c").write_text(text)
    done = subprocess.run([*GCC, "mm/case.c"], cwd=work, capture_output=True, check=False)
    (work / "mm/case.c").unlink()
    return done.returncode == 0


def test_what_gets_pages_that_are_no_members_takes_any(small: Small) -> None:
    shelf(small)
    small.put("mm/tins.c", '#include "shelf.h"\n' + c("""
        void spill(struct page *page)
        {
            page->lid = NULL;
            add_rmap(page);
        }
        """))  # fmt: skip
    given = small.given("shelved")
    assert given["insert.page"] == "shelved"
    assert "add_rmap.page" not in given
    assert "it takes pages of any kind" in small.why("mm/shelf.c", "void add_rmap")


def test_a_member_before_it_does_not_take_what_it_has(small: Small) -> None:
    """All callers have jars: alone, jar_page would take the function."""
    shelf(small, SHELF.replace("    insert(1, page);\n", "")).kind(
        JAR.replace('title = "jar pages"\n', 'title = "jar pages"\nmappable = true\n')
    )
    given = small.given("jar_page", "shelved")
    assert given["insert.page"] == "shelved"
    assert given["shelve.page"] == "jar_page"


def test_a_function_that_is_pointed_to_stays(small: Small) -> None:
    shelf(small)
    small.put("mm/ops.c", '#include "shelf.h"\n' + c("""
        struct ops {
            void (*rmap)(struct page *page);
        };
        struct ops shelf_ops = { .rmap = add_rmap };
        """))  # fmt: skip
    files = converted(small, planned(small, "shelved"))
    assert "void add_rmap(struct page *page);" in files["mm/shelf.h"]
    assert "a pointer to the function is taken" in small.why("mm/shelf.c", "void add_rmap")


def test_a_converted_tree_is_told(small: Small) -> None:
    plan = planned(shelf(small), "shelved")
    for path, text in converted(small, plan).items():
        small.put(path, text)
    with pytest.raises(ConvertedAlready, match="has union shelved_page"):
        make_plan(small.tree, "shelved", Options(jobs=1))
    # A type that the union has ahead of time is not in the way of the kind itself.
    assert make_plan(small.tree, "jar_page", Options(jobs=1)).steps


def test_a_kind_that_cannot_be_a_member_is_refused(small: Small) -> None:
    shelf(small)
    tin = (small.kinds / "transforms/tin_page/kind.toml").read_text()
    small.kind(tin.replace('why = "A tin', 'mappable = true\nwhy = "A tin'))
    says = (
        r"kind\.toml:6: .*tin_cache at offset 24 \(12 where a word has 32 bits\) lies over mapping"
    )
    with pytest.raises(KindError, match=says):
        make_plan(small.tree, "shelved", Options(jobs=1))


def test_a_broken_kind_beside_is_in_nobodys_way(small: Small) -> None:
    """Only a supertype has to know of all kinds."""
    small.write(user="void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n")
    small.kind('[kind]\nname = "broken"\n')
    assert make_plan(small.tree, "tin_page", Options(jobs=1)).steps
