# SPDX-License-Identifier: GPL-2.0-only
"""A small tree and several kinds go in; their parts follow one another, and each state builds."""

from __future__ import annotations

import re

import msgspec
import pytest

from folioize.errors import ConvertedAlready
from folioize.kinds import design_of
from folioize.model import Options, Plan
from folioize.plan import make_plan, plan_design
from tests.kinds.trees import JAR, MM_TYPES, Small, c

TOKEN = re.compile(rb"\bstruct\s+page\b")
KINDS = ("tin_page", "jar_page")


def filled(small: Small) -> Small:
    """Tins and jars in one file and in one function, a place where they meet, and neither."""
    small.kind(JAR)
    small.put("mm/pots.h", c("""
        #ifndef POTS_H
        #define POTS_H
        #include <linux/mm.h>
        struct shelf {
            struct page *tin;
            struct page *jar;
        };
        void shut(struct page *page);
        void fill(struct page *page);
        #endif
        """))  # fmt: skip
    small.put("mm/pots.c", '#include "pots.h"\n' + c("""
        /* struct page in a comment */
        void shut(struct page *page)
        {
            page->lid = NULL;
            put_page(page);
        }
        void fill(struct page *page)
        {
            page->jar = NULL;
            put_page(page);
        }
        static void sort(struct shelf *shelf, struct page *one, struct page *other)
        {
            struct page *page = one, *page2 = other;

            shelf->tin = page;
            shelf->jar = page2;
            shut(shelf->tin);
            fill(shelf->jar);
        }
        void mix(struct page *page)
        {
            page->lid = NULL;
            page->jar = NULL;
        }
        void open(struct shelf *shelf, const void *at)
        {
            sort(shelf, virt_to_page(at), virt_to_page(at));
        }
        """))  # fmt: skip
    return small


def planned(small: Small, *kinds: str, **options: object) -> Plan:
    """The plan; the tree has been compiled after each of its steps."""
    design = design_of(kinds or KINDS)
    plan = plan_design(small.tree, design, Options(**{"jobs": 1, **options}))  # type: ignore[arg-type]
    for number, texts in enumerate(small.states(plan)):
        small.compile(texts, f"after step {number}")
    return plan


def converted(small: Small, plan: Plan) -> dict[str, str]:
    last = small.states(plan)[-1]
    return {path: last.get(path, text) for path, text in small.files.items()}


@pytest.mark.parametrize("kinds", [KINDS, KINDS[::-1]])
def test_two_kinds_of_one_function_in_any_order(small: Small, kinds: tuple[str, ...]) -> None:
    plan = planned(filled(small), *kinds)
    text = " ".join(converted(small, plan)["mm/pots.c"].split())
    assert [part.kind for part in plan.parts] == list(kinds)
    assert sum(part.steps for part in plan.parts) == len(plan.steps)
    assert "void shut(struct tin_page *tin)" in text
    assert "void fill(struct jar_page *jar)" in text
    assert "sort(struct shelf *shelf, struct tin_page *one, struct jar_page *other)" in text
    assert "struct tin_page *tin = one;" in text
    assert "struct jar_page *jar2 = other;" in text
    header = converted(small, plan)["include/linux/mm_types.h"]
    page = header.partition("struct page {")[2].partition("\n};")[0]
    assert not re.search(r"\b(lid|tin_list|jar|jar_magic)\b", page)


def test_each_step_names_its_kind(small: Small) -> None:
    plan = planned(filled(small))
    kinds = [step.kind for step in plan.steps]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert set(kinds) == set(KINDS)


def test_each_token_of_the_tree_is_in_exactly_one_state(small: Small) -> None:
    plan = planned(filled(small))
    account = plan.account
    tokens = sum(len(TOKEN.findall(small.tree.read(path))) for path in small.tree.files())
    assert account.tokens == tokens
    assert account.not_understood == 0
    assert account.converted == sum(part.converted for part in plan.parts)
    assert account.tokens == make_plan(small.tree, "tin_page", Options(jobs=1)).account.tokens
    alone = [make_plan(small.tree, kind, Options(jobs=1)).account.converted for kind in KINDS]
    # mix() is converted by either kind alone; the token of two names that go to two kinds counts
    # once, with the second of them.
    assert [part.converted for part in plan.parts] == [alone[0] - 1, alone[1]]


