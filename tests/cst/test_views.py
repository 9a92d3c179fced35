# SPDX-License-Identifier: GPL-2.0-only
"""A small file in: views, matchers, scopes and visitors agree on what it says."""

from __future__ import annotations

import re

import pytest

from folioize.cst import Module
from folioize.cst import matchers as m
from folioize.cst.scopes import Scopes
from folioize.cst.views import Call, FunctionDef, MacroLoop, Name, StructDef
from folioize.cst.visitor import Visitor

SOURCE = b"""struct holder {
	struct page *page, **pages;
	struct page embedded;
};

static int count;

static struct page *take(struct holder *h, struct page *page)
{
	struct page *next = h->page;

	list_for_each_entry_safe(page, next, &h->list, lru) {
		struct page *page = next;

		put_page(page);
	}
#ifdef A
	int n = 1;
#else
	long n = 2;
	use(n);
#endif
	put_page(next);
	page = (struct page *)h->pages;
	return page;
}
"""


@pytest.fixture(scope="module")
def module() -> Module:
    return Module.parse("mm/v.c", SOURCE)


def only(module: Module, pattern: m.Matcher) -> m.Found:
    (found,) = m.find_all(module, pattern)
    return found


def test_function(module: Module) -> None:
    function = only(module, m.FunctionDef(name="take")).view
    assert isinstance(function, FunctionDef)
    assert (function.type, function.declarators[0].depth) == ("struct page", 1)
    assert [(p.name, p.type, p.depth) for p in function.parameters] == [
        ("h", "struct holder", 1),
        ("page", "struct page", 1),
    ]


def test_struct(module: Module) -> None:
    struct = only(module, m.StructDef(name="holder", fields=[..., m.Any()])).view
    assert isinstance(struct, StructDef)
    assert [field.names for field in struct.fields] == [("page", "pages"), ("embedded",)]
    assert [d.depth for d in struct.fields[0].declarators] == [1, 2]


def test_matchers(module: Module) -> None:
    puts = list(m.find_all(module, m.Call(name="put_page", args=[m.Save("what", m.Name())])))
    assert [found.saved["what"].text for found in puts] == ["page", "next"]
    either = m.OneOf(m.Call(name=re.compile("put_.*")), m.Return())
    assert len(list(m.find_all(module, either))) == 3
    accessed = m.FieldAccess(name=m.OneOf("page", "pages"), argument="h", arrow=True)
    assert len(list(m.find_all(module, accessed))) == 2
    assert not list(m.find_all(module, m.Call(args=[])))
    assert len(list(m.find_all(module, m.Call(args=lambda a: len(a) == 1)))) == 3
    assert len(list(m.find_all(module, m.Call(name=m.Not("use"))))) == 2
    cast = only(module, m.Cast(type="struct page *")).view
    assert cast.text == "(struct page *)h->pages"
    with pytest.raises(TypeError, match="no property"):
        m.Call(nam="x")


def test_loop(module: Module) -> None:
    loop = only(module, m.MacroLoop(name="list_for_each_entry_safe")).view
    assert isinstance(loop, MacroLoop)
    assert loop.args == ("page", "next", "&h->list", "lru")
    assert loop.position == (12, 2)


def test_scopes(module: Module) -> None:
    scopes = Scopes(module)
    inner = scopes.lookup("page", SOURCE.index(b"put_page(page)") + 9)
    outer = scopes.lookup("page", SOURCE.index(b"return page") + 7)
    assert [b.declaration.text for b in inner] == ["struct page *page = next;"]
    assert [b.declaration.text for b in outer] == ["struct page *page"]
    (n,) = scopes.lookup("n", SOURCE.index(b"use(n)") + 4)
    assert n.declaration.text == "long n = 2;"
    assert [b.name for b in scopes.lookup("count", SOURCE.index(b"return"))] == ["count"]
    assert scopes.lookup("nothing", 0) == ()


class Puts(Visitor):
    """Renames put_page, and records the order of visits."""

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self.seen: list[str] = []

    def visit_FunctionDef(self, function: FunctionDef) -> None:
        self.seen.append(f"+{function.name}")

    def leave_FunctionDef(self, function: FunctionDef) -> None:
        self.seen.append(f"-{function.name}")

    def visit_StructDef(self, _struct: StructDef) -> bool:
        return False

    def visit_Call(self, call: Call) -> None:
        self.seen.append(call.name or "?")
        if call.name == "put_page":
            assert isinstance(call.function, Name)
            self.replace(call.function, "folio_put")


def test_visitor(module: Module) -> None:
    puts = Puts(module)
    puts.run()
    assert puts.seen == ["+take", "put_page", "use", "put_page", "-take"]
    assert puts.result() == SOURCE.replace(b"put_page", b"folio_put")
    assert not puts.refused


def test_visitor_refuses_what_was_not_parsed() -> None:
    puts = Puts(Module.parse("a.c", b"int f(void)\n{\n\tint = = 3;\n\tput_page(page);\n}\n"))
    puts.run()
    assert puts.edits == () and [view.text for view in puts.refused] == ["put_page"]
