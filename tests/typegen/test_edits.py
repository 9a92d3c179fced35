# SPDX-License-Identifier: GPL-2.0-only
# ruff: noqa: E101 - the kernel indents with tabs
"""Accessors, their place, forward declarations and compile cases, for a made-up kind."""

from __future__ import annotations

import pytest

from folioize.errors import KindError, TreeError
from folioize.model import Edit
from folioize.typegen import (
    Signature,
    accessor_text,
    forward_declaration_edits,
    introduce_edits,
    negatives,
)
from tests.typegen import samples

SIGNATURES = {
    "page_to_nid": Signature("int", (("const struct page *", "page"),)),
    "compound_head": Signature("struct page *", (("struct page *", "page"),)),
    "put_pages_and_tell": Signature(
        "void", (("unsigned long", "how_many"), ("struct page *", "page"), ("void *", "")), 1
    ),
}

ALL = """\
static inline int crate_nid(const struct crate *crate)
{
	return page_to_nid(crate_page(crate));
}

static inline void *crate_address(const struct crate *crate)
{
	return page_address(crate_page(crate));
}

static inline struct crate *crate_head(struct crate *crate)
{
	return page_crate(compound_head(crate_page(crate)));
}

static inline void crate_put_many_and_tell_everyone(unsigned long how_many,
						    struct crate *crate,
						    void *arg2)
{
	put_pages_and_tell(how_many, crate_page(crate), arg2);
}
"""

CRATE_H = """\
#ifndef CRATE_H
#define CRATE_H

#include <linux/mm.h>
#ifdef CONFIG_CRATE
#include <linux/crate_def.h>
#endif

int lift(void);
#endif
"""


def place(header: str, kind_text: str = samples.KIND) -> str:
    edits = introduce_edits(
        samples.layout(),
        samples.kind(kind_text),
        ("crate_nid",),
        files={"mm/crate.h": header.encode()},
        signatures=SIGNATURES.get,
    )
    assert set(edits) == {"mm/crate.h"}
    after = samples.edited(header, edits["mm/crate.h"])
    at = after.index("static inline")
    return after[at - 30 : at]


def test_accessors_follow_what_they_wrap() -> None:
    kind = samples.kind()
    assert kind.accessors is not None
    names = [entry.name for entry in kind.accessors.function]
    assert accessor_text(kind, names, SIGNATURES.get) == ALL


def test_an_accessor_of_something_unknown() -> None:
    with pytest.raises(KindError, match=r"give the accessor 'crate_nid' a key 'returns'"):
        accessor_text(samples.kind(), ["crate_nid"], lambda name: None)


def test_accessors_go_after_the_includes() -> None:
    assert place(CRATE_H).endswith("crate_def.h>\n#endif\n\n")
    assert place(CRATE_H.replace("\nint lift", "int lift")).endswith("#endif\n\n")
    after = samples.KIND.replace('"mm/crate.h"\n', '"mm/crate.h"\nafter = "^int lift"\n')
    assert place(CRATE_H, after).endswith("int lift(void);\n\n")


def test_accessors_without_a_place() -> None:
    with pytest.raises(TreeError, match=r"mm/crate\.h includes nothing: set accessors\.after"):
        place("int lift(void);\n")
    after = samples.KIND.replace('"mm/crate.h"\n', '"mm/crate.h"\nafter = "^nowhere"\n')
    with pytest.raises(KindError, match=r"no line of mm/crate\.h matches"):
        place(CRATE_H, after)
    with pytest.raises(KindError, match=r"the tree has no mm/crate\.h"):
        introduce_edits(
            samples.layout(), samples.kind(), ("crate_nid",), files={}, signatures=SIGNATURES.get
        )


def test_parts_come_one_by_one() -> None:
    def of(*parts: str) -> str:
        edits = introduce_edits(
            samples.layout(), samples.kind(), parts, files={}, signatures=SIGNATURES.get
        )
        return samples.edited(samples.HEADER, edits[samples.PATH])

    assert "#define crate_page" not in of("type", "from_page")
    assert "struct crate {" not in of("from_page")
    both = of("to_page", "from_page", "type")
    order = [
        both.index(text) for text in ("struct crate {", "#define page_crate", "#define crate_")
    ]
    assert order == sorted(order)
    assert both == of("type", "from_page", "to_page")


def test_a_tree_without_the_macro_needs_no_include() -> None:
    edits = introduce_edits(
        samples.layout(),
        samples.kind(),
        ("type",),
        files={},
        signatures=SIGNATURES.get,
        static_assert="_Static_assert",
    )
    assert len(edits[samples.PATH]) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("struct page;\n", "struct page;\nstruct crate;\n"),
        ("struct list;\nstruct page;\n", "struct list;\nstruct page;\nstruct crate;\n"),
        ("struct page;\nstruct crate;\n", "struct page;\nstruct crate;\n"),
        ("struct pages;\n", "struct pages;\n"),
    ],
)
def test_forward_declarations(before: str, after: str) -> None:
    edits = forward_declaration_edits(before.encode(), samples.kind())
    assert samples.edited(before, edits) == after


def test_a_sorted_run_stays_sorted() -> None:
    text = samples.KIND.replace('type = "crate"', 'type = "pallet"')
    before = "struct kid;\nstruct page;\nstruct pail;\nstruct zone;\n"
    edits = forward_declaration_edits(before.encode(), samples.kind(text))
    assert edits == (Edit(38, 38, b"struct pallet;\n"),)


def test_cases_have_a_right_twin() -> None:
    signature = Signature("int", (("struct rack *", "r"), ("struct crate *", "c")), 1)
    cases = negatives(
        samples.kind(),
        ("folio",),
        {"stack_up": signature}.get,
        functions=("stack_up", "unknown"),
        page_functions=("put_page",),
    )
    names = {case.name: case for case in cases}
    assert len(names) == len(cases)
    assert {name for name, case in names.items() if case.expect == "accept"} == {
        "crate_page-crate",
        "page_crate-page",
        "stack_up-crate",
        "put_page-page",
    }
    assert {"stack_up-page", "stack_up-folio", "stack_up-pgtable_t", "put_page-crate"} <= set(names)
    case = names["stack_up-folio"]
    assert case.where == "mm"
    assert '#include "crate.h"\n' in case.source
    assert "void folioize_case(struct rack *a0, struct folio *a1)\n{\n" in case.source
    assert "\t(void)stack_up(a0, a1);\n" in case.source