def test_lines_are_those_of_the_files_on_disk(small: Small) -> None:
    """Whatever the parts before have done to the file."""
    plan = planned(filled(small))
    for row in plan.account.rows:
        line = small.tree.read(row.file).split(b"\n")[row.line - 1]
        assert TOKEN.search(line), row
    evidence = [text for step in plan.steps for text in step.context.get("evidence", ())]
    for text in evidence:
        found = re.fullmatch(r"(\S+):(\d+): .*?(\w+) is a field of (?:tin|jar)_page pages", text)
        if found:
            line = small.tree.read(found[1]).split(b"\n")[int(found[2]) - 1]
            assert found[3].encode() in line, text
    assert any("jar is a field of jar_page pages" in text for text in evidence)


def test_what_two_kinds_reach_stays_and_is_told(small: Small) -> None:
    plan = planned(filled(small))
    text = converted(small, plan)["mm/pots.c"]
    assert "void mix(struct page *page)" in text
    (row,) = (row for row in plan.account.rows if "conflict" in row.reason)
    assert row.reason == "conflict: tin_page and jar_page meet here: split the function"
    assert b"void mix(" in small.tree.read("mm/pots.c").split(b"\n")[row.line - 1]


def test_the_same_bytes_on_any_number_of_processes(small: Small) -> None:
    filled(small)
    plans = [
        msgspec.json.encode(plan_design(small.tree, design_of(KINDS), Options(jobs=jobs)))
        for jobs in (1, 2, 1)
    ]
    assert len(set(plans)) == 1


def test_a_design_of_one_kind_is_that_kinds_plan(small: Small) -> None:
    filled(small)
    alone = make_plan(small.tree, "tin_page", Options(jobs=1))
    assert plan_design(small.tree, design_of(("tin_page",)), Options(jobs=1)) == alone
    assert (alone.kind, alone.type_name) == ("tin_page", "tin_page")


def test_nothing_of_it_is_left_in_the_cache(small: Small) -> None:
    """A plan of one kind reads the tree on disk again, not what a part has made of it."""
    filled(small)
    before = make_plan(small.tree, "jar_page", Options(jobs=1))
    planned(small)
    assert make_plan(small.tree, "jar_page", Options(jobs=1)) == before


def test_a_kind_that_the_tree_has_already_is_left_out(small: Small) -> None:
    filled(small)
    has = MM_TYPES.replace("struct page {", "struct jar_page {\n\tint x;\n};\n\nstruct page {")
    small.put("include/linux/mm_types.h", has)
    plan = planned(small)
    assert [part.kind for part in plan.parts] == ["tin_page"]
    assert len(plan.skipped) == 1 and "has struct jar_page" in plan.skipped[0]
    with pytest.raises(ConvertedAlready, match="has struct jar_page"):
        plan_design(small.tree, design_of(("jar_page",)), Options(jobs=1))


def test_each_kind_is_refused_by_the_functions_of_the_others(small: Small) -> None:
    plan = planned(filled(small))
    refused = {(one.given, one.takes) for one in plan.negatives if one.expect == "refuse"}
    types = {"tin_page", "jar_page", "page"}
    assert {(a, b) for a in types for b in types if a != b} <= refused
    assert {("folio", kind) for kind in types} <= refused
    names = [one.name for one in plan.negatives]
    assert len(set(names)) == len(names)
    for one in plan.negatives:
        assert (one.given == one.takes) == (one.expect == "accept")


def test_the_union_of_the_sketch(small: Small) -> None:
    """It comes last, and names what the kinds call their member; each state builds."""
    filled(small)
    small.kind(JAR.replace('variable = "jar"\n', 'variable = "jar"\nmember = "glass"\n'))
    design = msgspec.structs.replace(design_of(KINDS), layout="union")
    plan = plan_design(small.tree, design, Options(jobs=1))
    for number, texts in enumerate(small.states(plan)):
        small.compile(texts, f"after step {number}")
    header = converted(small, plan)["include/linux/mm_types.h"]
    assert header.endswith("#endif\n")
    page = header.partition("\nstruct page {")[2].partition("\n};\n")[0]
    assert page.endswith("\t\t};\n\t\tstruct tin_page tin;\n\t\tstruct jar_page glass;\n\t};")
    assert [part.kind for part in plan.parts] == [*KINDS, "union"]
    assert plan.asked == "--kind tin_page --kind jar_page --layout union"
    overlay = plan_design(small.tree, design_of(KINDS), Options(jobs=1))
    assert overlay.account == plan.account
    assert len(overlay.steps) == len(plan.steps) - 1
