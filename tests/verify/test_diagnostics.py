# SPDX-License-Identifier: GPL-2.0-only
"""Build logs go in; the diagnostics that count must come out."""

from __future__ import annotations

import pytest

from folioize.verify import diagnostics

LOG = """\
make[1]: Entering directory '/w/o-slub'
  CC      mm/slub.o
<command-line>: warning: "__LINE__" redefined
/w/src/mm/slub.c: In function 'f':
/w/src/mm/slub.c:10:5: warning: unused variable 'x' [-Wunused-variable]
   10 | int x;
/w/src/mm/slub.c:20:4: error: passing argument 1 of 'g' from incompatible pointer type [-Werror]
/w/src/mm/slub.c:3:22: note: expected 'struct slab *' but argument is of type 'struct page *'
mm/slub.o: warning: objtool: f()+0x12: unreachable instruction
make[2]: *** [/w/src/scripts/Makefile.build:280: mm/slub.o] Error 1
"""
PREFIXES = ("/w/src", "/w/o-slub")


def test_parse() -> None:
    told = diagnostics.parse(LOG, PREFIXES)
    assert [(one.error, one.text.partition(" ")[0]) for one in told] == [
        (False, "mm/slub.c:10:5:"),
        (True, "mm/slub.c:20:4:"),
        (False, "mm/slub.o:"),
    ]
    assert told[1].text.endswith("expected 'struct slab *' but argument is of type 'struct page *'")
    assert told[2].key == "mm/slub.o: objtool: f(): unreachable instruction"


def test_make_alone() -> None:
    told = diagnostics.parse("make: *** No rule to make target 'mm/no.o'.  Stop.\n", PREFIXES)
    assert [(one.error, one.text) for one in told] == [
        (True, "No rule to make target 'mm/no.o'.  Stop.")
    ]


def test_moved_warning_is_not_new() -> None:
    known = diagnostics.count(diagnostics.parse(LOG, PREFIXES))
    moved = diagnostics.parse(LOG.replace(":10:5:", ":11:5:"), PREFIXES)
    assert diagnostics.fresh(moved, known) == ()


def test_second_warning_of_a_kind_is_new() -> None:
    known = diagnostics.count(diagnostics.parse(LOG, PREFIXES))
    line = "/w/src/mm/slub.c:44:5: warning: unused variable 'x' [-Wunused-variable]\n"
    told = diagnostics.parse(LOG + line, PREFIXES)
    assert any("slub.c:44:5" in one.text for one in diagnostics.fresh(told, known))


def test_warning_of_a_header_counts_once() -> None:
    line = "/w/src/include/a.h:4:5: warning: odd\n"
    told = diagnostics.parse(line * 3, PREFIXES)
    assert [one.text for one in diagnostics.fresh(told, {})] == ["include/a.h:4:5: warning: odd"]
    assert diagnostics.fresh(told, diagnostics.count(told[:1])) == ()


@pytest.mark.parametrize(
    ("log", "text"),
    [
        ("Makefile:33: *** no such thing.  Stop.\n", "Makefile:33: *** no such thing.  Stop."),
        (
            "  CC      mm/a.o\n/bin/sh: 1: bc: not found\n"
            "make[1]: *** [/w/src/Kbuild:9: a.h] Error 127\nmake: *** [Makefile:3: all] Error 2\n",
            "CC      mm/a.o; /bin/sh: 1: bc: not found",
        ),
        ("make: *** [Makefile:3: all] Error 1\n", "make: *** [Makefile:3: all] Error 1"),
        ("", "it said nothing"),
        ("mm/a.c:1:1: warning: odd\nld: mm/a.o: in function `f'\n", "ld: mm/a.o: in function `f'"),
    ],
)
def test_a_make_that_fails_is_told(log: str, text: str) -> None:
    error = diagnostics.parse(log, PREFIXES, 2)[-1]
    assert error.error
    assert error.text.startswith("make ends with 2: ")
    assert error.text.endswith(text)
    assert diagnostics.parse("", PREFIXES, -9)[0].text.startswith("make is killed by signal 9: ")


def test_an_error_of_the_compiler_says_it_all() -> None:
    assert diagnostics.parse(LOG, PREFIXES, 2) == diagnostics.parse(LOG, PREFIXES, 0)
    assert diagnostics.first_error(LOG, 2).startswith("/w/src/mm/slub.c:20:4: error: passing")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'u.<U6390>' is odd", "'u.<U 63a>' is odd"),
        ("'D.12345' is used uninitialized", "'D.12399' is used uninitialized"),
        ("'f.constprop.0' is odd", "'f.isra.0.constprop.1' is odd"),
        ("call to '__compiletime_assert_12' is odd", "call to '__compiletime_assert_14' is odd"),
        (
            "passing argument 1 of 'f' discards 'const' qualifier from 'struct page *'",
            "passing argument 1 of 'f' discards 'const' qualifier from 'struct slab_page *'",
        ),
    ],
)
def test_a_warning_that_moved_is_known_by_other_names(before: str, after: str) -> None:
    known = diagnostics.count(diagnostics.parse(f"mm/a.c:9:1: warning: {before}\n", ()))
    told = diagnostics.parse(f"mm/a.c:11:1: warning: {after}\n", ())
    assert diagnostics.fresh(told, known, "slab_page") == ()
    assert len(diagnostics.fresh(told * 2, known, "slab_page")) == 1
    assert len(diagnostics.fresh(told, {}, "slab_page")) == 1


def test_the_types_of_a_mismatch_are_told_apart() -> None:
    line = "mm/a.c:9:1: warning: assignment to 'struct page *' from 'struct %s *'\n"
    known = diagnostics.count(diagnostics.parse(line % "net_page", ()))
    told = diagnostics.parse(line % "slab_page", ())
    assert len(diagnostics.fresh(told, known, "slab_page")) == 1


@pytest.mark.parametrize("file", ["mm/a.c", "include/a.h"])
def test_a_warning_of_a_variable_that_has_another_name_is_not_new(file: str) -> None:
    line = file + ":9:1: warning: unused parameter '%s' [-Wunused-parameter]\n"
    known = diagnostics.count(diagnostics.parse(line % "page", ()))
    told = diagnostics.parse(line % "slab", ())
    assert diagnostics.fresh(told, known) == ()
    both = diagnostics.parse(line % "slab" + line % "page", ())
    assert [one.text for one in diagnostics.fresh(both, known)] == [(line % "slab").strip()]
    another = diagnostics.parse(line % "slab" + line % "more", ())
    assert len(diagnostics.fresh(another, known)) == 1, "one was there, and two are"


@pytest.mark.parametrize("file", ["mm/a.c", "include/a.h"])
def test_of_two_variables_of_one_name_one_may_have_another(file: str) -> None:
    line = file + ":9:1: warning: unused parameter '%s' [-Wunused-parameter]\n"
    known = diagnostics.count(diagnostics.parse(line % "page" * 4, ()))
    both = diagnostics.parse(line % "slab" * 2 + line % "page" * 2, ())
    assert diagnostics.fresh(both, known) == ()
    more = diagnostics.parse(line % "slab" * 3 + line % "page" * 2, ())
    assert len(diagnostics.fresh(more, known)) == 1
