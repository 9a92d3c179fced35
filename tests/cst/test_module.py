# SPDX-License-Identifier: GPL-2.0-only
"""A module's answers about lines, items, macros and clean places."""

from __future__ import annotations

import pytest

from folioize.cst import Module, parse_macro_body

SOURCE = b"""/* a comment */
#include <linux/mm.h>
#define FIRST(head) list_first_entry(head, struct page, lru)
#define EMPTY
#define put(p) do {	\\
	drop(p);	\\
} while (0)
#define NAME(a) make_##a(#a)

struct page;

static struct page *take(struct list_head *head)
{
	struct page *page;	/* struct page */

	list_for_each_entry(page, head, lru) {
		use(container_of(head, struct page, lru));
	}
	return page;
}
"""


@pytest.fixture(scope="module")
def module() -> Module:
    return Module.parse("mm/a.c", SOURCE)


def test_lines_and_columns(module: Module) -> None:
    at = SOURCE.index(b"struct page *page;")
    line = SOURCE.count(b"\n", 0, at) + 1
    assert (module.line(at), module.column(at)) == (line, 2)
    assert (module.line(0), module.column(0)) == (1, 1)
    assert module.text(*module.line_span(line)) == b"\tstruct page *page;\t/* struct page */"
    newline = SOURCE.index(b"\n")
    assert module.line(newline) == 1 and module.line(newline + 1) == 2
    with pytest.raises(IndexError):
        module.line_span(10_000)


def test_items_are_clean(module: Module) -> None:
    kinds = [item.node.type for item in module.items()]
    assert kinds == ["struct_specifier", "function_definition"]
    assert all(item.clean for item in module.items())


def test_text_is_the_files_own(module: Module) -> None:
    item = module.items()[-1]
    assert b"list_for_each_entry" in module.text(item.node)
    assert b"list_for_each_entry" not in module.masked.data


def test_type_arguments_are_clean_places(module: Module) -> None:
    at = SOURCE.index(b"struct page, lru));")
    assert module.clean_at(at, at + len(b"struct page"))


def test_loop_is_found_with_its_arguments(module: Module) -> None:
    loop = module.iterator_at(SOURCE.index(b"list_for_each_entry") + 3)
    assert loop is not None and loop.name == "list_for_each_entry"
    assert [module.text(*span) for span in loop.args] == [b"page", b"head", b"lru"]
    assert module.iterator_at(SOURCE.index(b"return")) is None


def test_comments_are_known(module: Module) -> None:
    texts = [module.text(*span) for span in module.comments]
    assert texts == [b"/* a comment */", b"/* struct page */"]


def test_macro_bodies_parse_and_map_back(module: Module) -> None:
    defines = {define.name: define for define in module.defines}
    assert defines["FIRST"].params == ("head",)
    assert defines["EMPTY"].params is None
    assert parse_macro_body(module, defines["EMPTY"]) is None
    first = parse_macro_body(module, defines["FIRST"])
    put = parse_macro_body(module, defines["put"])
    paste = parse_macro_body(module, defines["NAME"])
    assert first is not None and put is not None and paste is not None
    assert (first.wrap, put.wrap, paste.wrap) == ("expression", "statement", "expression")
    call = next(c for c in first.masked.calls if c.rule == "typearg")
    assert module.text(*(first.offset(at) for at in call.args[1])) == b"struct page"
    assert module.text(first.offset(first.span[0]), first.offset(first.span[1])) == (
        b"list_first_entry(head, struct page, lru)"
    )


def test_broken_code_is_not_clean() -> None:
    text = b"int good(void)\n{\n\treturn 1;\n}\n\nint bad(void)\n{\n\tint = = 3;\n}\n"
    module = Module.parse("a.c", text)
    good, bad = text.index(b"return"), text.index(b"3")
    assert module.clean_at(good, good + 6)
    assert not module.clean_at(bad, bad + 1)
    assert not module.clean_at(len(text) - 1, len(text))


def test_extern_c_is_entered() -> None:
    text = b'extern "C" {\nint x;\nint y;\n}\n'
    module = Module.parse("a.h", text)
    assert [module.text(item.node) for item in module.items()] == [b"int x;", b"int y;"]


def test_empty_file() -> None:
    module = Module.parse("a.c", b"")
    assert module.items() == () and module.line(0) == 1
    assert module.arms_at(0) == () and module.marks_in(0, 1) == ()
