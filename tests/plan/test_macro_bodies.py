# SPDX-License-Identifier: GPL-2.0-only
"""Macros that reach pages in what they are given go in; every patch compiles, also where any one
of the declarations that they reach is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from folioize.decisions.store import with_decisions
from folioize.decisions.targets import key_of
from tests.kinds.trees import Small, c
from tests.plan.states import compile_every_state

SHELF = "struct shelf { struct page *first; struct page *last; };\n"
RACK = "struct rack { struct page *first; };\n"

BODIES = {
    "takes the next, as slub_set_percpu_partial()": SHELF + c("""
        #define first_of(s) ((s)->first)
        #define set_first(s, p) ({ first_of(s) = (p)->next_tin; })
        #define first_once(s) READ_ONCE(first_of(s))
        void put(struct shelf *shelf, struct page *page)
        {
            while ((page = first_of(shelf))) {
                set_first(shelf, page);
                page->lid = NULL;
            }
            shelf->last = first_once(shelf);
            page = shelf->last = first_of(shelf);
            page->lid = page;
        }
        """),
    "stores": SHELF + c("""
        #define push(s, p) do { (p)->next_tin = (s)->first; (s)->first = (p); } while (0)
        #define set_last(s, p) do { (s)->last = (p); } while (0)
        void put(struct shelf *shelf, struct page *page)
        {
            push(shelf, page);
            set_last(shelf, page);
            page->lid = NULL;
            shelf->first->lid = shelf->last->lid;
        }
        """),
    "calls": SHELF + c("""
        #define close_first(s) close((s)->first)
        #define get_first(s) ((s)->first)
        #define step(s) ((s)->first = next((s)->first))
        static void close(struct page *page)
        {
            page->lid = NULL;
        }
        struct page *next(struct page *page)
        {
            return page->next_tin;
        }
        void put(struct shelf *shelf, struct page *page)
        {
            close_first(shelf);
            close(get_first(shelf));
            page = next(get_first(shelf));
            step(shelf);
            page->lid = NULL;
        }
        """),
    "compares": SHELF + c("""
        #define is_first(s, p) ((s)->first == (p))
        #define or_first(s, p) ((p) ? (p) : (s)->first)
        int put(struct shelf *shelf, struct page *page)
        {
            page->lid = NULL;
            shelf->first->lid = NULL;
            page = or_first(shelf, page);
            return is_first(shelf, page);
        }
        """),
    "declares": SHELF + c("""
        #define take(s) ({ struct page *__p = (s)->first; (s)->first = __p->next_tin; __p; })
        void put(struct shelf *shelf)
        {
            struct page *page = take(shelf);

            page->lid = NULL;
        }
        """),
    "asks for members of both": SHELF + c("""
        #define map_of(s) ((s)->first->mapping)
        #define lid_of(s) ((s)->first->lid)
        #define nid_of(s) page_to_nid((s)->first)
        int put(struct shelf *shelf)
        {
            shelf->first->lid = NULL;
            lid_of(shelf) = map_of(shelf);
            return nid_of(shelf);
        }
        """),
    "is used for two structs": SHELF + RACK + c("""
        #define first_of(s) ((s)->first)
        #define advance(s) do { first_of(s) = first_of(s)->next_tin; } while (0)
        #define fill(s, p) do { (s)->first = (p); } while (0)
        void put(struct shelf *shelf, struct rack *rack, struct page *page, struct page *other)
        {
            advance(shelf);
            advance(rack);
            fill(shelf, page);
            fill(rack, other);
            page->lid = shelf->first->lid;
            other->lid = rack->first->lid;
        }
        """),
    "goes both ways": SHELF + RACK + c("""
        #define move_to(a, b) do { (a)->first = (b)->first; } while (0)
        void put(struct shelf *shelf, struct rack *rack, struct shelf *third)
        {
            shelf->first->lid = NULL;
            rack->first->lid = NULL;
            move_to(shelf, rack);
            move_to(shelf, third);
        }
        """),
}  # fmt: skip


@pytest.mark.parametrize("text", BODIES.values(), ids=BODIES)
def test_any_of_them_can_be_kept(small: Small, tmp_path: Path, text: str) -> None:
    small.write(a=text)
    small.plan()
    compile_every_state(small)
    found = [one for one in small.declarations() if one.kind != "page" and one.function != "page"]
    assert found
    for row in found:
        keep = replace(key_of(row), verdict="pin", kind="page")
        path = tmp_path / "decisions.toml"
        path.write_text(with_decisions("", (keep,), str(path)))
        small.plan(decisions=str(path))
        rows = small.declarations(decisions=path)
        assert next(one.kind for one in rows if (one.line, one.column) == (row.line, row.column)) \
            == "page"  # fmt: skip


def test_the_conversion_stands_in_the_body(small: Small, tmp_path: Path) -> None:
    small.write(a=BODIES["takes the next, as slub_set_percpu_partial()"])
    path = tmp_path / "decisions.toml"
    path.write_text(
        '[[decision]]\nfile = "mm/a.c"\nfunction = "shelf"\nname = "first"\nkind = "page"\n'
    )
    got = small.converted(decisions=str(path))["mm/a.c"]
    assert "#define first_of(s) ((s)->first)\n" in got
    assert "({ first_of(s) = tin_page((p)->next_tin); })" in got
    assert "while ((tin = page_tin(first_of(shelf))))" in got


def test_what_one_use_has_and_another_has_not_stays(small: Small, tmp_path: Path) -> None:
    """No bridge in the body is right for both, so that what is kept takes the other along."""
    small.write(a=BODIES["goes both ways"])
    assert {"shelf.first", "rack.first"} <= small.tins()
    path = tmp_path / "decisions.toml"
    path.write_text(
        '[[decision]]\nfile = "mm/a.c"\nfunction = "rack"\nname = "first"\nkind = "page"\n'
    )
    assert "shelf.first" not in small.tins(decisions=path)
    row = next(
        one
        for one in small.declarations(decisions=path)
        if (one.function, one.name) == ("shelf", "first")
    )
    assert "move_to() is used for it, and for what stays a page" in (row.why_not or "")


def test_what_is_reached_by_a_name_stays(small: Small) -> None:
    """What ``shelf`` is in a function that uses the macro, the macro does not tell."""
    small.write(a=SHELF + c("""
        #define FIRST (shelf->first)
        void put(struct shelf *shelf, struct page *page)
        {
            shelf->first->lid = NULL;
            page->lid = FIRST->lid;
            page = FIRST;
        }
        """))  # fmt: skip
    compile_every_state(small)
    small.plan()
    assert small.tins() == set()


@pytest.mark.parametrize("kept", [False, True])
def test_what_a_name_reaches_holds_the_fields_only_where_it_stays(
    small: Small, tmp_path: Path, kept: bool
) -> None:
    """Of what unknown() is, nothing tells: shelf.first, the one such field here, does."""
    small.write(a=SHELF + c("""
        #define unknown(s) (s)
        #define FIRST (unknown(shelf)->first)
        void put(struct shelf *shelf)
        {
            shelf->first->lid = NULL;
            BUG_ON(!FIRST->lid);
        }
        void shut(struct page *page)
        {
            page->lid = NULL;
        }
        """))  # fmt: skip
    path = tmp_path / "decisions.toml"
    where = 'file = "mm/a.c"\nfunction = "shelf"\nname = "first"\nkind = "page"\n'
    path.write_text(f"[[decision]]\n{where}" if kept else "")
    told = [left.reason for left in small.plan(decisions=str(path)).unedited]
    assert any("lid is reached through something" in text for text in told) == kept
    assert ("shelf.first" in small.tins(decisions=path)) != kept
