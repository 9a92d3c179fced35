# SPDX-License-Identifier: GPL-2.0-only
"""Small C texts in, for each mask rule: errors without masking, a clean tree of use with it."""

from __future__ import annotations

import pytest

from folioize.cst import Module, load_table
from folioize.cst.language import parse_bytes

TABLE = load_table()

# (rule, text). Each text has an error, or the wrong tree, as it stands.
BROKEN_RAW = [
    ("attribute", "static int __init __must_check start(void)\n{\n\treturn 0;\n}\n"),
    ("attribute", "static __printf(1, 2) int say(const char *f, ...);\n"),
    ("attribute", "int table[4] ODD_ATTRIBUTE = { 1 };\n"),
    ("attribute", "[[nodiscard]] int start [[gnu::pure(1)]] (void);\n"),
    ("level", 'void f(void)\n{\n\tprintk(KERN_ERR "bad %d\\n" PFX, 1);\n}\n'),
    ("typearg", "void f(void *p)\n{\n\tg(container_of(p, struct thing, member));\n}\n"),
    ("typearg", "int f(int n)\n{\n\treturn min_t(unsigned long, n, 4);\n}\n"),
    ("typearg", "int f(void)\n{\n\treturn unlisted(3, struct thing, 4);\n}\n"),
    ("typearg", "void f(int n)\n{\n\tif (n)\n\t\tunlisted(3, struct thing, 4);\n}\n"),
    (
        "iterator",
        "void f(struct h *h)\n{\n\tlist_for_each_entry(p, h, list) {\n\t\tg(p);\n\t}\n}\n",
    ),
    ("iterator", "void f(struct h *h)\n{\n\tunlisted_walk(p, h) {\n\t\tg(p);\n\t}\n}\n"),
    ("iterator", "void f(void)\n{\n\tfor_each_thing()\n\t\tg(1);\n}\n"),
    ("unwrap", "static DEFINE_PER_CPU(struct thing *, current_thing) = 0;\n"),
    ("member", "struct s {\n\tint a;\n\tDECLARE_BITMAP(bits, 64);\n};\n"),
    ("range", "int f(int c)\n{\n\tswitch (c) {\n\tcase 1 ... 3:\n\t\treturn 1;\n\t}\n}\n"),
    ("paste", 'void f(void)\n{\n\tg("a" __stringify(B) "c");\n}\n'),
    ("operator", "void f(void)\n{\n\tcheck(a, ==, b);\n}\n"),
    ("number", "void f(void)\n{\n\tset(mask, 1000baseT_Full);\n}\n"),
    ("spelling", "int f(struct s *p)\n{\n\treturn __alignof__(*p->q);\n}\n"),
    ("asm", 'void f(void)\n{\n\tregister long r asm ("r3") = 1;\n\tg(r);\n}\n'),
    ("asm", 'void f(void)\n{\n\tasm volatile(ALTERNATIVE("a", "b", C));\n}\n'),
    ("bitfield", "struct s {\n\tunsigned a:3;\n\tu32 : 5;\n};\n"),
    ("statement", "void f(void)\n{\n\tint a = 1;\n\tUNENDED(a)\n\tg(a);\n}\n"),
    ("statement", "struct s {\n\tint a;\n\tPADDING(_one_)\n\tint b;\n};\n"),
    ("toplevel", "struct page;\nMODULE_THING(one, 2)\nint x;\n"),
    ("storage", 'static MAKE_THING(one, "two");\n'),
    ("typeof", "void f(int *p)\n{\n\ttypeof(*p) x = *p;\n\tg(x);\n}\n"),
    ("semicolon", "struct s {\n\tint a; /* why */;\n\tint b;\n};\n"),
    ("directive", "void f(void)\n{\n\tif (a\n#ifdef B\n\t    && b\n#endif\n\t   )\n\t\tg();\n}\n"),
]


@pytest.mark.parametrize(("rule", "text"), BROKEN_RAW)
def test_masked_text_parses(rule: str, text: str) -> None:
    module = Module.parse("a.c", text.encode(), TABLE)
    assert not module.root.has_error, module.masked.data.decode()
    assert rule in {mark.rule for mark in module.masked.marks}


@pytest.mark.parametrize(("rule", "text"), BROKEN_RAW)
def test_raw_text_is_not_understood(rule: str, text: str) -> None:
    """Each rule is needed: without it there is an error, or another tree than the masked text's."""
    raw = parse_bytes(text.encode()).root_node
    masked = Module.parse("a.c", text.encode(), TABLE).root
    assert raw.has_error or str(raw) != str(masked), rule


def test_plain_code_is_left_alone() -> None:
    text = b"""struct page;
int f(struct page *page, int n)
{
\tint i;

\tfor (i = 0; i < n; i++) {
\t\tif (!page || n & 1)
\t\t\treturn -1;
\t}
\tswitch (n) {
\tcase 1:
\t\tg(page, &n, -n, *p, (struct page *)page, sizeof(struct page));
\t\tbreak;
\tdefault:
\t\tgoto out;
\t}
out:
\treturn n ? h(n) : 0;
}
"""
    module = Module.parse("a.c", text, TABLE)
    assert module.masked.marks == ()
    assert module.masked.data == text


@pytest.mark.parametrize(
    "text",
    [
        "int f(struct page *, int);\n",
        "int (*fn)(struct page *, unsigned long);\n",
        "void f(void)\n{\n\tidr_for_each(idr, fn, data);\n}\n",
        "void f(void)\n{\n\tx = (struct page *)g(1);\n}\n",
        "int x[] = { ONE, TWO };\n",
        "int f(void)\n{\n\tfor (;;)\n\t\tg();\n}\n",
        "int bus_for_each_dev(struct bus *b, int n)\n{\n\treturn n;\n}\n",
        "struct s {\n\tint (*call)(struct page *);\n\tint (*many)[4];\n};\n",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    module = Module.parse("a.c", text.encode(), TABLE)
    assert module.masked.marks == ()
    assert not module.root.has_error


def test_trace_event_becomes_a_function() -> None:
    text = b"""TRACE_EVENT(thing_done,

\tTP_PROTO(struct page *page, int n),

\tTP_ARGS(page, n),

\tTP_STRUCT__entry(
\t\t__field(\tunsigned long,\tpfn\t)
\t\t__array(\tchar,\tname,\t8\t)
\t\t__string(\ttext,\ts\t)
\t),

\tTP_fast_assign(
\t\t__entry->pfn = page_to_pfn(page);
\t\t__assign_str(text, s);
\t),

\tTP_printk("pfn=%lu %s", __entry->pfn,
\t\t__print_symbolic(n, { 1, "one" }, { 2, "two" }))
);
"""
    module = Module.parse("a.h", text, TABLE)
    (item,) = module.items()
    assert item.clean and item.node.type == "function_definition"
    at = text.index(b"struct page")
    assert module.clean_at(at, at + len(b"struct page"))
    assert [call.rule for call in module.macro_calls] == ["trace"]


def test_system_call_becomes_a_function() -> None:
    text = b"SYSCALL_DEFINE2(look, unsigned int, fd, char __user *, buf)\n{\n\treturn fd;\n}\n"
    module = Module.parse("a.c", text, TABLE)
    (item,) = module.items()
    assert item.clean and item.node.type == "function_definition"
    assert module.text(*module.macro_calls[0].args[0]) == b"look"
